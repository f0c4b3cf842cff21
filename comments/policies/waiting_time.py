"""Waiting: how long a reply waits for a moderator, said before it is written, from what happened
lately."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task

from articles.pages import keys, versions
from articles.pages.caching import Dependencies
from articles.pages.process_cache import VersionedCache
from comments.models import Comment, Decision, DeskHours, Mode, State, WaitingTime

#: Waiting times are measured over the last days, among the newest decisions, from the newest of the
#: replies that had been held.
DAYS = 7
MAX_DECISIONS = 2_000
MAX_REPLIES = 200
#: From fewer replies than these nothing is concluded.
MIN_MEASURED = 5
#: Measured no more often than this.
PAUSE = dt.timedelta(minutes=10)
#: Waiting times as they are told, in minutes; longer ones in whole days.
STEPS = (5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440)
DAY = 1440
#: Beyond this nobody wants to know exactly how many are before.
MAX_COUNT = 100
READ = "A moderator reads it before it is shown"
UNLESS = " A first one without the tick for the house rules waits for a moderator."
MEANWHILE = "you will see it here meanwhile"

known = VersionedCache(1)


@dataclass(frozen=True)
class Hours:
    """The moderators' week: (day, from, to) in the site's time zone. With none, they are always
    there."""

    rows: tuple[tuple[int, dt.time, dt.time], ...] = ()

    def closes_at(self, now: dt.datetime) -> dt.datetime | None:
        """When the desk that is open at `now` closes; None when it is closed."""
        return next((end for start, end in self._around(now) if start <= now < end), None)

    def opens_at(self, now: dt.datetime) -> dt.datetime | None:
        """When the desk opens after `now`; None when it never does."""
        return next((start for start, _ in self._around(now) if start > now), None)

    def is_open(self, now: dt.datetime) -> bool:
        return not self.rows or self.closes_at(now) is not None

    def _around(self, now: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
        """The times at the desk on this day and the seven after it, in order."""
        today = timezone.localdate(now)
        return [
            (_at(day, opens), _at(day, closes))
            for day in (today + dt.timedelta(days=number) for number in range(8))
            for weekday, opens, closes in self.rows
            if weekday == day.weekday()
        ]


@dataclass(frozen=True)
class Desk:
    """What is known of the moderators: when they are there, and how long replies waited, in
    minutes."""

    hours: Hours = Hours()
    usual: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Said:
    """What a reader is told, and until when it is valid, if nothing else changes."""

    words: str
    until: dt.datetime | None = None


def desk_of(dependencies: Dependencies) -> Desk:
    """What is known of the moderators. No query where it is known already."""
    if fact := known.get("desk", dependencies):
        return fact.value
    dependencies.add(keys.REPLY_RULES)
    hours = Hours(
        tuple(DeskHours.objects.order_by("day", "opens").values_list("day", "opens", "closes"))
    )
    measured = WaitingTime.objects.filter(pk=1).values_list("usual", "most").first()
    desk = Desk(hours, *(measured or ()))
    known.put("desk", desk, dependencies, [keys.REPLY_RULES])
    return desk


def before_writing(mode: str, desk: Desk, now: dt.datetime, *, asks: bool = False) -> Said:
    """What will happen to a reply that is written now, under a mode that takes replies.

    `asks`: first replies are asked whether their author has seen the house rules.
    """
    if mode == Mode.OPEN:
        return Said(f"Your comment is shown at once.{UNLESS if asks else ''}")
    away, until = _away(desk.hours, now)
    if mode == Mode.NEWCOMERS:
        at_once = (
            "Your comment is shown at once if your address is confirmed and one of yours was shown"
            " before."
        )
        if away:
            return Said(f"{at_once} A first one waits for a moderator. {away}.", until)
        return Said(
            f"{at_once} A moderator reads a first one before it is shown{_usually(desk)}.", until
        )
    if away:
        return Said(f"{READ}. {away}; your reply waits until then, and {MEANWHILE}.", until)
    return Said(f"{READ}{_usually(desk)}; {MEANWHILE}.", until)


def while_waiting(comment: Comment, desk: Desk, now: dt.datetime) -> str:
    """What the author of a reply that waits is told: what is before it, and whether anybody is
    there."""
    count = (
        Comment.objects.held()
        .filter(created_at__lt=comment.created_at)
        .order_by()[: MAX_COUNT + 1]
        .count()
    )
    place = f"{count} replies are before yours."
    if count < 2 or count > MAX_COUNT:
        place = {0: "Yours is the next to be read.", 1: "One reply is before yours."}.get(
            count, f"More than {MAX_COUNT} replies are before yours."
        )
    away, _ = _away(desk.hours, now)
    return f"{place} {away}." if away else place


def note_decision(now: dt.datetime) -> None:
    """Have the waiting times measured again, if that was not done lately. For the transaction of a
    decision."""
    row, _ = WaitingTime.objects.get_or_create(pk=1)
    if row.measured_at and row.measured_at > now - PAUSE:
        return
    # of several decisions at once, one finds the row as it was read, and has it measured
    if WaitingTime.objects.filter(pk=1, measured_at=row.measured_at).update(measured_at=now):
        measure.enqueue()


@task()
def measure() -> None:
    """Measure how long replies waited; where readers are told something else now, the pages are
    built anew."""
    waited = sorted(waits(timezone.now()))
    usual = most = None
    if len(waited) >= MIN_MEASURED:
        usual, most = (told(waited[(len(waited) - 1) * share // 10]) for share in (5, 9))
    with transaction.atomic():
        row, _ = WaitingTime.objects.select_for_update().get_or_create(pk=1)
        if (row.usual, row.most) != (usual, most):
            row.usual, row.most = usual, most
            row.save(update_fields=["usual", "most"])
            versions.move(keys.REPLY_RULES)


def waits(now: dt.datetime) -> list[float]:
    """The minutes that held replies waited for their first moderator, of those that came while the
    desk was open.

    Three queries, of a bounded number of rows.
    """
    hours = Hours(tuple(DeskHours.objects.values_list("day", "opens", "closes")))
    newest = Decision.objects.filter(decided_at__gt=now - dt.timedelta(days=DAYS)).order_by(
        "-decided_at", "-pk"
    )
    # bounded before anything is left out: a filter that finds little would read on and on
    numbers = list(newest.values_list("pk", flat=True)[:MAX_DECISIONS])
    earlier = Decision.objects.filter(
        comment=OuterRef("comment"), by__isnull=False, decided_at__lt=OuterRef("decided_at")
    )
    firsts = newest.filter(pk__in=numbers, by__isnull=False, from_state=State.HELD).exclude(
        Exists(earlier)
    )
    rows = firsts.values_list("comment__created_at", "decided_at")[:MAX_REPLIES]
    return [(decided - came).total_seconds() / 60 for came, decided in rows if hours.is_open(came)]


def told(minutes: float) -> int:
    """A waiting time rounded up to one that readers are told."""
    return next((step for step in STEPS if minutes <= step), -int(-minutes // DAY) * DAY)


def in_words(minutes: int) -> str:
    for size, name in ((DAY, "day"), (60, "hour")):
        if minutes >= size and minutes % size == 0:
            count = minutes // size
            return f"{'an' if name == 'hour' else 'a'} {name}" if count == 1 else f"{count} {name}s"
    return f"{minutes} minutes"


def _usually(desk: Desk) -> str:
    if not desk.usual:
        return ""
    often = f", usually within {in_words(desk.usual)}"
    return (
        often
        if desk.most in (None, desk.usual)
        else f"{often} and nearly always within {in_words(desk.most)}"
    )


def _away(hours: Hours, now: dt.datetime) -> tuple[str, dt.datetime | None]:
    """When the moderators are back, in words, "" while they are here; and until when that is
    right."""
    if not hours.rows:
        return "", None
    if closes := hours.closes_at(now):
        return "", closes
    opens = hours.opens_at(now)
    midnight = _at(timezone.localdate(now) + dt.timedelta(days=1), dt.time())
    return f"The moderators are back {_when(opens, now)}", min(opens, midnight)


def _when(at: dt.datetime, now: dt.datetime) -> str:
    local = timezone.localtime(at)
    days = (timezone.localdate(at) - timezone.localdate(now)).days
    day = ("", " tomorrow")[days] if days < 2 else f" on {DeskHours.Day(local.weekday()).label}"
    return f"at {local:%H:%M}{day}"


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    """That moment in the site's time zone. The last minute of a day is all of it."""
    if (time.hour, time.minute) == (23, 59):
        day = day + dt.timedelta(days=1)
        time = dt.time()
    return timezone.make_aware(dt.datetime.combine(day, time))
