"""The connection: Django's own, which doesn't make everybody wait for a server that is away."""

from __future__ import annotations

import threading
import time

from django.db.backends.postgresql import base

PAUSE = 1.0  # seconds between two attempts while the server is away


class Outage:
    """What the threads of a process know of an outage: one of them tries, the others needn't wait
    for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.next_try: float | None = None  # None: all is well

    def my_turn(self) -> bool:
        """Whether the caller is to try a connection now."""
        with self.lock:
            now = time.monotonic()
            if self.next_try is None:
                return True
            if now < self.next_try:
                return False
            self.next_try = now + PAUSE
            return True

    def begins(self) -> None:
        self.next_try = time.monotonic() + PAUSE

    def ends(self) -> None:
        self.next_try = None


outage = Outage()


class DatabaseWrapper(base.DatabaseWrapper):
    """The pool lets each request wait its full time for a connection. In an outage that would hold
    every thread."""

    def get_new_connection(self, conn_params):
        if not outage.my_turn():
            raise base.Database.OperationalError("The database could not be reached a moment ago.")
        try:
            connection = super().get_new_connection(conn_params)
        except base.Database.OperationalError:
            outage.begins()
            raise
        outage.ends()
        return connection
