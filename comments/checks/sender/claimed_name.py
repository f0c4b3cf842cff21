"""Names under which others are known."""

from __future__ import annotations

from collections.abc import Iterator

from comments.checks.protected_names import claim
from comments.findings import Draft, Finding, holds_as


@holds_as("claimed-name", "Name of another")
def claimed_name(draft: Draft) -> Iterator[Finding]:
    """The name says one of the newsroom's, or is known here, and nobody who is known by it owns
    this address. (Where one of them does, see claimed_address.)"""
    claimed = claim(draft.name)
    mine = [each for each in claimed.bearers if draft.owner and each.email == draft.owner.email]
    if any(each.is_staff or not claimed.reserved for each in mine):
        return
    if claimed.reserved:
        words = f"This looks like “{claimed.reserved}”, a name that is the newsroom’s alone"
    elif claimed.bearers:
        of_us = any(bearer.is_staff for bearer in claimed.bearers)
        whose = "somebody of the newsroom" if of_us else "a confirmed reader"
        words = f"This is the name of {whose}; whoever wrote this has not shown to be them"
    else:
        return
    yield Finding("claimed-name", words, holds=True, weight=1.5)
