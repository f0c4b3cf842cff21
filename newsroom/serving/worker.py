"""The worker: does what was left for later, any number of them beside each other.

The queue is a table (django-tasks-db); a worker claims a row, runs it, and marks it done. This adds
what that library leaves out:

- A task that fails is tried again, each time after twice the pause, and given up after MAX_ATTEMPTS
  runs in all; one whose worker died counts. (A mail has a count of its own,
  newsroom/mail/delivery.py.)
- A worker renews its lease on the task it runs. Where a lease has run out, its worker is dead, and
  another one takes the task.
- Tasks of the queue PROMPT never wait for a long one to end: each worker does them in a second
  thread. Those of the queue MAIL have a third, so that nothing waits for a slow mail server.
- A database that is away ends no worker.
- Each worker gives a sign of life several times a minute (Heartbeat), by which others tell whether
  any is running.

So a task may run twice, after a kill or a lost connection to the database: every task must be safe
to run twice.
"""

from __future__ import annotations

import datetime as dt
import functools
import logging
import threading
import time
from collections.abc import Callable
from traceback import format_exception

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks import DEFAULT_TASK_QUEUE_NAME, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as Queue
from django_tasks_db.models import DBTaskResult, get_date_max

from newsroom.models import Heartbeat

log = logging.getLogger("newsroom.worker")

PROMPT, MAIL = "prompt", "mail"
MAX_ATTEMPTS = 12  # with doubling pauses, from 2 s on: given up after a good hour
LEASE = dt.timedelta(seconds=30)
#: For how long a worker is remembered that has ended, while others live.
FORGET = dt.timedelta(hours=1)

#: Tasks that had another name in the version before, whose rows may still wait in the queue: what
#: they are called now.
FORMER_NAMES = {
    "articles.tasks.delete_files": "articles.pictures.library.delete_files",
    "articles.tasks.make_renditions": "articles.pictures.library.make_renditions",
    "comments.tasks.ask_akismet": "comments.moderation.akismet.ask_akismet",
    "comments.tasks.compare": "comments.moderation.campaigns.compare_reply",
    "comments.tasks.correct_akismet": "comments.moderation.effects.akismet.correct_akismet",
    "comments.tasks.replay": "comments.automod.lab.replay_rule",
    "comments.tasks.spread": "comments.notifications.notices.notify_followers",
    "comments.tasks.tell": "comments.notifications.digest.send_digests",
    "comments.tasks.train_model": "comments.spam_model.schedule.train_model",
    "comments.waiting.measure": "comments.policies.waiting_time.measure",
    "newsroom.purging.purge": "newsroom.serving.shared_caches.purge",
    "newsroom.websub.tell": "newsroom.serving.websub.tell",
}


class Worker:
    """One process: a lane for tasks that may take long, and beside it one for mail, and one for
    prompt tasks and for tending."""

    def __init__(
        self,
        *,
        name: str,
        interval: float,
        lease: dt.timedelta = LEASE,
        tidy: Callable[[], object] = lambda: None,
    ) -> None:
        """`name` is unlike that of any other worker; `interval`: seconds between two looks at an
        empty queue; `tidy` is called as often as tasks are tended."""
        self.interval, self.lease, self.tidy = interval, lease, tidy
        self.name, self.started_at = name, timezone.now()
        self.main = Lane(DEFAULT_TASK_QUEUE_NAME, name, interval)
        self.mail = Lane(MAIL, name, interval)
        self.side = Lane(PROMPT, name, interval, batch=True, after=self.tend_when_due)
        self.due = 0.0

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; the running task is finished first."""
        beside = [threading.Thread(target=work, daemon=True) for work in (self._mail, self._beside)]
        for thread in beside:
            thread.start()
        try:
            while self.main.running:
                carry_on(self.main.run)
        finally:
            self.mail.running = False
            for thread in beside:
                thread.join(timeout=10)

    def _mail(self) -> None:
        while self.main.running:
            carry_on(self.mail.run)

    def _beside(self) -> None:
        while self.main.running:
            carry_on(self.side.run)
            carry_on(self.tend_when_due)
            time.sleep(self.interval)

    def tend_when_due(self) -> None:
        """Give a sign of life, renew leases and clean up, three times in a lease, however much
        there is to do."""
        if time.monotonic() >= self.due:
            self.due = time.monotonic() + self.lease.total_seconds() / 3
            beat(self.name, self.started_at)
            for lane in (self.main, self.mail):
                lane.renew(self.lease)
            tend(self.lease)
            self.tidy()


class Lane(Queue):
    """The library's loop over one queue; a task that failed is put back."""

    def __init__(
        self,
        queue: str,
        name: str,
        interval: float,
        batch: bool = False,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        """`batch`: run() returns when the queue is empty; `after` is called after each task."""
        super().__init__(
            queue_names=[queue],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        self.after = after
        self.task: DBTaskResult | None = None

    def run_task(self, db_task_result: DBTaskResult) -> None:
        db_task_result.task_path = FORMER_NAMES.get(
            db_task_result.task_path, db_task_result.task_path
        )
        db_task_result.set_failed = functools.partial(put_back, db_task_result)
        self.task = db_task_result
        try:
            super().run_task(db_task_result)
        finally:
            self.task = None
        self.after()

    def renew(self, lease: dt.timedelta) -> None:
        """Say that the task in hand is still worked at: of a running one, `run_after` is the end of
        the lease."""
        if task := self.task:
            DBTaskResult.objects.running().filter(pk=task.pk).update(
                run_after=timezone.now() + lease
            )


def beat(worker: str, started_at: dt.datetime) -> None:
    """Say that a worker lives. Who has ended is forgotten, as long as anybody lives to say so."""
    now = timezone.now()
    if not Heartbeat.objects.filter(pk=worker).update(seen_at=now):
        Heartbeat.objects.filter(seen_at__lt=now - FORGET).delete()
        Heartbeat.objects.create(worker=worker, started_at=started_at, seen_at=now)


def put_back(task: DBTaskResult, error: BaseException) -> None:
    """Have a task that ended with `error` tried again later, or give it up after MAX_ATTEMPTS."""
    attempts = len(task.worker_ids)
    if attempts >= MAX_ATTEMPTS:
        log.error("%s is given up after %s attempts.", task.task_path, attempts, exc_info=error)
        DBTaskResult.set_failed(task, error)
        return
    pause = dt.timedelta(seconds=2**attempts)
    log.warning(
        "%s failed (attempt %s), next one in %s: %r", task.task_path, attempts, pause, error
    )
    task.status, task.run_after = TaskResultStatus.READY, timezone.now() + pause
    task.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    task.traceback = "".join(format_exception(error))
    task.save(update_fields=["status", "run_after", "exception_class_path", "traceback"])


def tend(lease: dt.timedelta = LEASE) -> None:
    """Give the tasks of dead workers to the living."""
    now = timezone.now()
    running = DBTaskResult.objects.running().filter(started_at__lt=now - lease)
    lost = running.exclude(run_after__gt=now, run_after__lt=get_date_max())
    for task in lost:
        fate = {"status": TaskResultStatus.READY, "run_after": now}
        if len(task.worker_ids) >= MAX_ATTEMPTS:  # it may be what kills them
            fate = {"status": TaskResultStatus.FAILED, "finished_at": now}
        if lost.filter(pk=task.pk).update(**fate):
            log.warning(
                "The worker that ran %s is gone; the task is %s.",
                task.task_path,
                fate["status"].lower(),
            )


def carry_on(work: Callable[[], None]) -> None:
    """Do `work`. A database that is away, or a fault, is told; it doesn't end the worker."""
    try:
        close_old_connections()
        work()
    except (OperationalError, InterfaceError) as error:
        log.warning("The database is away; trying again: %s", str(error).strip())
    except Exception:
        log.exception("Something went wrong beside the tasks.")
    else:
        return
    connection.close()
    time.sleep(1)
