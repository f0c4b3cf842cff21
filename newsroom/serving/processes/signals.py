"""What we are asked to do by signals, and a sleep that ends when one comes."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import socket

RELOAD, STOP = signal.SIGHUP, (signal.SIGTERM, signal.SIGINT)
ALL = {RELOAD, *STOP}


class Signals:
    """Collects signals from now on, those too that came while they were blocked."""

    def __init__(self) -> None:
        self.asked: set[int] = set()
        self.reader, writer = socket.socketpair()
        self.reader.setblocking(False)
        writer.setblocking(False)
        self.writer = writer  # signal keeps its number alone
        signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        for number in ALL:
            signal.signal(number, lambda number, frame: self.asked.add(number))
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        self.listen()

    def listen(self) -> None:
        """Take signals again that were blocked."""
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ALL)

    def to_stop(self) -> bool:
        """Whether we are to end."""
        return not self.asked.isdisjoint(STOP) or (RELOAD in self.asked and hung_up())

    def to_reload(self) -> bool:
        """Whether we were asked to reload; asking is forgotten by it."""
        if RELOAD not in self.asked or self.to_stop():
            return False
        self.asked.discard(RELOAD)
        return True

    def sleep(self, seconds: float, *descriptors: int) -> None:
        """Sleep until a signal comes, a child ends, or there is something to read."""
        ready, _, _ = select.select([self.reader, *descriptors], [], [], seconds)
        if self.reader in ready:
            with contextlib.suppress(BlockingIOError):
                while self.reader.recv(512):
                    pass


def block() -> None:
    """Keep signals for the program that we are about to become."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ALL)


def hung_up() -> bool:
    """Whether we ran in a terminal, and it was closed (that is what SIGHUP was made for)."""
    try:
        os.tcgetpgrp(0)
    except OSError as error:
        return error.errno == errno.EIO  # ENOTTY: there never was one
    return False
