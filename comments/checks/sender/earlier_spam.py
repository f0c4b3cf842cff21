"""What came from the same address before and was spam."""

from __future__ import annotations

from collections.abc import Iterator

from comments.findings import Draft, Finding
from comments.models import Comment

#: Beyond this nobody needs to know exactly.
MANY = 100


def earlier_spam(draft: Draft) -> Iterator[Finding]:
    """What others sent under the address of a confirmed reader is not held against them."""
    if not draft.email:
        return
    theirs = {"reader": draft.reader} if draft.reader else {"email": draft.email.lower()}
    earlier = Comment.objects.filter(state="spam", **theirs).order_by()
    if count := len(earlier.values_list("pk")[: MANY + 1]):
        told = count if count <= MANY else f"more than {MANY}"
        yield Finding("earlier-spam", f"Marked as spam before ({told})", holds=True, weight=3.0)
