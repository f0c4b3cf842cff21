"""The application of one server process, which can be told to leave without failing anybody.

A connection that is closed while its next request is on the way loses that request. So a process
that is to go first accepts nobody new, and says `Connection: close` with each answer; it ends when
all have gone. Those that come meanwhile wait in the listening socket for the next server.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import stat
from collections.abc import Awaitable, Callable

log = logging.getLogger("newsroom.server")

#: What tells a process to leave.
LEAVE = signal.SIGUSR1
#: What a process reports: it serves and its front page is right; it serves, but that page is not;
#: it is to leave, and nobody is connected any more.
READY, FAILING, EMPTY = b"r", b"f", b"e"


class Leaving:
    """An ASGI application around `application`."""

    def __init__(
        self, application: Callable, listeners: list[int], report: Callable[[bytes], None]
    ) -> None:
        """`listeners`: the descriptors of listening sockets in this process; `report` takes one of
        READY, FAILING, EMPTY."""
        self.application, self.listeners, self.report = application, listeners, report
        self.leaving: asyncio.Task | None = None

    def __call__(self, scope: dict, receive: Callable, send: Callable) -> Awaitable[None]:
        if scope["type"] == "lifespan":
            return self.live(scope, receive, send)
        if self.leaving:
            send = closing(send)
        return self.application(scope, receive, send)

    async def live(self, scope: dict, receive: Callable, send: Callable) -> None:
        """From the start of the process to its end (ASGI's lifespan)."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(LEAVE, self.begin_to_leave, loop)

        async def sending(message: dict) -> None:
            if message["type"] == "lifespan.startup.complete":
                self.report(READY if await answers(self.application) else FAILING)
            await send(message)

        await self.application(scope, receive, sending)

    def begin_to_leave(self, loop: asyncio.AbstractEventLoop) -> None:
        self.leaving = self.leaving or loop.create_task(self.leave())

    async def leave(self) -> None:
        """Accept nobody new, and report when nobody is connected any more."""
        port = stop_accepting(self.listeners)
        while connections(port):
            await asyncio.sleep(0.1)
        self.report(EMPTY)


def closing(send: Callable) -> Callable:
    """Sends the same, and ends the connection after it."""

    async def sending(message: dict) -> None:
        if message["type"] == "http.response.start":
            headers = [*message["headers"], (b"connection", b"close")]
            message = {**message, "headers": headers}
        await send(message)

    return sending


async def answers(application: Callable) -> bool:
    """Whether the application, asked here and past the socket, gives its front page."""
    from django.conf import settings

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https" if settings.HTTPS else "http",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", settings.HOST.encode()), (b"x-forwarded-proto", b"https")],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
    }
    found: list[int] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        found.append(message.get("status", 0))

    try:
        await asyncio.wait_for(application(scope, receive, send), timeout=60)
    except Exception:
        log.exception("The front page could not be asked for.")
    return bool(found) and 200 <= found[0] < 500


def stop_accepting(listeners: list[int]) -> int:
    """Put a socket to which nobody comes in the place of each listening one, in this process alone;
    gives the port of the true ones. (granian can't stop accepting without closing what it has.)"""
    with socket.socket(fileno=os.dup(listeners[0])) as found:
        port = found.getsockname()[1]
    with socket.create_server(("127.0.0.1", 0)) as nobodys:
        nobodys.setblocking(False)
        for listener in listeners:
            os.dup2(nobodys.fileno(), listener)
    return port


def connections(port: int) -> int:
    """The number of connections of this process at that port of its own."""
    return sum(is_connection(int(name), port) for name in os.listdir("/dev/fd"))


def is_connection(descriptor: int, port: int) -> bool:
    try:
        if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            return False
        with socket.socket(fileno=os.dup(descriptor)) as found:
            return (
                found.family in (socket.AF_INET, socket.AF_INET6)
                and found.getsockname()[1] == port
                and bool(found.getpeername())
            )
    except OSError:  # closed meanwhile, or not connected
        return False
