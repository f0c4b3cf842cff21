"""Searching on SQLite: FTS5."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from articles.search.question import Question, Term

#: What a word weighs in headline, standfirst, the names, the body, and what it is filed under.
WEIGHTS = "10, 4, 2, 1, 0"
TEXT = "{headline standfirst more body}"


def match(question: Question, text: str = TEXT) -> str:
    """The question in the language of FTS5, its words looked for in the columns `text`. Each term
    is quoted: nothing in it is an operator."""
    filed = [
        " OR ".join(_quoted(each.replace("=", " ")) for each in either) for either in question.filed
    ]
    needed = [f"filed : ({either})" for either in filed]
    needed += [f"{text} : {_term(term, question.typing)}" for term in question.wanted]
    asked = " AND ".join(f"({each})" for each in needed)
    for term in question.unwanted:
        asked = f"({asked}) NOT ({text} : {_quoted(term.text)})"
    return asked


def ranked(
    question: Question,
    join: str,
    given: list,
    *,
    table: str,
    newest: str,
    candidates: int,
    first: int,
    count: int,
) -> list[int]:
    """The numbers of the best of the newest `candidates`."""
    index = f"{table}_index"
    joined = join.format(key=f"{index}.rowid", indexed="INDEXED BY edition_times")
    score = f"bm25({index}, {WEIGHTS})" if question.wanted else "0"
    # by number, which is nearly by time: so FTS5 reads without sorting. bm25: less is better
    rows = f"""SELECT pk FROM (
            SELECT {index}.rowid AS pk, {score} AS score, {newest} AS at
            FROM {index} {joined} AND {index} MATCH %s
            ORDER BY {index}.rowid DESC LIMIT %s
        ) ORDER BY score, at DESC, pk DESC LIMIT %s OFFSET %s
    """  # noqa: S608 - names of ours alone
    with connection.cursor() as cursor:
        cursor.execute(rows, [*given, match(question), candidates, count, first])
        return [pk for (pk,) in cursor.fetchall()]


def marked(
    question: Question, numbers: Iterable[int], *, table: str, begin: str, end: str
) -> dict[int, tuple]:
    """Headline, standfirst, and a part of the body of these rows, the words found between `begin`
    and `end`."""
    numbers = list(numbers)
    index = f"{table}_index"
    if not numbers:
        return {}
    shown = ", ".join(f"highlight({index}, {column}, %s, %s)" for column in (0, 1))
    rows = f"""SELECT rowid, {shown}, snippet({index}, 3, %s, %s, ' … ', 40) FROM {index}
        WHERE {index} MATCH %s AND rowid IN ({", ".join(["%s"] * len(numbers))})
    """  # noqa: S608 - names of ours alone
    with connection.cursor() as cursor:
        cursor.execute(rows, [*[begin, end] * 3, match(question), *numbers])
        return {pk: tuple(texts) for pk, *texts in cursor.fetchall()}


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))


def _term(term: Term, typing: bool) -> str:
    return f"{_quoted(term.text)}{' *' if typing and len(term.text) > 1 else ''}"
