"""Bodies of requests, read whole on the event loop: whoever sends slowly keeps a connection busy,
and nothing else."""

from __future__ import annotations

import asyncio
import io
import tempfile
from dataclasses import dataclass
from typing import IO

from newsroom.serving.gate.adapter import Receive

#: What of a body is held in memory, in bytes; a longer one lies in a temporary file.
IN_MEMORY = 256 * 1024
#: How much has to come each second, on the whole, in bytes.
PACE = 1024
#: However steadily it comes, a body ends within so many seconds.
LONGEST = 600.0


class TooLarge(Exception):
    """More bytes than may come at that address."""


@dataclass
class CutOff(Exception):
    """The body did not come to its end: its sender left, or was too slow. Has what did come."""

    body: IO[bytes]
    length: int
    has_left: bool


def no_body() -> tuple[IO[bytes], int]:
    return io.BytesIO(), 0


async def read_body(receive: Receive, *, limit: int, forgiven: float) -> tuple[IO[bytes], int]:
    """The body as a file, and its length in bytes.

    A sender may be behind the pace by the `forgiven` seconds. Raises TooLarge and CutOff.
    """
    clock = asyncio.get_running_loop().time
    begun, length = clock(), 0
    body: IO[bytes] = io.BytesIO()
    while True:
        latest = begun + min(forgiven + length / PACE, LONGEST)
        try:
            async with asyncio.timeout_at(latest):
                message = await receive()
        except TimeoutError:
            raise CutOff(_rewound(body), length, has_left=False) from None
        if message["type"] == "http.disconnect":
            raise CutOff(_rewound(body), length, has_left=True)
        part = message.get("body", b"")
        if length + len(part) > limit:
            raise TooLarge
        if length <= IN_MEMORY < length + len(part):
            body = _moved_to_disk(body)
        body.write(part)
        length += len(part)
        if not message.get("more_body", False):
            return _rewound(body), length


def _moved_to_disk(body: io.BytesIO) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the request)
    file.write(body.getvalue())
    return file


def _rewound(body: IO[bytes]) -> IO[bytes]:
    body.seek(0)
    return body
