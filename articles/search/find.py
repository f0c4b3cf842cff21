"""Searching stories: one small interface, and for each database a backend of the same functions.

All words of a question first; where that fills no page, in the other languages of its alphabet,
with misspelt words mended, and then what holds most of the words that say something.

A question costs the same however long the archive is: what is ranked are the newest CANDIDATES that
hold its words, so a rare word is found wherever it stands, and of a common one what was published
last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.db import connection

from articles.models import Edition
from articles.search import fts5, marks, postgresql, terms
from articles.search.lookup import LookUp, look_up
from articles.search.marks import Pieces
from articles.search.question import Question, Term
from articles.search.suggestions import MAX_WORDS, near
from newsroom.lib.text.html import plain

CANDIDATES = 1_000
#: Of what need not hold every word, more are ranked: each word alone is more common than all.
LOOSE_CANDIDATES = 5_000
#: From this number of words on not every one need be there.
FROM_WORDS = 3
#: All that is asked of editions stands in one index: their rows are long. It is for who says “id >
#: 0” alone: others would read the whole of it where an index of times leads right there.
_EDITION = "JOIN articles_edition AS e {indexed} ON e.id = {key} AND e.id > 0"
_LIVE = f"{_EDITION} WHERE e.live_from <= %s AND (e.live_until IS NULL OR e.live_until > %s)"
_EDITIONS = {"table": "articles_editiontext", "newest": "e.first_published_at"}


@dataclass(frozen=True)
class Found:
    """A live edition, its headline, and what tells why it was found, in pieces of text that are
    marked or not."""

    edition: Edition
    headline: Pieces
    excerpt: Pieces


@dataclass(frozen=True)
class Answer:
    """What was found, best first; words that were misspelt, and how they were read; whether some of
    it lacks words of the question."""

    found: list[Found]
    mended: dict[str, str] = field(default_factory=dict)
    partly: bool = False


def stories(
    question: Question, now: dt.datetime, *, first: int = 0, count: int = 10
) -> list[Found]:
    """What readers can read at `now`, best first: `count` from the `first`."""
    return answer(question, now, first=first, count=count).found


def answer(question: Question, now: dt.datetime, *, first: int = 0, count: int = 10) -> Answer:
    """The same, with how the question was read. A bounded number of queries, whatever is found."""
    wanted = first + count
    strict = look_up(question)
    numbers = _live(strict, question, now, wanted)
    mended: dict[str, str] = {}
    lookups = [strict]
    partly = False
    for further in _nearby(question) if not numbers else ():
        numbers = _live(further, question, now, wanted)
        lookups.append(further)
        if numbers:
            break
    if not numbers and question.wanted and (mended := instead(question, now)):
        question = _mended(question, mended)
        lookups.append(look_up(question))
        numbers = _live(lookups[-1], question, now, wanted)
    for further, is_part in _wider(question):
        if len(numbers) >= wanted:
            break
        lookups.append(further)
        known = set(numbers)
        more = [pk for pk in _live(further, question, now, wanted) if pk not in known]
        partly = partly or bool(is_part and more)
        numbers += more
    return Answer(_found(numbers[first:wanted], now, lookups), mended, partly)


def _nearby(question: Question) -> Iterator[LookUp]:
    """The same words in other languages, and as beginnings of longer ones."""
    if question.wanted and not question.typing:
        yield look_up(question, wide=True)
        yield look_up(question, wide=True, begins=True)


def _wider(question: Question) -> Iterator[tuple[LookUp, bool]]:
    """What a question may mean beyond its own words, and whether only a part of it."""
    if question.wanted and not question.typing:
        yield look_up(question, wide=True), False
        loose = look_up(question, loose=True)
        is_cut = len(loose.wanted) > len(question.wanted)
        if (len(question.wanted) >= FROM_WORDS or is_cut) and len(loose.wanted) > 1:
            yield loose, True
        elif len(loose.wanted) < len(question.wanted):
            yield replace(loose, least=0), True


def _mended(question: Question, better: dict[str, str]) -> Question:
    mend = [replace(term, text=better.get(term.text, term.text)) for term in question.terms]
    return replace(question, terms=tuple(mend))


def working_copies(question: Question, *, most: int, candidates: int = CANDIDATES) -> list[int]:
    """The numbers of the stories of the newsroom that hold the words, best first of the newest. One
    query on SQLite, up to three on PostgreSQL."""
    join = "JOIN articles_article AS a ON a.id = {key} WHERE TRUE"
    asked = look_up(question)
    if not asked.asks:
        return []
    return _backend().ranked(
        asked,
        join,
        [],
        table="articles_articletext",
        newest="a.saved_at",
        candidates=candidates,
        first=0,
        count=most,
    )


def standing(question: Question, now: dt.datetime, *, most: int) -> list[int]:
    """The numbers of editions that are live, or will be, best first of the newest."""
    asked = look_up(question)
    if not asked.asks:
        return []
    join = f"{_EDITION} WHERE (e.live_until IS NULL OR e.live_until > %s)"
    given = [connection.ops.adapt_datetimefield_value(now)]
    among = {**_EDITIONS, "candidates": CANDIDATES}
    return _backend().ranked(asked, join, given, **among, first=0, count=most)


def instead(question: Question, now: dt.datetime) -> dict[str, str]:
    """“Did you mean”: for each word that finds nothing, a similar one that does. A bounded number
    of queries."""
    found = {}

    def known(word: str) -> bool:
        alone = Question((Term(word),))
        asked = (look_up(alone), look_up(alone, wide=True))
        return any(_live(each, alone, now, 1, candidates=1) for each in asked)

    singles = [term for each in question.wanted for term in _singles(each)]
    for term in singles[: 2 * MAX_WORDS]:
        if len(found) == MAX_WORDS:
            break
        if (
            (words := near(term))
            and not known(term.text)
            and (word := next(filter(known, words), ""))
        ):
            found[term.text] = word
    return found


def _singles(term: Term) -> list[Term]:
    return [term] if " " not in term.text else []


def _live(
    asked: LookUp, question: Question, now: dt.datetime, count: int, candidates: int = 0
) -> list[int]:
    if not asked.asks:
        return []
    join, given = _LIVE, [now, now]
    for moment, condition in (
        (question.since, " AND e.first_published_at >= %s"),
        (question.before, " AND e.first_published_at < %s"),
    ):
        if moment:
            join, given = join + condition, [*given, moment]
    adapt = connection.ops.adapt_datetimefield_value
    among = {**_EDITIONS, "candidates": candidates or _candidates(asked)}
    return _backend().ranked(
        asked, join, [adapt(each) for each in given], **among, first=0, count=count
    )


def _candidates(asked: LookUp) -> int:
    return LOOSE_CANDIDATES if asked.least else CANDIDATES


def _backend():
    return postgresql if connection.vendor == "postgresql" else fts5


def _found(numbers: list[int], now: dt.datetime, lookups: list[LookUp]) -> list[Found]:
    """The rows of a page: one query."""
    live = Edition.objects.live(now).select_related("address", "section", "lead_picture")
    editions = live.in_bulk(numbers) if numbers else {}
    asked = LookUp(tuple(part for each in lookups for part in each.wanted))
    return [_shown(editions[pk], asked) for pk in numbers if pk in editions]


def _shown(edition: Edition, asked: LookUp) -> Found:
    body = plain(edition.body)
    spoken = terms.language_of(f"{edition.headline} {edition.standfirst} {body}")
    standfirst = marks.pieces(edition.standfirst, asked, spoken)
    told = standfirst
    if not any(marked for _, marked in standfirst):
        told = marks.excerpt(body, asked, spoken) or standfirst or marks.beginning(body)
    return Found(edition, marks.pieces(edition.headline, asked, spoken), told)
