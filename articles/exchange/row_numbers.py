"""Rows that come in with numbers of their own."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model


def count_on(model: type[Model], highest: int) -> None:
    """See to it that no row to come is given `highest` or less. Must run in the transaction in
    which that came.

    SQLite does it by itself (AUTOINCREMENT counts on from the highest there ever was); PostgreSQL
    counts apart.
    """
    if connection.vendor != "postgresql":
        return
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        (sequence,) = cursor.fetchone()
        last = f"SELECT last_value FROM {sequence}"  # noqa: S608 - as PostgreSQL names it
        cursor.execute(last)
        if highest <= cursor.fetchone()[0]:
            return
        # Nobody may take a number between the question and the answer.
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(table)} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"SELECT setval(%s, GREATEST(%s, ({last})))", [sequence, highest])


def begin_above(model: type[Model], number: int) -> None:
    """See to it that rows to come are given higher numbers than this one, which is still to be
    used.

    Must run in the transaction in which it is.
    """
    if connection.vendor == "postgresql":
        count_on(model, number)
        return
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sqlite_sequence SET seq = MAX(seq, %s) WHERE name = %s", [number, table]
        )
        if not cursor.rowcount:
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number]
            )
