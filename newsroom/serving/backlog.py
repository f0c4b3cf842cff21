"""What waits for the worker, for how long, and when a worker was last seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Min, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from newsroom.models import Heartbeat, Mail, MailState

#: After so long without a sign of life no worker is running: each gives one several times a minute.
SILENT = dt.timedelta(minutes=5)
#: What has waited for so long speaks of something amiss, though a worker is running.
LONG = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Backlog:
    """As of `now`. None: there is none, or it was never seen."""

    now: dt.datetime
    worker_seen_at: dt.datetime | None
    task_since: dt.datetime | None  # since when the oldest task could have been done
    mail_since: dt.datetime | None  # when the oldest mail was written that is to be sent

    @property
    def has_worker(self) -> bool:
        """Whether one is running, or nothing speaks against it: a site that has just begun has seen
        none, and nothing waits there."""
        if self.worker_seen_at is None:
            return not self.waited(self.task_since) > SILENT
        return self.waited(self.worker_seen_at) <= SILENT

    def waited(self, since: dt.datetime | None) -> dt.timedelta:
        """How long ago that was; nothing for a moment that lies ahead of the clock."""
        return max(self.now - since, dt.timedelta()) if since else dt.timedelta()


def read_backlog(now: dt.datetime | None = None) -> Backlog:
    """Three queries, of what waits and of the workers."""
    now = now or timezone.now()
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by()
    since = ready.aggregate(
        at_once=Min("enqueued_at", filter=Q(run_after=get_date_max())),
        later=Min("run_after", filter=Q(run_after__lte=now)),
    )
    waiting = Mail.objects.filter(state=MailState.WAITING).order_by()
    return Backlog(
        now=now,
        worker_seen_at=Heartbeat.objects.aggregate(at=Max("seen_at"))["at"],
        task_since=min(filter(None, since.values()), default=None),
        mail_since=waiting.aggregate(at=Min("written_at"))["at"],
    )


def in_words(span: dt.timedelta) -> str:
    """A span of time, roughly: "3 hours"."""
    seconds = int(span.total_seconds())
    for size, word in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {word}{'s' if count > 1 else ''}"
    return "a moment"
