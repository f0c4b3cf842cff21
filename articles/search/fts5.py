"""Searching on SQLite: FTS5."""

from __future__ import annotations

from django.db import connection

from articles.search.lookup import LookUp, Part
from articles.search.question import Question, Term

#: What a word weighs in headline, standfirst, the names, the body, and what it is filed under.
WEIGHTS = "10, 4, 4, 1, 2"
#: Number of the newest that are looked at of what holds one word, where not all have to be there.
MAX_HELD = 20_000
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
    asked: LookUp,
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
    score = f"bm25({index}, {WEIGHTS})" if asked.wanted else "0"
    among, among_given = _covered(asked, index) if asked.least else ("", [])
    # by number, which is nearly by time: so FTS5 reads without sorting. bm25: less is better
    rows = f"""SELECT pk FROM (
            SELECT {index}.rowid AS pk, {score} AS score, {newest} AS at
            FROM {index} {joined} AND {index} MATCH %s {among}
            ORDER BY {index}.rowid DESC LIMIT %s
        ) ORDER BY score, at DESC, pk DESC LIMIT %s OFFSET %s
    """  # noqa: S608 - ours
    with connection.cursor() as cursor:
        given = [*given, _stories(asked), *among_given, candidates, count, first]
        cursor.execute(rows, given)
        return [pk for (pk,) in cursor.fetchall()]


def _covered(asked: LookUp, index: str) -> tuple[str, list]:
    """What holds at least so many parts of a question; of each the newest MAX_HELD are counted."""
    held = " UNION ALL ".join(
        "SELECT pk FROM"  # noqa: S608 - names of ours alone
        f" (SELECT rowid AS pk FROM {index} WHERE {index} MATCH %s"
        f" ORDER BY rowid DESC LIMIT {MAX_HELD})"
        for _ in asked.wanted
    )
    counted = f"SELECT pk FROM ({held}) GROUP BY pk HAVING COUNT(*) >= %s"  # noqa: S608 - ours
    given = [_part(part) for part in asked.wanted]
    return f"AND {index}.rowid IN ({counted})", [*given, asked.least]


def _stories(asked: LookUp) -> str:
    """A look-up of stories in the language of FTS5."""
    needed = [
        "filed : ({})".format(" OR ".join(_quoted(each.replace("=", " ")) for each in either))
        for either in asked.filed
    ]
    parts = [f"({_part(part)})" for part in asked.wanted]
    needed += [" OR ".join(parts)] if asked.least else parts
    made = " AND ".join(f"({each})" for each in needed)
    for part in asked.unwanted:
        made = f"({made}) NOT ({_part(part)})"
    return made


def _part(part: Part) -> str:
    rows = " OR ".join(
        f"{_quoted(' '.join(row))}{' *' if begins else ''}" for row, begins in part.rows
    )
    year = f" OR (filed : {_quoted(f'year {part.year}')})" if part.year else ""
    return f"({TEXT} : ({rows})){year}"


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))


def _term(term: Term, typing: bool) -> str:
    return f"{_quoted(term.text)}{' *' if typing and len(term.text) > 1 else ''}"
