"""`manage.py serve`: starts everything, and ends everything.

Covers newsroom/management/commands/serve.py, newsroom/asgi.py, newsroom/wsgi.py.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.services import until

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def begin(port):
    """Serve the site of a folder."""
    begun = []

    def begin(home: Path, *options: str) -> subprocess.Popen:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "REDIS_URL")
        }
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *options],
            cwd=ROOT,
            env={**kept, "NEWSROOM_HOME": str(home), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # ignored below a shell's background job
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        if process.poll() is None:
            process.kill()


@pytest.fixture
def serve(begin, make_home, tmp_path):
    """A site that was there before."""
    return begin(make_home(tmp_path))


def fetch(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def children(process) -> list[str]:
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def until_ready(port: int, process) -> None:
    for _ in range(2400):
        assert process.poll() is None, process.stdout.read()
        try:
            fetch(port, "/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("It did not answer within four minutes.")


def test_it_makes_a_new_site(begin, tmp_path, port):
    process = begin(tmp_path / "new", "--new")
    until_ready(port, process)
    assert fetch(port, "/")[0] == 200
    process.send_signal(signal.SIGTERM)
    words, _ = process.communicate(timeout=120)
    assert "Bringing the database up to date" in words


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_stops_cleanly(serve, port, how):
    until_ready(port, serve)
    ready = '{"database": "ok", "cache": "ok", "home": "ok", "disk": "ok"}'
    assert fetch(port, "/readyz") == (200, ready)
    assert fetch(port, "/")[0] == 200
    assert fetch(port, "/2026/01/none/")[0] == 404
    below = children(serve)
    assert len(below) == 2
    serve.send_signal(how)
    words, _ = serve.communicate(timeout=120)
    assert "Traceback" not in words
    for pid in below:
        assert not Path(f"/proc/{pid}").exists()


def test_a_worker_that_died_is_started_again(serve, port):
    until_ready(port, serve)
    server, worker = children(serve)
    os.kill(int(worker), signal.SIGKILL)
    after = until(lambda: len(found := children(serve)) == 2 and found[1] != worker and found)
    assert after[0] == server
    assert fetch(port, "/")[0] == 200
    serve.send_signal(signal.SIGTERM)
    words, _ = serve.communicate(timeout=120)
    assert "The worker has ended by itself" in words


def test_only_the_server(make_home, tmp_path, port):
    make_home(tmp_path)
    environment = {**os.environ, "NEWSROOM_HOME": str(tmp_path), "PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--only-server"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    until_ready(port, process)
    assert b"granian" in Path(f"/proc/{process.pid}/cmdline").read_bytes()
    process.terminate()
    process.communicate(timeout=120)


def test_a_port_that_is_taken_is_said(make_home, tmp_path):
    make_home(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NEWSROOM_HOME": str(tmp_path), "PORT": str(port)},
        )
    assert done.returncode != 0
    assert f"Port {port} is taken" in done.stderr
