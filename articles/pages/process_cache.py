"""What a process knows from the database, for as long as the versions stand under which it was
read."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

from django.db import transaction

from articles.pages.caching import Standing
from articles.pages.versions import SITE


@dataclass(frozen=True)
class Fact:
    """A value, the numbers read before it was looked up, and until when the clock leaves it
    true."""

    value: Any
    numbers: dict[str, int]
    beside: set[str]  # what an answer with it stands on, too
    turn: dt.datetime | None

    def holds(self, standing: Standing) -> bool:
        is_now = self.turn is None or standing.now < self.turn
        return is_now and self.numbers.items() <= standing.numbers.items()


class Known:
    """Facts by name; the one asked for least recently is forgotten for a new one. For any number of
    threads."""

    everything: WeakSet[Known] = WeakSet()

    def __init__(self, size: int) -> None:
        self.size = size
        self.facts: dict[object, Fact] = {}
        self.lock = threading.Lock()
        self.everything.add(self)

    def get(self, name: object, standing: Standing) -> Fact | None:
        """What is known under a name, when it still holds; `standing` is then on all that it was on
        before. One query."""
        fact = self.facts.get(name)
        if fact is None:
            return None
        standing.on(*fact.numbers, *fact.beside)
        if not fact.holds(standing):
            return None
        self._keep(name, fact)
        return fact

    def put(self, name: object, value: Any, standing: Standing, keys: Iterable[str]) -> None:
        """Know a value that depends on these keys, and was looked up after `standing` was on them.

        Not before the transaction is committed: numbers of one that is taken back are given again.
        """
        numbers = {key: standing.numbers[key] for key in {SITE, *keys}}
        fact = Fact(value, numbers, set(standing.numbers) - set(numbers), standing.turn)
        transaction.on_commit(lambda: self._keep(name, fact))

    def _keep(self, name: object, fact: Fact) -> None:
        with self.lock:
            self.facts.pop(name, None)
            self.facts[name] = fact
            if len(self.facts) > self.size:
                del self.facts[next(iter(self.facts))]

    @classmethod
    def forget(cls) -> None:
        """Forget everything, everywhere in this process."""
        for known in cls.everything:
            known.facts.clear()
