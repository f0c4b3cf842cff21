"""Bodies of requests, read whole on the event loop: whoever sends slowly keeps a connection busy,
and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from newsroom.serving.gate.adapter import Receive

#: What of a body is held in memory, in bytes; a longer one lies in a temporary file.
IN_MEMORY = 64 * 1024
#: How much of all bodies a process holds on disk at a time, in bytes. What is in memory takes none
#: of it, so that nobody who sends large files keeps out those who send a form.
ALL_BODIES = 512 * 1024 * 1024
#: How much has to come each second, on the whole, in bytes.
PACE = 1024
#: However steadily it comes, a body ends within so many seconds.
LONGEST = 600.0


class TooLarge(Exception):
    """More bytes than may come at that address."""


class NoRoom(Exception):
    """Others are sending so much that this would not fit beside it, or the disk is full."""


class Room:
    """What all bodies together may take on disk, in bytes."""

    def __init__(self, limit: int = ALL_BODIES) -> None:
        self.left = limit

    def take(self, size: int) -> None:
        """Raises NoRoom."""
        if size > self.left:
            raise NoRoom
        self.left -= size

    def give_back(self, size: int) -> None:
        self.left += size


class Body:
    """What has come of a body: in memory, or in a temporary file once it is longer. Must be
    closed."""

    def __init__(self, room: Room) -> None:
        self.room, self.length, self.taken = room, 0, 0
        self.file: IO[bytes] = io.BytesIO()

    def write(self, part: bytes) -> None:
        """Raises NoRoom."""
        more = max(0, self.length + len(part) - IN_MEMORY) - self.taken
        self.room.take(more)
        self.taken += more
        self.length += len(part)
        with _room_on_disk():
            if self.length - len(part) <= IN_MEMORY < self.length:
                self._move_to_disk()
            self.file.write(part)

    def rewind(self) -> None:
        """Raises NoRoom."""
        with _room_on_disk():
            self.file.seek(0)

    def close(self) -> None:
        self.room.give_back(self.taken)
        with contextlib.suppress(OSError):  # what could not be written can't be either now
            self.file.close()

    def _move_to_disk(self) -> None:
        file = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the body)
        file.write(self.file.getvalue())
        self.file = file


@contextlib.contextmanager
def _room_on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoom from error


@dataclass
class CutOff(Exception):
    """The body did not come to its end: its sender left, or sent what is no body (a chunk of no
    length, say), which the server tells us alike; or was too slow."""

    has_left: bool


async def read_body(body: Body, receive: Receive, *, limit: int, forgiven: float) -> None:
    """Read a body to its end, and rewind it.

    A sender may be behind the pace by the `forgiven` seconds. Raises TooLarge, NoRoom, and CutOff:
    then the body is what did come.
    """
    clock = asyncio.get_running_loop().time
    begun = clock()
    is_whole = False
    while not is_whole:
        latest = begun + min(forgiven + body.length / PACE, LONGEST)
        try:
            async with asyncio.timeout_at(latest):
                message = await receive()
        except TimeoutError:
            body.rewind()
            raise CutOff(has_left=False) from None
        if message["type"] == "http.disconnect":
            body.rewind()
            raise CutOff(has_left=True)
        part = message.get("body", b"")
        if body.length + len(part) > limit:
            raise TooLarge
        body.write(part)
        is_whole = not message.get("more_body", False)
    body.rewind()
