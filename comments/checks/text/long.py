"""Very long replies."""

from __future__ import annotations

from collections.abc import Iterator

from comments.findings import Draft, Finding, holds_as

#: Of somebody who has not confirmed the address, a longer one is read first.
LENGTH_TO_HOLD = 3_000


@holds_as("long", "Very long")
def long(draft: Draft) -> Iterator[Finding]:
    count = len(draft.text)
    if not draft.reader and count > LENGTH_TO_HOLD:
        yield Finding(
            "long",
            f"{count:,} characters, from an address that is not confirmed",
            holds=True,
            weight=0.5,
        )
