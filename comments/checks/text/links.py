"""Links: what most spam is sent for."""

from __future__ import annotations

from collections.abc import Iterator

from comments.findings import Draft, Finding, holds_as
from newsroom.lib.text.strings import LINK

#: An open thread shows replies with fewer links than this.
LINKS_TO_HOLD = 2
NUMBER_WORDS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}


@holds_as("links", "Links")
def links(draft: Draft) -> Iterator[Finding]:
    count = len(LINK.findall(draft.text))
    if count >= LINKS_TO_HOLD:
        yield Finding(
            "links",
            f"{NUMBER_WORDS.get(count, count)} links",
            holds=True,
            weight=min(3.0, 0.5 * count),
        )
