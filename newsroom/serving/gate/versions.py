"""Asking at which numbers the versions stand, on the event loop and without keeping it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from newsroom.serving.page_cache.current_versions import (
    Asking,
    AskingPostgres,
    AskingSQLite,
    CantAsk,
    Known,
)

Keys = tuple[str, ...]
Numbers = tuple[int, ...]
Waiting = dict[Keys, list[asyncio.Future[Numbers]]]

#: For how long PostgreSQL may be silent, in seconds.
SILENT = 1.0
#: Between two attempts to reach it while it is away, in seconds.
PAUSE = 1.0


class Questions(Protocol):
    async def numbers(self, keys: Keys) -> Numbers:
        """The number of each key, read after this was called. Raises CantAsk."""

    def close(self) -> None: ...


class AtOnce:
    """Asks SQLite right on the event loop, as it answers in microseconds."""

    def __init__(self, asking: AskingSQLite) -> None:
        asking.patience = 0.0  # the loop waits for no lock
        self.asking = asking

    async def numbers(self, keys: Keys) -> Numbers:
        return self.asking.numbers(keys)

    def close(self) -> None:
        self.asking.close()


class OverTheNetwork:
    """PostgreSQL is asked over one connection, which the loop watches. While a question is under
    way others gather, and the next question is asked for all of them: so each answer is from after
    it was asked for.

    While the server is away nobody waits for it: it is tried again and again on the side."""

    def __init__(self, asking: AskingPostgres) -> None:
        self.asking = asking
        self.known = Known()
        self.connection = None
        self.socket = -1
        self.is_new = self.is_connecting = self.is_away = self.is_closed = False
        self.connecting = ThreadPoolExecutor(1, thread_name_prefix="connecting")
        self.gathered: Waiting = {}
        self.under_way: Waiting = {}
        self.keys: Keys = ()
        self.timer: asyncio.TimerHandle | None = None
        self.retry: asyncio.TimerHandle | None = None

    async def numbers(self, keys: Keys) -> Numbers:
        if self.is_away:
            raise CantAsk
        answer = asyncio.get_running_loop().create_future()
        self.gathered.setdefault(keys, []).append(answer)
        if not self.under_way:
            self._ask()
        return await answer

    def _ask(self) -> None:
        """Ask for all who have gathered."""
        if self.connection is None:
            self._connect()
            return
        self.under_way, self.gathered = self.gathered, {}
        first, *others = self.under_way
        self.keys = tuple(sorted({*first}.union(*others))) if others else first
        self.timer = asyncio.get_running_loop().call_later(SILENT, self._silent)
        try:
            pgconn = self.connection.pgconn
            pgconn.send_query_prepared(b"versions", [self.known.asked(self.keys)])
            pgconn.flush()
        except self.asking.errors as error:
            self._broken(error)

    def _readable(self) -> None:
        """Something has come from the server, if only that the connection ends."""
        pgconn = self.connection.pgconn
        try:
            pgconn.consume_input()
            if pgconn.is_busy():
                return
            result = self.asking.result(pgconn)
            if result is None:
                return
            numbers = self.known.numbers(self.keys, self.asking.found_in(result))
        except self.asking.errors as error:
            self._broken(error)
            return
        self.is_new = False
        self._tell(dict(zip(self.keys, numbers, strict=True)))

    def _tell(self, found: dict[str, int]) -> None:
        told, self.under_way = self.under_way, {}
        self.timer.cancel()
        for keys, answers in told.items():
            numbers = tuple([found[key] for key in keys])
            for answer in answers:
                if not answer.done():  # nobody may be waiting any more
                    answer.set_result(numbers)
        if self.gathered:
            self._ask()

    def _silent(self) -> None:
        timer = self.timer
        self._readable()  # the loop may have been late, and not the server
        if not self.under_way or self.timer is not timer:
            return
        self.is_new = True  # another connection would hear nothing either
        self._broken(TimeoutError("The database is silent."))

    def _broken(self, error: Exception) -> None:
        """Give the connection up. If it was from before a restart, a new one is worth a try."""
        self._let_go()
        if self.timer:
            self.timer.cancel()
        if self.is_new:
            self._away(error)
            return
        lost, self.under_way = self.under_way, {}
        for keys, answers in lost.items():
            self.gathered.setdefault(keys, []).extend(answers)
        if self.gathered:
            self._connect()

    def _away(self, error: BaseException) -> None:
        """Let nobody wait until there is a connection again."""
        self.is_away = True
        for waiting in (self.under_way, self.gathered):
            _fail(waiting, error)
        self.under_way, self.gathered = {}, {}
        self.retry = asyncio.get_running_loop().call_later(PAUSE, self._connect)

    def close(self) -> None:
        self.is_closed = True
        if self.retry:
            self.retry.cancel()
        self._let_go()

    def _let_go(self) -> None:
        if self.connection is not None:
            asyncio.get_running_loop().remove_reader(self.socket)
            self.connection.close()
            self.connection = None

    def _connect(self) -> None:
        if not self.is_connecting and not self.is_closed:
            self.is_connecting = True
            loop = asyncio.get_running_loop()
            made = loop.run_in_executor(self.connecting, self.asking.connect)
            made.add_done_callback(self._connected)

    def _connected(self, made: asyncio.Future) -> None:
        self.is_connecting = False
        if error := made.exception():
            self._away(error)
            return
        if self.is_closed:
            made.result().close()
            return
        self.connection, self.is_new, self.is_away = made.result(), True, False
        self.socket = self.connection.pgconn.socket  # a connection that is lost does not tell it
        asyncio.get_running_loop().add_reader(self.socket, self._readable)
        if self.gathered:
            self._ask()


def _fail(waiting: Waiting, error: BaseException) -> None:
    for answers in waiting.values():
        for answer in answers:
            if not answer.done():
                unknown = CantAsk()
                unknown.__cause__ = error
                answer.set_exception(unknown)


def questions(asking: Asking) -> Questions:
    return OverTheNetwork(asking) if isinstance(asking, AskingPostgres) else AtOnce(asking)
