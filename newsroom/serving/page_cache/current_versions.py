"""At which numbers the versions stand: asked of the database on each request, so the answer is
always true.

Beside Django's connections, one of its own per thread: it only ever reads, and it lets SQLite say
in a microsecond whether anybody has committed anything since it was last asked.
"""

from __future__ import annotations

import select
import sqlite3
import threading
from abc import ABC, abstractmethod
from typing import Any

from django.db import connections

#: For how many pages a thread remembers where their keys stood: until the next commit, or the next
#: answer.
REMEMBERED = 5_000


class CantAsk(Exception):
    """The database does not answer."""


class Asking(ABC):
    """Asks for numbers; each thread has a connection of its own."""

    errors: tuple[type[Exception], ...]

    def __init__(self, settings: dict[str, Any]) -> None:
        """`settings` is the entry of DATABASES; the connection is made when it is first needed."""
        self.settings = settings
        self.local = threading.local()

    def numbers(self, keys: tuple[str, ...]) -> tuple[int, ...]:
        """Where each key stands now, 0 for one that never moved. Raises CantAsk."""
        is_new = "connection" not in self.local.__dict__
        try:
            return self.ask(keys)
        except self.errors as error:
            self.close()
            if is_new:
                raise CantAsk from error
        # the connection was from before a restart: a new one is worth a try
        return self.numbers(keys)

    @abstractmethod
    def ask(self, keys: tuple[str, ...]) -> tuple[int, ...]: ...

    def close(self) -> None:
        """Close this thread's connection."""
        connection = self.local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()


class AskingSQLite(Asking):
    """`PRAGMA data_version` moves when another connection has committed; until then, what is known
    holds."""

    errors = (sqlite3.Error,)
    patience = 20.0  # seconds to wait for a lock, which readers hardly ever meet

    def ask(self, keys: tuple[str, ...]) -> tuple[int, ...]:
        local = self.local
        if "connection" not in local.__dict__:
            # "ro" could not join a write-ahead log
            address = f"file:{self.settings['NAME']}?mode=rw"
            local.connection = sqlite3.connect(
                address, uri=True, isolation_level=None, timeout=self.patience
            )
            local.connection.execute("PRAGMA query_only=ON")
            local.commits, local.known = None, {}
        (commits,) = local.connection.execute("PRAGMA data_version").fetchone()
        if commits != local.commits or len(local.known) > REMEMBERED:
            local.commits, local.known = commits, {}
        if (numbers := local.known.get(keys)) is None:
            which = f"key IN ({', '.join('?' * len(keys))})"
            query = f"SELECT key, number FROM articles_version WHERE {which}"  # noqa: S608 - marks
            found = dict(local.connection.execute(query, keys))
            numbers = local.known[keys] = tuple([found.get(key, 0) for key in keys])
        return numbers


class Known:
    """What the server was asked and answered last: the same words needn't be read again."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, ...], tuple[bytes, bytes | None, tuple[int, ...]]] = {}

    def asked(self, keys: tuple[str, ...]) -> bytes:
        """The keys as PostgreSQL has them: they are words, colons and digits."""
        known = self.known.get(keys)
        return known[0] if known else b"{%s}" % ",".join(keys).encode()

    def numbers(self, keys: tuple[str, ...], found: bytes) -> tuple[int, ...]:
        wanted, last, numbers = self.known.get(keys) or (self.asked(keys), None, ())
        if found != last:
            by_key = dict(pair.split(" ") for pair in found.decode().split(",") if pair)
            numbers = tuple([int(by_key.get(key, 0)) for key in keys])
            if len(self.known) > REMEMBERED:
                self.known = {}
            self.known[keys] = wanted, found, numbers
        return numbers


class AskingPostgres(Asking):
    """One indexed query, prepared once, by libpq itself: psycopg's cursors would cost more than all
    the rest.

    The plan is made once, too, and goes by the index whatever the statistics say: the table is
    small and its rows change all the time, so the planner would rather read all of it, or make a
    plan for each question.
    """

    PLAN = (
        b"SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan"
        b" = off"
    )
    QUERY = (
        b"SELECT string_agg(key || ' ' || number, ',') FROM articles_version WHERE key ="
        b" ANY($1::text[])"
    )

    #: For how long the server may be silent, in seconds.
    PATIENCE = 1.5

    def __init__(self, settings: dict[str, Any]) -> None:
        import psycopg

        from newsroom.serving.postgresql.base import outage

        super().__init__(settings)
        self.psycopg, self.outage = psycopg, outage
        self.errors = (psycopg.Error,)

    def ask(self, keys: tuple[str, ...]) -> tuple[int, ...]:
        local = self.local
        if "connection" not in local.__dict__:
            local.connection = self.connect()
            local.known = Known()
            local.poll = select.poll()
            local.poll.register(local.connection.pgconn.socket, select.POLLIN)
        pgconn = local.connection.pgconn
        pgconn.send_query_prepared(b"versions", [local.known.asked(keys)])
        pgconn.flush()
        while pgconn.is_busy():
            if not local.poll.poll(self.PATIENCE * 1000):
                self.outage.begins()
                raise self.psycopg.OperationalError("The database is silent.")
            pgconn.consume_input()
        return local.known.numbers(keys, self.found_in(self.result(pgconn)))

    def result(self, pgconn):
        """The one result of the question that was answered."""
        result = pgconn.get_result()
        while pgconn.get_result() is not None:
            pass
        return result

    def found_in(self, result) -> bytes:
        if result.status != self.psycopg.pq.ExecStatus.TUPLES_OK:
            raise self.psycopg.OperationalError(result.get_error_message())
        return result.get_value(0, 0) or b""

    def connect(self):
        """A connection that gives up on a server that is silent for some seconds. While it is away
        only one thread tries, as Django's connections do."""
        if not self.outage.my_turn():
            raise self.psycopg.OperationalError("The database could not be reached a moment ago.")
        try:
            connection = self._connect()
        except self.errors:
            self.outage.begins()
            raise
        self.outage.ends()
        return connection

    def _connect(self):
        settings = self.settings
        connection = self.psycopg.connect(
            dbname=settings["NAME"],
            user=settings["USER"] or None,
            password=settings["PASSWORD"] or None,
            host=settings["HOST"] or None,
            port=settings["PORT"] or None,
            autocommit=True,
            connect_timeout=2,
            tcp_user_timeout=5000,
            **{key: value for key, value in settings["OPTIONS"].items() if key.startswith("ssl")},
        )
        connection.pgconn.exec_(self.PLAN)
        connection.pgconn.prepare(b"versions", self.QUERY)
        return connection


def asking() -> Asking:
    """For the database of this site."""
    settings = connections["default"].settings_dict
    return (
        AskingSQLite(settings)
        if settings["ENGINE"].endswith("sqlite3")
        else AskingPostgres(settings)
    )
