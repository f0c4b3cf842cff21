"""The tables of django-contrib-comments, and of django-comments-xtd, which adds threads to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from comments.models import State
from newsroom.lib.text.markup import as_written
from newsroom.moving.replies.staging import Reply, Thread

TABLE, THREADED = "django_comments", "django_comments_xtd_xtdcomment"
CONTENT_TYPES = "django_content_type"
BATCH = 500


class NotThere(Exception):
    """The database has no such table."""


def read(connection: BaseDatabaseWrapper) -> Iterator[Thread | Reply]:
    """Each comment, and before it its object, as a thread by the name “app.model:key”. Raises
    NotThere."""
    tables = set(connection.introspection.table_names())
    if TABLE not in tables:
        raise NotThere(f"There is no table {TABLE} in that database.")
    last, portion = None, True
    while portion:
        portion = _portion(
            connection, last, threaded=THREADED in tables, typed=CONTENT_TYPES in tables
        )
        for row in portion:
            name = f"{row['app_label']}.{row['model']}:{row['object_pk']}"
            yield Thread(name, f"{name}\n{row['object_pk']}", name)
            yield _reply(row, name)
            last = row["id"]


def _portion(connection, last: int | None, *, threaded: bool, typed: bool) -> list[dict[str, Any]]:
    quote = connection.ops.quote_name
    columns = (
        "id",
        "object_pk",
        "user_name",
        "user_email",
        "user_url",
        "comment",
        "submit_date",
        "ip_address",
        "is_public",
        "is_removed",
    )
    wanted = [f"c.{quote(column)}" for column in columns]
    wanted += [f"t.{quote('app_label')}", f"t.{quote('model')}"] if typed else ["''", "''"]
    wanted += [f"x.{quote('parent_id')}"] if threaded else ["0"]
    query = f"SELECT {', '.join(wanted)} FROM {quote(TABLE)} c"  # noqa: S608 - quoted names
    if typed:
        query += f" LEFT JOIN {quote(CONTENT_TYPES)} t ON t.id = c.content_type_id"
    if threaded:
        query += f" LEFT JOIN {quote(THREADED)} x ON x.comment_ptr_id = c.id"
    if last is not None:
        query += " WHERE c.id > %s"
    query += f" ORDER BY c.id LIMIT {BATCH}"
    with connection.cursor() as cursor:
        cursor.execute(query, [] if last is None else [last])
        return [
            dict(zip((*columns, "app_label", "model", "parent"), row, strict=True))
            for row in cursor.fetchall()
        ]


def _reply(row: dict[str, Any], thread: str) -> Reply:
    state = State.REJECTED if row["is_removed"] else State.SHOWN if row["is_public"] else State.HELD
    parent = row["parent"] or 0
    written = row["submit_date"]
    return Reply(
        number=row["id"],
        thread=thread,
        parent=0 if parent == row["id"] else parent,
        name=row["user_name"] or "",
        email=row["user_email"] or "",
        website=row["user_url"] or "",
        text=as_written(row["comment"] or ""),
        state=state,
        written=written.isoformat() if isinstance(written, dt.datetime) else str(written or ""),
        network=str(row["ip_address"] or ""),
    )
