"""First replies: nothing of this reader was shown before."""

from __future__ import annotations

from collections.abc import Iterator

from articles.prepared import Prepared
from comments.findings import Draft, Finding, holds_as
from comments.models import Comment, RulesVersion

_of_reader = Prepared(
    lambda reader: Comment.objects.shown().filter(reader=reader).values_list("pk")[:1], int
)
_from_address = Prepared(
    lambda email: Comment.objects.shown().filter(email=email).values_list("pk")[:1], str
)


@holds_as("rules", "House rules not seen")
def first_reply(draft: Draft) -> Iterator[Finding]:
    """Trust is for those who have shown that the address is theirs: anybody can type another's."""
    if draft.owner and not draft.reader:
        return  # see claimed_address
    is_known = draft.email and (
        _of_reader(draft.reader.pk) if draft.reader else _from_address(draft.email.lower())
    )
    if not is_known:
        who = "of this confirmed reader" if draft.reader else "from this address"
        yield Finding("first", f"First reply {who}", weight=0.5)
        if not draft.rules_seen and RulesVersion.objects.exists():
            yield Finding("rules", "Has not said to have seen the house rules", holds=True)
    elif not draft.reader:
        yield Finding(
            "first", "Replies from this address were shown before, but it is not confirmed"
        )
