"""Feedback: what the author of a reply wants of the newsroom, and what comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Edition, Record, Verb
from articles.pages import keys, versions
from articles.prepared import Prepared
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment, Feedback, FeedbackState, State, Wish
from comments.notifications import notices
from newsroom.lib.text.strings import storable

#: What readers may see of it, under the reply.
TOLD = (FeedbackState.FIXED, FeedbackState.ANSWERED)
#: For how many replies at once is asked what became of their hints: more than stand on most pages.
#: The query is the same for fewer, made up to so many by the number of none.
AT_ONCE, NOBODY = 256, 0
VERBS = {
    FeedbackState.FIXED: Verb.HINT_FIXED,
    FeedbackState.ANSWERED: Verb.HINT_ANSWERED,
    FeedbackState.DECLINED: Verb.HINT_DECLINED,
}
MAX_LENGTH = 2_000


class Mark(NamedTuple):
    """What readers see of settled feedback, under the reply that gave it."""

    state: str
    answer: str


def keep(comment: Comment, *, wish: str, wants_credit: bool) -> Feedback | None:
    """Keep what a new reply wants of the newsroom; nothing of spam."""
    if not wish or comment.state == State.SPAM:
        return None
    return Feedback.objects.create(
        comment=comment,
        article_id=comment.article_id,
        wish=wish,
        wants_credit=wants_credit,
        created_at=comment.created_at,
    )


@transaction.atomic
def move(comment_id: int, *, wish: str, by, now: dt.datetime | None = None) -> Feedback:
    """Bring a reply to the corrections desk, though its author has not marked it as a hint. Raises
    NotAllowed, DecisionRefused."""
    now = now or timezone.now()
    if not permissions.can_decide(by):
        raise NotAllowed("Your role does not allow moving replies.")
    comment = Comment.objects.select_for_update(of=("self",)).filter(pk=comment_id).first()
    if comment is None or comment.state in (State.SPAM, State.WITHDRAWN):
        raise DecisionRefused("This reply can’t be moved there.")
    if wish not in Wish.values:
        raise DecisionRefused("Choose what it is: a correction, a missing fact …")
    known = Feedback.objects.filter(comment=comment).first()
    if known is not None:
        raise DecisionRefused(
            f"It is on the corrections desk already: {known.get_state_display().lower()}."
        )
    made = Feedback.objects.create(
        comment=comment, article_id=comment.article_id, wish=wish, created_at=now
    )
    subject = str(comment)[:250]
    Record.objects.write(
        Verb.REPLY_MOVED_TO_HINTS, by=by, at=now, subject=subject, article_id=comment.article_id
    )
    return made


@transaction.atomic
def settle(
    feedback: Feedback,
    *,
    to: str,
    by,
    answer: str = "",
    edition: Edition | None = None,
    now: dt.datetime | None = None,
) -> Feedback:
    """Say what came of it: fixed (in an `edition`), answered, or declined; the reader is told, with
    the `answer`.

    Raises NotAllowed, or DecisionRefused: somebody settled it before, or an answer says nothing.
    """
    now = now or timezone.now()
    answer = storable(answer)
    if not permissions.can_settle_feedback(by):
        raise NotAllowed("Your role does not allow settling feedback.")
    if to not in FeedbackState.values or to == FeedbackState.OPEN:
        raise DecisionRefused("Choose what came of it.")
    if to != FeedbackState.FIXED and not answer:
        raise DecisionRefused("Write an answer: the reader is told it.")
    if len(answer) > MAX_LENGTH:
        raise DecisionRefused(f"Keep the answer under {MAX_LENGTH:,} characters.")
    feedback = (
        Feedback.objects.select_for_update(of=("self",))
        .select_related("article", "comment")
        .get(pk=feedback.pk)
    )
    if feedback.state != FeedbackState.OPEN:
        raise DecisionRefused(
            f"Somebody has settled this meanwhile: {feedback.get_state_display().lower()}."
        )
    feedback.state, feedback.answer, feedback.edition = to, answer, edition
    feedback.settled_at, feedback.settled_by = now, by
    feedback.save()
    Record.objects.write(
        VERBS[to],
        by=by,
        at=now,
        subject=feedback.article.headline,
        article=feedback.article,
        edition=edition,
        note=answer,
    )
    versions.move(keys.replies(feedback.article_id))
    notices.settled(feedback.comment, now)
    return feedback


def marks(numbers: Iterable[int]) -> dict[int, Mark]:
    """What readers see of settled feedback under these replies, by the reply's number. One query
    for each AT_ONCE of them."""
    left, found = list(numbers), {}
    while left:
        asked, left = left[:AT_ONCE], left[AT_ONCE:]
        rows = _settled(*asked, *[NOBODY] * (AT_ONCE - len(asked)))
        found |= {number: Mark(state, answer) for number, state, answer in rows}
    return found


_settled = Prepared(
    lambda *numbers: (
        Feedback.objects.filter(comment__in=numbers, state__in=TOLD)
        .order_by()
        .values_list("comment", "state", "answer")
    ),
    *[int] * AT_ONCE,
)


def open_for(article_id: int) -> QuerySet:
    """The hints under a story that nobody has settled, oldest first; none of spam."""
    return (
        Feedback.objects.filter(article=article_id, state=FeedbackState.OPEN)
        .exclude(comment__state=State.SPAM)
        .select_related("comment")
        .order_by("pk")
    )
