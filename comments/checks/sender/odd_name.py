"""Names that mix alphabets."""

from __future__ import annotations

from collections.abc import Iterator

from comments.findings import Draft, Finding, holds_as
from newsroom.lib.matching import lookalikes


@holds_as("odd-name", "Odd name")
def odd_name(draft: Draft) -> Iterator[Finding]:
    if lookalikes.mixes_alphabets(draft.name):
        yield Finding(
            "odd-name",
            "Mixes the letters of several alphabets in the name, as if to look like another",
            holds=True,
            weight=1.5,
        )
