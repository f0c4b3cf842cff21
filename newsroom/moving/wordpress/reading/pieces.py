"""An export file as a stream of pieces: each item, author and term by itself, found by its bytes,
whatever its size.

XML as a whole is not asked to be well-formed: a file that is broken in one place is read in all
others. Only what a piece begins and ends with is looked for, and what stands in CDATA sections
doesn't count.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

CHUNK = 1 << 18
#: Maximum size of a piece in bytes; a larger one is left out.
MAX_BYTES = 64 << 20

#: What begins a piece, or has to be seen between them.
_OUTSIDE = re.compile(
    rb"<(?:(item|wp:author|wp:category|wp:tag|wp:term)(?=[\s>])"
    rb"|!--|!\[CDATA\[|(!DOCTYPE|!ENTITY|!ELEMENT|!ATTLIST|!NOTATION)\b)"
)
_MAX_MARK = 64
_INSIDE = {
    name: re.compile(rb"<!\[CDATA\[|<!--|<(/?)" + name + rb"(?=[\s>])[^<>]*>")
    for name in (b"item", b"wp:author", b"wp:category", b"wp:tag", b"wp:term")
}
#: The end of an item and the beginning of what follows it.
_SEAM = re.compile(rb"</item\s*>\s*(?=<item[\s>]|</channel)")
_NEXT_ITEM = re.compile(rb"<item(?=[\s>])")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_UTF8 = {"utf-8", "ascii"}


class Refused(Exception):
    """The file is not read at all. The message tells the person why."""


@dataclass(frozen=True)
class Piece:
    """`name` is that of the element; "" is what stands between the others. `line` counts from 1.

    `complete` is False where its end is missing, and it is `cut` off where the file ends within it;
    `source` is empty where it was too `large`: it then has so many bytes.
    """

    name: str
    source: bytes
    line: int
    complete: bool = True
    cut: bool = False
    large: int = 0


class _Window:
    """The part of a stream that is looked at; what lies before it is forgotten, but for the lines
    counted."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.data, self.line, self.ended = stream, b"", 1, False

    def more(self) -> bool:
        """Read on; False at the end of the stream."""
        if not self.ended:
            # As much again as there is: a long piece is not copied for every megabyte of it.
            chunk = self.stream.read(max(CHUNK, len(self.data)))
            self.ended = not chunk
            self.data += chunk
        return not self.ended

    def forget(self, until: int) -> None:
        """Forget what stands before `until`."""
        self.line += self.data.count(b"\n", 0, until)
        self.data = self.data[until:]

    def search(self, pattern: re.Pattern[bytes], start: int, limit: int) -> re.Match[bytes] | None:
        """The first match from `start`, read as far as `limit` if need be."""
        while True:
            found = pattern.search(self.data, start)
            # a match at the very end could be a longer one
            if found and (found.end() < len(self.data) or self.ended):
                return found
            start = found.start() if found else max(start, len(self.data) - _MAX_MARK)
            if len(self.data) > limit or not self.more():
                return pattern.search(self.data, start) if self.ended else None

    def find(self, mark: bytes, start: int, limit: int) -> int:
        """As search, of plain bytes: where they begin, or -1."""
        while True:
            found = self.data.find(mark, start)
            if found >= 0:
                return found
            start = max(start, len(self.data) - len(mark) + 1)
            if len(self.data) > limit or not self.more():
                return self.data.find(mark, start) if self.ended else -1


def as_utf8(stream: IO[bytes]) -> IO[bytes]:
    """The stream from its beginning, read as UTF-8 whatever its byte order mark or XML header says
    it is in.

    Raises Refused for an encoding that nobody knows.
    """
    head = stream.read(4096)
    stream.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return codecs.EncodedFile(stream, "utf-8", "utf-16", "replace")
    declared = _DECLARED.search(head)
    name = declared[1].decode() if declared else "utf-8"
    try:
        name = codecs.lookup(name).name
    except LookupError:
        raise Refused(
            f"The file says that it is encoded in “{name}”, which is not known."
        ) from None
    # a header that can be read as bytes is not in UTF-16
    if name in _UTF8 or name.startswith("utf-16"):
        return stream
    return codecs.EncodedFile(stream, "utf-8", name, "replace")


def read_pieces(stream: IO[bytes], *, largest: int = MAX_BYTES) -> Iterator[Piece]:
    """All pieces of a stream in UTF-8, and what stands between them; never much more in memory than
    the largest.

    Raises Refused where it declares a document type or entities: nothing of that is ever looked at.
    """
    window = _Window(stream)
    while found := _next(window):
        if found.start():
            yield Piece("", window.data[: found.start()], window.line)
            window.forget(found.start())
        yield _piece(window, found[1], largest)
    if window.data:
        yield Piece("", window.data, window.line)


def _next(window: _Window) -> re.Match[bytes] | None:
    """Where the next piece begins. What stands between pieces is bounded: a longer run of it is
    forgotten."""
    start = 0
    while True:
        found = window.search(_OUTSIDE, start, start + 2 * CHUNK)
        if found is None:
            if window.ended:
                return None
            window.forget(max(0, len(window.data) - _MAX_MARK))
            start = 0
            continue
        if found[2]:
            line = window.line + window.data.count(b"\n", 0, found.start())
            raise Refused(
                f"Line {line}: the file declares a document type or entities. WordPress never"
                " writes such a thing, and it can be used to attack whoever reads it: the file is"
                " not read."
            )
        if found[1]:
            return found
        mark = b"-->" if found[0] == b"<!--" else b"]]>"
        end = window.find(mark, found.end(), found.end() + CHUNK)
        start = end + len(mark) if end >= 0 else found.end()


def _piece(window: _Window, name: bytes, largest: int) -> Piece:
    """The piece at the beginning of the window, which then begins behind it."""
    label = name.decode()
    line = window.line
    end, complete = _end(window, name, largest)
    if end > largest or end < 0:
        size = _skip(window, name) if end < 0 else end
        if end > 0:
            window.forget(end)
        return Piece(label, b"", line, large=size)
    source = window.data[:end]
    window.forget(end)
    return Piece(label, source, line, complete, cut=not complete and not window.data)


def _end(window: _Window, name: bytes, largest: int) -> tuple[int, bool]:
    """Where the piece ends, and whether by its end tag; -1 where it is too large."""
    pattern, position, limit = _INSIDE[name], 1, largest + CHUNK
    while found := window.search(pattern, position, limit):
        if found[0] == b"<!--":
            end = window.find(b"-->", found.end(), found.end() + CHUNK)
            position = end + 3 if end >= 0 else found.end()
        elif found[0] == b"<![CDATA[":
            position = _end_of_cdata(window, found.end(), limit)
            if position == 0:
                break
            if position < 0:
                return -position, True
        elif found[1]:
            return found.end(), True
        else:
            return found.start(), False  # the next one begins: this one has no end
    if not window.ended:
        return -1, False
    # A section that never ends: it is cut where the next item begins, or where the file ends.
    seam = _SEAM.search(window.data, 1)
    following = _NEXT_ITEM.search(window.data, 1)
    if seam:
        return seam.end(), True
    last = re.search(rb"</" + name + rb"\s*>", window.data)
    if last and not following:
        return last.end(), True
    return (following.start(), False) if following else (len(window.data), False)


def _end_of_cdata(window: _Window, start: int, limit: int) -> int:
    """Where a CDATA section ends that begins at `start`: behind its mark; minus the end of the item
    where the mark is missing and the item ends before the next; 0 where there is no mark at all.

    A mark that stands behind the seam of two items, and behind the beginning of another section,
    belongs to that one. A text that itself speaks of CDATA has its marks split in two,
    `]]]]><![CDATA[>`, and is left alone.
    """
    end = window.find(b"]]>", start, limit)
    if end < 0:
        return 0
    if end - start > 20 and (seam := _SEAM.search(window.data, start, end)):
        opened = window.data.find(b"<![CDATA[", seam.end(), end)
        split = (
            window.data[end - 2 : end] == b"]]" and window.data[end + 3 : end + 13] == b"<![CDATA[>"
        )
        if opened >= 0 and not split:
            return -seam.end()
    return end + 3


def _skip(window: _Window, name: bytes) -> int:
    """Forget a piece that is too large as far as it is likely to end; how many bytes that were."""
    seam = _SEAM if name == b"item" else re.compile(rb"</" + name + rb"\s*>")
    skipped = 0
    start = 0
    while True:
        found = seam.search(window.data, start)
        if found:
            window.forget(found.end())
            return skipped + found.end()
        keep = max(0, len(window.data) - 4096)  # a seam may have space in it
        window.forget(keep)
        skipped += keep
        if not window.more():
            last = re.search(rb"</" + name + rb"\s*>", window.data)
            until = last.end() if last else len(window.data)
            window.forget(until)
            return skipped + until
