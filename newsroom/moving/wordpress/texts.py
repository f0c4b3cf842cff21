"""Short texts of the old site, made to fit here."""

from __future__ import annotations

import html
import re

from newsroom.lib.text import slugs
from newsroom.lib.text.scripts import words
from newsroom.lib.text.strings import in_xml

#: Maximum length of a name, and of an address.
MAX_LENGTH = 100
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|table|tr|td|th|figure|figcaption|hr)\b[^<>]*>",
    re.IGNORECASE,
)


def one_line(text: str) -> str:
    """A text of HTML in one plain line."""
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub(" ", text))
    return _SPACE.sub(" ", in_xml(html.unescape(text))).strip()


def truncate(text: str, most: int) -> str:
    """A text in `most` letters: whole words, and an ellipsis where some are missing."""
    return words.truncate(text, most)


def truncate_name(name: str) -> str:
    """A name that fits."""
    return words.truncate(" ".join(html.unescape(name).split()), MAX_LENGTH)


def to_slug(slug: str) -> str:
    """A slug of WordPress as one of ours: what it writes as %d0%b1 is a letter."""
    return slugs.adapt_slug(slug, MAX_LENGTH)


def pluralise(count: int, one: str, many: str = "") -> str:
    """A number of things in words."""
    return f"1 {one}" if count == 1 else f"{count:,} {many or one + 's'}"
