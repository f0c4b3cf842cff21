"""Versions: what a public page depends on, counted in the database.

A step moves the keys of all that it changed, in its own transaction. A page states the keys it is
built from and is filed under their numbers, read *before* its content: built from old data, it
bears an old number and is never taken for the new one.

Keys: `furniture` (publication, sections, topics, bylines, pictures, rules), `stories` (any
edition), `section:<id>`, `topic:<id>`, `author:<id>`, `series:<id>` (editions under it),
`story:<id>` (its editions), `front:<place>` (editions of that front), `replies` (any shown reply),
`replies:<story id>` (those of one story). Every page depends on `site`: it begins at a number of
its own in each new database, and is moved when all pages have to be new (after a restore).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Q

from articles.models import Edition, FrontEdition
from articles.models.front import slot_ends
from articles.signals import versions_moved

#: What every page depends on.
SITE = "site"
#: How the kinds of keys that stand for editions find them.
EDITIONS_UNDER = {
    "section": "section",
    "topic": "topics",
    "author": "authors",
    "series": "series",
    "story": "article",
}

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
    """The next moment after `now` at which an edition under these keys begins or ends by the clock
    alone.

    One query of the few editions whose time is still to come, and where there are any, one of what
    they stand under; none for keys that stand for no editions. One more for keys of fronts: their
    slots end by the clock, too.
    """
    keys = list(keys)
    turns = [turn for turn in (_turn_of_stories(keys, now), _turn_of_fronts(keys, now)) if turn]
    return min(turns, default=None)


def _turn_of_fronts(keys: list[str], now: dt.datetime) -> dt.datetime | None:
    places = [key.removeprefix("front:") for key in keys if key.startswith("front:")]
    if not places:
        return None
    to_come = FrontEdition.objects.to_come(now).filter(front__place__in=places)
    turns: list[dt.datetime | None] = []
    for begins, ends, content in to_come.order_by().values_list(
        "live_from", "live_until", "content"
    ):
        turns += [begins, ends, *(slot_ends(content) if begins <= now else ())]
    return min((at for at in turns if at and at > now), default=None)


def _turn_of_stories(keys: list[str], now: dt.datetime) -> dt.datetime | None:
    under = Q()
    for key in keys:
        kind, _, number = key.partition(":")
        if kind in EDITIONS_UNDER:
            under |= Q(**{EDITIONS_UNDER[kind]: number})
    if "stories" not in keys and not under:
        return None
    to_come = Edition.objects.filter(Q(live_from__gt=now) | Q(live_until__gt=now)).order_by()
    turns = {
        pk: (begins, ends)
        for pk, begins, ends in to_come.values_list("pk", "live_from", "live_until")
    }
    if turns and "stories" not in keys:
        here = Edition.objects.filter(under, pk__in=turns).order_by().values_list("pk", flat=True)
        turns = {pk: turns[pk] for pk in here}
    return min((at for turn in turns.values() for at in turn if at and at > now), default=None)
