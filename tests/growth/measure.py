"""What growth costs: `make growth`. Two sites, one a hundred times the other, asked the same in
turn.

With DATABASE_URL set the two are databases of their own beside that one; else each is SQLite in a
home of its own. `--keep DIR` leaves the filled sites there and takes them up again the next time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
SLOW = 400  # milliseconds; a case that takes longer has fewer rounds
NAMES = ("small", "large")


class Worker:
    """The process that holds one site open."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.growth.site"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.cases: list[str] = self.answer()

    def take(self, case: str) -> dict:
        print(case, file=self.process.stdin, flush=True)
        return self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("A site has stopped; what it said stands above.")
        return json.loads(line)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=60)


@contextmanager
def site(name: str, folder: Path, keep: bool):
    """The environment of a site: its home, and its database where there is a server."""
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "NEWSROOM_HOME": str(home)}
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield environment
        return
    parts = urlsplit(server)
    database = f"{parts.path.strip('/')}_growth_{name}"
    environment["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{database}"))
    _make_database(server, database)
    try:
        yield environment
    finally:
        if not keep:
            _drop_database(server, database)


def _make_database(server: str, name: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [name]
        ).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')


def _drop_database(server: str, name: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def fill(environment: dict[str, str], stories: int, replies: int, long: int) -> None:
    sizes = ["--stories", str(stories), "--replies", str(replies), "--long", str(long)]
    subprocess.run(
        [sys.executable, "-m", "tests.growth.fill", *sizes], cwd=ROOT, env=environment, check=True
    )


def measure(small: Worker, large: Worker, cases: list[str]) -> None:
    """Take each case on both sites in turn, round after round; prints a line for each."""
    print(f"\n{'':34}{'queries':>12}{'median ms':>18}{'growth':>9}")
    for case in cases:
        first = [worker.take(case) for worker in (small, large)]  # warms up
        times: tuple[list, list] = ([], [])
        for _ in range(ROUNDS if first[1]["ms"] < SLOW else 3):
            for taken, worker in zip(times, (small, large), strict=True):
                taken.append(worker.take(case)["ms"])
        before, after = (statistics.median(taken) for taken in times)
        queries = "/".join(str(taken["queries"]) for taken in first)
        print(
            f"{case:34}{queries:>12}{before:9.1f}{after:9.1f}{(after / before - 1):>+9.0%}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.growth.measure", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--stories", type=int, default=100_000, help="of the large site; the small has a hundredth"
    )
    parser.add_argument("--replies", type=int, default=1_000_000, help="likewise")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="leave the filled sites there, or use those there"
    )
    parser.add_argument(
        "--only", default="", metavar="WORDS", help="the cases whose names hold these words"
    )
    given = parser.parse_args()
    if given.stories < 60_000 or given.replies < 10 * given.stories:
        parser.error(
            "The small site must have full pages too: at least 60000 stories, and ten replies to"
            " each."
        )
    with ExitStack() as stack:
        folder = given.keep or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-growth-"))
        )
        workers = []
        for name, part in zip(NAMES, (100, 1), strict=True):
            environment = stack.enter_context(site(name, folder.resolve(), keep=bool(given.keep)))
            print(f"The {name} site …", flush=True)
            fill(environment, given.stories // part, given.replies // part, 1 if part > 1 else 3)
            workers.append(stack.enter_context(Worker(environment)))
        measure(*workers, [case for case in workers[0].cases if given.only.lower() in case.lower()])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("Stopped.")
