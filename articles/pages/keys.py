"""Keys of versions: a step moves those of what it changed, a page names those it is made from.

Every page stands on SITE, which moves when all pages have to be new (after a restore).
"""

from __future__ import annotations

SITE = "site"
#: The publication, sections, topics, series, bylines and pictures: every page with a head.
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
    """The editions under a topic: its lists and feeds, and stories that ask for related ones."""
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
