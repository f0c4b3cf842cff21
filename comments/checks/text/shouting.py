"""Capital letters."""

from __future__ import annotations

from collections.abc import Iterator

from comments.findings import Draft, Finding


def shouting(draft: Draft) -> Iterator[Finding]:
    letters = [letter for letter in draft.text if letter.isalpha()]
    if len(letters) > 20 and sum(letter.isupper() for letter in letters) > 0.7 * len(letters):
        yield Finding("shouting", "Mostly capital letters", weight=1.0)
