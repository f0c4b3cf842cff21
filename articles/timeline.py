"""How editions of stories and fronts begin and end. Only publishing/editions.py and
fronts/editing.py may import this (pyproject.toml)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format

from articles.errors import StepRefused
from articles.models.timeline import OnTimeline, TimelineQuerySet

#: How far in the past a time to publish may lie: the form was open for a while.
GRACE = dt.timedelta(minutes=1)


def time_to_publish(at: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """When an edition goes live that is asked for `at` (None: now). Raises StepRefused for the
    past."""
    if at and at < now - GRACE:
        raise StepRefused("The time to publish lies in the past.")
    return max(at or now, now)


def check_clock(
    made: TimelineQuerySet, now: dt.datetime, *, of: str, grace: dt.timedelta = dt.timedelta()
) -> None:
    """Raises StepRefused where one of these editions was made later than `now` (by more than
    `grace`): the clock has been set back, or was ahead.

    What is live in truth would pass for scheduled, be cancelled, and be lost to readers and to the
    record. Who knows better takes that edition off the schedule first. `of` says whose it is.
    """
    last = made.not_cancelled().order_by("-created_at").values_list("created_at", flat=True).first()
    if last and last > now + grace:
        clock, then = (date_format(timezone.localtime(at), "j F Y, H:i:s") for at in (now, last))
        raise StepRefused(
            f"The clock of the server says {clock}, but an edition of {of} was made at {then}."
            " Nothing was changed. Have the clock set right. If it is right now and was wrong then,"
            " take that edition off the schedule first."
        )


def end(edition: OnTimeline, at: dt.datetime) -> None:
    """Have it end at this moment, unless it ends before."""
    set_end(edition, min(at, edition.live_until or at))


def cancel(edition: OnTimeline) -> None:
    """End it before it begins. It remains on record."""
    end(edition, edition.live_from)


def set_end(edition: OnTimeline, until: dt.datetime | None) -> None:
    """Set when it ends; None: when the next one begins."""
    edition.live_until = until
    edition.save(update_fields=["live_until"])
