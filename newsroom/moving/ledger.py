"""The ledger of an import: what becomes of each piece of what was given, and whether the sums are
those of a count that nobody else made.

A piece has one fate. The count goes by the bytes of the files alone: it knows nothing of how they
are read, so that what a reader passes over is missing in the ledger and not in the count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

#: What may become of a piece.
CAME, KNOWN, LEFT = "came", "here already", "left"
FATES = (CAME, KNOWN, LEFT)
#: Number of bytes that are read at once, and that a mark may be long.
CHUNK, MARK = 1 << 20, 64
_WXR = re.compile(rb"<!\[CDATA\[|\]\]>|<!--|-->|<(item|wp:comment)(?=[\s/>])")
_NAMES = {b"item": "items", b"wp:comment": "replies"}


def count_wxr(paths: Iterable[Path]) -> Counter[str]:
    """How many items and replies export files of WordPress hold, by their tags alone."""
    found: Counter[str] = Counter()
    for path in paths:
        inside = b""  # the mark that ends what no tag counts in
        rest = b""
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                data = rest + chunk
                at = 0
                keep = max(0, len(data) - MARK)
                while (mark := _WXR.search(data, at)) and mark.start() < keep:
                    at = mark.end()
                    inside = _seen(mark, inside, found)
                at = max(at, keep)
                rest = data[at:]
        at = 0
        while mark := _WXR.search(rest, at):
            at = mark.end()
            inside = _seen(mark, inside, found)
    return found


def _seen(mark: re.Match[bytes], inside: bytes, found: Counter[str]) -> bytes:
    if inside:
        return b"" if mark[0] == inside else inside
    if mark[0] == b"<![CDATA[":
        return b"]]>"
    if mark[0] == b"<!--":
        return b"-->"
    if mark[1]:
        found[_NAMES[mark[1]]] += 1
    return b""


def table(fates: Mapping[tuple[str, str], int], counted: Mapping[str, int]) -> list[str]:
    """The ledger in words, a line for each kind of piece."""
    lines = []
    for kind in counted:
        parts = [f"{fates.get((kind, fate), 0):,} {fate}" for fate in FATES]
        lines.append(f"Of {counted[kind]:,} {kind}: {', '.join(parts)}")
    return lines


def missing(fates: Mapping[tuple[str, str], int], counted: Mapping[str, int]) -> list[str]:
    """What doesn't add up, in words."""
    told = []
    for kind, count in counted.items():
        accounted = sum(fates.get((kind, fate), 0) for fate in FATES)
        if accounted != count:
            told.append(
                f"The files hold {count:,} {kind}, and {accounted:,} are accounted for:"
                f" {abs(count - accounted):,} too {'few' if accounted < count else 'many'}."
            )
    return told
