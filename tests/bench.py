"""The benchmark: `make bench`. Starts the product as `make run` does, on a site of its own, and measures it.

Each case is asked in turn, round after round, so that a busy moment of the machine hits all alike. Beside
requests per second it counts the processor time that all processes of the server spent per request: on a
shared machine that is the steadier figure. Every ratio is to a static file from the same server.
"""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORT = int(os.environ.get("BENCH_PORT", "8765"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "1.5"))
CONNECTIONS = int(os.environ.get("BENCH_CONNECTIONS", "4"))
SIZES = (0, 100, 1000)


@dataclass
class Case:
    name: str
    path: str
    headers: str = ""
    post: bool = False
    expected: int = 200
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    size: int = 0


def prepare() -> dict:
    """Fill the site with one story for each number of replies, and one to post to; gives their addresses."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from comments.models import Policy
    from tests import factories

    Policy.objects.create(mode="open")
    addresses = {"to post to": factories.published("A story to post to").get_absolute_url()}
    body = "<p>" + "</p><p>".join(["A sentence of some words, as stories have them, stands here. " * 6] * 12) + "</p>"
    for size in SIZES:
        edition = factories.published(f"A story with {size} replies", body=body, standfirst="What it is about.")
        last = None
        for number in range(size):
            text = f"This is reply number {number}. It says something in two sentences."
            parent = last if number % 5 in (1, 2) else None
            last = factories.reply(
                edition, text, name=f"Reader {number}", email=f"r{number}@example.org", parent=parent
            )
        addresses[size] = edition.get_absolute_url()
    for number in range(20):
        factories.published(f"One of the newest stories, number {number}", standfirst="What it is about.")
    return addresses


class Connection:
    """One kept-alive connection that sends ready-made requests and reads whole answers."""

    def __init__(self) -> None:
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", PORT), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Status, head and body of the answer."""
        self.socket.sendall(request)
        while b"\r\n\r\n" not in self.rest:
            self.rest += self.receive()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        if length is None and status not in (304,):
            raise RuntimeError(f"An answer without a length: {head[:200]!r}")
        wanted = int(length[1]) if length and status != 304 else 0
        while len(self.rest) < wanted:
            self.rest += self.receive()
        body, self.rest = self.rest[:wanted], self.rest[wanted:]
        return status, head, body

    def receive(self) -> bytes:
        data = self.socket.recv(262_144)
        if not data:
            raise RuntimeError("The server closed the connection.")
        return data


def request(case: Case, serial: int) -> bytes:
    head = f"Host: localhost:{PORT}\r\nAccept-Encoding: gzip\r\n{case.headers}"
    if not case.post:
        return f"GET {case.path} HTTP/1.1\r\n{head}\r\n".encode()
    body = f"comment=Reply+{serial}+of+{os.getpid()}&name=Bench&email=bench%40example.org&website="
    kind = "application/x-www-form-urlencoded"
    return f"POST {case.path} HTTP/1.1\r\n{head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


def family(pid: int) -> list[int]:
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in family(int(child)))]


def cpu_seconds(pid: int) -> float:
    total = 0.0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


serials = iter(range(1, 10**9))


def measure(case: Case, connections: list[Connection], server: int) -> None:
    """Ask for SECONDS over all connections; adds a rate, the CPU per request, and the times of all answers."""
    until = time.perf_counter() + SECONDS
    times: list[float] = []

    def run(connection: Connection) -> None:
        while (begun := time.perf_counter()) < until:
            status, _, body = connection.ask(request(case, next(serials)))
            if status != case.expected:
                raise RuntimeError(f"{case.name}: {status} instead of {case.expected}")
            times.append(time.perf_counter() - begun)
            case.size = len(body)

    before, begun = cpu_seconds(server), time.perf_counter()
    threads = [threading.Thread(target=run, args=[connection]) for connection in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    case.rates.append(len(times) / (time.perf_counter() - begun))
    case.cpu.append(1000 * (cpu_seconds(server) - before) / len(times))
    case.times += times


def report(cases: list[Case], base: Case) -> None:
    cores, workers = os.cpu_count(), os.environ.get("NEWSROOM_WORKERS", "2")
    print(
        f"\n{cores} cores, {workers} server processes, {CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS} s, gzip taken"
    )
    print(
        f"{'':38}{'bytes':>7}{'req/s':>8}{'spread':>14}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8}{'req/s':>8}{'CPU':>8}"
    )
    print(f"{'':38}{'':>7}{'':>8}{'':>14}{'':>8}{'':>8}{'':>8}{'× file':>8}{'× file':>8}")
    for case in cases:
        rate, cpu = statistics.median(case.rates), statistics.median(case.cpu)
        times = sorted(case.times)
        spread = f"{min(case.rates):.0f}–{max(case.rates):.0f}"
        print(
            f"{case.name:38}{case.size:7}{rate:8.0f}{spread:>14}"
            f"{1000 * times[len(times) // 2]:8.1f}{1000 * times[int(len(times) * 0.99)]:8.1f}{cpu:8.2f}"
            f"{rate / statistics.median(base.rates):8.2f}{cpu / statistics.median(base.cpu):8.1f}"
        )


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as home:
        os.environ.update(NEWSROOM_HOME=home, PORT=str(PORT))
        print("Filling a site of its own …", flush=True)
        addresses = prepare()
        log = open(Path(home) / "serve.log", "w")  # noqa: SIM115
        served = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, stdout=log, stderr=log)
        try:
            wait(served, log.name)
            connections = [Connection() for _ in range(CONNECTIONS)]
            cases = list_cases(addresses, connections[0])
            for number in range(-1, ROUNDS):  # the first round warms up and does not count
                for case in cases:
                    measure(case, connections, served.pid)
                    if number < 0:
                        case.rates, case.cpu, case.times = [], [], []
                print(f"Round {number + 1} of {ROUNDS}" if number >= 0 else "Warmed up", flush=True)
            report(cases, cases[0])
        finally:
            served.terminate()
            served.wait(timeout=30)


def wait(served: subprocess.Popen, log: str) -> None:
    for _ in range(600):
        if served.poll() is not None:
            sys.exit(Path(log).read_text())
        try:
            Connection()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not answer within a minute.")


def list_cases(addresses: dict, connection: Connection) -> list[Case]:
    _, _, front = connection.ask(f"GET / HTTP/1.1\r\nHost: localhost:{PORT}\r\n\r\n".encode())
    static = re.search(rb'href="(/static/css/components[^"]+)"', front)[1].decode()
    _, head, _ = connection.ask(request(Case("", addresses[1000]), 0))
    etag = re.search(rb"(?i)\netag: *([^\r]+)", head)[1].decode()
    return [
        Case("A static file (style sheet)", static),
        *(Case(f"Story, {size} replies", addresses[size]) for size in SIZES),
        Case("Story, 1000 replies, 304", addresses[1000], headers=f"If-None-Match: {etag}\r\n", expected=304),
        Case("Front page", "/"),
        Case("Posting a reply", f"{addresses['to post to']}reply/", post=True, expected=303),
    ]


if __name__ == "__main__":
    main()
