"""The doctor: each fault is made, found, and has something to do about it.

Covers newsroom/management/commands/doctor.py.
"""

import datetime as dt
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles.models import Edition, Picture, Upload
from newsroom.lib.config import modes
from newsroom.lib.config.database import database_file
from newsroom.models import Chore, Heartbeat, Mail
from newsroom.operations import doctor, tidying
from newsroom.operations.doctor import Level
from newsroom.serving import health
from tests import factories, services, tasks

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _home(picture_files, settings):
    """A home of its own, written as commands write, on a site that nobody serves."""
    settings.SITE_URL = f"http://127.0.0.1:{services.free_port()}"
    before = os.umask(modes.OTHERS)
    modes.tighten(settings.HOME, database_file(settings.DATABASES["default"]))
    yield
    os.umask(before)


def of(about: str) -> list[tuple[Level, str, str]]:
    return [(each.level, each.words, each.todo) for each in doctor.examine() if each.about == about]


def worst(about: str) -> tuple[Level, str]:
    """The worst finding; whatever is amiss has something to do about it."""
    found = of(about)
    assert all(todo for level, _, todo in found if level)
    assert found
    level, words, _ = max(found)
    return level, words


def test_a_site_that_has_just_begun_is_well(capsys):
    call_command("doctor")
    out = capsys.readouterr().out
    assert len(out.splitlines()) == len(doctor.LOOKS)
    assert "FAULT" not in out
    assert "warning " not in out


def test_what_others_can_read(settings):
    (settings.HOME / "secret.key").touch()
    for mode, level in ((0o600, Level.FINE), (0o640, Level.FAULT)):
        (settings.HOME / "secret.key").chmod(mode)
        found, words = worst("who may read")
        assert found == level
        assert ("secret.key" in words) == bool(level)


def test_machines_are_told_by_code_and_json(capsys):
    tasks.note.enqueue("nowhere", 1)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - 3 * HOUR)
    with pytest.raises(SystemExit) as end:
        call_command("doctor", json=True)
    told = json.loads(capsys.readouterr().out)
    assert (end.value.code, told["level"]) == (2, "fault")
    assert {each["about"] for each in told["findings"]} == set(doctor.LOOKS)
    Heartbeat.objects.create(worker="a", started_at=timezone.now(), seen_at=timezone.now())
    with pytest.raises(SystemExit) as end:
        call_command("doctor")
    assert end.value.code == 1  # the task still waits, and that is a warning


def test_a_look_that_breaks_is_a_finding(monkeypatch):
    def breaks():
        raise ValueError("broken")
        yield

    monkeypatch.setitem(doctor.LOOKS, "home", breaks)
    assert worst("home") == (Level.FAULT, "It can't be looked at: ValueError: broken")
    assert worst("disk")[0] == Level.FINE


def test_settings_of_a_public_site(settings):
    settings.LAPTOP = False
    settings.DEBUG = True
    settings.SECURE_SSL_REDIRECT = False
    words = " ".join(words for _, words, _ in of("settings"))
    assert "security.W008" in words
    assert "Debug pages are on." in words


def test_a_home_that_takes_nothing(settings):
    (settings.HOME / "private").write_text("not a folder")
    assert worst("home") == (
        Level.FAULT,
        f"{settings.HOME / 'private'} can't be written: not writable",
    )


@pytest.mark.parametrize(("low", "level"), [(10**18, Level.FAULT), (1, Level.FINE)])
def test_free_disk(monkeypatch, low, level):
    monkeypatch.setattr(health, "LOW", low)
    assert worst("disk")[0] == level


def test_migrations():
    [(_, last)] = MigrationLoader(None).graph.leaf_nodes("newsroom")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = %s", [last])
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('articles', '0999_ahead', CURRENT_TIMESTAMP)"
        )
    assert [(level, words) for level, words, _ in of("migrations")] == [
        (Level.FAULT, f"1 are pending, the first newsroom.{last}"),
        (Level.WARNING, "The database is of a newer version: articles.0999_ahead"),
    ]


class TestFiles:
    def put(self, path, ago: dt.timedelta = 2 * doctor.DAY) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        at = timezone.now().timestamp() - ago.total_seconds()
        os.utime(path, (at, at))

    def test_missing_and_orphaned(self, settings):
        home = settings.HOME
        about = {"format": "jpeg", "width": 1, "height": 1}
        there = Picture.objects.create(original="originals/a.jpg", digest="a", **about)
        Picture.objects.create(original="originals/lost.jpg", digest="b", **about)
        upload = Upload.objects.create(by=factories.somebody("writer"), length=5)
        for name in ("a.jpg", "orphan.jpg"):
            self.put(home / "private/originals" / name)
        self.put(home / "private/originals/new.jpg", ago=HOUR)
        for folder in (
            home / "public/pictures" / there.token,
            home / "public/pictures/gone",
            home / "private/uploads" / upload.key,
            home / "private/uploads/dropped",
        ):
            self.put(folder / "1")
            at = timezone.now().timestamp() - 2 * 86_400
            os.utime(folder, (at, at))
        assert [(level, words) for level, words, _ in of("files")] == [
            (Level.FAULT, "1 file missing: originals/lost.jpg"),
            (
                Level.WARNING,
                "3 files that nothing names: private/originals/orphan.jpg,"
                " private/uploads/dropped, public/pictures/gone",
            ),
        ]

    def test_in_batches(self, settings, monkeypatch):
        monkeypatch.setattr(doctor, "BATCH", 2)
        for number in range(5):
            self.put(settings.HOME / f"private/originals/{number}.jpg")
        assert worst("files")[1].startswith("5 files that nothing names")


class TestWork:
    def test_a_worker_that_is_gone(self):
        now = timezone.now()
        Heartbeat.objects.create(worker="a", started_at=now, seen_at=now - 3 * HOUR)
        assert worst("worker") == (Level.FAULT, "None has been seen for 3 hours")

    def test_a_task_that_was_given_up(self):
        row = DBTaskResult.objects.get(pk=tasks.note.enqueue("nowhere", 1).id)
        row.status, row.finished_at = TaskResultStatus.FAILED, timezone.now()
        row.save()
        assert worst("queues") == (Level.WARNING, "Given up since yesterday: tests.tasks.note")

    def test_mail(self):
        now, about = timezone.now(), {"to": "a@example.org", "content": b""}
        Mail.objects.create(state="waiting", written_at=now - 2 * HOUR, due_at=now, **about)
        Mail.objects.create(state="failed", written_at=now - HOUR, **about)
        assert [words for _, words, _ in of("outbox")] == [
            "The oldest mail has waited for 2 hours",
            "1 of since yesterday could not be sent",
        ]

    def test_tidying(self):
        now = timezone.now()
        Chore.objects.create(name="mails", begun_at=now, error="OSError: no")
        Chore.objects.create(name=tidying.NIGHT, begun_at=now - 3 * doctor.DAY)
        assert [words for _, words, _ in of("tidying")] == [
            "mails failed: OSError: no",
            "It was last done 3 days ago",
        ]


def test_a_clock_that_was_set_back():
    edition = factories.published()
    Edition.objects.filter(pk=edition.pk).update(created_at=timezone.now() + HOUR)
    level, words = worst("clock")
    assert level == Level.FAULT
    assert "before the newest edition was made" in words


class TestServers:
    def test_a_mail_server(self, settings):
        server = services.MailServer()
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.start()
        found = worst("mail server")
        server.stop()
        assert found == (Level.FINE, f"127.0.0.1:{server.port} lets us in")
        assert worst("mail server")[0] == Level.FAULT

    def test_without_one_a_public_site_sends_nothing(self, settings):
        settings.LAPTOP = False
        settings.EMAIL_HOST = ""
        assert worst("mail server")[0] == Level.WARNING

    @pytest.mark.parametrize(
        ("words", "level"), [(b'{"process": "ok"}', Level.FINE), (b"hello", Level.WARNING)]
    )
    def test_the_address(self, settings, words, level):
        class Site(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *args):
                pass

        site = HTTPServer(("127.0.0.1", 0), Site)
        threading.Thread(target=site.serve_forever, daemon=True).start()
        settings.SITE_URL = f"http://127.0.0.1:{site.server_port}"
        assert worst("address")[0] == level
        site.shutdown()

    def test_an_address_that_is_silent(self, settings):
        settings.LAPTOP = False
        assert worst("address")[0] == Level.FAULT
