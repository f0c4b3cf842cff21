"""`manage.py serve`: starts everything, ends everything, and is killed in every way.

Covers newsroom/management/commands/serve.py, newsroom/management/commands/prepare.py,
newsroom/asgi.py, newsroom/wsgi.py, newsroom/serving/processes/__main__.py,
newsroom/serving/processes/child.py, newsroom/serving/processes/listening.py.
"""

import contextlib
import fcntl
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.services import answers, children, family, free_port, until

ROOT = Path(__file__).resolve().parents[3]
HERE = {
    name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
}


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def begin(port):
    """Serve the site of a folder."""
    begun = []

    def begin(home: Path, *options: str, **how) -> subprocess.Popen:
        environment = {**HERE, "NEWSROOM_HOME": str(home), "PORT": str(port)}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *options],
            cwd=ROOT,
            env=environment | how.pop("env", {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # ignored below a shell's background job
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            **how,
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        if process.poll() is None:
            process.kill()


@pytest.fixture
def home(make_home, tmp_path):
    """The home of a site that was there before."""
    return make_home(tmp_path)


@pytest.fixture
def serve(begin, home):
    return begin(home)


def fetch(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def until_ready(port: int, process) -> None:
    def ready() -> bool:
        assert process.poll() is None, process.stdout.read()
        return answers(port) and fetch(port, "/healthz")[0] == 200

    until(ready)


def alive(pid: int) -> bool:
    """Whether it runs: what has ended and was not waited for yet (a zombie) doesn't."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def stop(process) -> str:
    """End it; what it has said."""
    process.send_signal(signal.SIGTERM)
    return process.communicate(timeout=120)[0]


def test_it_makes_a_new_site_where_it_is_told_to(begin, tmp_path, port):
    process = begin(tmp_path / "new", "--new")
    until_ready(port, process)
    assert fetch(port, "/")[0] == 200
    assert "Bringing the database up to date" in stop(process)


def test_two_who_prepare_a_site_at_once_both_find_it_done(tmp_path):
    command = [sys.executable, "manage.py", "prepare", "--new"]
    environment = {**HERE, "NEWSROOM_HOME": str(tmp_path / "new")}
    how = {"cwd": ROOT, "env": environment, "stderr": subprocess.PIPE, "text": True}
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, **how) for _ in range(2)]
    said = [each.communicate(timeout=240) for each in both]
    assert [each.returncode for each in both] == [0, 0], said


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_stops_cleanly(serve, port, how):
    until_ready(port, serve)
    ready = '{"database": "ok", "cache": "ok", "home": "ok", "disk": "ok"}'
    assert fetch(port, "/readyz") == (200, ready)
    assert fetch(port, "/")[0] == 200
    assert fetch(port, "/2026/01/none/")[0] == 404
    below = family(serve.pid)[1:]
    assert len(children(serve.pid)) == 2
    serve.send_signal(how)
    words, _ = serve.communicate(timeout=120)
    assert serve.returncode == 0
    assert "Traceback" not in words
    assert not any(alive(pid) for pid in below)


def test_a_worker_that_died_is_started_again(serve, port):
    until_ready(port, serve)
    server, worker = children(serve.pid)
    os.kill(worker, signal.SIGKILL)
    until(lambda: len(found := children(serve.pid)) == 2 and worker not in found)
    assert server in children(serve.pid)
    assert fetch(port, "/")[0] == 200
    assert "The worker has ended by itself" in stop(serve)


def test_a_server_that_died_is_started_again_and_nobody_is_refused(serve, port):
    until_ready(port, serve)
    server, _ = children(serve.pid)
    below = children(server)
    os.kill(server, signal.SIGKILL)
    until(lambda: not any(alive(pid) for pid in (server, *below)))
    assert fetch(port, "/")[0] == 200  # it waits in the socket for the next one
    assert "The server has ended by itself" in stop(serve)


def test_its_processes_are_started_again(serve, port):
    until_ready(port, serve)
    server, _ = children(serve.pid)
    before = until(lambda: len(found := children(server)) == 2 and found)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: children(serve.pid) and len(family(serve.pid)) == 5)
    assert fetch(port, "/")[0] == 200
    assert not any(alive(pid) for pid in before)
    stop(serve)


@pytest.mark.parametrize(
    "order",
    [
        ("serve", "server", "process"),
        ("server", "serve", "process"),
        ("process", "server", "serve"),
    ],
)
def test_however_it_is_killed_it_leaves_nobody_behind(begin, home, port, order):
    first = begin(home)
    until_ready(port, first)
    server, worker = children(first.pid)
    known = {first.pid, server, worker, *children(server)}
    victims = {"serve": first.pid, "server": server, "process": children(server)[0]}
    for victim in order:
        known.update(family(first.pid) if alive(first.pid) else [])
        if alive(victims[victim]):
            os.kill(victims[victim], signal.SIGKILL)
    first.wait(timeout=60)
    until(lambda: not any(alive(pid) for pid in known))
    second = begin(home)
    until_ready(port, second)
    assert fetch(port, "/")[0] == 200
    stop(second)


def test_only_the_server(begin, home, port):
    (home / "newsroom.sqlite3").unlink()
    with sqlite3.connect(home / "newsroom.sqlite3") as database:
        database.execute("CREATE TABLE nothing_of_ours (id)")
    process = begin(home, "--only-server")
    until_ready(port, process)
    (server,) = children(process.pid)
    assert b"processes.server" in Path(f"/proc/{server}/cmdline").read_bytes()
    stop(process)
    tables = database.execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("nothing_of_ours",)]  # it prepares nothing


def test_it_ends_with_its_terminal(begin, home, port):
    ours, terminal = os.openpty()
    process = begin(
        home,
        stdin=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    until_ready(port, process)
    below = family(process.pid)
    os.close(ours)  # the window is closed: who reads from it is sent SIGHUP
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=120)
    assert not any(alive(pid) for pid in below)


def test_a_port_that_is_taken_is_said(begin, home, port):
    with socket.create_server(("127.0.0.1", port)):
        words, _ = (process := begin(home)).communicate(timeout=120)
    assert process.returncode == 1
    assert f"Port {port} is taken" in words


def test_a_host_that_is_none_is_said(begin, home):
    words, _ = (process := begin(home, "--host", "no host")).communicate(timeout=120)
    assert process.returncode == 1
    assert "--host no host is no address" in words


#: What systemd does for a service with a socket unit.
LISTEN = """
import os, sys
for number, descriptor in enumerate(map(int, sys.argv[1:])):
    os.dup2(descriptor, 3 + number)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(sys.argv) - 1)}
os.execv(sys.executable, [sys.executable, "manage.py", "serve"])
"""


def activated(listeners: list[socket.socket], home: Path) -> subprocess.Popen:
    # out of the way of the numbers that they get
    descriptors = [fcntl.fcntl(each.fileno(), fcntl.F_DUPFD, 50) for each in listeners]
    process = subprocess.Popen(
        [sys.executable, "-c", LISTEN, *map(str, descriptors)],
        cwd=ROOT,
        env={**HERE, "NEWSROOM_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=descriptors,
    )
    for descriptor in descriptors:
        os.close(descriptor)
    return process


@pytest.fixture
def sockets():
    """Open sockets at one address, as systemd does with ReusePort=yes."""
    with contextlib.ExitStack() as stack:

        def sockets(number: int, family=socket.AF_INET, where=("127.0.0.1", 0)):
            opened = []
            for _ in range(number):
                listener = stack.enter_context(socket.socket(family))
                if family == socket.AF_INET:
                    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                listener.bind(opened[0].getsockname() if opened else where)
                listener.listen()
                opened.append(listener)
            return opened

        yield sockets


@pytest.mark.parametrize("number", [1, 2])
def test_sockets_of_systemd_outlive_it(home, sockets, number):
    listeners = sockets(number)
    port = listeners[0].getsockname()[1]
    for _ in range(2):  # a stop and a start again refuse nobody
        process = activated(listeners, home)
        for _ in range(8):
            assert fetch(port, "/")[0] == 200
        assert "Traceback" not in stop(process)


def test_sockets_that_can_not_be_served_are_said(home, sockets, tmp_path):
    for listeners, words in [
        (sockets(3), "passed on 3 sockets for 2 server processes"),
        ([*sockets(1), *sockets(1)], "did not pass on TCP sockets that listen at one address"),
        (sockets(1, socket.AF_UNIX, str(tmp_path / "socket")), "did not pass on TCP sockets"),
    ]:
        process = activated(listeners, home)
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 1
        assert words in said
        assert "Traceback" not in said


def test_each_process_has_its_share_of_connections(serve, port):
    until_ready(port, serve)
    server, _ = children(serve.pid)
    until(lambda: len(children(server)) == 2)
    with contextlib.ExitStack() as stack:
        for _ in range(64):
            stack.enter_context(socket.create_connection(("127.0.0.1", port)))
        fetch(port, "/")
        shares = [len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in children(server)]
    assert max(shares) - min(shares) < 56, shares
    stop(serve)
