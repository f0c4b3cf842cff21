"""Queries that are asked at every reply or page: to have Django make their SQL anew each time would
cost several times what it takes to run them."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

#: What stands for the value of a parameter while the SQL is made, by its type and place.
PLACEHOLDERS: dict[type, Callable[[int], Any]] = {
    str: lambda place: f"\x00{place}",
    int: lambda place: -1_000_000_007 - place,
    dt.datetime: lambda place: dt.datetime(1900 + place, 1, 1, tzinfo=dt.UTC),
}


class Prepared:
    """A query of which each thread makes the SQL once.

    `shown = Prepared(lambda email: Comment.objects.filter(email=email).values_list("pk"), str)`
    is asked by `shown("ana@example.org")`, which gives a list of tuples. The function is called
    with placeholders, so it may not look at its values; None can't be one of them.
    """

    def __init__(self, make: Callable[..., QuerySet], *types: type) -> None:
        self.make, self.types = make, types
        self.local = threading.local()

    def __call__(self, *values: Any) -> list[tuple]:
        if "compiler" not in self.local.__dict__:
            self._prepare()
        local = self.local
        adapted = [self._adapted(value) for value in values]
        parameters = [fixed if place is None else adapted[place] for place, fixed in local.parts]
        with connection.cursor() as cursor:
            cursor.execute(local.sql, parameters)
            rows = cursor.fetchall()
        if local.converters:
            converted = local.compiler.apply_converters(rows, local.converters)
            return [tuple(row) for row in converted]
        return [tuple(row) for row in rows]

    def _prepare(self) -> None:
        local = self.local
        stand_ins = [PLACEHOLDERS[kind](place) for place, kind in enumerate(self.types)]
        compiler = self.make(*stand_ins).query.get_compiler(connection=connection)
        local.sql, parameters = compiler.as_sql()
        known = [self._adapted(each) for each in stand_ins]
        local.parts = [
            (known.index(each), None) if each in known else (None, each) for each in parameters
        ]
        found = {place for place, _ in local.parts if place is not None}
        if len(found) < len(self.types):
            raise ValueError("A value of this query does not come through to its SQL.")
        fields = [column for column, *_ in compiler.select[: compiler.col_count]]
        local.converters = compiler.get_converters(fields)
        local.compiler = compiler

    @staticmethod
    def _adapted(value: Any) -> Any:
        """As the database takes it."""
        if isinstance(value, dt.datetime):
            return connection.ops.adapt_datetimefield_value(value)
        return value
