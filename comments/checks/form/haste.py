"""How soon a reply was sent."""

from __future__ import annotations

from collections.abc import Iterator

from comments.checks import form_keys
from comments.findings import Draft, Finding, holds_as


@holds_as("haste", "Sent in haste")
def haste(draft: Draft) -> Iterator[Finding]:
    after = draft.sent.after
    if after is not None and after < form_keys.SOONEST:
        words = f"Sent {max(0, round(after.total_seconds()))} s after its writer came to the form"
        yield Finding("haste", words, holds=True, is_doubt=True, weight=1.5)
