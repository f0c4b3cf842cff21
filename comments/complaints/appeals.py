"""Appealing: the author of a reply says that it was wrong not to show it, and somebody else decides
about that.

Regulation (EU) 2022/2065 (Digital Services Act), Article 20: without an account, for six months,
decided by people.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from articles.models import Record, Verb
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed, ReplyRefused
from comments.models import Appeal, AppealState, Comment, State, Trigger
from comments.moderation import decisions
from comments.moderation.effects import appeals
from comments.notifications import notices
from newsroom.lib.text.strings import length, storable

OVER = "This decision can’t be appealed against any more."
UPHOLD, OVERTURN = "uphold", "overturn"


@transaction.atomic
def appeal(comment: Comment, text: str, *, now: dt.datetime | None = None) -> Appeal:
    """Take an appeal of the author of a reply against the decision by which it is rejected. One for
    each decision: sent twice, it is the first one.

    Raises ReplyRefused: there is no text or too much of it (422), there is nothing to appeal
    against (409).
    """
    now = now or timezone.now()
    text = storable(text.replace("\r\n", "\n"))
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    rejection = appeals.rejection_of(comment)
    if rejection and hasattr(rejection, "appeal"):
        return rejection.appeal
    if not text:
        raise ReplyRefused("Please say why the decision is wrong.", 422)
    if (count := length(text)) > appeals.MAX_LENGTH:
        raise ReplyRefused(
            f"This has {count:,} characters; please keep it under {appeals.MAX_LENGTH:,}.", 422
        )
    if appeals.open_until(comment, now) is None:
        raise ReplyRefused(OVER, 409)
    return Appeal.objects.create(
        decision=rejection,
        comment=comment,
        article_id=comment.article_id,
        text=text,
        at=now,
        due_at=now + appeals.ANSWER_WITHIN,
    )


@transaction.atomic
def answer(
    appealed: Appeal, outcome: str, *, by, answer: str, now: dt.datetime | None = None
) -> Appeal:
    """Decide about an appeal: UPHOLD leaves the reply as it is, OVERTURN shows it; its author is
    told the `answer`.

    Raises NotAllowed for whoever decided about the reply before, DecisionRefused where nothing is
    open, or nothing said.
    """
    now = now or timezone.now()
    answer = storable(answer)
    if not permissions.can_decide_appeal(by):
        raise NotAllowed("Your role does not allow deciding about appeals.")
    # each step about an appeal locks the reply first: the appeal then stands still, too
    comment = (
        Comment.objects.select_for_update(of=("self",))
        .select_related("article")
        .get(pk=appealed.comment_id)
    )
    appealed = Appeal.objects.get(pk=appealed.pk)
    if appealed.state != AppealState.OPEN or comment.state != State.REJECTED:
        raise DecisionRefused(
            f"This appeal is not open any more: {appealed.get_state_display().lower()}."
        )
    if by.pk in appeals.barred([appealed])[appealed.pk]:
        raise NotAllowed(
            "You have decided about this reply before: somebody else has to decide about the"
            " appeal."
        )
    if outcome not in (UPHOLD, OVERTURN):
        raise DecisionRefused("Choose whether the decision stands.")
    if not answer:
        raise DecisionRefused("Write an answer: the author of the reply is told it.")
    if length(answer) > appeals.MAX_LENGTH:
        raise DecisionRefused(f"Keep the answer under {appeals.MAX_LENGTH:,} characters.")
    appealed.state = AppealState.OVERTURNED if outcome == OVERTURN else AppealState.UPHELD
    appealed.answer, appealed.decided_by, appealed.decided_at = answer, by, now
    appealed.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    if outcome == OVERTURN:
        decisions.decide(
            [comment.pk], to=State.SHOWN, by=by, note=answer, trigger=Trigger.APPEAL, now=now
        )
        appealed.outcome = comment.decisions.order_by("-decided_at", "-pk").first()
        appealed.save(update_fields=["outcome"])
    subject = f"{appealed.reference}, {comment}"[:250]
    verb = Verb.APPEAL_OVERTURNED if outcome == OVERTURN else Verb.APPEAL_UPHELD
    Record.objects.write(verb, by=by, at=now, subject=subject, article=comment.article, note=answer)
    comment.refresh_from_db(fields=["state"])
    notices.appealed(comment, now)
    return appealed
