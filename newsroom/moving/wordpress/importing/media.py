"""Where the files of the media library come from: a copy of wp-content/uploads, or the old site
itself."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from newsroom.lib.pictures import images
from newsroom.lib.web import fetching

#: After which the path of an address is that of the file in the folder of uploads.
_UPLOADS = re.compile(r"(?:^|/)(?:wp-content/uploads|files)/(?:sites/\d+/)?")
_DATED = re.compile(r"(?:^|/)(\d{4}/\d{2}/[^/]+)$")
_RESIZED = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|rotated)(?=\.[A-Za-z0-9]{2,5}$)")


class NotHad(Exception):
    """The file can't be had; the message says why."""


class Media(Protocol):
    def read(self, address: str, file: str) -> bytes:
        """The file at an address, which is called `file` under uploads if the export tells that.
        Raises NotHad."""

    def has(self, address: str, file: str) -> bool | None:
        """Whether it can be had, if that can be told without having it."""


class Nowhere:
    """No media are brought along."""

    def read(self, address: str, file: str) -> bytes:
        raise NotHad("pictures were not asked for: neither --media nor --fetch-media was given")

    def has(self, address: str, file: str) -> bool | None:
        return False


@dataclass
class Folder:
    """A copy of wp-content/uploads, or of a folder that holds it."""

    path: Path

    def read(self, address: str, file: str) -> bytes:
        found = self._found(address, file)
        if found is None:
            raise NotHad(f"{file or _name(address)} is not in {self.path}")
        try:
            if found.stat().st_size > images.MAX_BYTES:
                raise NotHad(f"the file is larger than {images.MAX_BYTES >> 20} MB")
            return found.read_bytes()
        except OSError as error:
            raise NotHad(f"{found.name} can't be read: {error.strerror}") from None

    def has(self, address: str, file: str) -> bool | None:
        return self._found(address, file) is not None

    def _found(self, address: str, file: str) -> Path | None:
        """The original first, and where that is not there what the address names."""
        wanted = []
        for each in (file, *_under_uploads(address)):
            if each:
                wanted += [_RESIZED.sub("", each), each]
        roots = (self.path, self.path / "uploads", self.path / "wp-content" / "uploads")
        for root in roots:
            for each in dict.fromkeys(wanted):
                if found := self._inside(root, each):
                    return found
        return None

    def _inside(self, root: Path, file: str) -> Path | None:
        try:
            found = (root / file.lstrip("/")).resolve()
            return found if found.is_relative_to(self.path.resolve()) and found.is_file() else None
        except (OSError, ValueError):  # a name that no file can have
            return None


@dataclass
class Fetched:
    """The old site, asked over http(s), one file after the other and not too fast. Its own `host`
    may be in our network; no other may."""

    host: str
    pause: float = 0.1  # seconds between two files
    last: float = field(default=0, init=False)

    def read(self, address: str, file: str) -> bytes:
        wait = self.last + self.pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        original = _original(address)
        try:
            for each in dict.fromkeys((original, address)):
                try:
                    return fetching.fetch(
                        each, largest=images.MAX_BYTES, inside={self.host} if self.host else ()
                    )
                except fetching.NotFetched as failure:
                    if each == address or failure.passing:
                        raise NotHad(f"{each} could not be fetched: {failure}") from None
            raise NotHad("no address")
        finally:
            self.last = time.monotonic()

    def has(self, address: str, file: str) -> bool | None:
        return None


def _under_uploads(address: str) -> list[str]:
    """What a file may be called in the folder of uploads, from its address."""
    path = unquote(urlsplit(address).path)
    found = [path[match.end() :] for match in [_UPLOADS.search(path)] if match]
    if match := _DATED.search(path):
        found.append(match[1])
    return found


def _name(address: str) -> str:
    return unquote(urlsplit(address).path).rpartition("/")[2] or address


def _original(address: str) -> str:
    """The address without a size in its name."""
    parts = urlsplit(address)
    return parts._replace(path=_RESIZED.sub("", parts.path)).geturl()
