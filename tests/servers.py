"""The product's servers and databases, as benchmarks and long trials start them: outside pytest."""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextlib.contextmanager
def database(name: str) -> Iterator[None]:
    """A database of its own beside the one that DATABASE_URL names; SQLite's lies in the site's own folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
        os.environ["DATABASE_URL"] = url.rpartition("/")[0] + f"/{name}"
        try:
            yield
        finally:
            os.environ["DATABASE_URL"] = url
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def serving(command: list[str], port: int, log: Path, **environment: str) -> Iterator[subprocess.Popen]:
    """A server, from its first answer on until it has ended."""
    with log.open("w") as out:
        running = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=out, stderr=out)
        try:
            wait_for(port, running, log)
            yield running
        finally:
            running.terminate()
            running.wait(30)


def wait_for(port: int, running: subprocess.Popen, log: Path) -> None:
    """Return when somebody answers on the port."""
    for _ in range(1200):
        if running.poll() is not None:
            raise RuntimeError(log.read_text())
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        time.sleep(0.02)
    raise RuntimeError(f"Nobody answers on port {port}.\n{log.read_text()}")
