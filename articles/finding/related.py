"""Related stories: those that an editor chose, then what is nearest by series, topics and words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.models import Edition
from articles.pages import keys as page_keys

#: Maximum number of the newest others that are looked at from each topic, section and series of a
#: story, and of its topics.
MAX_CANDIDATES = 40
MAX_TOPICS = 5
#: Words as short as this tell nothing of what a story is about.
SHORT = 3
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Related:
    """The stories that are shown under another; `is_about` says whether more joins them than their
    section."""

    stories: list[Edition]
    is_about: bool


@dataclass
class Candidate:
    edition: Edition
    topics: int = 0
    words: frozenset[str] = field(default_factory=frozenset)

    def weight(self, edition: Edition, words: frozenset[str]) -> float:
        """How near it is: a series weighs more than a topic, a topic more than a few words."""
        shared = len(words & self.words) / (min(len(words), len(self.words)) or 1)
        same_series = edition.series_id is not None and edition.series_id == self.edition.series_id
        return 5 * same_series + 2 * self.topics + 3 * shared


def depends_on(edition: Edition) -> set[str]:
    """The keys under which what is related to a story moves. Its topics are fetched, if they aren't
    yet."""
    keys = {
        page_keys.section(edition.section_id),
        *(page_keys.story(number) for number in edition.related or ()),
    }
    keys |= {page_keys.topic(topic.pk) for topic in edition.topics.all()[:MAX_TOPICS]}
    return keys | ({page_keys.series(edition.series_id)} if edition.series_id else set())


def to(edition: Edition, now, count: int = 3) -> Related:
    """At most `count` other live stories: by hand in their order, then the nearest, of equals the
    newest.

    Queries: one for each of the first MAX_TOPICS topics, one for the series, one for the section,
    one for those that are shown; each reads MAX_CANDIDATES rows from an index at most.
    """
    chosen = [number for number in edition.related or () if number != edition.article_id]
    live = Edition.objects.live(now).for_lists()
    by_hand = {each.article_id: each for each in live.filter(article__in=chosen)} if chosen else {}
    stories = [by_hand[number] for number in dict.fromkeys(chosen) if number in by_hand][:count]
    if len(stories) == count:
        return Related(stories, is_about=True)
    words = _words(edition)
    shown = {edition.article_id, *(each.article_id for each in stories)}
    weighed = [
        (each.weight(edition, words), each.edition)
        for each in _candidates(edition, now)
        if each.edition.article_id not in shown
    ]
    weighed.sort(key=lambda pair: (pair[0], pair[1].first_published_at, pair[1].pk), reverse=True)
    nearest = weighed[: count - len(stories)]
    rows = (
        {each.pk: each for each in live.filter(pk__in=[each.pk for _, each in nearest])}
        if nearest
        else {}
    )
    found = [rows[each.pk] for _, each in nearest if each.pk in rows]
    return Related(
        stories + found, is_about=bool(stories) or any(weight >= 2 for weight, _ in nearest)
    )


def _candidates(edition: Edition, now) -> list[Candidate]:
    columns = ("article", "series", "headline", "standfirst", "first_published_at")
    live = Edition.objects.live(now).exclude(article=edition.article_id).only(*columns)
    found: dict[int, Candidate] = {}

    def add(rows, topics: int = 0) -> None:
        for row in rows[:MAX_CANDIDATES]:
            each = found.setdefault(row.pk, Candidate(row, words=_words(row)))
            each.topics += topics

    for topic in edition.topics.all()[:MAX_TOPICS]:
        add(live.under(topic), 1)
    if edition.series_id:
        add(live.filter(series=edition.series_id).newest_first())
    add(live.filter(section=edition.section_id).newest_first())
    return list(found.values())


def _words(edition: Edition) -> frozenset[str]:
    text = f"{edition.headline} {edition.standfirst}".casefold()
    return frozenset(word for word in WORD.findall(text) if len(word) > SHORT)
