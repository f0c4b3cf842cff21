"""The days that figures are asked for, and what a figure is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import dateformat, timezone
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString

PRESETS = (7, 28, 90)
MAX_DAYS = 366


@dataclass(frozen=True)
class Span:
    """From the first to the last day, in the site's time zone; of one section, or of all."""

    first: dt.date
    last: dt.date
    section: int | None = None

    @property
    def start(self) -> dt.datetime:
        return _midnight(self.first)

    @property
    def end(self) -> dt.datetime:
        return _midnight(self.last + dt.timedelta(days=1))

    @property
    def days(self) -> list[dt.date]:
        return [
            self.first + dt.timedelta(days=number)
            for number in range((self.last - self.first).days + 1)
        ]

    @property
    def labels(self) -> list[str]:
        return [dateformat.format(day, "j M") for day in self.days]

    def within(self, rows: QuerySet, moment: str, comment: str = "comment__") -> QuerySet:
        """Those of `rows` whose `moment` is in these days; `comment` leads from a row to its
        reply."""
        rows = rows.filter(**{f"{moment}__gte": self.start, f"{moment}__lt": self.end}).order_by()
        return rows.filter(**{f"{comment}article__section": self.section}) if self.section else rows


@dataclass(frozen=True)
class Figure:
    """A question, its answer in a sentence, a drawing, and the numbers."""

    name: str
    question: str
    answer: str
    head: list[str]
    rows: list[list] = field(default_factory=list)
    drawing: SafeString | str = ""
    is_table: bool = False  # the numbers are what one looks at


def span_of(asked, now: dt.datetime) -> Span:
    """The days that an address asks for: `days` (one of PRESETS) back from today, or `from` and
    `to`."""
    today = timezone.localdate(now)
    section = str(asked.get("section", ""))
    section = (
        int(section) if section.isascii() and section.isdigit() and len(section) < 10 else None
    )
    first = _date(asked.get("from", ""))
    last = _date(asked.get("to", ""))
    if first or last:
        last = last or today
        first = min(first or last, last)
        return Span(max(first, last - dt.timedelta(days=MAX_DAYS - 1)), last, section)
    days = next((days for days in PRESETS if str(days) == asked.get("days")), 28)
    return Span(today - dt.timedelta(days=days - 1), today, section)


def _date(text: str) -> dt.date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and 1990 <= found.year <= 2200 else None


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
