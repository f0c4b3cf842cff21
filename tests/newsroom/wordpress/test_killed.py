"""Killed at any point and run again: each story, reply and picture comes exactly once. In processes of their own, on a
database of their own, as on a machine whose power fails."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.newsroom.wordpress import files

ROOT = Path(__file__).resolve().parents[3]
#: So many that the last is far off when the import is stopped, however busy the machine is.
STORIES = 1000


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A new site with somebody who may, and a file to bring in."""
    folder = tmp_path_factory.mktemp("killed")
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"NEWSROOM_HOME": str(folder / "home"), "DJANGO_SUPERUSER_PASSWORD": "password"}
    for command in (
        ["migrate", "-v0"],
        ["createsuperuser", "--noinput", "--username", "boss", "--email", "b@example.org"],
    ):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    stories = (
        files.item(number, f"Number {number}", "<p>Words.</p>" * 40, slug=f"story-{number}",
                   replies=files.reply(2 * number) + files.reply(2 * number + 1, parent=2 * number))
        for number in range(1, STORIES + 1)
    )  # fmt: skip
    path = files.write(folder, files.whole(files.author(), *stories))
    return environment, path, folder / "home" / "newsroom.sqlite3"


def begun(environment: dict, path: Path) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "import_wordpress", str(path)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def count(database: Path, table: str, column: str = "*") -> int:
    with sqlite3.connect(database, timeout=30) as rows:
        return rows.execute(f"SELECT count({column}) FROM {table}").fetchone()[0]


def wait_for(database: Path, stories: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 120
    while count(database, "articles_article") < stories and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)


def test_killed_and_interrupted_and_run_again(site):
    environment, path, database = site
    for stories, how in ((1, signal.SIGKILL), (120, signal.SIGINT), (220, signal.SIGKILL)):
        process = begun(environment, path)
        wait_for(database, stories, process)
        process.send_signal(how)
        said, _ = process.communicate(timeout=60)
        assert process.returncode != 0
        if how == signal.SIGINT:
            assert "it goes on from here" in said
            assert "Traceback" not in said
        came = count(database, "articles_article")
        assert stories <= came < STORIES
        whole(database, came)
    process = begun(environment, path)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert "Here already" in said
    whole(database, STORIES)
    with sqlite3.connect(database) as rows:
        states = [state for (state,) in rows.execute("SELECT state FROM newsroom_import ORDER BY id")]
        assert states == ["stopped", "stopped", "stopped", "done"]
        slugs = rows.execute("SELECT count(DISTINCT slug) FROM articles_address WHERE slug LIKE 'story-%'").fetchone()
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
    assert count(database, "comments_comment") == count(database, "comments_decision") == 2 * stories
    assert count(database, "newsroom_importline WHERE outcome = 'came' AND kind = 'post'") == stories


def test_two_at_once_are_refused(site):
    environment, path, database = site
    with (database.parent / "import.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = begun(environment, path)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Another import is running" in said
