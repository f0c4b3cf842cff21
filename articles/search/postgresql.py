"""Searching on PostgreSQL: its text search, with a configuration of ours, see migration 0025."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from articles.search.question import Question

#: What a word weighs in the body, the names, the standfirst, and the headline.
WEIGHTS = "'{0.1, 0.2, 0.4, 1.0}'"
MARKS = "StartSel={begin}, StopSel={end}"


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


def _all(question: Question) -> tuple[str, list[str]]:
    """Words, and what narrows them."""
    parts, given = [], []
    if question.terms:
        part, given = words(question)
        parts = [part]
    for filed in question.filed:
        parts.append("%s::tsquery")
        given.append(" | ".join(f"'{each}'" for each in filed))
    return f"({' && '.join(parts)})", given


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
    """The numbers of the best of the newest `candidates`. For the functions that are asked see
    migration 0029."""
    key = f"{table}.{'edition_id' if 'edition' in table else 'article_id'}"
    asked, asked_given = _all(question)
    score, score_given = words(question) if question.terms else ("''::tsquery", [])
    # 1: a long text holds a word more often, and is not better for that
    best = f"ts_rank({WEIGHTS}, words, {score}, 1) DESC, at DESC, pk DESC LIMIT %s OFFSET %s"
    # most or all of what is new is not meant: the index of words is asked alone
    if question.filed or candidates == 1:
        joined = join.format(key="held.pk", indexed="")
        given = [*asked_given, *given]
        rows = f"""SELECT pk FROM (
                SELECT held.pk AS pk, {newest} AS at
                FROM {table}_held({asked}) AS held (pk) {joined}
                ORDER BY held.pk DESC LIMIT %s
            ) AS found JOIN {table} ON {key} = found.pk ORDER BY {best}
        """  # noqa: S608 - names of ours alone
    else:
        joined = join.format(key=key, indexed="")
        given = [*given, *asked_given]
        rows = f"""SELECT pk FROM (
                SELECT {key} AS pk, {table}.words AS words, {newest} AS at
                FROM {table} {joined} AND {table}.words @@ {asked} ORDER BY {key} DESC LIMIT %s
            ) AS found ORDER BY {best}
        """  # noqa: S608 - names of ours alone
    with connection.cursor() as cursor:
        cursor.execute(rows, [*given, candidates, *score_given, count, first])
        return [pk for (pk,) in cursor.fetchall()]


def marked(
    question: Question, numbers: Iterable[int], *, table: str, begin: str, end: str
) -> dict[int, tuple]:
    """Headline, standfirst, and a part of the body of these rows, the words found between `begin`
    and `end`."""
    key = "edition_id" if "edition" in table else "article_id"
    asked, given = words(question) if question.terms else ("''::tsquery", [])
    marks = MARKS.format(begin=begin, end=end)
    whole = f"ts_headline('newsroom', %s, {asked}, '{marks}, HighlightAll=true')"
    part = (
        f"ts_headline('newsroom', body, {asked}, '{marks}, MaxFragments=2, MaxWords=24,"
        ' FragmentDelimiter=" … "\')'
    )
    headline = whole.replace("%s", "headline", 1)
    standfirst = whole.replace("%s", "standfirst", 1)
    shown = f"{key}, {headline}, {standfirst}, {part}"
    rows = f"SELECT {shown} FROM {table} WHERE {key} = ANY(%s)"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.execute(rows, [*given * 3, list(numbers)])
        return {pk: tuple(texts) for pk, *texts in cursor.fetchall()}
