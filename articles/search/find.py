"""Searching stories: one small interface, and for each database a backend of the same functions.

A question costs the same however long the archive is: what is ranked are the newest CANDIDATES that
hold its words, so a rare word is found wherever it stands, and of a common one what was published
last.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.db import connection

from articles.models import Edition
from articles.search import fts5, postgresql
from articles.search.question import Question, Term
from articles.search.suggestions import MAX_WORDS, near

CANDIDATES = 1_000
#: Found words stand between these: no text holds them.
BEGIN, END = "\x02", "\x03"
_MARKED = re.compile(f"{BEGIN}(.*?){END}", re.DOTALL)
#: All that is asked of editions stands in one index: their rows are long. It is for who says “id >
#: 0” alone: others would read the whole of it where an index of times leads right there.
_EDITION = "JOIN articles_edition AS e {indexed} ON e.id = {key} AND e.id > 0"
_LIVE = f"{_EDITION} WHERE e.live_from <= %s AND (e.live_until IS NULL OR e.live_until > %s)"
_EDITIONS = {
    "table": "articles_editiontext",
    "newest": "e.first_published_at",
    "candidates": CANDIDATES,
}


@dataclass(frozen=True)
class Found:
    """A live edition, its headline, and what tells why it was found, in pieces of text that are
    marked or not."""

    edition: Edition
    headline: list[tuple[str, bool]]
    excerpt: list[tuple[str, bool]]


def stories(
    question: Question, now: dt.datetime, *, first: int = 0, count: int = 10
) -> list[Found]:
    """What readers can read at `now`, best first: `count` from the `first`. Three queries, whatever
    is found."""
    numbers = _live(question, now, first, count)
    found = Edition.objects.live(now).for_lists().in_bulk(numbers) if numbers else {}
    texts = (
        _backend().marked(question, numbers, table=_EDITIONS["table"], begin=BEGIN, end=END)
        if numbers
        else {}
    )
    return [_found(found[pk], texts.get(pk)) for pk in numbers if pk in found]


def working_copies(question: Question, *, most: int, candidates: int = CANDIDATES) -> list[int]:
    """The numbers of the stories of the newsroom that hold the words, best first of the newest. One
    query."""
    join = "JOIN articles_article AS a ON a.id = {key} WHERE TRUE"
    if not question.asks:
        return []
    return _backend().ranked(
        question,
        join,
        [],
        table="articles_articletext",
        newest="a.saved_at",
        candidates=candidates,
        first=0,
        count=most,
    )


def standing(question: Question, now: dt.datetime, *, most: int) -> list[int]:
    """The numbers of editions that are live, or will be, best first of the newest. One query."""
    if not question.asks:
        return []
    join = f"{_EDITION} WHERE (e.live_until IS NULL OR e.live_until > %s)"
    given = [connection.ops.adapt_datetimefield_value(now)]
    return _backend().ranked(question, join, given, **_EDITIONS, first=0, count=most)


def instead(question: Question, now: dt.datetime) -> dict[str, str]:
    """“Did you mean”: for each word that finds nothing, a similar one that does. A bounded number
    of queries."""
    found = {}

    def known(word: str) -> bool:
        return bool(_live(Question((Term(word),)), now, 0, 1, candidates=1))

    for term in question.wanted[:MAX_WORDS]:
        if (
            (words := near(term))
            and not known(term.text)
            and (word := next(filter(known, words), ""))
        ):
            found[term.text] = word
    return found


def _live(
    question: Question, now: dt.datetime, first: int, count: int, candidates: int = CANDIDATES
) -> list[int]:
    if not question.asks:
        return []
    join, given = _LIVE, [now, now]
    for moment, condition in (
        (question.since, " AND e.first_published_at >= %s"),
        (question.before, " AND e.first_published_at < %s"),
    ):
        if moment:
            join, given = join + condition, [*given, moment]
    adapt = connection.ops.adapt_datetimefield_value
    among = {**_EDITIONS, "candidates": candidates}
    return _backend().ranked(
        question, join, [adapt(each) for each in given], **among, first=first, count=count
    )


def _backend():
    return postgresql if connection.vendor == "postgresql" else fts5


def _found(edition: Edition, texts: tuple[str, str, str] | None) -> Found:
    headline, standfirst, body = texts or (edition.headline, edition.standfirst, "")
    excerpt = body if BEGIN in body and BEGIN not in standfirst else standfirst or body
    return Found(edition, pieces(headline), pieces(excerpt))


def pieces(text: str) -> list[tuple[str, bool]]:
    """A text with marks, in pieces that are marked or not."""
    parts = _MARKED.split(text.replace("\n", " "))
    return [(part, bool(number % 2)) for number, part in enumerate(parts) if part]
