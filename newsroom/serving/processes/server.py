"""`python -m newsroom.serving.processes.server`: granian, on sockets that somebody else opened.

It ends with whoever started it (--parent), and its processes report how they are (--status).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection

from granian.constants import HTTPModes, Interfaces
from granian.errors import FatalError
from granian.log import LogLevels
from granian.net import SocketHolder
from granian.server.mp import MPServer

from newsroom.serving.processes.draining import LEAVE, Leaving
from newsroom.serving.processes.listening import BACKLOG, CantListen, opened
from newsroom.serving.processes.parent import end_with

APPLICATION = "newsroom.asgi"
#: Number of connections that one server process holds open: one who sends slowly costs no more
#: than that, but a server that is full takes nobody in, not even for /healthz. granian raises the
#: limit of open files by itself.
CONNECTIONS = 4096
#: How long requests in flight have to finish, in seconds.
STOP_SECONDS = 10


class OnSocket(MPServer):
    """granian's server, whose processes take up listening sockets that outlive it. (Left to itself,
    each process opens one; what waits there is lost when the process ends.)"""

    def __init__(self, *args, listeners: list[socket.socket], **settings) -> None:
        super().__init__(*args, **settings)
        self.listeners = listeners

    def _init_shared_socket(self) -> None:
        """Each process has its own, below."""
        self._ssp = self._sso = None

    def _spawn_worker(self, idx: int, target, callback_loader):
        self._sso = self.listeners[idx % len(self.listeners)]
        backlog = [BACKLOG] if sys.platform == "linux" else []
        self._shd = SocketHolder(self._sso.fileno(), False, *backlog)
        return super()._spawn_worker(idx, target, callback_loader)


def load(parent: int, listeners: list[int], status: Connection | None) -> Callable:
    """The application, in a process of the server that ends with the process `parent`."""
    end_with(parent)
    for number in (signal.SIGTERM, signal.SIGINT):  # while it loads, nothing has to be finished
        signal.signal(number, signal.SIG_DFL)
    # by name: the application stands above this room
    application = import_module(APPLICATION).application

    def report(word: bytes) -> None:
        if status:
            with contextlib.suppress(OSError):  # nobody listens any more
                os.write(status.fileno(), word)

    return Leaving(application, listeners, report)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sockets", help="the descriptors of listening sockets, parted by commas")
    parser.add_argument("--status", type=int, help="the descriptor of a pipe for reports")
    parser.add_argument("--parent", type=int, help="the process to end with")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen without --sockets")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args()
    if given.parent:
        end_with(given.parent)
    signal.signal(LEAVE, signal.SIG_IGN)  # it is for the processes that serve
    try:
        listeners = (
            [socket.socket(fileno=int(number)) for number in given.sockets.split(",")]
            if given.sockets
            else opened(given.host, given.port, given.workers)
        )
    except CantListen as error:
        sys.exit(str(error))
    status = None if given.status is None else Connection(given.status, readable=False)
    server = OnSocket(
        f"{APPLICATION}:application",
        listeners=listeners,
        interface=Interfaces.ASGI,
        # Proxies speak nothing else to us; over HTTP/2, and before the server knows which it is, a
        # connection may be silent for ever.
        http=HTTPModes.http1,
        workers=given.workers,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        websockets=False,
        log_level=LogLevels.warning,
    )
    try:
        server.serve(
            target_loader=partial(load, os.getpid(), [each.fileno() for each in listeners], status),
            wrap_loader=False,
        )
    except FatalError:
        sys.exit(1)


if __name__ == "__main__":
    main()
