"""`/metrics`: who may read it, and what it says; counted in processes of their own.

Covers newsroom/serving/counts.py.
"""

import datetime as dt
import os
import re
import subprocess
import sys
import urllib.request

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from newsroom.models import Heartbeat
from newsroom.serving import counts
from tests import factories, services, tasks
from tests.services import ROOT

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-some-length"
#: Two processes of one parent count beside each other, as the workers of a server do.
COUNT = """
import os, sys, django; django.setup()
from newsroom.serving import counts
for each in range(2):
    if os.fork() == 0:
        for _ in range(500):
            counts.count("ready", 200, 0.0002)
        counts.count("django", 404, 0.3)
        counts.count("no such kind", 999, 0.3)
        counts.count_page("disk")
        counts.count_page("nowhere")
        os._exit(0)
for each in range(2):
    os.wait()
if os.fork() == 0:
    from django.conf import settings
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(counts.folder()))
    print(generate_latest(registry).decode(), flush=True)
    print(*sorted(each.name for each in (settings.HOME / "metrics").iterdir()), sep=chr(10), file=sys.stderr)
    os._exit(0)
os.wait()
"""


@pytest.fixture
def ask(client, settings, picture_files):
    """The figures, by name and labels."""
    settings.METRICS_TOKEN = TOKEN

    def ask() -> dict[str, float]:
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        assert answer.headers["Cache-Control"] == "no-store"
        return {
            " ".join([sample.name, *sample.labels.values()]): sample.value
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
        }

    counts._counters.cache_clear()
    yield ask
    counts._counters.cache_clear()


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer no", f"Basic {TOKEN}", TOKEN, "Bearer ü"])
def test_nobody_else_finds_it(client, settings, given):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer None"])
def test_without_a_token_there_is_none(client, given):
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_figures_of_the_database(ask):
    now = timezone.now()
    Heartbeat.objects.create(worker="a", started_at=now, seen_at=now - dt.timedelta(seconds=40))
    factories.reply(factories.published(), state="held")
    before = ask()
    tasks.note.enqueue("nowhere", 1)
    DBTaskResult.objects.filter(task_path="tests.tasks.note").update(
        enqueued_at=now - dt.timedelta(hours=2)
    )
    found = ask()
    assert found["newsroom_tasks_waiting default"] == before["newsroom_tasks_waiting default"] + 1
    assert found["newsroom_oldest_task_seconds"] // 10 == 720
    assert found["newsroom_worker_seen_seconds"] // 10 == 4
    assert (found["newsroom_workers"], found["newsroom_replies_held"]) == (1, 1)
    assert (found["newsroom_database_up"], found["newsroom_mails waiting"]) == (1, 0)
    assert found["newsroom_free_bytes"] > 0


def test_a_database_that_is_away_is_said(ask, monkeypatch):
    from newsroom.operations import metrics

    def away(now):
        raise metrics.DatabaseError("away")

    monkeypatch.setattr(metrics, "read_backlog", away)
    assert ask()["newsroom_database_up"] == 0


def run(home, **environment) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", COUNT],
        cwd=ROOT,
        env={
            **os.environ,
            "NEWSROOM_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_processes_count_together_and_begin_anew(tmp_path):
    (tmp_path / "metrics/1-2").mkdir(parents=True)  # of a server that has ended
    done = run(tmp_path, NEWSROOM_METRICS_TOKEN=TOKEN)
    assert done.returncode == 0, done.stderr
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(done.stdout)
        for sample in family.samples
    }
    assert found["newsroom_answers_total", "200", "ready"] == 1000
    assert found["newsroom_answers_total", "404", "django"] == 2
    assert found["newsroom_answers_total", "0", "other"] == 2
    assert found["newsroom_answer_seconds_bucket", "0.001", "ready"] == 1000
    assert found["newsroom_answer_seconds_count", "ready"] == 1000
    assert found["newsroom_pages_total", "disk"] == 2
    assert ("newsroom_pages_total", "nowhere") not in found
    [folder] = done.stderr.split()
    assert re.fullmatch(r"\d+-\d+", folder)
    assert folder != "1-2"


def test_nothing_is_counted_where_nobody_asks(tmp_path):
    assert counts._counters() is None
    counts.count("ready", 200, 0.1)
    assert not (tmp_path / "metrics").exists()


def test_a_home_that_takes_nothing_takes_nobody_down(tmp_path):
    (tmp_path / "metrics").write_text("not a folder")
    done = run(tmp_path, NEWSROOM_METRICS_TOKEN=TOKEN)
    assert "Answers are not counted" in done.stderr


def test_a_server_of_two_processes_answers(tmp_path, make_home):
    home, port = make_home(tmp_path), services.free_port()
    environment = {"PORT": str(port), "NEWSROOM_HOME": str(home), "NEWSROOM_WORKERS": "2"}
    environment |= {"NEWSROOM_METRICS_TOKEN": TOKEN, "DATABASE_URL": "", "REDIS_URL": ""}
    command = [sys.executable, "manage.py", "serve", "--only-server"]
    with services.serving(command, port, tmp_path / "log", **environment):
        request = urllib.request.Request(
            f"http://localhost:{port}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert "newsroom_database_up 1.0" in answer.read().decode()
        assert len(list((home / "metrics").iterdir())) == 1
