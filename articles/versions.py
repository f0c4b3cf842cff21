"""Versions: what a public page depends on, counted in the database.

A step moves the keys of all that it changed, in its own transaction. A page states the keys it is built
from and is known by their numbers, read *before* its content: built from old data, it bears an old number
and is never taken for the new one.

Keys: `furniture` (publication, sections, topics, bylines, pictures, rules), `stories` (any edition),
`section:<id>`, `topic:<id>`, `author:<id>` (editions under it), `story:<id>` (its editions),
`replies` (any shown reply), `replies:<story id>` (those of one story).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Max
from django.dispatch import Signal

from articles.models import Edition, Version


#: Sent with `keys`, sorted, inside the transaction in which they move.
moved = Signal()


def move(*keys: str) -> None:
    """Count each key on by one. Must run in the transaction of the change itself.

    Rows are touched in the order of their names, so that two transactions can't wait for each other.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Versions move in the transaction of the change, or not at all.")
    keys = tuple(sorted(set(keys)))
    for key in keys:
        if not Version.objects.filter(key=key).update(number=F("number") + 1):
            _, new = Version.objects.get_or_create(key=key, defaults={"number": 1})
            if not new:  # somebody else made the row in between
                Version.objects.filter(key=key).update(number=F("number") + 1)
    moved.send(sender=None, keys=keys)


def fingerprint(keys: Iterable[str], now: dt.datetime, *more: str) -> str:
    """What all `keys` stand at, at `now`, as 22 letters; `more` is mixed in (the address, the build).

    Editions begin and end by the clock alone, so the last such moment counts as well. Two queries.
    """
    keys = sorted(set(keys))
    numbers = dict(Version.objects.filter(key__in=keys).values_list("key", "number"))
    turn = {
        "begun": Edition.objects.filter(live_from__lte=now).aggregate(at=Max("live_from"))["at"],
        "ended": Edition.objects.filter(live_until__lte=now).aggregate(at=Max("live_until"))["at"],
    }
    seen = "\n".join([*(f"{key}={numbers.get(key, 0)}" for key in keys), f"{turn}", *more])
    return hashlib.blake2b(seen.encode(), digest_size=16).hexdigest()
