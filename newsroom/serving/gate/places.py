"""The few threads in which Django works, and the line before them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


class NoPlace(Exception):
    """The line is full, or did not get any shorter for too long."""


class Places:
    """Threads that work for whoever has waited longest. Belongs to one event loop."""

    def __init__(self, threads: int, *, line: int, name: str) -> None:
        """`line`: how many may wait."""
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self.free, self.limit = threads, line
        self.line: deque[asyncio.Future[None]] = deque()

    async def run(self, work: Callable[..., Result], *arguments: object, patience: float) -> Result:
        """Have a thread do this. Raises NoPlace where none is free within `patience` seconds."""
        await self._take(patience)
        loop = asyncio.get_running_loop()
        done = loop.run_in_executor(self.executor, work, *arguments)
        done.add_done_callback(self._leave)
        # whoever asked may be gone before the thread is free again
        return await asyncio.shield(done)

    async def _take(self, patience: float) -> None:
        if self.free:
            self.free -= 1
            return
        if len(self.line) >= self.limit:
            raise NoPlace
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self.line.append(turn)
        timer = loop.call_later(patience, self._give_up, turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled() and turn.exception() is None:
                self._leave()  # it was our turn at this very moment
            raise
        finally:
            timer.cancel()

    def _give_up(self, turn: asyncio.Future[None]) -> None:
        if not turn.done():
            self.line.remove(turn)
            turn.set_exception(NoPlace())

    def _leave(self, done: asyncio.Future | None = None) -> None:
        """Give the place to the next in line."""
        while self.line:
            turn = self.line.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1
