"""Growing waits for those who guess: counted in the database, so by all processes and machines
alike.

An attempt is counted before it is looked at, so guesses that come at the same time are counted,
too; the right one is given back. An attempt that is refused counts for nothing: no wait grows
because somebody knocks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Record, Verb
from newsroom.accounts.models import Wait
from newsroom.models import User

FIRST = 5  # seconds: the first wait; each further one is twice as long
NOTED = dt.timedelta(hours=1)  # for how long one row of the record speaks for all
FORGET = dt.timedelta(days=1)  # after the last attempt
MAX_ROWS = 200_000
BATCH = 1_000  # rows deleted at once


@dataclass(frozen=True)
class Pace:
    free: int  # attempts that wait for nothing
    longest: int  # seconds


PACES = {
    # one account, from one device that it knows or from one network
    "account": Pace(5, 3600),
    # all accounts, from one network
    "network": Pace(30, 900),
    # one account, from all devices and networks that it doesn't know
    "strangers": Pace(50, 300),
    # whoever has given the right password, or is logged in
    "code": Pace(5, 3600),
    "proof": Pace(5, 3600),
    # mail that anybody can have sent
    "forgotten": Pace(5, 3600),
    "mail": Pace(3, 3600),
}


class TooManyAttempts(Exception):
    """It has to wait for `seconds`. The message is for whoever tries."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many attempts. Try again in {span(seconds)}.")
        self.seconds = seconds


@dataclass(frozen=True)
class Counter:
    """One thing that is counted: `kind` is a key of PACES."""

    kind: str
    who: str

    @property
    def key(self) -> str:
        return salted_hmac(
            "accounts.waits", f"{self.kind}\x1f{self.who}", algorithm="sha256"
        ).hexdigest()


@transaction.atomic
def take(*counters: Counter, now: dt.datetime | None = None) -> None:
    """Count an attempt. Raises TooManyAttempts, and counts nothing, while one of the counters
    waits."""
    now = now or timezone.now()
    paces = {counter.key: PACES[counter.kind] for counter in counters}
    Wait.objects.bulk_create([Wait(key=key, tried_at=now) for key in paces], ignore_conflicts=True)
    rows = list(Wait.objects.select_for_update().filter(key__in=paces).order_by("key"))
    if left := max((seconds_until(row.until, paces[row.key], now) for row in rows), default=0):
        raise TooManyAttempts(left)
    for row in rows:
        row.tries = 1 if row.tried_at < now - FORGET else row.tries + 1
        seconds = wait_after(row.tries, paces[row.key])
        row.until = now + dt.timedelta(seconds=seconds) if seconds else None
        row.tried_at = now
    Wait.objects.bulk_update(rows, ["tries", "until", "tried_at"])


@transaction.atomic
def succeed(*counters: Counter) -> None:
    """The attempt that was counted was right: the first counter begins anew, the others count it no
    longer.

    So nobody resets what is counted of a network by logging in to an account of their own.
    """
    own, *others = counters
    Wait.objects.filter(key=own.key).delete()
    give_back(*others)


@transaction.atomic
def give_back(*counters: Counter) -> None:
    """Count the attempt no longer."""
    keys = [counter.key for counter in counters]
    for row in Wait.objects.select_for_update().filter(key__in=keys).order_by("key"):
        row.tries, row.until = max(0, row.tries - 1), None
        row.save(update_fields=["tries", "until"])


def seconds_left(*counters: Counter, now: dt.datetime | None = None) -> int:
    """How long the next attempt has to wait."""
    now = now or timezone.now()
    paces = {counter.key: PACES[counter.kind] for counter in counters}
    rows = Wait.objects.filter(key__in=paces).values_list("key", "until")
    return max((seconds_until(until, paces[key], now) for key, until in rows), default=0)


def seconds_until(until: dt.datetime | None, pace: Pace, now: dt.datetime) -> int:
    """How long it is until then, rounded up; 0 for what lies further ahead than any wait: the clock
    was wrong then, and was set right."""
    seconds = -(-(until - now) // dt.timedelta(seconds=1)) if until else 0
    return seconds if 0 < seconds <= pace.longest else 0


def note_failures(name: str, now: dt.datetime | None = None) -> None:
    """Put on record that logging in to this account failed until it had to wait: once an hour,
    however many try. A name that nobody has is nobody's business."""
    now = now or timezone.now()
    user = User.objects.filter(username=name).first()
    known = Record.objects.filter(verb=Verb.LOGINS_FAILED, at__gt=now - NOTED, by=user)
    if user and not known.exists():
        Record.objects.write(Verb.LOGINS_FAILED, by=user, subject=user, at=now)


def wait_after(tries: int, pace: Pace) -> int:
    """Seconds to wait after so many attempts."""
    if tries < pace.free:
        return 0
    return min(FIRST * 2 ** min(tries - pace.free, 20), pace.longest)


def span(seconds: int) -> str:
    """A time in words, rounded up: "40 seconds", "3 minutes"."""
    count, unit = (seconds, "second") if seconds < 120 else (-(-seconds // 60), "minute")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def tidy(now: dt.datetime | None = None) -> None:
    """Delete what is forgotten, and the oldest beyond MAX_ROWS. The worker calls this often."""
    now = now or timezone.now()
    oldest = Wait.objects.order_by("tried_at")
    gone = list(oldest.filter(tried_at__lt=now - FORGET).values_list("pk", flat=True)[:BATCH])
    if not gone and (beyond := Wait.objects.count() - MAX_ROWS) > 0:
        gone = list(oldest.values_list("pk", flat=True)[: min(beyond, BATCH)])
    if gone:
        Wait.objects.filter(pk__in=gone).delete()
