"""Keys of versions. A step that changes something moves its keys; a page lists the keys it is built
from.

Every page depends on SITE: moving it has all pages built anew, as after a restore.
"""

from __future__ import annotations

SITE = "site"
#: What pages show around their own content: the names of the publication, sections, topics, series
#: and authors, and pictures. Every page, feed and sitemap depends on it, all but robots.txt. Moved
#: when one is added, changed or deleted (articles/taxonomy.py, articles/pictures/library.py).
FURNITURE = "furniture"
#: Any edition: lists, feeds, sitemaps.
STORIES = "stories"
#: Any reply that is shown: lists, which count them, and the feed of all replies.
REPLIES = "replies"
#: How replies are treated, house rules and waiting times: threads and the pages of house rules.
REPLY_RULES = "replies:rules"
#: The open ledger of moderation.
LEDGER = "replies:ledger"


def story(article_id: int) -> str:
    """The editions of one story: its page, its history, and what shows it as related."""
    return f"story:{article_id}"


def replies(article_id: int) -> str:
    """The replies shown under one story: its page and its feed of replies."""
    return f"replies:{article_id}"


def section(pk: int) -> str:
    """The editions in a section: its lists and feeds, and slots of fronts that show its newest."""
    return f"section:{pk}"


def topic(pk: int) -> str:
    """The editions under a topic: its lists and feeds, and stories that ask for related ones. (A
    new name moves FURNITURE.)"""
    return f"topic:{pk}"


def author(pk: int) -> str:
    """The editions credited to somebody: their lists and feeds."""
    return f"author:{pk}"


def series(pk: int) -> str:
    """The editions in a series: its lists and feeds, and the pages of its parts."""
    return f"series:{pk}"


def front(place: str) -> str:
    """The editions of a composed front: its page."""
    return f"front:{place}"


def of_edition(edition) -> set[str]:
    """The keys that move when this edition begins or ends. Two queries, where topics and credits
    are not prefetched."""
    keys = {STORIES, story(edition.article_id), section(edition.section_id)}
    keys |= {topic(each.pk) for each in edition.topics.all()}
    keys |= {author(credit.author_id) for credit in edition.credits.all()}
    return keys | ({series(edition.series_id)} if edition.series_id else set())
