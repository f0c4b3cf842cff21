"""Health: what a supervisor, a load balancer and a monitor ask.

Covers newsroom/serving/backlog.py.
"""

import datetime as dt
import os
import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.models import Chore, Heartbeat, Mail
from newsroom.serving import backlog, health
from tests import tasks
from tests.full_disk import small_disk

pytestmark = pytest.mark.django_db
FINE = {"database": "ok", "cache": "ok", "home": "ok", "disk": "ok"}
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    health.ready.forget()
    health.behind.forget()


@pytest.fixture
def home(picture_files, settings):
    """A home of its own; SQLite stays where it is."""
    return picture_files


def test_the_process_answers_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_ready_means_that_all_can_be_written(client, home):
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    assert before == {}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, FINE)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not Heartbeat.objects.exists()
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_a_database_that_lacks_a_table(client):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_version RENAME TO elsewhere")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] in ("OperationalError", "ProgrammingError")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_only_reads(client):
    """A file that may not be written, a replica."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only=ON")
        else:
            cursor.execute("SET default_transaction_read_only = on")
        try:
            answer = client.get("/readyz")
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA query_only=OFF")
            else:
                cursor.execute("SET default_transaction_read_only = off")
    assert answer.status_code == 503
    assert answer.json()["database"] in ("OperationalError", "InternalError")


@pytest.mark.django_db(transaction=True)
def test_a_long_writer_is_no_outage(client, monkeypatch):
    """An import that writes for longer than one waits must not turn readers away."""
    if connection.vendor != "sqlite":
        return
    monkeypatch.setattr(health, "PATIENCE", 50)
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        answer = client.get("/readyz")
    finally:
        other.close()
    assert (answer.status_code, answer.json()["database"]) == (200, "busy")
    with connection.cursor() as cursor:
        usual = 1000 * connection.settings_dict["OPTIONS"]["timeout"]
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (usual,)


@pytest.mark.parametrize("place", ["public", "private", "pages"])
def test_a_place_that_takes_nothing(client, home, place):
    folder = home / place
    with small_disk(folder) as is_real:
        if is_real:
            (folder / "filler").write_bytes(b"x" * 16 * 1024)
        else:
            folder.chmod(0o500)
        answer = client.get("/readyz")
        folder.chmod(0o700)
    word = "full" if is_real else "no permission"
    assert (answer.status_code, answer.json()["home"]) == (503, f"{place}: {word}")
    assert str(home) not in answer.text


def test_a_place_that_is_a_file(client, home):
    (home / "private").write_text("not a folder")
    assert client.get("/readyz").json()["home"] == "private: not writable"


def test_little_room_is_only_said(client, monkeypatch):
    monkeypatch.setattr(health, "LOW", 10**18)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {**FINE, "disk": "low"})


def test_a_cache_that_can_not_be_reached_is_said(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {**FINE, "cache": "ConnectionError"})


class TestOften:
    """However often it is asked, the work is done once a second."""

    def test_it_is_remembered(self, client, django_assert_num_queries, monkeypatch):
        monkeypatch.setattr(health, "STANDS", 1000)
        client.get("/readyz?full")
        with django_assert_num_queries(0):
            assert client.get("/readyz?full").status_code == 200
            assert client.get("/readyz").json() == FINE

    def test_one_at_a_time(self):
        begun, go_on, calls = threading.Event(), threading.Event(), []

        def work() -> dict:
            calls.append(1)
            begun.set()
            assert go_on.wait(60)
            return {"n": len(calls)}

        remembered = health.Remembered(work)
        threads = [threading.Thread(target=remembered) for _ in range(5)]
        for thread in threads:
            thread.start()
        assert begun.wait(60)
        go_on.set()
        for thread in threads:
            thread.join(60)
        assert len(calls) == 1
        remembered.until = 0.0
        go_on.clear()
        begun.clear()
        again = threading.Thread(target=remembered)
        again.start()
        assert begun.wait(60)
        assert remembered() == {"n": 1}  # nobody waits for what is worked out anew
        go_on.set()
        again.join(60)
        assert remembered.parts == {"n": 2}


class TestFull:
    def full(self, client) -> dict:
        answer = client.get("/readyz?full")
        assert answer.status_code == 200  # all this only speaks
        return answer.json()

    def test_a_site_that_has_just_begun(self, client):
        assert self.full(client) == {
            **FINE,
            "worker": "ok",
            "queue": "ok",
            "mail": "ok",
            "tidying": "ok",
            "worker_seen_seconds": None,
            "oldest_task_seconds": None,
            "oldest_mail_seconds": None,
        }

    def test_a_worker_that_was_never_started(self, client):
        tasks.note.enqueue("nowhere", 1)
        assert self.full(client)["worker"] == "ok"
        health.behind.forget()
        DBTaskResult.objects.update(enqueued_at=timezone.now() - 2 * HOUR)
        found = self.full(client)
        assert (found["worker"], found["queue"]) == ("silent", "late")
        assert found["oldest_task_seconds"] // 10 == 720

    def test_a_worker_that_is_gone(self, client):
        now = timezone.now()
        Heartbeat.objects.create(worker="a", started_at=now, seen_at=now - 3 * HOUR)
        found = self.full(client)
        assert (found["worker"], found["worker_seen_seconds"] // 10) == ("silent", 1080)

    def test_mail_that_waits_and_tidying_that_fails(self, client):
        now = timezone.now()
        Heartbeat.objects.create(worker="a", started_at=now, seen_at=now)
        Chore.objects.create(name="mails", begun_at=now, error="no")
        Mail.objects.create(
            to="a@example.org", state="waiting", written_at=now - 2 * HOUR, due_at=now, content=b""
        )
        found = self.full(client)
        assert (found["worker"], found["mail"], found["tidying"]) == ("ok", "late", "failing")

    def test_a_task_for_later_is_not_late(self):
        now = timezone.now()
        tasks.note.using(run_after=now + HOUR).enqueue("nowhere", 1)
        DBTaskResult.objects.update(enqueued_at=now - 9 * HOUR)
        assert backlog.read_backlog(now).task_since is None
        assert backlog.read_backlog(now + 2 * HOUR).task_since == now + HOUR


def test_spans_in_words():
    words = [backlog.in_words(dt.timedelta(seconds=n)) for n in (5, 61, 7200, 90_000, 400_000)]
    assert words == ["a moment", "1 minute", "2 hours", "1 day", "4 days"]


def test_the_folder_of_sqlite_is_looked_at():
    if connection.vendor == "sqlite":
        assert health.places()["database"] == Path(connection.settings_dict["NAME"]).parent
    assert os.path.isdir(health.places()["home"])
