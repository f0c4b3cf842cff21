"""Servers that tests start for themselves, on free ports and in folders of their own.

`python -m tests.services COMMAND …` runs a command with a PostgreSQL and a Redis of its own, which
end with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import email.policy
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from urllib.parse import quote

from tests import tools
from tests.memory import memory

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(true: Callable, seconds: float = 120):
    """Wait until `true()` is, and give what it gave; so long that a busy machine is no failure."""
    deadline = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < deadline, "It did not come about."
        time.sleep(0.05)
    return found


class Service:
    """A program that listens at a port: started, killed, started again as often as a test likes."""

    def __init__(
        self, command: list[str], port: int, log: Path, user: str | None = None, **environment: str
    ) -> None:
        """`port` 0: it listens at none. `user`: whom it is to run as, where we may choose."""
        self.command, self.port, self.log = command, port, log
        self.user = user if os.geteuid() == 0 else None
        self.environment = {**os.environ, **environment}
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.user,
            )
        if self.port:
            until(self._up)

    def _up(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        return answers(self.port)

    def kill(self, how: int = signal.SIGKILL) -> None:
        """End it and all that it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            self.process.wait(timeout=120)


def family(pid: int) -> list[int]:
    """A process and all below it."""
    return [pid, *(each for child in children(pid) for each in family(child))]


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


@contextlib.contextmanager
def serving(
    command: list[str], port: int, log: Path, **environment: str
) -> Iterator[subprocess.Popen]:
    """A server, from when it listens until it has ended."""
    service = Service(command, port, log, **environment)
    service.start()
    try:
        yield service.process
    finally:
        service.kill(signal.SIGTERM)


def server(port: int, processes: int = 2) -> list[str]:
    """The command of the product's server, as `manage.py serve` runs it, on a socket of its own."""
    program = "newsroom.serving.processes.server"
    return [sys.executable, "-m", program, f"--port={port}", f"--workers={processes}"]


def worker(folder: Path, lease: float = 30, **environment: str) -> Service:
    """A worker process on the tests' own database."""
    (folder / "home").mkdir(exist_ok=True)
    command = [sys.executable, "manage.py", "worker", f"--lease={lease}"]
    given = {"DATABASE_URL": database_url(), "NEWSROOM_HOME": str(folder / "home"), **environment}
    return Service(command, 0, folder / "worker.log", **given)


def database_url() -> str:
    """The tests' database, as a process of its own is told about it."""
    from django.db import connection

    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgresql://{given['USER']}:{quote(given['PASSWORD'])}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


@contextlib.contextmanager
def database(name: str) -> Iterator[None]:
    """A database of its own beside the one that DATABASE_URL names; SQLite's lies in the site's own
    folder."""
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


def redis(folder: Path) -> Service:
    port = free_port()
    command = [
        "redis-server",
        "--bind",
        "127.0.0.1",
        "--port",
        str(port),
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    return Service(command, port, folder / "redis.log")


#: A test's data need not outlive a power cut.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def postgresql(folder: Path) -> Service:
    """A server of its own whose data lie in `folder`; its superuser is newsroom."""
    programs, data, port = tools.find("postgresql"), folder / "postgresql", free_port()
    data.mkdir()
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    if user:
        shutil.chown(data, user)
    subprocess.run(
        [
            f"{programs}/initdb",
            "-D",
            data,
            "-U",
            "newsroom",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ],
        check=True,
        user=user,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", *HASTY)
    words = [word for setting in settings for word in ("-c", setting)]
    command = [f"{programs}/postgres", "-D", str(data), "-p", str(port), *words]
    return Service(command, port, folder / "postgresql.log", user)


def s3(folder: Path) -> Service:
    """A stand-in for S3 that keeps everything in memory; `bucket` makes one."""
    port = free_port()
    program = "from moto.server import main; main()"
    return Service(
        [sys.executable, "-c", program, "-H", "127.0.0.1", "-p", str(port)], port, folder / "s3.log"
    )


#: What any S3 client is told about who it is.
S3_KEYS = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "eu-central-1",
}


def make_bucket(server: Service, name: str) -> str:
    """Make a bucket; its address, as MEDIA_URL_S3 takes it."""
    import boto3

    address = f"http://127.0.0.1:{server.port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name=S3_KEYS["AWS_DEFAULT_REGION"],
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    return f"{address}/{name}"


class MailServer:
    """A real SMTP server in a thread. `got` holds what it took, as (recipient, message); it answers
    with the words in `to_recipients` or `to_messages` instead of taking one, as long as there are
    any: {"a@b.example": ["550 No"]}. While it is `pondering`, it says nothing to a message that it
    was sent."""

    def __init__(self, **settings) -> None:
        """`settings` are aiosmtpd's: TLS, logins."""
        self.got: list[tuple[str, Message]] = []
        self.to_recipients: dict[str, list[str]] = {}
        self.to_messages: dict[str, list[str]] = {}
        self.pondering, self.asked = False, 0
        self.settings, self.port = settings, free_port()
        self.controller = None

    def start(self) -> None:
        from aiosmtpd.controller import Controller

        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **self.settings)
        self.controller.start()

    def stop(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if words := self.to_recipients.get(address):
            return words.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self.asked += 1
        while self.pondering:
            await asyncio.sleep(0.05)
        for address in envelope.rcpt_tos:
            if words := self.to_messages.get(address):
                return words.pop(0)
            self.got.append(
                (
                    address,
                    message_from_bytes(envelope.original_content, policy=email.policy.default),
                )
            )
        return "250 Taken"


def main(command: list[str]) -> int:
    """Run the command with DATABASE_URL and REDIS_URL set; gives its exit status."""
    folder = Path(tempfile.mkdtemp(prefix="newsroom-services-", dir=memory()))
    folder.chmod(0o755)  # PostgreSQL runs as somebody else
    servers = [postgresql(folder), redis(folder)]
    try:
        for server in servers:
            server.start()
        database, cache = servers
        own = {
            "DATABASE_URL": f"postgresql://newsroom@127.0.0.1:{database.port}/postgres",
            "REDIS_URL": f"redis://127.0.0.1:{cache.port}/0",
        }
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, check=False).returncode
    finally:
        for server in servers:
            # killed outright, PostgreSQL leaves its shared memory behind
            server.kill(signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
