"""The connection: Django's own, which doesn't make everybody wait for a server that is away."""

from __future__ import annotations

import socket
import struct
import threading
import time

import psycopg
from django.db.backends.postgresql import base
from psycopg.errors import _WaitTimeout

from newsroom.serving import patience

PAUSE = 1.0  # seconds between two attempts while the server is away
#: After so many seconds without a word, the server is asked whether it is there at all; it has as
#: long to say so.
SILENT = 0.8
#: What a client asks first of all (SSLRequest, PostgreSQL's protocol 3, section 55.2.10). It is
#: answered by one letter, before any question of who is asking.
ARE_YOU_THERE = struct.pack("!ii", 8, 80877103)


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


class Connection(psycopg.Connection):
    """Waits for a server that is slow, and gives up on one that says nothing to anybody: paused, or
    behind a cable that was pulled."""

    def wait(self, gen, interval=0.1, timeout=None):
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        while True:
            try:
                return super().wait(gen, interval, SILENT)
            except _WaitTimeout:
                if is_there(self.info.host, self.info.port):
                    continue
                outage.begins()
                self.pgconn.finish()
                raise psycopg.OperationalError("The database is silent.") from None


def is_there(host: str, port: int) -> bool:
    """Whether a PostgreSQL answers at an address, or in a folder of sockets."""
    try:
        if host.startswith("/"):
            asking = socket.socket(socket.AF_UNIX)
            asking.settimeout(SILENT)
            asking.connect(f"{host}/.s.PGSQL.{port}")
        else:
            asking = socket.create_connection((host, port), SILENT)
        with asking:
            asking.sendall(ARE_YOU_THERE)
            return bool(asking.recv(1))
    except OSError:
        return False


class DatabaseWrapper(base.DatabaseWrapper):
    """The pool lets each request wait its full time for a connection. In an outage that would hold
    every thread."""

    @property
    def pool(self):
        options = self.settings_dict["OPTIONS"].get("pool")
        if options:
            options["connection_class"] = Connection
        return super().pool

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

    def _configure_connection(self, connection):
        limited = patience.limit_statements(connection)
        return super()._configure_connection(connection) or limited
