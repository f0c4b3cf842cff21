"""Versions: what a public page depends on, counted in the database.

A step moves the keys of all that it changed, in its own transaction. A page states the keys it is
built from and is filed under their numbers, read *before* its content: built from old data, it
bears an old number and is never taken for the new one.

Which keys there are, and what depends on each: keys.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.db import connection, transaction

from articles.signals import versions_moved

#: Each tells of keys the next moment after another at which what they stand for begins or ends:
#: see articles/pages/clocks.py.
clocks: list[Callable[[list[str], dt.datetime], dt.datetime | None]] = []

# Asked at every page and every change. To have Django make this SQL each time costs ten times what
# it takes to run.
INCREMENT = (
    "INSERT INTO articles_version (key, number) VALUES {rows} "
    "ON CONFLICT (key) DO UPDATE SET number = articles_version.number + 1"
)
NUMBERS = "SELECT key, number FROM articles_version WHERE key IN ({keys})"


def move(*keys: str) -> None:
    """Increment each key. Must run in the transaction of the change itself. One query.

    Rows are touched in the order of their names, so that two transactions can't wait for each
    other.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "Versions move in the transaction of the change, or not at all."
        )
    keys = tuple(sorted(set(keys)))
    with connection.cursor() as cursor:
        cursor.execute(INCREMENT.format(rows=", ".join(["(%s, 1)"] * len(keys))), keys)
    versions_moved.send(sender=None, keys=keys)


def numbers(keys: Iterable[str]) -> dict[str, int]:
    """At which number each key stands; 0 for one that never moved. One query."""
    keys = sorted(set(keys))
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS.format(keys=", ".join(["%s"] * len(keys))), keys)
        found = dict(cursor.fetchall())
    return {key: found.get(key, 0) for key in keys}


def next_turn(keys: Iterable[str], now: dt.datetime) -> dt.datetime | None:
    """The next moment after `now` at which the clock alone changes what these keys stand for."""
    keys = list(keys)
    return min(filter(None, (clock(keys, now) for clock in clocks)), default=None)
