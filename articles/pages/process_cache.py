"""A cache in each process: values from the database, for as long as the versions stand under which
they were read."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

from django.db import transaction

from articles.pages.caching import Dependencies
from articles.pages.keys import SITE


@dataclass(frozen=True)
class Entry:
    """A value, the versions it was looked up under, and until when it is valid, if nothing else
    changes."""

    value: Any
    numbers: dict[str, int]
    also_depends_on: set[str]  # what an answer with it depends on, beside `numbers`
    turn: dt.datetime | None

    def holds(self, dependencies: Dependencies) -> bool:
        is_now = self.turn is None or dependencies.now < self.turn
        return is_now and self.numbers.items() <= dependencies.numbers.items()


class VersionedCache:
    """Values by name, each right as long as its versions stand. The least recently used is dropped
    for a new one. Thread-safe."""

    instances: WeakSet[VersionedCache] = WeakSet()

    def __init__(self, size: int) -> None:
        self.size = size
        self.entries: dict[object, Entry] = {}
        self.lock = threading.Lock()
        self.instances.add(self)

    def get(self, name: object, dependencies: Dependencies) -> Entry | None:
        """The entry under a name, when it still holds; what it was looked up under is added to
        `dependencies`. One query."""
        entry = self.entries.get(name)
        if entry is None:
            return None
        dependencies.add(*entry.numbers, *entry.also_depends_on)
        if not entry.holds(dependencies):
            return None
        self._keep(name, entry)
        return entry

    def put(
        self, name: object, value: Any, dependencies: Dependencies, keys: Iterable[str]
    ) -> None:
        """Keep a value that depends on these keys, and was looked up after they were added.

        Not before the transaction is committed: numbers of one that is rolled back are given again.
        """
        numbers = {key: dependencies.numbers[key] for key in {SITE, *keys}}
        entry = Entry(value, numbers, set(dependencies.numbers) - set(numbers), dependencies.turn)
        transaction.on_commit(lambda: self._keep(name, entry))

    def _keep(self, name: object, entry: Entry) -> None:
        with self.lock:
            # a dict keeps the order of insertion: what was used last stands last
            self.entries.pop(name, None)
            self.entries[name] = entry
            if len(self.entries) > self.size:
                del self.entries[next(iter(self.entries))]

    @classmethod
    def clear_all(cls) -> None:
        """Empty all caches of this process."""
        for cache in cls.instances:
            cache.entries.clear()
