"""Texts that say nearly the same, found without comparing each with each.

A text is a set of shingles, three folded words each. Of every set the smallest hashes under many
orders are kept (a sketch; Broder 1997): two sketches agree at as many places as the sets have in
common. Places are taken three by three into keys: texts that are alike share at least one, and are
found by it in an index.
"""

from __future__ import annotations

import hashlib
import random
import struct
from zlib import crc32

from newsroom.lib.learning.features import read

#: Words in a shingle; orders of a sketch, and of a key.
SHINGLE, ORDERS, ROWS = 3, 48, 3
#: Minimum number of words: of a shorter text it says nothing that others say the same.
MIN_WORDS = 6
#: From this on texts are taken for nearly the same: two of thirty words may differ.
ALIKE = 0.5
_PRIME = (1 << 61) - 1
_drawn = random.Random(1997)
_ORDERS = [(_drawn.randrange(1, _PRIME), _drawn.randrange(_PRIME)) for _ in range(ORDERS)]
_PACKED = struct.Struct(f"<{ORDERS}I")


def words(text: str) -> list[str]:
    """The words by which texts are compared: without case, accents, signs, and what can't be
    seen."""
    return [word.folded for word in read(text)[1]]


def exact(text: str) -> int | None:
    """A key that all texts with the same words have; None for one that is too short."""
    found = words(text)
    if len(found) < MIN_WORDS:
        return None
    return _number(" ".join(found).encode())


def sketch(text: str) -> bytes | None:
    """The sketch of a text; None for one that is too short."""
    found = words(text)
    if len(found) < MIN_WORDS:
        return None
    shingles = {
        crc32(" ".join(found[at : at + SHINGLE]).encode()) for at in range(len(found) - SHINGLE + 1)
    }
    return _PACKED.pack(
        *(min((a * x + b) % _PRIME for x in shingles) & 0xFFFFFFFF for a, b in _ORDERS)
    )


def keys(of: bytes) -> list[int]:
    """The keys by which a sketch is found, each a signed number of 64 bits."""
    size = 4 * ROWS
    return [_number(bytes([at // size]) + of[at : at + size]) for at in range(0, len(of), size)]


def likeness(one: bytes, other: bytes) -> float:
    """How much two sketches have in common, from 0 to 1."""
    pairs = zip(_PACKED.unpack(one), _PACKED.unpack(other), strict=True)
    return sum(a == b for a, b in pairs) / ORDERS


def _number(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little", signed=True)
