"""What the worker does in the hours in which the desk is quiet."""

from __future__ import annotations

import datetime as dt
import logging

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from articles.pages.caching import Dependencies
from comments.models import Decision, TextModel
from comments.policies import waiting_time
from comments.spam_model import train

log = logging.getLogger("newsroom.comments")

#: From and to this hour of the site's time zone, when no moderator is on duty.
FROM, TO = 2, 5
#: The model is trained again after at least this many new decisions of people, and this pause.
MIN_NEW_DECISIONS = 50
PAUSE = dt.timedelta(hours=20)


def tidy(now: dt.datetime | None = None) -> bool:
    """Have the model trained, where it is time; whether it is. The worker calls this often."""
    now = now or timezone.now()
    if not (is_quiet(now) and is_due(now)):
        return False
    waits = DBTaskResult.objects.filter(
        task_path=train_model.module_path,
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    if waits.exists():
        return False
    train_model.enqueue()
    return True


@task()
def train_model() -> int | None:
    """Train the model on what people have decided; the number of the new version. Once, however
    often it runs."""
    version = train.retrain() if is_due(timezone.now()) else None
    if version is None:
        return None
    log.info(
        "%s of the model is trained: %s.", version, "live" if version.is_live else "kept aside"
    )
    return version.number


def is_quiet(now: dt.datetime) -> bool:
    """Whether it is night, and nobody at the desk who keeps hours. No query by day."""
    if not FROM <= timezone.localtime(now).hour < TO:
        return False
    hours = waiting_time.desk_of(Dependencies(now)).hours
    return not hours.rows or not hours.is_open(now)


def is_due(now: dt.datetime) -> bool:
    """Whether enough was decided since the newest version was trained. Two queries, of so many rows
    as MIN_NEW_DECISIONS."""
    newest = TextModel.objects.order_by("-number").values_list("trained_at", "learned_from").first()
    decisions = Decision.objects.filter(by__isnull=False).order_by("-decided_at", "-pk")
    if newest and newest[1]:
        if now - newest[0] < PAUSE:
            return False
        decisions = decisions.filter(decided_at__gt=newest[0])
    return len(decisions.values_list("pk")[:MIN_NEW_DECISIONS]) == MIN_NEW_DECISIONS
