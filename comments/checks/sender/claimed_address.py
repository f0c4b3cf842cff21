"""Addresses of confirmed readers, used without proof."""

from __future__ import annotations

from collections.abc import Iterator

from comments.findings import Draft, Finding, holds_as


@holds_as("claimed-address", "Address of another")
def claimed_address(draft: Draft) -> Iterator[Finding]:
    if draft.owner and not draft.reader:
        words = (
            "This address belongs to a confirmed reader; whoever wrote this has not shown that it"
            " is theirs"
        )
        yield Finding("claimed-address", words, holds=True, weight=1.5)
