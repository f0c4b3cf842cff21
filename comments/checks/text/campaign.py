"""Texts that were sent before, word for word: not to be shown then, or under another story."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from articles.prepared import Prepared
from comments.findings import Draft, Finding, holds_as
from comments.models import Campaign, LikenessKey, State
from newsroom.lib.learning import likeness

#: Maximum number of the newest replies with the same words that are looked at.
MAX_COMPARED = 20
WORDS = {State.SPAM: "was marked as spam", State.REJECTED: "was rejected"}


def _states(key: int) -> QuerySet:
    """What became of the newest replies with the same words, and of their campaigns."""
    same = LikenessKey.objects.filter(key=key).order_by("-likeness")
    return same.values_list(
        "likeness__campaign__state",
        "likeness__campaign__to_state",
        "likeness__comment__state",
        "likeness__comment__article",
    )[:MAX_COMPARED]


_same = Prepared(_states, int)


@holds_as("campaign", "Same text elsewhere")
def campaign(draft: Draft) -> Iterator[Finding]:
    """One query. What is only nearly the same is found by the worker, after the reply has come
    in."""
    key = likeness.exact(draft.text)
    if key is None:
        return
    states = _same(key)
    here = draft.edition.article_id if draft.edition else None
    for state, to, _, _ in states:
        if state == Campaign.State.DECIDED and to in WORDS:
            yield found(f"The same text as a campaign that {WORDS[State(to)]}")
            return
    is_approved = any(
        state == Campaign.State.DECIDED and to == State.SHOWN for state, to, _, _ in states
    )
    if any(own == State.SPAM for _, _, own, _ in states):
        yield found("The same text was marked as spam before")
    elif draft.reader or is_approved:  # somebody stands for it: the address, or a moderator
        return
    elif any(story != here for _, _, _, story in states):
        yield found("The same text stands under another story")


def found(words: str) -> Finding:
    return Finding("campaign", words, holds=True, weight=3.0)
