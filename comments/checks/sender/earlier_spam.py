"""What came from the same address before and was spam."""

from __future__ import annotations

from collections.abc import Iterator

from comments.findings import Draft, Finding, holds_as
from comments.models import Comment

#: Beyond this nobody needs to know exactly.
MAX_COUNT = 100


@holds_as("earlier-spam", "Spam before")
def earlier_spam(draft: Draft) -> Iterator[Finding]:
    """What others sent under the address of a confirmed reader is not held against them."""
    if not draft.email:
        return
    theirs = {"reader": draft.reader} if draft.reader else {"email": draft.email.lower()}
    earlier = Comment.objects.filter(state="spam", **theirs).order_by()
    if count := len(earlier.values_list("pk")[: MAX_COUNT + 1]):
        told = count if count <= MAX_COUNT else f"more than {MAX_COUNT}"
        yield Finding("earlier-spam", f"Marked as spam before ({told})", holds=True, weight=3.0)
