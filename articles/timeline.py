"""How editions of stories and fronts begin and end. Only publishing/editions.py and
fronts/editing.py may import this (pyproject.toml)."""

from __future__ import annotations

import datetime as dt

from articles.errors import StepRefused
from articles.models.timeline import OnTimeline

#: How far in the past a time to publish may lie: the form was open for a while.
GRACE = dt.timedelta(minutes=1)


def time_to_publish(at: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """When an edition goes live that is asked for `at` (None: now). Raises StepRefused for the
    past."""
    if at and at < now - GRACE:
        raise StepRefused("The time to publish lies in the past.")
    return max(at or now, now)


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
