"""The worker: real processes on the tests' own database.

Covers newsroom/serving/worker.py, newsroom/management/commands/worker.py.
"""

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from newsroom.models import Heartbeat
from newsroom.serving import worker
from tests import tasks
from tests.services import ROOT, database_url, until


@pytest.fixture
def start(tmp_path):
    """Start a worker process: start()."""
    running = []

    (tmp_path / "home").mkdir()

    def start(lease: float = 30) -> subprocess.Popen:
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "NEWSROOM_HOME": str(tmp_path / "home"),
        }
        running.append(
            subprocess.Popen(
                [sys.executable, "manage.py", "worker", f"--lease={lease}"],
                cwd=ROOT,
                env=environment,
            )
        )
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "done"
    path.mkdir()
    return path


@pytest.mark.parametrize(("former", "present"), worker.FORMER_NAMES.items())
def test_former_names_are_those_of_tasks_that_moved(former, present):
    assert import_string(present).module_path == present
    with pytest.raises(ImportError):
        import_string(former)


@pytest.mark.django_db(transaction=True)
class TestProcesses:
    def test_two_of_them_do_each_task_once(self, start, folder):
        for number in range(200):
            queue = worker.PROMPT if number % 4 == 0 else "default"
            tasks.note.using(queue_name=queue).enqueue(str(folder), number)
        workers = [start(), start()]
        until(lambda: DBTaskResult.objects.successful().count() == 200)
        done = sorted(int(path.name.split(".")[0]) for path in folder.iterdir())
        assert done == list(range(200))
        assert {len(task.worker_ids) for task in DBTaskResult.objects.all()} == {1}
        for process in workers:
            process.terminate()
            assert process.wait(timeout=120) == 0

    def test_a_task_is_known_by_the_name_that_it_had_before(self, start):
        waiting = tasks.note.enqueue("nowhere", 1)
        row = DBTaskResult.objects.get(pk=waiting.id)
        row.task_path = "comments.waiting.measure"
        row.args_kwargs = {"args": [], "kwargs": {}}
        row.save()
        start()
        assert until(lambda: DBTaskResult.objects.successful().first()).pk == row.pk

    def test_what_a_killed_worker_leaves_another_one_does(self, start, folder):
        tasks.take_long.enqueue(str(folder))
        first = start(lease=2)
        until(lambda: any(folder.iterdir()))
        first.send_signal(signal.SIGKILL)
        second = start(lease=2)
        task = until(lambda: DBTaskResult.objects.successful().first())
        assert task.return_value == second.pid
        assert len(task.worker_ids) == 2

    @pytest.mark.parametrize("queue", ["default", worker.MAIL])
    def test_a_long_task_stays_with_its_worker(self, queue, start, folder, tmp_path):
        """However busy the workers are with prompt ones meanwhile: until it was renewed after the
        first lease's end."""
        lease, end = dt.timedelta(seconds=6), tmp_path / "end"
        tasks.take_until.using(queue_name=queue).enqueue(str(folder), str(end))
        for _ in range(100):
            tasks.take_a_moment.using(queue_name=worker.PROMPT).enqueue()
        start(lease=6)
        start(lease=6)
        long = DBTaskResult.objects.filter(queue_name=queue)
        outlived = long.filter(
            run_after__gt=F("started_at") + 2 * lease, run_after__lt=get_date_max()
        )
        until(lambda: outlived.running().exists())
        end.touch()
        task = until(lambda: long.finished().first())
        assert len(task.worker_ids) == len(list(folder.iterdir())) == 1

    @pytest.mark.parametrize(
        ("queue", "other"),
        [
            ("default", worker.PROMPT),
            ("default", worker.MAIL),
            (worker.MAIL, "default"),
            (worker.MAIL, worker.PROMPT),
        ],
    )
    def test_a_long_task_holds_up_its_own_queue_alone(self, queue, other, start, folder):
        tasks.take_long.using(queue_name=queue).enqueue(str(folder))
        start()
        until(lambda: any(folder.iterdir()))
        tasks.fail.using(queue_name=other).enqueue(str(folder), 0)
        assert (
            until(lambda: DBTaskResult.objects.successful().first()).task_path == "tests.tasks.fail"
        )
        assert DBTaskResult.objects.running().get().task_path == "tests.tasks.take_long"

    def test_it_gives_signs_of_life(self, start):
        process = start(lease=1)
        first = until(lambda: Heartbeat.objects.first())
        assert first.worker.endswith(f"-{process.pid}")
        until(lambda: Heartbeat.objects.filter(seen_at__gt=first.seen_at).exists())

    def test_what_fails_is_tried_again(self, start, folder):
        tasks.fail.enqueue(str(folder), 1)
        start()
        task = until(lambda: DBTaskResult.objects.finished().first())
        assert (task.status, task.return_value, len(task.worker_ids)) == (
            TaskResultStatus.SUCCESSFUL,
            "at last",
            2,
        )


@pytest.mark.django_db
class TestRows:
    def claimed(self, attempts: int = 1, **fields) -> DBTaskResult:
        fields.setdefault("status", TaskResultStatus.RUNNING)
        task = DBTaskResult.objects.get(pk=tasks.note.enqueue("nowhere", 1).id)
        for name, value in {**fields, "worker_ids": ["w"] * attempts}.items():
            setattr(task, name, value)
        task.save()
        return task

    def test_the_pause_doubles_and_ends(self):
        now = timezone.now()
        for attempts, seconds in [(1, 2), (2, 4), (11, 2048)]:
            task = self.claimed(attempts)
            worker.put_back(task, ValueError("no"))
            task.refresh_from_db()
            assert task.status == TaskResultStatus.READY
            assert (task.run_after - now).total_seconds() // 10 == seconds // 10
            assert "ValueError: no" in task.traceback
        task = self.claimed(12)
        worker.put_back(task, ValueError("no"))
        task.refresh_from_db()
        assert (task.status, task.exception_class_path) == (
            TaskResultStatus.FAILED,
            "builtins.ValueError",
        )

    @pytest.mark.parametrize(
        ("began", "lease_ends", "status"),
        [
            (-60, None, TaskResultStatus.READY),  # its worker died before it could take a lease
            (-60, -1, TaskResultStatus.READY),
            (-60, 10, TaskResultStatus.RUNNING),
            (-10, None, TaskResultStatus.RUNNING),
        ],
    )
    def test_only_lost_ones_are_freed(self, began, lease_ends, status):
        now = timezone.now()
        lease = {} if lease_ends is None else {"run_after": now + dt.timedelta(seconds=lease_ends)}
        task = self.claimed(started_at=now + dt.timedelta(seconds=began), **lease)
        worker.tend()
        task.refresh_from_db()
        assert task.status == status

    def test_one_that_kills_its_workers_ends(self):
        task = self.claimed(12, started_at=timezone.now() - dt.timedelta(minutes=5))
        worker.tend()
        task.refresh_from_db()
        assert task.status == TaskResultStatus.FAILED


@pytest.mark.django_db
class TestHeartbeat:
    def test_each_worker_has_one(self):
        begun = timezone.now() - dt.timedelta(days=1)
        for name in ("a", "b", "a"):
            worker.beat(name, begun)
        assert {each.worker: each.started_at for each in Heartbeat.objects.all()} == {
            "a": begun,
            "b": begun,
        }

    def test_the_dead_are_forgotten_while_others_live(self):
        long_ago = timezone.now() - 2 * worker.FORGET
        Heartbeat.objects.create(worker="dead", started_at=long_ago, seen_at=long_ago)
        worker.beat("new", timezone.now())
        assert [each.worker for each in Heartbeat.objects.all()] == ["new"]
        assert Heartbeat.objects.get().seen_at > long_ago
