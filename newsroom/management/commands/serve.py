"""`manage.py serve`: the whole product on this machine, the server and the worker beside it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from newsroom.lib.config.env import Env
from newsroom.management.commands.prepare import refuse_no_paper

#: Number of connections that one server process holds open: one who sends slowly costs no more
#: than that, but a server that is full takes nobody in, not even for /healthz. granian raises the
#: limit of open files by itself.
CONNECTIONS = 4096


class Command(BaseCommand):
    help = (
        "Brings the database up to date and serves the site on PORT, with a worker beside it."
        " Ctrl-C ends both."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--new", action="store_true", help="make a new paper where NEWSROOM_HOME has none"
        )
        parser.add_argument(
            "--demo", action="store_true", help="fill an empty site with the demo newsroom first"
        )
        parser.add_argument(
            "--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)"
        )
        parser.add_argument(
            "--only-server",
            action="store_true",
            help=(
                "become the server and do nothing else (a supervisor runs `manage.py worker` as a"
                " second service)"
            ),
        )

    def handle(self, *args, new: bool, demo: bool, host: str, only_server: bool, **options) -> None:
        env = Env()
        port = env.number("PORT", 8000, least=1, most=65535)
        refuse_no_paper(new=new or demo)
        if in_use(host, port):
            raise CommandError(
                f"Port {port} is taken. Choose another one: make run PORT={port + 1}"
            )
        command = server(host, port, env.number("NEWSROOM_WORKERS", 2))
        if only_server:
            os.execv(command[0], command)
        # Stopped in the middle of a step by Ctrl-C or SIGTERM, it leaves with a word instead of a
        # traceback.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            self.prepare(demo)
            self.run(command, host, port)
        except KeyboardInterrupt:
            self.say("Stopped.")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def prepare(self, demo: bool) -> None:
        call_command("prepare", new=True, demo=demo, stdout=self.stdout)

    def run(self, command: list[str], host: str, port: int) -> None:
        """Run the server, and a worker beside it that is started again should it end; then end
        both, gently."""
        running = {"server": start(command), "worker": start(worker())}
        try:
            wait_until_answering(host, port, running["server"])
            self.greet(host, port)
            while running["server"].poll() is None:
                time.sleep(0.5)
                if running["worker"].poll() is not None:
                    self.say(
                        "The worker has ended by itself; its last words stand above. Starting it"
                        " again …"
                    )
                    running["worker"] = start(worker())
            raise CommandError("The server has ended by itself; its last words stand above.")
        finally:
            stop(running.values())

    def greet(self, host: str, port: int) -> None:
        site = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"
        self.say(f"\n  The site     {site}/\n  The newsroom {site}/admin/\n\nCtrl-C stops it.\n")


def server(host: str, port: int, workers: int) -> list[str]:
    """The command of the web server."""
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--backpressure",
        str(CONNECTIONS),
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        "10",
        "--no-ws",
        "--log-level",
        "warning",
        "newsroom.asgi:application",
    ]


def worker() -> list[str]:
    """The command of the worker for what is done later."""
    return [sys.executable, "manage.py", "worker"]


def in_use(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def start(command: list[str]) -> subprocess.Popen:
    return subprocess.Popen(command, start_new_session=True)


def wait_until_answering(host: str, port: int, process: subprocess.Popen) -> None:
    for _ in range(300):
        if in_use(host, port) or process.poll() is not None:
            return
        time.sleep(0.1)


def stop(running: Collection[subprocess.Popen]) -> None:
    """End processes: requests in flight are finished; what does not end within 15 seconds is
    killed."""
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + 15
    for process in running:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
