"""How replies flow: how long they wait, what becomes of them, when they come, and under which
stories.

Decisions are counted by hours of UTC, by the database; a day begins at the hour nearest to its
midnight.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from django.db.models import CharField, Count, Exists, OuterRef
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from articles.models import Article
from comments.models import Decision, DeskHours, State
from comments.policies.waiting_time import Hours
from comments.transparency.figures.span import Figure, Span
from newsroom.lib.text import html
from newsroom.lib.web import charts

#: Maximum number of replies that waited, the newest, that are looked at.
MAX_WAITED = 5_000
#: Maximum number of replies that were held that are looked at.
MAX_HELD = 20_000
#: Maximum number of stories listed.
MAX_STORIES = 10
WEEK = 7 * 24 * 60  # minutes
# of waiting times, as drawn
STEPS = (10, 20, 40, 60, 120, 240, 480, 960, 1440, 2880, 5760, 10 * 1440, 20 * 1440)
MONDAY = dt.datetime(2024, 1, 1)
# TruncHour is a Python function on SQLite: ten times as slow
HOUR = Substr(Cast("decided_at", CharField()), 1, 13)
OUTCOMES = {State.SHOWN: "shown", State.REJECTED: "rejected", State.SPAM: "spam"}


class Clock:
    """Measures time as the desk has it: while it is closed none passes. Without hours it never
    closes."""

    def __init__(self, hours: Hours) -> None:
        self.open = [
            (
                day * 1440 + _minute(opens),
                day * 1440 + (1440 if _minute(closes) == 1439 else _minute(closes)),
            )
            for day, opens, closes in hours.rows
        ]

    def minutes(self, start: dt.datetime, end: dt.datetime) -> float:
        """The minutes between two moments."""
        if not self.open:
            return (end - start).total_seconds() / 60
        return self._since_monday(end) - self._since_monday(start)

    def is_open(self, day: int, hour: int) -> bool:
        """Whether it is open for the most part of an hour of the week."""
        middle = day * 1440 + hour * 60 + 30
        return any(start <= middle < end for start, end in self.open)

    def _since_monday(self, at: dt.datetime) -> float:
        weeks, rest = divmod(
            (timezone.localtime(at).replace(tzinfo=None) - MONDAY).total_seconds() / 60, WEEK
        )
        whole = sum(end - start for start, end in self.open)
        return weeks * whole + sum(max(0, min(rest, end) - start) for start, end in self.open)


def clock() -> Clock:
    return Clock(Hours(tuple(DeskHours.objects.values_list("day", "opens", "closes"))))


def waiting(span: Span, clock: Clock) -> Figure:
    """From a reply's coming to the first decision of a person about it, for each day of these
    decisions. One query."""
    earlier = Decision.objects.filter(
        comment=OuterRef("comment"), by__isnull=False, decided_at__lt=OuterRef("decided_at")
    )
    firsts = span.within(
        Decision.objects.filter(by__isnull=False, from_state=State.HELD), "decided_at"
    )
    firsts = firsts.exclude(Exists(earlier)).order_by("-decided_at", "-pk")
    by_day: dict[dt.date, list[float]] = defaultdict(list)
    for came, decided in firsts.values_list("comment__created_at", "decided_at")[:MAX_WAITED]:
        by_day[timezone.localdate(decided)].append(clock.minutes(came, decided))
    every = sorted(minutes for waited in by_day.values() for minutes in waited)
    halves, most = ([share(by_day.get(day), tenths) for day in span.days] for tenths in (5, 9))
    answer = "No held reply was decided about in these days."
    if every:
        where = " of the time that the desk is open" if clock.open else ""
        half = in_words(share(every, 5))
        nine = in_words(share(every, 9))
        answer = (
            f"Half of {len(every):,} wait no longer than {half}, nine of ten no longer than"
            f" {nine}{where}."
        )
    rows = [
        [day, len(by_day.get(day, ())), _tenth(half), _tenth(nine)]
        for day, half, nine in zip(span.days, halves, most, strict=True)
    ]
    title, series = (
        "Minutes that held replies waited, by day",
        [("half", halves), ("9 of 10", most)],
    )
    drawing = charts.lines(title, span.labels, series, said=in_words, steps=STEPS)
    return Figure(
        "waiting",
        "How long do held replies wait?",
        answer,
        ["Day", "Replies", "Half, minutes", "Nine of ten, minutes"],
        rows,
        html.drawing(drawing) if every else "",
    )


def counted(span: Span) -> list[tuple[dt.datetime, str, str, int]]:
    """How many decisions there were in each hour: (hour, from, to, count). One query, no undoing
    counted."""
    rows = span.within(Decision.objects.not_undoing(), "decided_at")
    found = (
        rows.annotate(hour=HOUR)
        .values_list("hour", "from_state", "to_state")
        .annotate(n=Count("*"))
    )
    return [
        (dt.datetime.fromisoformat(f"{hour}:00+00:00"), before, to, count)
        for hour, before, to, count in found
    ]


def volume(span: Span, found: list[tuple[dt.datetime, str, str, int]]) -> Figure:
    """Decisions for each day, by what they came to."""
    by_day: Counter[tuple[dt.date, str]] = Counter()
    for hour, _, to, count in found:
        by_day[timezone.localdate(hour), to] += count
    series = [
        (label, [by_day[day, state] for day in span.days]) for state, label in OUTCOMES.items()
    ]
    total = sum(sum(values) for _, values in series)
    answer = "Nothing was decided in these days."
    parts = ", ".join(f"{sum(values):,} {label}" for label, values in series)
    if total:
        answer = f"{total:,} decisions: {parts}."
    return Figure(
        "volume",
        "What becomes of replies?",
        answer,
        ["Day", *(label.capitalize() for label in OUTCOMES.values())],
        [[day, *(values[at] for _, values in series)] for at, day in enumerate(span.days)],
        html.drawing(charts.columns("Decisions by day and outcome", span.labels, series))
        if total
        else "",
    )


def arrivals(found: list[tuple[dt.datetime, str, str, int]], clock: Clock) -> Figure:
    """Held replies by the hour of the week in which they came."""
    by_hour: Counter[tuple[int, int]] = Counter()
    for hour, before, to, count in found:
        if not before and to == State.HELD:
            here = timezone.localtime(hour)
            by_hour[here.weekday(), here.hour] += count
    total = by_hour.total()
    closed = sum(count for at, count in by_hour.items() if not clock.is_open(*at))
    answer = (
        "No reply was held in these days."
        if not total
        else "The desk has no hours: it counts as always open."
    )
    if total and clock.open:
        part = f"{100 * closed / total:.0f} %"
        answer = (
            f"{closed:,} of {total:,} came while the desk was closed, {part}. Its hours are framed."
        )
    words = {True: "open", False: "closed"}
    rows = [
        [
            charts.DAYS[day],
            hour,
            by_hour[day, hour],
            words[clock.is_open(day, hour) or not clock.open],
        ]
        for day in range(7)
        for hour in range(24)
    ]
    drawing = charts.week("Held replies by day of the week and hour", by_hour, clock.is_open)
    return Figure(
        "arrivals",
        "When do held replies come?",
        answer,
        ["Day", "Hour", "Held", "Desk"],
        rows,
        html.drawing(drawing) if total else "",
    )


def stories(span: Span) -> Figure:
    """The stories under which most replies were held when they came. Two queries."""
    held = span.within(Decision.objects.filter(from_state="", to_state=State.HELD), "decided_at")
    newest = held.order_by("-decided_at", "-pk").values("pk")[:MAX_HELD]
    counts = (
        Decision.objects.filter(pk__in=newest)
        .order_by()
        .values_list("comment__article")
        .annotate(n=Count("*"))
    )
    counts = counts.order_by("-n", "comment__article")
    most = list(counts[:MAX_STORIES])
    headlines = dict(
        Article.objects.filter(pk__in=[pk for pk, _ in most]).values_list("pk", "headline")
    )
    rows = [[headlines[pk], count] for pk, count in most]
    drawing = charts.bars(
        "Held replies by story", [(name, count, f"{count:,}") for name, count in rows]
    )
    answer = f"Most under “{rows[0][0]}”." if rows else "No reply was held in these days."
    return Figure(
        "stories",
        "Under which stories is most held?",
        answer,
        ["Story", "Held"],
        rows,
        html.drawing(drawing) if rows else "",
    )


def share(values: list[float] | None, tenths: int) -> float | None:
    """The value that so many tenths of `values` don't exceed."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * tenths // 10) - 1)]


def in_words(minutes: float) -> str:
    if minutes < 100:
        return f"{minutes:.0f} min"
    size, unit = (60, "h") if minutes < 6000 else (1440, "d")
    return f"{minutes / size:.1f}".removesuffix(".0") + f" {unit}"


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute
