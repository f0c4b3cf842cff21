"""The paragraphs of a story's text: numbered, and found again by their first words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.lib.text import blocks

#: Maximum number of characters that are quoted of a paragraph.
MAX_QUOTED = 100


@dataclass(frozen=True)
class Paragraph:
    """An outermost block of a text: `number` counts from 1, `html` is clean, `quote` its first
    words."""

    number: int
    html: str
    quote: str


def of(body: str) -> list[Paragraph]:
    """The paragraphs of a text, and its headings, lists and quotations."""
    return [
        Paragraph(number, block, quote(block)) for number, block in enumerate(blocks.split(body), 1)
    ]


def quote(block: str) -> str:
    """The first words of a block, at most MAX_QUOTED characters, cut between words where there are
    any."""
    text = " ".join(blocks.read(block)[0].split())
    if len(text) <= MAX_QUOTED:
        return text
    return text[: MAX_QUOTED + 1].rpartition(" ")[0] or text[:MAX_QUOTED]


def find(paragraphs: Sequence[Paragraph], number: int, words: str) -> int | None:
    """The number of the paragraph that begins with these words, next to where it stood; None when
    it is gone."""
    same = [each.number for each in paragraphs if each.quote == words]
    return min(same, key=lambda found: abs(found - number), default=None)
