"""The calendar: months and weeks of what is due, goes live, and expires."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from articles.publishing import planning
from articles.publishing.planning import Happening

#: Maximum number of things shown of a day in a month; a week shows all.
MAX_SHOWN = 6


@dataclass(frozen=True)
class Day:
    date: dt.date
    happenings: list[Happening]
    more: int = 0
    is_today: bool = False
    is_beside: bool = False  # of the month before or after
    is_past: bool = False  # before today, in a span that today is in


@dataclass(frozen=True)
class Span:
    """A month or a week: its name, its days in weeks, and where the ones before and after begin."""

    kind: str
    title: str
    weeks: list[list[Day]]
    first: dt.date
    before: dt.date
    after: dt.date

    @property
    def has_past(self) -> bool:
        """Whether something happened in it before today, where today is in it."""
        return any(day.is_past and day.happenings for week in self.weeks for day in week)


def read_span(kind: str, around: dt.date, now: dt.datetime) -> Span:
    """The month or week of a day, Monday first, in the site's time zone. Five queries."""
    today = timezone.localdate(now)
    if kind == "week":
        first = around - dt.timedelta(days=around.weekday())
        dates = [[first + dt.timedelta(days=day) for day in range(7)]]
        before = first - dt.timedelta(days=7)
        after = first + dt.timedelta(days=7)
        title = f"Week from {first.day} {first:%B %Y}"
    else:
        first = around.replace(day=1)
        dates = calendar.Calendar().monthdatescalendar(first.year, first.month)
        before = (first - dt.timedelta(days=1)).replace(day=1)
        after = (first + dt.timedelta(days=31)).replace(day=1)
        title = f"{first:%B %Y}"
    by_day: dict[dt.date, list[Happening]] = {}
    for each in planning.happenings(
        midnight(dates[0][0]), midnight(dates[-1][-1] + dt.timedelta(days=1)), now
    ):
        by_day.setdefault(timezone.localdate(each.at), []).append(each)
    most = None if kind == "week" else MAX_SHOWN
    has_today = dates[0][0] <= today <= dates[-1][-1]
    weeks = [
        [
            Day(
                date,
                found[:most],
                more=max(0, len(found) - (most or len(found))),
                is_today=date == today,
                is_beside=kind == "month" and date.month != first.month,
                is_past=has_today and date < today,
            )
            for date in week
            for found in [by_day.get(date, [])]
        ]
        for week in dates
    ]
    return Span(kind, title, weeks, first, before, after)


def midnight(date: dt.date) -> dt.datetime:
    """When a day begins, in the site's time zone."""
    return timezone.make_aware(dt.datetime.combine(date, dt.time()))
