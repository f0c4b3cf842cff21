"""Asking at which numbers the versions stand, without keeping the event loop."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from newsroom.serving.page_cache.current_versions import Asking

Keys = tuple[str, ...]
Numbers = tuple[int, ...]


class Questions(Protocol):
    async def numbers(self, keys: Keys) -> Numbers:
        """Where each key stands at a moment after this was called. Raises CantAsk."""


class AtOnce:
    """On the loop itself, where a question takes microseconds."""

    def __init__(self, asking: Asking) -> None:
        asking.patience = 0.0  # the loop waits for no lock
        self.asking = asking

    async def numbers(self, keys: Keys) -> Numbers:
        return self.asking.numbers(keys)


class Together:
    """In threads of its own: while a question is under way others gather, and the next question is
    asked for all of them. So an answer is always from after it was asked for."""

    THREADS = 2

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.executor = ThreadPoolExecutor(self.THREADS, thread_name_prefix="versions")
        self.free = self.THREADS
        self.gathered: dict[Keys, asyncio.Future[Numbers]] = {}

    async def numbers(self, keys: Keys) -> Numbers:
        answer = self.gathered.get(keys)
        if answer is None:
            answer = self.gathered[keys] = asyncio.get_running_loop().create_future()
        if self.free:
            self._ask()
        return await asyncio.shield(answer)  # others wait for it, too

    def _ask(self) -> None:
        gathered, self.gathered = self.gathered, {}
        self.free -= 1
        asked = asyncio.get_running_loop().run_in_executor(
            self.executor, self._all_numbers, list(gathered)
        )
        asked.add_done_callback(lambda asked: self._tell(asked, gathered))

    def _all_numbers(self, wanted: list[Keys]) -> list[Numbers]:
        """One question for all."""
        if len(wanted) == 1:
            return [self.asking.numbers(wanted[0])]
        keys = tuple(sorted({key for each in wanted for key in each}))
        found = dict(zip(keys, self.asking.numbers(keys), strict=True))
        return [tuple([found[key] for key in each]) for each in wanted]

    def _tell(self, asked: asyncio.Future, gathered: dict[Keys, asyncio.Future[Numbers]]) -> None:
        self.free += 1
        error = asked.exception()
        for answer, numbers in zip(
            gathered.values(), asked.result() if not error else [None] * len(gathered), strict=True
        ):
            if error:
                answer.set_exception(error)
                answer.exception()  # nobody may be waiting any more
            else:
                answer.set_result(numbers)
        if self.gathered:
            self._ask()


def questions(asking: Asking) -> Questions:
    return AtOnce(asking) if asking.is_instant else Together(asking)
