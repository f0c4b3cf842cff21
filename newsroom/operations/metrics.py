"""`/metrics`: figures for Prometheus (its text format), for whoever has the token.

What is counted in the processes comes from newsroom/serving/counts.py; the rest is asked of the
database when somebody asks for it.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from comments.models import Comment, State
from newsroom.models import Chore, Heartbeat, Mail, MailState
from newsroom.serving import counts, health
from newsroom.serving.backlog import SILENT, read_backlog

#: Up to which rows are counted.
MAX_COUNT = 10_000


def metrics(request: HttpRequest) -> HttpResponse:
    """`Authorization: Bearer` NEWSROOM_METRICS_TOKEN; 404 to everybody else."""
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    counts.count_page("")  # so that there is a place to read
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    if counts.folder().is_dir():
        MultiProcessCollector(registry, path=str(counts.folder()))
    registry.register(Figures())
    return HttpResponse(
        generate_latest(registry),
        content_type=CONTENT_TYPE_LATEST,
        headers={"Cache-Control": "no-store"},
    )


class Labelled(NamedTuple):
    """Values by a label."""

    label: str
    numbers: dict[str, float]


class Figures:
    """What the database and the disk say, as one of the library's collectors."""

    def collect(self) -> Iterator:
        from prometheus_client.core import GaugeMetricFamily as Gauge

        yield Gauge("newsroom_free_bytes", "Free bytes where the site writes", health.free())
        try:
            found = list(self._of_database(timezone.now()))
        except DatabaseError:
            found = None
        yield Gauge("newsroom_database_up", "Whether the database answers", found is not None)
        for name, words, values in found or ():
            if not isinstance(values, Labelled):
                yield Gauge(name, words, values)
                continue
            gauge = Gauge(name, words, labels=[values.label])
            for value, number in values.numbers.items():
                gauge.add_metric([value], number)
            yield gauge

    def _of_database(self, now: dt.datetime) -> Iterator[tuple[str, str, float | Labelled]]:
        """(name, what it is, value, or values by a label)."""
        backlog = read_backlog(now)

        def age(since: dt.datetime | None) -> float:
            return backlog.waited(since).total_seconds()

        live = Heartbeat.objects.filter(seen_at__gte=now - SILENT).count()
        yield "newsroom_workers", "Workers that gave a sign of life lately", live
        if backlog.worker_seen_at:
            words = "Seconds since a worker gave a sign of life"
            yield "newsroom_worker_seen_seconds", words, age(backlog.worker_seen_at)
        words = "Seconds for which the oldest task has waited"
        yield "newsroom_oldest_task_seconds", words, age(backlog.task_since)
        words = "Seconds for which the oldest mail has waited"
        yield "newsroom_oldest_mail_seconds", words, age(backlog.mail_since)
        ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by()
        waiting = dict(ready.values_list("queue_name").annotate(n=Count("*")))
        by_queue = {queue: waiting.get(queue, 0) for queue in settings.QUEUES}
        words = "Tasks that wait, those for later included"
        yield "newsroom_tasks_waiting", words, Labelled("queue", by_queue)
        failed = counted(DBTaskResult.objects.failed())
        yield "newsroom_tasks_failed", "Tasks given up in the last days", failed
        states = (MailState.WAITING, MailState.FAILED)
        by_state = {str(state): counted(Mail.objects.filter(state=state)) for state in states}
        yield "newsroom_mails", "Mails of the outbox", Labelled("state", by_state)
        held = counted(Comment.objects.filter(state=State.HELD))
        yield "newsroom_replies_held", "Replies that wait for a moderator", held
        failing = Chore.objects.exclude(error="").count()
        yield "newsroom_tidying_failing", "Steps of tidying that failed last time", failing


def counted(rows: QuerySet) -> int:
    """How many rows there are, up to MAX_COUNT."""
    return rows.order_by()[:MAX_COUNT].count()
