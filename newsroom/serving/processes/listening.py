"""The listening sockets: opened once, or taken over from systemd, and passed on to every server
that follows. They are never closed, so that nobody is refused while servers come and go.

There is one for each server process, at the same address: Linux deals connections out among them
(SO_REUSEPORT). From a single one, whoever wakes first would take all.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
import time

#: The first file descriptor that systemd passes on (sd_listen_fds(3)).
FIRST = 3
#: Connections that wait to be accepted, at most.
BACKLOG = 1024
#: How long a port may still be held by those who end, in seconds.
PATIENCE = 3.0


class CantListen(Exception):
    """Says in one sentence why not."""


def listen(host: str, port: int, processes: int) -> list[socket.socket]:
    """The sockets that systemd passed on (newsroom.socket), else such that listen at `host` and
    `port`, one for each of so many processes. Raises CantListen."""
    listeners = passed_on(processes) or opened(host, port, processes)
    for listener in listeners:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listeners


def passed_on(processes: int) -> list[socket.socket]:
    """What systemd passed on to this very process. Raises CantListen for what can't be served."""
    given = {name: os.environ.pop(f"LISTEN_{name}", "") for name in ("PID", "FDS", "FDNAMES")}
    if given["PID"] != str(os.getpid()) or not given["FDS"].isdigit():
        return []
    number = int(given["FDS"])
    try:
        listeners = [socket.socket(fileno=FIRST + index) for index in range(number)]
        fine = all(
            listener.family in (socket.AF_INET, socket.AF_INET6)
            and listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
            for listener in listeners
        )
    except OSError:
        fine = False
    if not fine or len({listener.getsockname() for listener in listeners}) != 1:
        raise CantListen(
            "systemd did not pass on TCP sockets that listen at one address: write it, with its"
            " port, after each ListenStream= in newsroom.socket."
        )
    if number > processes:  # nobody would take what comes to the others
        raise CantListen(
            f"systemd passed on {number} sockets for {processes} server processes: write at most as"
            " many ListenStream= in newsroom.socket as NEWSROOM_WORKERS says."
        )
    return listeners


def opened(host: str, port: int, processes: int) -> list[socket.socket]:
    """Sockets of our own. Who still holds the port while ending is waited for. Raises
    CantListen."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            found = socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            bound(*found, shared=False).close()  # beside others who share theirs, it fails
            if sys.platform != "linux":  # there, sharing deals nothing out
                processes = 1
            listeners = [bound(*found, shared=True) for _ in range(processes)]
            for listener in listeners:
                listener.listen(BACKLOG)
            return listeners
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


def bound(
    family: int, kind: int, protocol: int, _: str, address: tuple, *, shared: bool
) -> socket.socket:
    """A socket at that address; `shared`: others of ours may be there, too."""
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


def address_of(listener: int) -> str:
    """The address of a socket, by its descriptor, as somebody on this machine may type it."""
    with socket.socket(fileno=os.dup(listener)) as found:
        host, port = found.getsockname()[:2]
    if host in ("127.0.0.1", "0.0.0.0", "::", "::1"):  # noqa: S104 - read, not bound
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
