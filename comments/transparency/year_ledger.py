"""The open ledger by year: what was decided, why, by whom, and how long people had to wait for an
answer.

The words are those of the reports that the Digital Services Act asks for (Regulation (EU)
2022/2065, Article 15). A year may hold a million decisions, so nobody counts them for a page: the
worker keeps sums by month, those of the running month anew each hour. What was decided in a month
stays as it was when the month ended.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import BigIntegerField, Case, Count, F, Q, Value, When
from django.utils import timezone

from articles.pages import keys, versions
from comments.models import (
    Appeal,
    AppealState,
    Decision,
    HouseRule,
    LedgerMonth,
    LegalNotice,
    NoticeState,
    State,
)
from comments.transparency.thread_ledger import BY_NO_RULE

#: What the pages depend on beside the house rules.
KEY = keys.LEDGER
HOUR = dt.timedelta(hours=1)
#: Number of months counted at a time.
BATCH = 12
BY_LAW, SPAM = -1, -2  # grounds that are no house rule; 0 is none at all


@dataclass(frozen=True)
class Ground:
    """Why replies were not shown, and how many by people and by software."""

    words: str
    by_people: int
    by_software: int

    @property
    def total(self) -> int:
        return self.by_people + self.by_software


@dataclass(frozen=True)
class Year:
    """All that is told of a year."""

    number: int
    months: list[tuple[dt.date, dict]]  # each with its sums
    grounds: list[Ground]
    appeals: dict[str, int]
    appeal_hours: float | None  # half of the answers took no longer
    notices: list[tuple[str, int, int, int]]  # kind, came, followed, not followed
    notice_hours: float | None

    @property
    def removed(self) -> int:
        return sum(ground.total for ground in self.grounds)

    @property
    def by_software(self) -> int:
        return sum(ground.by_software for ground in self.grounds)


def tidy(now: dt.datetime | None = None) -> None:
    """Count months that have ended and were not counted since, and the running one once an hour.
    The worker calls this often: one query where nothing is due."""
    now = now or timezone.now()
    running = timezone.localdate(now).replace(day=1)
    if LedgerMonth.objects.filter(month=running, counted_at__gt=now - HOUR).exists():
        return
    first = (
        Decision.objects.order_by("decided_at", "pk").values_list("decided_at", flat=True).first()
    )
    if first is None:
        return
    known = dict(LedgerMonth.objects.values_list("month", "counted_at"))
    month = timezone.localdate(first).replace(day=1)
    due = []
    while month <= running:
        # counted before it had ended, and not within the hour
        if month not in known or known[month] < min(_begins(_next(month)), now - HOUR):
            due.append(month)
        month = _next(month)
    for month in due[:BATCH]:
        keep(month, now)


@transaction.atomic
def keep(month: dt.date, now: dt.datetime) -> None:
    """Count a month and keep its sums; the pages are built anew where they are others than
    before."""
    figures = count(month)
    row = LedgerMonth.objects.filter(month=month).first()
    LedgerMonth.objects.update_or_create(
        month=month, defaults={"figures": figures, "counted_at": now}
    )
    if row is None or row.figures != figures:
        versions.move(KEY)


def count(month: dt.date) -> dict:
    """The sums of a month, from the rows. Six queries by index."""
    within = {"gte": _begins(month), "lt": _begins(_next(month))}
    stands = Decision.objects.not_undoing().filter(undone_by__isnull=True).order_by()
    stands = stands.filter(**{f"decided_at__{name}": at for name, at in within.items()})
    ground = Case(
        When(to_state=State.SPAM, then=Value(SPAM)),
        When(~Q(law=""), then=Value(BY_LAW)),
        When(rule__isnull=True, then=Value(0)),
        default=F("rule"),
        output_field=BigIntegerField(),
    )
    taken = stands.filter(to_state__in=(State.REJECTED, State.SPAM)).annotate(
        ground=ground, auto=Q(by__isnull=True)
    )
    removed = taken.values_list("ground", "auto").annotate(n=Count("*"))
    came = {f"at__{name}": at for name, at in within.items()}
    done = {f"decided_at__{name}": at for name, at in within.items()}
    appeals = Appeal.objects.exclude(state=AppealState.OPEN).filter(**done).order_by()
    notices = LegalNotice.objects.exclude(state=NoticeState.OPEN).filter(**done).order_by()
    answered = list(appeals.values_list("state", "at", "decided_at"))
    decided = list(notices.values_list("kind", "state", "at", "decided_at"))
    arrived = (
        LegalNotice.objects.filter(**came).order_by().values_list("kind").annotate(n=Count("*"))
    )
    told = (AppealState.UPHELD, AppealState.OVERTURNED)
    return {
        "removed": sorted([number, bool(auto), n] for number, auto, n in removed),
        "appeals": {
            "came": Appeal.objects.filter(**came).count(),
            **Counter(state for state, _, _ in answered),
        },
        "appeal_hours": _hours((at, end) for state, at, end in answered if state in told),
        "notices": {"came": dict(arrived)}
        | {
            state: dict(Counter(kind for kind, became, _, _ in decided if became == state))
            for state in (NoticeState.REMOVED, NoticeState.KEPT)
        },
        "notice_hours": _hours((at, end) for _, _, at, end in decided),
    }


def years() -> list[int]:
    """The years of which something is counted, the newest first."""
    return sorted(
        {month.year for month in LedgerMonth.objects.values_list("month", flat=True)}, reverse=True
    )


def of_year(number: int) -> Year | None:
    """What is told of a year; None where nothing was counted. Two queries."""
    rows = list(
        LedgerMonth.objects.filter(
            month__gte=dt.date(number, 1, 1), month__lte=dt.date(number, 12, 31)
        )
    )
    if not rows:
        return None
    removed: Counter[tuple[int, bool]] = Counter()
    appeals: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = {
        name: Counter() for name in ("came", NoticeState.REMOVED, NoticeState.KEPT)
    }
    hours: dict[str, Counter[int]] = {"appeal_hours": Counter(), "notice_hours": Counter()}
    for row in rows:
        removed.update({(ground, auto): n for ground, auto, n in row.figures["removed"]})
        appeals.update(row.figures["appeals"])
        for name, found in kinds.items():
            found.update(row.figures["notices"].get(name, {}))
        for name, found in hours.items():
            found.update({int(hour): n for hour, n in row.figures[name].items()})
    return Year(
        number,
        [(row.month, in_sum(row.figures)) for row in rows],
        grounds(removed),
        dict(appeals),
        median(hours["appeal_hours"]),
        [
            (kind.label, *(found[kind] for found in kinds.values()))
            for kind in LegalNotice.Kind
            if kinds["came"][kind]
            or kinds[NoticeState.REMOVED][kind]
            or kinds[NoticeState.KEPT][kind]
        ],
        median(hours["notice_hours"]),
    )


def in_sum(figures: dict) -> dict:
    """What a month came to, in the few numbers that are told of it."""
    removed = figures["removed"]
    return {
        "removed": sum(n for _, _, n in removed),
        "by_software": sum(n for _, auto, n in removed if auto),
        "by_law": sum(n for ground, _, n in removed if ground == BY_LAW),
        "restored": figures["appeals"].get(AppealState.OVERTURNED, 0),
        "notices": sum(figures["notices"]["came"].values()),
    }


def grounds(removed: Counter[tuple[int, bool]]) -> list[Ground]:
    """The grounds, the most frequent first. One query."""
    rules = {rule.pk: f"House rule {rule.number}: {rule.title}" for rule in HouseRule.objects.all()}
    words = {**rules, BY_LAW: "By law", SPAM: "Spam", 0: BY_NO_RULE.capitalize()}
    found = [
        Ground(
            words.get(number, "A house rule of before"),
            removed[number, False],
            removed[number, True],
        )
        for number in sorted(
            {number for number, _ in removed}, key=lambda number: (number <= 0, number)
        )
    ]
    return sorted(found, key=lambda ground: -ground.total)


def median(hours: Counter[int]) -> int | None:
    """The hours that half of the answers did not exceed."""
    middle = (hours.total() + 1) // 2
    seen = 0
    for hour in sorted(hours):
        seen += hours[hour]
        if seen >= middle:
            return hour
    return None


def _hours(spans) -> dict[str, int]:
    """How many took how many hours, begun ones counted whole."""
    counted = Counter(-(-int((end - start).total_seconds()) // 3600) for start, end in spans)
    return {str(hour): n for hour, n in sorted(counted.items())}


def _begins(month: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(month, dt.time()))


def _next(month: dt.date) -> dt.date:
    # a month is named by its first day
    return (month + dt.timedelta(days=31)).replace(day=1)
