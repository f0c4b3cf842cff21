"""Editions on a line of time, of a story or of a front: each has a number, and is live from
`live_from` until before `live_until`. No two are live at one instant: the database holds that."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Max, Q


class TimelineQuerySet(models.QuerySet):
    def live(self, now: dt.datetime) -> Self:
        """Those that readers see at `now`; at most one of each story or front."""
        return self.filter(live_from__lte=now).filter(_not_over(now))

    def scheduled(self, now: dt.datetime) -> Self:
        """Those that will be live later than `now`."""
        return self.filter(live_from__gt=now).filter(_not_over(F("live_from")))

    def to_come(self, now: dt.datetime) -> Self:
        """Those that are live at `now`, or will be."""
        return self.filter(_not_over(now)).filter(_not_over(F("live_from")))

    def begun(self, now: dt.datetime) -> Self:
        """Those that readers have seen, or see at `now`."""
        return self.filter(live_from__lte=now).not_cancelled()

    def not_cancelled(self) -> Self:
        """Those that readers have seen, see, or will see."""
        return self.exclude(live_until=F("live_from"))

    def soonest_first(self) -> Self:
        return self.order_by("live_from")

    def next_number(self) -> int:
        """The number of the next edition, where these are all of one story or front."""
        return (self.aggregate(last=Max("number"))["last"] or 0) + 1


class OnTimeline(models.Model):
    """An edition. It is never changed, only ended: see articles/timeline.py."""

    class Meta:
        abstract = True

    @property
    def was_cancelled(self) -> bool:
        """Whether it was taken off the schedule, or replaced before anybody saw it."""
        return self.live_until == self.live_from

    def is_live_at(self, now: dt.datetime) -> bool:
        """Whether readers see it then."""
        return self.live_from <= now and (self.live_until is None or self.live_until > now)


def _not_over(at: dt.datetime | F) -> Q:
    return Q(live_until__isnull=True) | Q(live_until__gt=at)
