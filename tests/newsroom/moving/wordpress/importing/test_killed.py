"""Killed at any point and run again: each story, reply and picture comes exactly once. In processes
of their own, on a database of their own, as on a machine whose power fails.

Covers newsroom/moving/wordpress/importing/import_site.py.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.newsroom.moving.wordpress import files

ROOT = Path(__file__).resolve().parents[5]
STORIES = 120
#: Where it is stopped, run after run: at which of the statements that write to a table, and by
#: what.
STOPS = [
    ("articles_article", 1, signal.SIGKILL),
    ("comments_comment", 3, signal.SIGKILL),
    ("newsroom_imported", 2, signal.SIGINT),
    ("newsroom_importline", 2, signal.SIGKILL),
]
#: `manage.py import_wordpress FILE`, to which a signal comes as it has written to a table so many
#: times: in the midst of a transaction, and of the file, however busy the machine is.
STOPPED = """
import os, sys
import django
from django.core.management import execute_from_command_line

django.setup()
from django.db import connection

path, table, times, how = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
written = 0

def watch(execute, sql, params, many, context):
    global written
    result = execute(sql, params, many, context)
    if sql.startswith(f'INSERT INTO "{table}"'):
        written += 1
        if written == times:
            os.kill(os.getpid(), how)
    return result

with connection.execute_wrapper(watch):
    execute_from_command_line(["manage.py", "import_wordpress", path])
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory, make_home):
    """A new site with somebody who may, and a file to bring in."""
    folder = tmp_path_factory.mktemp("killed")
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    home = make_home(folder / "home")
    environment |= {"NEWSROOM_HOME": str(home), "DJANGO_SUPERUSER_PASSWORD": "password"}
    command = ["createsuperuser", "--noinput", "--username", "boss", "--email", "b@example.org"]
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    stories = (
        files.item(
            number,
            f"Number {number}",
            "<p>Words.</p>" * 40,
            slug=f"story-{number}",
            replies=files.reply(2 * number) + files.reply(2 * number + 1, parent=2 * number),
        )
        for number in range(1, STORIES + 1)
    )
    path = files.write(folder, files.whole(files.author(), *stories))
    return environment, path, home / "newsroom.sqlite3"


def carried_out(environment: dict, *command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        # ignored below a shell's background job
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def count(database: Path, table: str, column: str = "*") -> int:
    with sqlite3.connect(database, timeout=30) as rows:
        return rows.execute(f"SELECT count({column}) FROM {table}").fetchone()[0]


def test_killed_and_interrupted_and_run_again(site):
    environment, path, database = site
    before = 0
    for table, times, how in STOPS:
        stopped = carried_out(
            environment, "-c", STOPPED, str(path), table, str(times), str(how.value)
        )
        assert stopped.returncode == (1 if how == signal.SIGINT else -how), stopped.stdout
        if how == signal.SIGINT:
            assert "it goes on from here" in stopped.stdout
            assert "Traceback" not in stopped.stdout
        came = count(database, "articles_article")
        assert before <= came < STORIES
        whole(database, came)
        before = came
    assert before > 0
    again = carried_out(environment, "manage.py", "import_wordpress", str(path))
    assert again.returncode == 0, again.stdout
    assert "Here already" in again.stdout
    whole(database, STORIES)
    with sqlite3.connect(database) as rows:
        states = [
            state for (state,) in rows.execute("SELECT state FROM newsroom_import ORDER BY id")
        ]
        assert states == [*["stopped"] * len(STOPS), "done"]
        slugs = rows.execute(
            "SELECT count(DISTINCT slug) FROM articles_address WHERE slug LIKE 'story-%'"
        ).fetchone()
        assert slugs == (STORIES,)


def whole(database: Path, stories: int) -> None:
    """All that belongs to so many stories is there, and nothing else."""
    for table in (
        "articles_edition",
        "articles_address",
        "articles_revision",
        "articles_articletext",
        "articles_editiontext",
    ):
        assert count(database, table) == stories, table
    assert count(database, "newsroom_imported WHERE kind = 'item'") == stories
    assert (
        count(database, "comments_comment") == count(database, "comments_decision") == 2 * stories
    )
    assert (
        count(database, "newsroom_importline WHERE outcome = 'came' AND kind = 'post'") == stories
    )


def test_two_at_once_are_refused(site):
    environment, path, database = site
    with (database.parent / "import.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = carried_out(environment, "manage.py", "import_wordpress", str(path))
    assert refused.returncode == 1
    assert "Another import is running" in refused.stdout
