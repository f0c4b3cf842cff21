"""What came from the same address before and was spam."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from articles.prepared import Prepared
from comments.findings import Draft, Finding, holds_as
from comments.models import Comment

#: Beyond this nobody needs to know exactly.
MAX_COUNT = 100


def _spam(**theirs) -> QuerySet:
    earlier = Comment.objects.filter(state="spam", **theirs).order_by()
    return earlier.values_list("pk")[: MAX_COUNT + 1]


_of_reader = Prepared(lambda reader: _spam(reader=reader), int)
_from_address = Prepared(lambda email: _spam(email=email), str)


@holds_as("earlier-spam", "Spam before")
def earlier_spam(draft: Draft) -> Iterator[Finding]:
    """What others sent under the address of a confirmed reader is not held against them."""
    if not draft.email:
        return
    earlier = _of_reader(draft.reader.pk) if draft.reader else _from_address(draft.email.lower())
    if count := len(earlier):
        told = count if count <= MAX_COUNT else f"more than {MAX_COUNT}"
        yield Finding("earlier-spam", f"Marked as spam before ({told})", holds=True, weight=3.0)
