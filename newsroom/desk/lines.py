"""A line of the desk's first page: some of what waits, and how much there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

#: Maximum number of each that are shown, and up to which all are counted.
MAX_SHOWN, MAX_COUNT = 8, 200


@dataclass
class Line:
    """A kind of work that waits: some of it, and how much there is. One that is `steady` is shown
    even while nothing does."""

    name: str
    title: str
    empty: str
    rows: list[Any] = field(default_factory=list)
    count: int = 0
    address: str = ""  # of the list of all
    steady: bool = False

    @property
    def counted(self) -> str:
        return f"{MAX_COUNT}+" if self.count > MAX_COUNT else str(self.count)


def some(
    name: str, title: str, empty: str, ordered: QuerySet, address: str, *, steady: bool = False
) -> Line:
    """A line with the first of these rows. Two queries at most."""
    rows = list(ordered[:MAX_SHOWN])
    count = len(rows) if len(rows) < MAX_SHOWN else ordered.order_by()[: MAX_COUNT + 1].count()
    return Line(name, title, empty, rows, count, address, steady)
