"""Which way a text runs: by its first letter that has a direction (UAX 9, P2 and P3)."""

from __future__ import annotations

import unicodedata

_WAYS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def direction(text: str) -> str:
    """Either "ltr", "rtl", or "" where no letter tells."""
    if text.isascii():
        return "ltr" if any(map(str.isalpha, text)) else ""
    return next(
        (way for each in text if (way := _WAYS.get(unicodedata.bidirectional(each), ""))), ""
    )


def attribute(text: str, around: str) -> str:
    """The attribute ` dir="…"` of a paragraph, where it runs another way than what is around it."""
    way = direction(text)
    return f' dir="{way}"' if way and way != (around or "ltr") else ""
