"""Answers kept ready: as bytes, in each process's memory and on the disk that its processes
share."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import json
import os
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from newsroom.lib.web.http import compress

Headers = list[tuple[str, str]]

#: What one process keeps in memory, in bytes.
MEMORY = 16 * 1024 * 1024
#: What all processes of a machine keep on disk, in bytes, spread over this many folders.
DISK = 512 * 1024 * 1024
FOLDERS = 64
#: A folder is looked through after so many new files of one process.
LOOK_AFTER = 32
LOCKS = 1024
#: What memory needs beside the bytes of an answer: its headers, keys, address.
AROUND = 4096


@dataclass(frozen=True, slots=True)
class Ready:
    """One answer in one content coding, with what it stands on."""

    keys: tuple[str, ...]
    numbers: tuple[int, ...]
    asked_at: float  # time.monotonic() when the numbers were read
    until: float | None  # time.time() from which it must be built anew
    status: str
    etag: str
    headers: Headers
    body: bytes

    def is_over(self) -> bool:
        """Whether the clock alone has made it old."""
        return self.until is not None and time.time() >= self.until

    @property
    def headers_of_304(self) -> Headers:
        """RFC 9110, section 15.4.5: what the reader needs to go on with what it has."""
        names = {"Cache-Control", "ETag", "Surrogate-Key", "Vary"}
        return [(name, value) for name, value in self.headers if name in names]

    def coded(self, coding: str) -> Ready:
        """The same answer, as it is built, in another content coding; the smallest ones stay as
        they are."""
        digest = self.etag.strip('"') or hashlib.blake2b(self.body, digest_size=16).hexdigest()
        body = compress(self.body, coding) if len(self.body) > 500 else self.body
        # A strong ETag is of the bytes sent, so each coding has its own (RFC 9110, section
        # 8.8.3.3).
        etag = f'"{digest}-{coding}"' if coding else f'"{digest}"'
        changed = {"ETag": etag, "Content-Length": str(len(body))}
        if body is not self.body:
            changed["Content-Encoding"] = coding
        kept = [shared(pair) for pair in self.headers if pair[0] not in changed]
        return replace(self, etag=etag, headers=[*kept, *changed.items()], body=body)

    def to_bytes(self) -> bytes:
        facts = {name: getattr(self, name) for name in self.__slots__ if name != "body"}
        return json.dumps(facts).encode() + b"\n" + self.body

    @classmethod
    def from_bytes(cls, data: bytes) -> Ready:
        """Raises ValueError for what is not whole."""
        head, _, body = data.partition(b"\n")
        facts = json.loads(head)
        facts |= {name: tuple(facts[name]) for name in ("keys", "numbers")}
        facts["headers"] = [shared(tuple(pair)) for pair in facts["headers"]]
        if dict(facts["headers"])["Content-Length"] != str(len(body)):
            raise ValueError("This file ends too early.")
        return cls(**facts, body=body)


@functools.lru_cache(500)
def shared(pair: tuple[str, str]) -> tuple[str, str]:
    """The same header, once in memory for all pages that bear it."""
    return pair


class Memory:
    """What this process answered last, least recently used thrown away first. For any number of
    threads."""

    def __init__(self, limit: int = MEMORY) -> None:
        self.limit = limit
        self.size = 0
        self.kept: OrderedDict[str, Ready] = OrderedDict()
        #: When an answer was last known to be right, as time.monotonic().
        self.right_at: dict[str, float] = {}
        self.lock = threading.Lock()

    def get(self, name: str) -> Ready | None:
        try:
            self.kept.move_to_end(name)
            return self.kept[name]
        except KeyError:  # also when another thread has just thrown it away
            return None

    def put(self, name: str, ready: Ready) -> None:
        with self.lock:
            self._forget(name)
            self.kept[name] = ready
            self.right_at[name] = ready.asked_at
            self.size += len(ready.body) + AROUND
            while self.size > self.limit:
                self._forget(next(iter(self.kept)))

    def is_right(self, name: str) -> None:
        """What is kept under this name was right a moment ago."""
        if name in self.right_at:
            self.right_at[name] = time.monotonic()

    def forget(self, name: str) -> None:
        with self.lock:
            self._forget(name)

    def _forget(self, name: str) -> None:
        self.right_at.pop(name, None)
        if ready := self.kept.pop(name, None):
            self.size -= len(ready.body) + AROUND


class Disk:
    """What all processes of this machine share, one file for each answer; and who builds which, one
    at a time.

    Files of another release, or of before the machine last started, are of no use and thrown away.
    """

    def __init__(self, folder: Path, release: str, limit: int = DISK) -> None:
        self.folder = folder / release
        self.limit = limit
        self.written: dict[str, int] = {}
        with contextlib.suppress(OSError):
            (self.folder / "locks").mkdir(parents=True, exist_ok=True)
            for other in folder.iterdir():
                if other != self.folder:
                    shutil.rmtree(other, ignore_errors=True)

    @contextlib.contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """No other thread or process of this machine is in here for the same name. The system opens
        it for us when a process dies."""
        number = (
            int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "big") % LOCKS
        )
        try:
            lock = os.open(f"{self.folder}/locks/{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
        except OSError:  # a full or missing disk: building twice is better than not at all
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def get(self, name: str) -> Ready | None:
        """What is kept under a name, None when that is nothing or was written half."""
        try:
            with open(self._path(name), "rb") as file:
                return Ready.from_bytes(file.read())
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, name: str, ready: Ready) -> None:
        """Keep an answer. Whoever writes is `alone`, so the file is written where it stays."""
        path = self._path(name)
        folder = os.path.dirname(path)
        with contextlib.suppress(OSError):
            os.makedirs(folder, exist_ok=True)
            # ext4 puts a file that was emptied first on disk at once, which takes a millisecond
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
            with open(path, "wb") as file:
                file.write(ready.to_bytes())
            self._look_after(folder)

    def _path(self, name: str) -> str:
        """As plain text: pathlib remembers every part of a path."""
        digest = hashlib.blake2b(name.encode(), digest_size=16).hexdigest()
        return f"{self.folder}/{int(digest[:4], 16) % FOLDERS}/{digest}"

    def _look_after(self, folder: str) -> None:
        """Throw the oldest files of a folder away when there is too much in it."""
        self.written[folder] = self.written.get(folder, 0) + 1
        if self.written[folder] % LOOK_AFTER:
            return
        files = []
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                files.append((entry.stat().st_mtime, entry.stat().st_size, entry.path))
        size = sum(each for _, each, _ in files)
        for _, each, path in sorted(files):
            if size <= self.limit / FOLDERS:
                break
            with contextlib.suppress(OSError):
                os.unlink(path)
            size -= each
