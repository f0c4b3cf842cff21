"""Names under which others are known."""

from __future__ import annotations

from collections.abc import Iterator

from comments.checks.protected_names import bearers
from comments.findings import Draft, Finding, holds_as


@holds_as("claimed-name", "Name of another")
def claimed_name(draft: Draft) -> Iterator[Finding]:
    """The name is known here, and nobody who is known by it owns this address. (Where one of them
    does, see claimed_address.)"""
    known = bearers(draft.name)
    if not known or (draft.owner and any(bearer.email == draft.owner.email for bearer in known)):
        return
    whose = (
        "somebody of the newsroom"
        if any(bearer.is_staff for bearer in known)
        else "a confirmed reader"
    )
    yield Finding(
        "claimed-name",
        f"This is the name of {whose}; whoever wrote this has not shown to be them",
        holds=True,
        weight=1.5,
    )
