"""First replies: nothing of this reader was shown before."""

from __future__ import annotations

from collections.abc import Iterator

from comments.findings import Draft, Finding, holds_as
from comments.models import Comment, RulesVersion


@holds_as("rules", "House rules not seen")
def first_reply(draft: Draft) -> Iterator[Finding]:
    """Trust is for those who have shown that the address is theirs: anybody can type another's."""
    shown = Comment.objects.shown()
    if draft.owner and not draft.reader:
        return  # see claimed_address
    known = (
        shown.filter(reader=draft.reader)
        if draft.reader
        else shown.filter(email=draft.email.lower())
    )
    if not (draft.email and known.exists()):
        who = "of this confirmed reader" if draft.reader else "from this address"
        yield Finding("first", f"First reply {who}", weight=0.5)
        if not draft.rules_seen and RulesVersion.objects.exists():
            yield Finding("rules", "Has not said to have seen the house rules", holds=True)
    elif not draft.reader:
        yield Finding(
            "first", "Replies from this address were shown before, but it is not confirmed"
        )
