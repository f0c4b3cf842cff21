"""Searching replies: by their words, names and addresses, with the engine that searches stories
(articles/search).

The database itself keeps the index of every reply, whoever writes it: see migration 0017.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from articles import paging
from articles.search import fts5, postgresql
from articles.search.question import Question, terms
from comments.models import Comment

#: What is indexed of a reply, as FTS5 names its columns.
TEXT = "{name email text}"
BATCH = 1_000

_FTS5 = (
    "SELECT rowid FROM comments_comment_index WHERE comments_comment_index MATCH %s ORDER BY rowid"
    " DESC LIMIT %s"
)
_MERGE = "INSERT INTO comments_comment_index (comments_comment_index, rank) VALUES ('merge', %s)"
#: Number of pages of the index that are merged at a time.
PAGES = 500
_WORDS = (
    "SELECT comment_id FROM comments_replywords WHERE words @@ {asked} ORDER BY comment_id DESC"
    " LIMIT %s"
)
_MISSING = """
    INSERT INTO comments_replywords (comment_id, words)
    SELECT id, comments_words(name, email, text) FROM comments_comment AS c
    WHERE id > %s AND NOT EXISTS (SELECT 1 FROM comments_replywords WHERE comment_id = c.id)
    ORDER BY id LIMIT %s
    ON CONFLICT (comment_id) DO NOTHING RETURNING comment_id
"""


def holding(comments: QuerySet[Comment], query: str) -> QuerySet[Comment]:
    """Those that hold all these words, or their beginnings, among the newest that do; and of the
    newest replies, those whose name or address has the query somewhere. One query, and in it the
    numbers of what was found."""
    among = paging.newest(Comment.objects.order_by(), "created_at")
    named = (
        among.filter(Q(name__icontains=query) | Q(email__icontains=query)).order_by().values("pk")
    )
    sql, given = named.query.sql_with_params()
    if words := _words(query):
        sql = f"SELECT * FROM ({words[0]}) AS held UNION {sql}"  # noqa: S608 - of _words, of Django
        given = (*words[1], *given)
    return comments.filter(pk__in=RawSQL(sql, given))  # noqa: S611 - what was typed is `given`


def newest(query: str, most: int) -> list[int]:
    """The numbers of the newest replies that hold all words of a question, or their beginnings. One
    query."""
    words = _words(query, most)
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*words)
        return [pk for (pk,) in cursor.fetchall()]


def everything() -> Iterator[int]:
    """Index what was there before the index was, in batches; gives how many are done after each.

    On SQLite the migration has done all of it.
    """
    last = done = 0
    while connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_MISSING, [last, BATCH])
            numbers = [pk for (pk,) in cursor.fetchall()]
        if not numbers:
            return
        last = max(numbers)
        done = done + len(numbers)
        yield done


def erase(address: str, thorough: bool) -> dict[str, int]:
    """As comments.people.erasing.OTHERS has it done: what was taken out of the index goes from the
    disk. SQLite only marks it as gone until it merges parts of the index; here it does so at once,
    a few pages in a transaction. PostgreSQL does so by itself (autovacuum)."""
    while thorough and connection.vendor == "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            before = connection.connection.total_changes
            cursor.execute(_MERGE, [-PAGES])
            if connection.connection.total_changes - before < 2:
                break
    return {}


def _words(query: str, most: int | None = None) -> tuple[str, tuple] | None:
    """A statement for the numbers of the newest that hold the words; None where there are none to
    look for."""
    question = Question(terms(query), typing=True)
    if not question.wanted:
        return None
    most = most or paging.SEARCHED
    if connection.vendor == "postgresql":
        asked, given = postgresql.words(question)
        return _WORDS.format(asked=asked), (*given, most)
    return _FTS5, (fts5.match(question, TEXT), most)
