"""The benchmark: `make bench`. Starts the product on a site of its own and measures it beside what
it is held against.

Cases are asked in turn, round after round, so that a busy moment of the machine hits all alike.
Beside requests per second it counts the processor time that all processes of the server spent per
request: on a shared machine that is the steadier figure. Pages that are ready are asked for by wrk
(Debian's package), which costs less than the server it measures; each ratio is to a case of the
same run, on the same kind of server. With DATABASE_URL naming PostgreSQL, everything is measured
there a second time.
"""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.posting import at_once
from tests.services import children, database, family, server, serving

PORT = int(os.environ.get("BENCH_PORT", "8765"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "2"))
CONNECTIONS = int(os.environ.get("BENCH_CONNECTIONS", "4"))
WORKERS = 2
HOST = f"localhost:{PORT}"
PAGES = 10_000
#: An address of an old site.
OLD = "/2019/05/an-old-story/"
#: The servers: ours, and what it is compared with.
PRODUCT, WSGI, ASGI = range(3)


@dataclass
class Case:
    """What is asked for, of which server, and what it cost."""

    name: str
    path: str
    against: str = ""  # the case it is compared with
    server: int = 0  # one of PRODUCT, WSGI, ASGI
    headers: dict[str, str] = field(default_factory=dict)
    # done before each request, so that the page must be built anew
    before: Callable[[], None] | None = None
    post: Callable[[], bytes] | None = None
    expected: int = 200
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def port(self) -> int:
        return PORT + self.server


# -- the site
# ----------------------------------------------------------------------------------------------


def fill() -> dict[str, str]:
    """Stories with replies; gives their addresses by what they are for."""
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from articles.models import FormerAddress
    from comments.models import Policy
    from tests import factories

    Policy.objects.create(mode="open")
    body = (
        "<p>"
        + "</p><p>".join(["A sentence of some words, as stories have them, stands here. " * 6] * 12)
        + "</p>"
    )
    addresses = {"post": factories.published("A story to post to").get_absolute_url()}
    for size in (0, 100, 1000, 10_000):
        edition = factories.published(
            f"A story with {size} replies", body=body, standfirst="What it is about."
        )
        last = None
        with transaction.atomic():
            for number in range(size):
                text = (
                    f"This is reply number {number}. It says something in two sentences. "
                    + "More words. " * 20
                )
                parent = last if number % 5 in (1, 2) else None
                last = factories.reply(
                    edition,
                    text,
                    name=f"Reader {number}",
                    email=f"r{number}@example.org",
                    parent=parent,
                )
        addresses[str(size)] = edition.get_absolute_url()
    factories.reply(edition, "Is this so?", state="held")
    addresses["form"] = f"/admin/articles/article/{edition.article_id}/change/"
    addresses["login"] = log_in()
    FormerAddress.objects.create(key=OLD.strip("/"), article=edition.article)
    for number in range(20):
        factories.published(
            f"One of the newest stories, number {number}", standfirst="What it is about."
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # as its autovacuum will have done on any site of some hours
            cursor.execute("VACUUM ANALYZE")
    return addresses


def log_in() -> str:
    """The cookie of an editor who is logged in."""
    from django.conf import settings
    from django.test import Client

    from tests import factories

    client = Client()
    client.force_login(factories.somebody())
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def idle() -> None:
    """Before a request that one client makes after another, where nothing has to change."""


def reply_once_more(address: str) -> Callable[[], None]:
    """Shows a new reply under a story, so that its page has to be built anew."""
    from articles.models import Edition
    from tests import factories

    slug = address.strip("/").rpartition("/")[2]
    edition = Edition.objects.get(address__slug=slug)
    return lambda: factories.reply(edition, email="bench@example.org") and None


def cases(addresses: dict[str, str]) -> list[Case]:
    front = ask("/")[2].decode()
    static = re.search(r'href="(/static/css/components[^"]+)"', front)[1]
    story, long = addresses["1000"], addresses["10000"]
    bare, file, file_304, plain = (
        "A bare ASGI function",
        "WhiteNoise’s file",
        "WhiteNoise’s file, 304",
        "A plain template",
    )
    warm = [
        Case("Front page", "/", bare),
        Case("Section", "/section/city/", bare),
        Case("Feed (RSS)", "/feed/", bare),
        Case("Sitemap (index)", "/sitemap.xml", bare),
        Case("Reply count", f"{story}replies/count/", bare),
    ]
    serial = iter(range(10**9))
    here = {"Cookie": addresses["login"]}
    return [
        Case(f"{bare}, the story’s bytes", "/", server=ASGI),
        Case("A bare WSGI function, the same", "/", bare, server=WSGI),
        Case(f"{file} (style sheet)", static, bare, server=WSGI),
        Case(file_304, static, server=WSGI, headers=tagged(static), expected=304),
        Case("Style sheet, from ours", static, bare),
        Case("Story with 1,000 replies, ready", story, bare),
        Case("Story with 1,000 replies, 304", story, file_304, headers=tagged(story), expected=304),
        Case("Story with 10,000 replies, ready", long, bare),
        *(case for case in warm if ask(case.path)[0] == 200),
        Case(f"{plain}, as large, no queries", "/plain/", server=WSGI, before=idle),
        Case("Story with 10,000 replies, new", long, plain, before=reply_once_more(long)),
        Case(
            "Story with 100 replies, new",
            addresses["100"],
            plain,
            before=reply_once_more(addresses["100"]),
        ),
        Case(
            "A page that is not there", "/city/2020/01/nothing/", plain, expected=404, before=idle
        ),
        Case("An old address, led on", OLD, plain, expected=301, before=idle),
        Case("The desk of replies", "/admin/comments/comment/", plain, headers=here, before=idle),
        Case("The form of a story", addresses["form"], plain, headers=here, before=idle),
        Case(
            "Posting a reply",
            f"{addresses['post']}reply/",
            plain,
            expected=303,
            post=lambda: (
                f"comment=Reply+{next(serial)}+of+{time.time_ns()}&name=Bench&email=b%40example.org&website=".encode()
            ),
        ),
    ]


# -- asking
# --------------------------------------------------------------------------------------------------


def ask(
    path: str, port: int = PORT, data: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """One answer over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST" if data else "GET", path, data, {"Host": HOST, **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.headers.items()}, body


def tagged(path: str) -> dict[str, str]:
    return {"If-None-Match": ask(path, **{"Accept-Encoding": "gzip"})[1]["etag"]}


def cpu_seconds(pid: int) -> float:
    total = 0.0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def measure(case: Case, server: int) -> None:
    """One round of a case: adds a rate, the CPU per request, and how long answers took."""
    before = cpu_seconds(server)
    asked, seconds = (by_wrk if case.before is None and case.post is None else one_by_one)(case)
    case.rates.append(asked / seconds)
    case.cpu.append(1000 * (cpu_seconds(server) - before) / asked)


def by_wrk(case: Case) -> tuple[int, float]:
    """Over all connections at once, by wrk."""
    headers = {"Host": HOST, "Accept-Encoding": "gzip", **case.headers}
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    command += [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{case.port}{case.path}"],
        capture_output=True,
        text=True,
        check=True,
    )
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors:.*", said.stdout)
    if wrong:
        raise RuntimeError(f"{case.name}: {wrong[0]}")
    case.p50.append(milliseconds(said.stdout, "50%"))
    case.p99.append(milliseconds(said.stdout, "99%"))
    asked, seconds = re.search(r"(\d+) requests in ([\d.]+)s", said.stdout).groups()
    return int(asked), float(seconds)


def milliseconds(said: str, share: str) -> float:
    number, unit = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", said).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def one_by_one(case: Case) -> tuple[int, float]:
    """Over one connection, one after the other; what is done before a request is not counted."""
    connection = http.client.HTTPConnection("127.0.0.1", case.port, timeout=60)
    headers = {"Host": HOST, "Accept-Encoding": "gzip", **case.headers}
    if case.post:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    times: list[float] = []
    while sum(times) < SECONDS and len(times) < 1000:
        if case.before:
            case.before()
        data = case.post() if case.post else None
        begun = time.perf_counter()
        connection.request("POST" if data else "GET", case.path, data, headers)
        answer = connection.getresponse()
        case.size = len(answer.read())
        times.append(time.perf_counter() - begun)
        if answer.status != case.expected:
            raise RuntimeError(f"{case.name}: {answer.status} instead of {case.expected}")
    connection.close()
    times.sort()
    case.p50.append(1000 * times[len(times) // 2])
    case.p99.append(1000 * times[int(len(times) * 0.99)])
    return len(times), sum(times)


# -- the whole
# -----------------------------------------------------------------------------------------------


def report(measured: list[Case], backend: str) -> None:
    print(
        f"\n{backend}; {os.cpu_count()} cores, {WORKERS} server processes, {CONNECTIONS}"
        f" connections (one for what is new or posted), {ROUNDS} rounds of {SECONDS} s, gzip taken"
    )
    print(
        f"{'':40}{'bytes':>7}{'req/s':>8}{'spread':>14}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8} "
        f" {'req/s':>6}{'CPU':>7}"
    )
    for case in measured:
        rate, cpu = statistics.median(case.rates), statistics.median(case.cpu)
        spread = f"{min(case.rates):.0f}–{max(case.rates):.0f}"
        line = (
            f"{case.name:40}{case.size:7}{rate:8.0f}{spread:>14}{statistics.median(case.p50):8.2f}"
        )
        line += f"{statistics.median(case.p99):8.2f}{cpu:8.3f}"
        base = next(
            (each for each in measured if case.against and each.name.startswith(case.against)), None
        )
        if base and base is not case:
            times, processor = (
                rate / statistics.median(base.rates),
                cpu / statistics.median(base.cpu),
            )
            line += f"  {times:6.2f}{processor:7.2f}  × {base.name.partition(',')[0]}"
        print(line)


def measure_start(command: list[str], home: Path, path: str) -> float:
    """Seconds from the command to the first answer of a page that was not ready."""
    shutil.rmtree(home / "pages", ignore_errors=True)
    begun = time.perf_counter()
    with serving(command, PORT, home / "start.log"):
        status, _, _ = ask(path)
        took = time.perf_counter() - begun
    if status != 200:
        raise RuntimeError(f"{path}: {status} at the first request")
    return took


def measure_memory(command: list[str], home: Path) -> Iterator[str]:
    """What one process holds after PAGES different pages."""
    from django.utils import timezone

    from articles.models import Edition

    with serving(command, PORT, home / "memory.log") as running:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        paths = [
            e.get_absolute_url()
            for e in Edition.objects.live(timezone.now())
            .select_related("address")
            .order_by("pk")[:PAGES]
        ]
        for number, path in enumerate(paths, 1):
            connection.request("GET", path, headers={"Host": HOST, "Accept-Encoding": "gzip"})
            connection.getresponse().read()
            if number in (100, len(paths)):
                yield f"after {number:6,} pages: " + "; ".join(
                    held_by(pid) for pid in children(running.pid)
                )


def held_by(pid: int) -> str:
    """What a process holds for itself, and what it shows of files that all processes share."""
    own, mapped = (
        int(re.search(rf"{kind}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024
        for kind in ("RssAnon", "RssFile")
    )
    return (
        f"{own:.0f} MB of its own, {mapped:.0f} MB of files mapped (libraries, SQLite's database)"
    )


def plain_granian(port: int, interface: str, application: str) -> list[str]:
    """The command of the same server, as it comes, with an application of this interface."""
    words = f"--interface {interface} --port {port} --workers {WORKERS} --no-ws"
    if interface == "wsgi":
        words += " --blocking-threads 2"
    return [sys.executable, "-m", "granian", *words.split(), "--log-level=warning", application]


def bench(home: Path) -> None:
    os.environ.update(
        NEWSROOM_HOME=str(home),
        DJANGO_SETTINGS_MODULE="newsroom.settings",
        NEWSROOM_WORKERS=str(WORKERS),
    )
    import django

    django.setup()
    from django.db import connection

    from tests.growth.fill import fill as fill_more

    backend = f"{connection.vendor}, Python {sys.version.split()[0]}"
    print("Filling a site of its own …", flush=True)
    addresses = fill()
    connection.close()
    product = server(PORT, WORKERS)
    starts = [measure_start(product, home, addresses["1000"]) for _ in range(3)]
    with serving(product, PORT, home / "server.log") as served:
        page, long = ask(addresses["1000"])[2], ask(addresses["10000"])[2]
        (home / "story.gz").write_bytes(gzip.compress(page, 6))
        wsgi = plain_granian(PORT + WSGI, "wsgi", "tests.bench.bare:application")
        asgi = plain_granian(PORT + ASGI, "asgi", "tests.bench.bare:asgi")
        compare = {"BENCH_BYTES": str(home / "story.gz"), "BENCH_SIZE": str(len(long))}
        with (
            serving(wsgi, PORT + WSGI, home / "wsgi.log", **compare) as bare,
            serving(asgi, PORT + ASGI, home / "asgi.log", **compare) as bare_asgi,
        ):
            servers = [served.pid, bare.pid, bare_asgi.pid]
            measured = cases(addresses)
            for number in range(-1, ROUNDS):  # the first round warms up and does not count
                for case in measured:
                    measure(case, servers[case.server])
                    if number < 0:
                        case.rates, case.cpu, case.p50, case.p99 = [], [], [], []
                        case.size = case.size or len(
                            ask(
                                case.path, case.port, **{"Accept-Encoding": "gzip", **case.headers}
                            )[2]
                        )
                print(f"Round {number + 1} of {ROUNDS}" if number >= 0 else "Warmed up", flush=True)
        posted = [
            at_once(HOST, addresses["post"], connections=number, seconds=5 * SECONDS)
            for number in (4, 4, 8, 8)
        ]
    report(measured, backend)
    print("", *posted, sep="\n")
    print(f"\nFrom the start of the server to its first page: {statistics.median(starts):.2f} s")
    # not all are live
    fill_more(stories=PAGES * 5 // 4, replies=0, long_threads=0, say=lambda words: None)
    connection.close()
    for line in measure_memory(server(PORT, 1), home):
        print(f"Memory of a server process {line}", flush=True)


def main() -> None:
    if not shutil.which("wrk"):
        sys.exit("The benchmark asks by wrk, which is not installed: apt install wrk")
    if sys.argv[1:] == ["--here"]:
        with (
            tempfile.TemporaryDirectory(prefix="newsroom-bench-") as home,
            database(f"bench_{os.getpid()}"),
        ):
            bench(Path(home))
        return
    elsewhere = {
        name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if name in os.environ
    }
    here = {name: value for name, value in os.environ.items() if name not in elsewhere}
    for environment in [here, here | elsewhere] if elsewhere else [here]:
        subprocess.run([sys.executable, "-m", "tests.bench", "--here"], env=environment, check=True)


if __name__ == "__main__":
    main()
