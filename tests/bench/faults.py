"""What readers and writers notice of a fault: `python -m tests.bench.faults`.

Starts the product on a site of its own (on PostgreSQL, where one can be had, it is paused, too),
makes each fault for real, and asks all the while, a hundred times a second over one connection, for
a page that is ready and for /healthz. Prints how long answers took, and what those who were refused
were told. Who asks and who floods take their time of the same processors as the server.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import multiprocessing
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from tests import services, tools
from tests.services import ROOT, family, free_port, serving

SECONDS = int(os.environ.get("FAULT_SECONDS", "10"))
FORM = "application/x-www-form-urlencoded"

#: What comes in when much too much comes in: by turns, over so many connections.
FLOOD = """
local paths = {"/no/such/page/%d/", "/search/?q=flood+%d", "/?replytocom=%d&n=%d",
               "/section/city/?page=%d", "/topic/none-%d/"}
local n = 0
request = function()
  n = n + 1
  if n % 12 == 0 then
    return wrk.format("POST", "/admin/login/", {["Content-Type"] = "FORM"},
                      "username=a&password=b")
  end
  if n % 6 == 0 then
    return wrk.format("POST", "REPLY", {["Content-Type"] = "FORM"},
                      "comment=Flood+" .. n .. "&name=F&email=f" .. n .. "%40example.org")
  end
  local path = paths[n % #paths + 1]
  return wrk.format("GET", (string.gsub(path, "%%d", n)))
end
"""


def probe(port: int, path: str, seconds: float, told) -> None:
    """Ask every hundredth of a second; sends the milliseconds, and how often each answer came."""
    with contextlib.suppress(OSError):
        os.nice(-10)  # it is to measure the server, not how long it waits for a processor itself
    times, answers = [], Counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        try:
            connection.request("GET", path, headers={"Host": "localhost"})
            answer = connection.getresponse()
            answer.read()
            is_stale = "Cache-Status" in answer.headers
            answers["stale" if is_stale else str(answer.status)] += 1
        except OSError as error:
            answers[type(error).__name__] += 1
            connection.close()
        times.append(1000 * (time.perf_counter() - begun))
        time.sleep(max(0.0, begun + 0.01 - time.perf_counter()))
    times.sort()
    told.send((times, dict(answers)))


class Probes:
    """A ready page and /healthz, asked for as long as a fault lasts."""

    def __init__(self, port: int, page: str, seconds: float) -> None:
        self.asking = []
        for path in (page, "/healthz"):
            mine, theirs = multiprocessing.Pipe()
            process = multiprocessing.Process(target=probe, args=(port, path, seconds, theirs))
            process.start()
            self.asking.append((process, mine))

    def report(self, name: str) -> None:
        line = f"{name:44}"
        for process, pipe in self.asking:
            times, answers = pipe.recv()
            process.join()
            p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
            told = " ".join(f"{answer}:{count}" for answer, count in sorted(answers.items()))
            line += f"{p50:7.1f}{p99:8.1f}{times[-1]:9.1f}  {told:24}"
        print(line, flush=True)


def post(port: int, path: str, text: str) -> tuple[int, float, bool]:
    """Leave a reply: the status, the seconds it took, and whether the words are in the answer."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=90)
    data = urlencode({"comment": text, "name": "Ann", "email": f"r{abs(hash(text))}@example.org"})
    connection.request("POST", path, data, {"Host": "localhost", "Content-Type": FORM})
    answer = connection.getresponse()
    page = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, time.perf_counter() - begun, text in page


def half_sent(port: int, path: str) -> socket.socket:
    sender = socket.create_connection(("127.0.0.1", port), timeout=60)
    sender.sendall(
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
        f"Content-Type: {FORM}\r\n\r\ncomment=Ha".encode()
    )
    return sender


def writers(port: int, path: str, number: int) -> list[tuple[int, float, bool]]:
    """So many replies at once."""
    found: list = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(post(port, path, f"In the midst {n:04}")))
        for n in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def tell_writers(found: list[tuple[int, float, bool]]) -> None:
    by_status = Counter(status for status, _, _ in found)
    slowest = max(took for _, took, _ in found)
    back = sum(given for status, _, given in found if status == 503)
    print(
        f"{'':6}of {len(found)} replies: {dict(by_status)}, the slowest answer after"
        f" {slowest:.1f} s; the words given back in {back} of {by_status[503]} refusals"
    )


def flood(port: int, reply: str, folder: Path, connections: int) -> str:
    script = folder / "flood.lua"
    script.write_text(FLOOD.replace("FORM", FORM).replace("REPLY", reply))
    said = subprocess.run(
        [
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{SECONDS}s",
            "--timeout",
            "30s",
            "--latency",
            "-s",
            script,
            f"http://127.0.0.1:{port}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    wanted = ("99%", "requests in", "Non-2xx", "Socket errors")
    return "; ".join(
        " ".join(line.split()) for line in said.splitlines() if any(w in line for w in wanted)
    )


def memory(pid: int) -> float:
    """Of all processes of the server, in MB."""
    total = 0
    for each in family(pid):
        for line in Path(f"/proc/{each}/status").read_text().splitlines():
            if line.startswith("RssAnon"):
                total += int(line.split()[1])
    return total / 1024


@contextlib.contextmanager
def locked(database: Path) -> Iterator[None]:
    """Somebody else holds SQLite's write lock."""
    holder = sqlite3.connect(database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


@contextlib.contextmanager
def paused(pid: int) -> Iterator[None]:
    """A program and all below it stand still."""
    pids = family(pid)
    for each in pids:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in pids:
            os.kill(each, signal.SIGCONT)


def drill(home: Path, database: services.Service | None) -> None:
    port = free_port()
    environment = {"NEWSROOM_HOME": str(home), "PORT": str(port), "NEWSROOM_BODY_SECONDS": "5"}
    if database:
        environment["DATABASE_URL"] = f"postgresql://newsroom@127.0.0.1:{database.port}/postgres"
    command = [sys.executable, "manage.py"]
    told = {"cwd": ROOT, "env": {**os.environ, **environment}, "check": True}
    subprocess.run([*command, "collectstatic", "--noinput", "--verbosity=0"], **told)
    filled = subprocess.run(
        [sys.executable, "-m", "tests.served"], **told, stdout=subprocess.PIPE, text=True
    )
    addresses = json.loads(filled.stdout)
    page, reply = addresses["story"], f"{addresses['story']}reply/"
    print(
        f"\n{'PostgreSQL' if database else 'SQLite'}, {os.cpu_count()} cores, {SECONDS} s each\n"
        f"{'':44}{'a ready page, ms: p50, p99, most':48}/healthz: p50, p99, most"
    )
    server = [*command, "serve", "--only-server"]
    with serving(server, port, home / "server.log", **environment) as running:
        for _ in range(20):  # ready in both processes
            probe_once(port, page)
        probes = Probes(port, page, SECONDS)
        probes.report("undisturbed")

        senders = [half_sent(port, reply) for _ in range(200)]
        probes = Probes(port, page, SECONDS)
        told_writers = writers(port, reply, 5)
        probes.report("200 half-sent POSTs")
        tell_writers(told_writers)
        print(f"{'':6}the senders were told {Counter(map(last_words, senders))}")

        for connections in (20, 200):
            probes = Probes(port, page, SECONDS)
            said = flood(port, reply, home, connections)
            probes.report(f"a flood over {connections} connections")
            print(f"{'':6}{said}\n{'':6}memory of the server: {memory(running.pid):.0f} MB")

        if database:
            fault, name = paused(database.process.pid), "PostgreSQL paused"
        else:
            fault, name = locked(home / "newsroom.sqlite3"), "the write lock is held"
        probes = Probes(port, page, SECONDS)
        time.sleep(1)
        with fault:
            told_writers = writers(port, reply, 20)
            time.sleep(max(0, SECONDS - 5))
            ended = time.perf_counter()
        until_written(port, reply, ended)
        probes.report(name)
        tell_writers(told_writers)


def until_written(port: int, reply: str, ended: float) -> None:
    while post(port, reply, f"After it {time.time_ns()}")[0] != 303:
        time.sleep(0.05)
    print(f"{'':6}{time.perf_counter() - ended:.1f} s after its end a reply was taken")


def probe_once(port: int, page: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", page, headers={"Host": "localhost"})
    connection.getresponse().read()
    connection.close()


def last_words(sender: socket.socket) -> str:
    try:
        return sender.recv(1000)[:12].decode()
    except OSError as error:
        return type(error).__name__
    finally:
        sender.close()


def inside(make: Callable[[Path], services.Service | None]) -> None:
    with tempfile.TemporaryDirectory(prefix="newsroom-faults-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL has a user of its own
        database = make(Path(folder))
        home = Path(folder) / "home"
        home.mkdir()
        if database:
            database.start()
        try:
            drill(home, database)
        finally:
            if database:
                database.kill()


def main() -> None:
    inside(lambda folder: None)
    if tools.find("postgresql"):
        inside(services.postgresql)


if __name__ == "__main__":
    main()
