"""The trap: a field that people can't see."""

from __future__ import annotations

from collections.abc import Iterator

from comments.findings import Draft, Finding, holds_as


@holds_as("trap", "Trap for machines")
def trap(draft: Draft) -> Iterator[Finding]:
    if draft.trap:
        yield Finding(
            "trap", "Filled in a field that people can’t see", holds=True, is_spam=True, weight=6.0
        )
