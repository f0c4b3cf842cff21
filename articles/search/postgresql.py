"""Searching on PostgreSQL: its text search, with a configuration of ours, see migration 0025."""

from __future__ import annotations

import math

from django.db import connection

from articles.search.lookup import LookUp, Part
from articles.search.question import Question

#: What a word weighs in the body, the names, the standfirst, and the headline.
WEIGHTS = "'{0.1, 0.2, 0.4, 1.0}'"
#: Number of texts that are counted of those that hold a word.
MAX_HELD = 5_000


def words(question: Question) -> tuple[str, list[str]]:
    """An expression for the words of the question, with what is given to it."""
    if question.typing:
        given = [
            f"'{term.text.replace(chr(39), ' ')}'{':*' * (len(term.text) > 1)}"
            for term in question.wanted
        ]
        given += [f"!'{term.text.replace(chr(39), ' ')}'" for term in question.unwanted]
        return "to_tsquery('newsroom', %s)", [" & ".join(given)]
    given = [f'{"-" * term.excluded}"{term.text}"' for term in question.terms]
    return "websearch_to_tsquery('newsroom', %s)", [" ".join(given)]


def _rows(part: Part) -> str:
    """A part of a look-up as a tsquery."""
    rows = [
        " <-> ".join(
            f"'{term}'{':*' if begins and number == len(row) else ''}"
            for number, term in enumerate(row, 1)
        )
        for row, begins in part.rows
    ]
    return " | ".join(f"({row})" for row in rows)


def _part(part: Part) -> tuple[str, list[str]]:
    """An expression for a part, with what is given to it."""
    if not part.year:
        return "to_tsquery('newsroom', %s)", [_rows(part)]
    return "(to_tsquery('newsroom', %s) || %s::tsquery)", [_rows(part), f"'year={part.year}'"]


def _all(asked: LookUp) -> tuple[str, list[str]]:
    """Words, and what narrows them."""
    parts, given = [], []
    if asked.wanted:
        made = [_part(part) for part in asked.wanted]
        between = " || " if asked.least else " && "
        parts.append(f"({between.join(expression for expression, _ in made)})")
        given += [each for _, own in made for each in own]
    for part in asked.unwanted:
        expression, own = _part(part)
        parts.append(f"!!{expression}")
        given += own
    for filed in asked.filed:
        parts.append("%s::tsquery")
        given.append(" | ".join(f"'{each}'" for each in filed))
    return f"({' && '.join(parts)})", given


def _scored(asked: LookUp, table: str) -> tuple[str, list]:
    """How well the words of a row fit: each part by how often and where it stands, and the more,
    the fewer texts hold it."""
    scores: list[str] = []
    given: list = []
    for part, rarity in zip(asked.wanted, _rarities(asked, table), strict=True):
        expression, own = _part(part)
        scores.append(f"%s * ts_rank({WEIGHTS}, words, {expression}, 1)")
        given += [rarity, *own]
    return " + ".join(scores) or "0::real", given


def _rarities(asked: LookUp, table: str) -> list[float]:
    """What each part says: much where few texts hold it (inverse document frequency). One query."""
    if len(asked.wanted) < 2:
        return [1.0] * len(asked.wanted)
    made = [_part(part) for part in asked.wanted]
    counts = ", ".join(
        "(SELECT COUNT(*) FROM ("  # noqa: S608 - names of ours alone
        f"SELECT 1 FROM {table} WHERE words @@ {expression}"
        f" LIMIT {MAX_HELD}) AS held)"
        for expression, _ in made
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT reltuples FROM pg_class WHERE oid = '{table}'::regclass"  # noqa: S608 - ours
        )
        everything = max(cursor.fetchone()[0], 1)
        cursor.execute(f"SELECT {counts}", [each for _, own in made for each in own])
        found = cursor.fetchone()
    everything = max(everything, *found)
    return [math.log(1 + (everything + 1) / (number + 1)) for number in found]


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
    """The numbers of the best of the newest `candidates`. For the functions that are asked see
    migration 0029."""
    key = f"{table}.{'edition_id' if 'edition' in table else 'article_id'}"
    expression, own = _all(asked)
    # of one candidate nothing is better
    score, score_given = _scored(asked, table) if candidates > 1 else ("0::real", [])
    best = f"{score} DESC, at DESC, pk DESC LIMIT %s OFFSET %s"
    covered, covered_given = _covered(asked) if asked.least else ("TRUE", [])
    # most or all of what is new is not meant: the index of words is asked alone
    if asked.filed or candidates == 1:
        joined = join.format(key="held.pk", indexed="")
        given = [*own, *given]
        rows = f"""SELECT pk FROM (
                SELECT held.pk AS pk, {newest} AS at
                FROM {table}_held({expression}) AS held (pk) {joined}
                ORDER BY held.pk DESC LIMIT %s
            ) AS found JOIN {table} ON {key} = found.pk WHERE {covered} ORDER BY {best}
        """  # noqa: S608 - ours
    else:
        joined = join.format(key=key, indexed="")
        given = [*given, *own]
        rows = f"""SELECT pk FROM (
                SELECT {key} AS pk, {table}.words AS words, {newest} AS at
                FROM {table} {joined} AND {table}.words @@ {expression} ORDER BY {key} DESC LIMIT %s
            ) AS found WHERE {covered} ORDER BY {best}
        """  # noqa: S608 - ours
    with connection.cursor() as cursor:
        cursor.execute(rows, [*given, candidates, *covered_given, *score_given, count, first])
        return [pk for (pk,) in cursor.fetchall()]


def _covered(asked: LookUp) -> tuple[str, list]:
    """Whether a row holds at least so many parts of a question."""
    made = [_part(part) for part in asked.wanted]
    counted = " + ".join(f"(words @@ {expression})::int" for expression, _ in made)
    return f"{counted} >= %s", [*(each for _, own in made for each in own), asked.least]
