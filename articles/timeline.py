"""How editions of stories and fronts begin and end: for the steps that publish alone."""

from __future__ import annotations

import datetime as dt

from articles.errors import StepRefused
from articles.models.timeline import OnTimeline

#: The time to publish may be so much earlier than the moment at which that is asked for.
GRACE = dt.timedelta(minutes=1)


def time_to_publish(at: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """When an edition goes live that is asked for `at` (None: now). Raises StepRefused for the
    past."""
    if at and at < now - GRACE:
        raise StepRefused("The time to publish lies in the past.")
    return max(at or now, now)


def end(edition: OnTimeline, at: dt.datetime) -> None:
    """Have it end at this moment, unless it ends before."""
    extend(edition, min(at, edition.live_until or at))


def cancel(edition: OnTimeline) -> None:
    """End it before it begins. It remains on record."""
    end(edition, edition.live_from)


def extend(edition: OnTimeline, until: dt.datetime | None) -> None:
    """Have it stay until this moment, or until another one ends it."""
    edition.live_until = until
    edition.save(update_fields=["live_until"])
