"""Servers that tests start for themselves, on free ports and in folders of their own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(true: Callable, seconds: float = 30):
    """Wait until `true()` is, and give what it gave."""
    deadline = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < deadline, "It did not come about."
        time.sleep(0.05)
    return found


def needs(*programs: str) -> None:
    """Skip the test where one of the programs is not installed."""
    if missing := [program for program in programs if not shutil.which(program)]:
        pytest.skip(f"not installed here: {', '.join(missing)}")


class Service:
    """A program that listens at a port: started, killed, started again as often as a test likes."""

    def __init__(self, command: list[str], port: int, log: Path, user: str | None = None, **environment: str) -> None:
        """`port` 0: it listens at none. `user`: whom it is to run as, where we may choose."""
        self.command, self.port, self.log = command, port, log
        self.user = user if os.geteuid() == 0 else None
        self.environment = {**os.environ, **environment}
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
                user=self.user,
            )  # fmt: skip
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
            self.process.wait(timeout=30)


def redis(folder: Path) -> Service:
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    return Service(command, port, folder / "redis.log")


def s3(folder: Path) -> Service:
    """A stand-in for S3 that keeps everything in memory; `bucket` makes one."""
    port = free_port()
    program = "from moto.server import main; main()"
    return Service([sys.executable, "-c", program, "-H", "127.0.0.1", "-p", str(port)], port, folder / "s3.log")


#: What any S3 client is told about who it is.
S3_KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "eu-central-1"}


def make_bucket(server: Service, name: str) -> str:
    """Make a bucket; its address, as MEDIA_URL_S3 takes it."""
    import boto3

    address = f"http://127.0.0.1:{server.port}"
    client = boto3.client(
        "s3", endpoint_url=address, region_name=S3_KEYS["AWS_DEFAULT_REGION"],
        aws_access_key_id="key", aws_secret_access_key="secret",
    )  # fmt: skip
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return f"{address}/{name}"
