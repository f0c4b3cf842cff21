"""The listening socket: opened once, or taken over from systemd, and passed on to every server that
follows. It is never closed, so that nobody is refused while servers come and go."""

from __future__ import annotations

import errno
import os
import socket
import time

#: The first file descriptor that systemd passes on (sd_listen_fds(3)).
FIRST = 3
#: Connections that wait to be accepted, at most.
BACKLOG = 1024
#: How long a port may still be held by those who end, in seconds.
PATIENCE = 3.0


class CantListen(Exception):
    """Says in one sentence why not."""


def listen(host: str, port: int) -> socket.socket:
    """The socket that systemd passed on (newsroom.socket), else one that listens at `host` and
    `port`. Raises CantListen."""
    listener = passed_on() or opened(host, port)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def passed_on() -> socket.socket | None:
    """What systemd passed on to this very process. Raises CantListen for what we can't serve."""
    given = {name: os.environ.pop(f"LISTEN_{name}", "") for name in ("PID", "FDS", "FDNAMES")}
    if given["PID"] != str(os.getpid()) or not given["FDS"].isdigit():
        return None
    if given["FDS"] != "1":
        raise CantListen(
            f"systemd passed on {given['FDS']} sockets, and the site listens at one: leave one"
            " ListenStream= in newsroom.socket."
        )
    try:
        listener = socket.socket(fileno=FIRST)
        listening = listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    except OSError:
        listening = 0
    if not listening or listener.family not in (socket.AF_INET, socket.AF_INET6):
        raise CantListen(
            "What systemd passed on is no TCP socket that listens: write an address and a port"
            " after ListenStream= in newsroom.socket."
        )
    return listener


def opened(host: str, port: int) -> socket.socket:
    """A socket of our own. Who still holds the port while ending is waited for. Raises
    CantListen."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            listener = socket.socket(family, kind, protocol)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(BACKLOG)
            return listener
        except socket.gaierror:
            raise CantListen(f"--host {host} is no address of this machine.") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                if time.monotonic() < deadline:
                    time.sleep(0.1)
                    continue
                raise CantListen(
                    f"Port {port} is taken. Choose another one: make run PORT={port + 1}"
                ) from None
            raise CantListen(f"PORT={port} at {host}: {error.strerror}.") from None


def address_of(listener: socket.socket) -> str:
    """The address that somebody on this machine may type, without a path."""
    host, port = listener.getsockname()[:2]
    if host in ("127.0.0.1", "0.0.0.0", "::", "::1"):
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
