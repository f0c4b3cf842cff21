"""Reload: new code takes the place of old while readers read and write, and nobody notices; code
that can't serve changes nothing.

Covers newsroom/serving/processes/supervisor.py, newsroom/serving/processes/draining.py,
newsroom/serving/processes/server.py, newsroom/serving/processes/release.py,
newsroom/serving/processes/signals.py, newsroom/serving/processes/systemd.py.
"""

import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.services import children, family, free_port, until

ROOT = Path(__file__).resolve().parents[4]
CODE = ("articles", "comments", "newsroom", "templates", "static", "manage.py")
RELOADS = 5


class Paper:
    """A site whose code lies in releases, one of which is `current`."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home, self.port = folder, home, free_port()
        self.log = folder / "serve.log"
        self.environment = {
            **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
            "NEWSROOM_HOME": str(home),
            "NEWSROOM_TRUSTED_PROXIES": "127.0.0.1",
            "PORT": str(self.port),
        }

    def fill(self) -> None:
        command = [sys.executable, "-m", "tests.served"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        self.story = json.loads(done.stdout)["story"]

    def lay(self, name: str) -> Path:
        """Put a release there, whose pages say its name, and let `current` lead to it."""
        release = self.folder / name
        release.mkdir()
        for part in CODE:
            here, there = ROOT / part, release / part
            copy = shutil.copytree if here.is_dir() else shutil.copy2
            copy(here, there)
        base = release / "templates" / "base.html"
        assert "</body>" in base.read_text()
        base.write_text(base.read_text().replace("</body>", f"<!-- {name} --></body>"))
        self.lead_to(name)
        return release

    def lead_to(self, name: str) -> None:
        new = self.folder / "new"
        new.symlink_to(name)
        new.rename(self.folder / "current")

    def __enter__(self) -> "Paper":
        program = str(self.folder / "current" / "manage.py")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, program, "serve"],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        self.until_said("Ctrl-C stops it.")
        return self

    def __exit__(self, *error) -> None:
        below = family(self.process.pid)[1:]
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=120)
        assert not [pid for pid in below if Path(f"/proc/{pid}/cmdline").exists()]

    def until_said(self, words: str, times: int = 1) -> None:
        def said() -> bool:
            assert self.process.poll() is None, self.log.read_text()
            return self.log.read_text().count(words) >= times

        until(said, 240)

    def reload(self) -> None:
        self.process.send_signal(signal.SIGHUP)

    def release(self) -> str:
        """The name of the release that answers."""
        return re.search("<!-- (.+?) -->", self.ask("GET", "/")[1])[1]

    def ask(self, method: str, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


class Load:
    """Readers and writers at work, half of them on connections that are kept; counts what they
    got."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.going = paper, True
        self.got: Counter[str] = Counter()
        self.sent: set[str] = set()
        self.threads = [
            threading.Thread(target=self.work, args=[number], daemon=True) for number in range(8)
        ]

    def __enter__(self) -> "Load":
        for thread in self.threads:
            thread.start()
        self.more()
        return self

    def __exit__(self, *error) -> None:
        self.going = False
        for thread in self.threads:
            thread.join(timeout=60)

    def more(self, number: int = 100) -> None:
        """Wait until so many more were answered."""
        enough = self.got.total() + number
        until(lambda: self.got.total() >= enough)

    def work(self, number: int) -> None:
        keeps, turn = number % 2, 0
        connection = self.connect()
        while self.going:
            turn += 1
            try:
                self.got[self.turn(connection, number, turn)] += 1
            except (OSError, http.client.HTTPException) as error:
                self.got[repr(error)] += 1
                keeps_on = False
            else:
                keeps_on = keeps
            if not keeps_on:
                connection.close()
                connection = self.connect()

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.paper.port, timeout=60)

    def turn(self, connection, number: int, turn: int) -> str:
        sender = {"X-Forwarded-For": f"10.{number}.{turn // 250}.{turn % 250}"}
        if turn % 5:
            paths = ("/", self.paper.story, f"{self.paper.story}?n={turn}", "/house-rules/")
            connection.request("GET", paths[turn % 4], headers=sender)
        else:
            text = f"Reply {turn} of writer {number}, sent during a reload."
            who = {"name": f"Ann {number} {turn}", "email": f"a{number}.{turn}@example.org"}
            form = urlencode({"comment": text, "website": "", "parent": "", **who})
            sender["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", f"{self.paper.story}reply/", form, sender)
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        if answer.status == 303:
            self.sent.add(text)
        time.sleep(0.03)  # so that the machine has time left for the reload
        return str(answer.status) if answer.status in (200, 303) else f"{answer.status} {page}"


@pytest.fixture
def paper(make_home, tmp_path):
    (tmp_path / "site").mkdir()
    return Paper(tmp_path / "site", make_home(tmp_path / "home"))


def stored(paper: Paper) -> set[str]:
    with sqlite3.connect(paper.home / "newsroom.sqlite3") as database:
        return {text for (text,) in database.execute("SELECT text FROM comments_comment")}


def test_nobody_notices_that_new_code_comes(paper):
    paper.fill()
    paper.lay("release-0")
    with paper:
        server, worker = children(paper.process.pid)
        with Load(paper) as load:
            for number in range(1, RELOADS + 1):
                paper.lay(f"release-{number}")
                paper.reload()
                paper.until_said("The new code serves alone now.", number)
                assert paper.release() == f"release-{number}"
                load.more()
        assert set(load.got) == {"200", "303"}, load.got
        assert load.sent
        assert load.sent <= stored(paper)
        after = children(paper.process.pid)
        assert len(after) == 2
        assert not {server, worker} & set(after)
        folder = paper.folder / f"release-{RELOADS}"
        assert {Path(f"/proc/{pid}/cwd").resolve() for pid in family(paper.process.pid)} == {folder}


def broken(release: Path, how: str) -> None:
    if how == "settings":
        (release / "newsroom" / "settings.py").write_text("raise RuntimeError('settings')")
    elif how == "migration":
        (release / "newsroom" / "migrations" / "9999_fails.py").write_text(
            "from django.db import migrations\n\n\ndef fail(apps, editor):\n    raise ValueError\n\n\n"
            "class Migration(migrations.Migration):\n"
            f"    dependencies = [('newsroom', '{last_migration(release)}')]\n"
            "    operations = [migrations.RunPython(fail)]\n"
        )
    elif how == "application":
        (release / "newsroom" / "asgi.py").write_text("raise RuntimeError('asgi')")
    elif how == "page":
        (release / "templates" / "base.html").write_text("{% no such tag %}")


def last_migration(release: Path) -> str:
    names = sorted(path.stem for path in (release / "newsroom" / "migrations").glob("0*.py"))
    return names[-1]


@pytest.fixture(scope="module")
def served(make_home, tmp_path_factory):
    folder = tmp_path_factory.mktemp("broken")
    (folder / "site").mkdir()
    paper = Paper(folder / "site", make_home(folder / "home"))
    paper.lay("works")
    with paper:
        yield paper


@pytest.mark.parametrize("how", ["settings", "migration", "application", "page"])
def test_code_that_can_not_serve_changes_nothing(served, how):
    before, said = family(served.process.pid), served.log.read_text().count("Not reloaded;")
    broken(served.lay(how), how)
    served.reload()
    served.until_said("Not reloaded;", said + 1)
    assert served.release() == "works"
    assert family(served.process.pid) == before
    served.lead_to("works")


def test_what_ends_is_started_again_from_the_same_code(served):
    said = served.log.read_text().count("The server has ended by itself")
    served.lay("not yet")  # and nobody has asked for it, so it has prepared nothing
    server, _ = children(served.process.pid)
    os.kill(server, signal.SIGKILL)
    served.until_said("The server has ended by itself", said + 1)
    until(lambda: server not in (found := children(served.process.pid)) and len(found) == 2)
    assert served.release() == "works"
    served.lead_to("works")


def test_it_can_be_stopped_while_it_reloads(paper):
    paper.lay("old")
    with paper:
        broken(paper.lay("later"), "application")
        paper.reload()
        paper.until_said("Reloading:")


def test_a_reload_that_is_asked_for_during_one_is_not_forgotten(paper):
    paper.lay("first")
    with paper:
        paper.lay("second")
        paper.reload()
        paper.until_said("The new code answers.")
        paper.lay("third")
        paper.reload()
        paper.until_said("The new code serves alone now.", 2)
        assert paper.release() == "third"
