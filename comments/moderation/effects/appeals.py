"""Appeals as they stand: what can be appealed against, until when, who may not decide, and what
decisions do to them.

(The steps are in complaints/appeals.py. This is apart because every decision asks for it.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from comments.models import Appeal, AppealState, Comment, Decision, State
from comments.moderation.act import Act
from comments.transparency import statements

#: Time within which an appeal is answered.
ANSWER_WITHIN = dt.timedelta(days=7)
MAX_LENGTH = 2_000


def rejection_of(comment: Comment) -> Decision | None:
    """The decision by which a rejected reply was rejected: one that an undo restored, and not the
    undo. One query."""
    if comment.state != State.REJECTED:
        return None
    rejections = comment.decisions.not_undoing().filter(to_state=State.REJECTED)
    return rejections.select_related("appeal").order_by("-decided_at", "-pk").first()


def open_until(comment: Comment, now: dt.datetime) -> dt.datetime | None:
    """Until when its author may appeal against the decision about a reply; None where there is
    nothing to appeal against, or it was done. One query."""
    rejection = rejection_of(comment)
    if rejection is None or hasattr(rejection, "appeal"):
        return None
    until = statements.appeal_until(rejection)
    return until if now < until else None


def newest_of(comment: Comment) -> Appeal | None:
    """The last appeal about a reply."""
    return comment.appeals.order_by("-at", "-pk").first()


def apply(act: Act) -> None:
    """Drop the open appeals about replies that are decided about anew. An undo opens them again,
    and also the appeal whose answer is undone; its deadline stays.

    One query where nothing is open, of however many replies; two for an undo.
    """
    about = {decision.comment_id: decision for decision in act.decisions}
    for appeal in Appeal.objects.filter(comment__in=about, state=AppealState.OPEN):
        appeal.state = AppealState.DROPPED
        appeal.decided_at = act.now
        appeal.decided_by = act.by
        appeal.save(update_fields=["state", "decided_at", "decided_by"])
    undone = {decision.undoes_id for decision in act.decisions if decision.undoes_id}
    if not undone:
        return
    closed = Appeal.objects.filter(comment__in=about).exclude(state=AppealState.OPEN)
    for appeal in closed.select_related("comment"):
        undoing = about[appeal.comment_id].undoes
        fell_with_it = (
            appeal.state == AppealState.DROPPED
            and undoing
            and appeal.decided_at == undoing.decided_at
        )
        if appeal.outcome_id in undone or fell_with_it:
            _open_again(appeal)


def _open_again(appeal: Appeal) -> None:
    appeal.state, appeal.answer = AppealState.OPEN, ""
    appeal.decided_at = appeal.decided_by = appeal.outcome = None
    appeal.save(update_fields=["state", "answer", "decided_at", "decided_by", "outcome"])


def barred(appeals: Iterable[Appeal]) -> dict[int, dict[int, Decision]]:
    """For each appeal, by key: who may not decide it, since they decided about the reply before the
    appeal came, each with that decision. One query."""
    appeals = list(appeals)
    people = Decision.objects.filter(comment__in={a.comment_id for a in appeals}, by__isnull=False)
    found: dict[int, list[Decision]] = {}
    for decision in people.select_related("by").order_by("decided_at", "pk"):
        found.setdefault(decision.comment_id, []).append(decision)
    return {
        appeal.pk: {
            each.by_id: each
            for each in found.get(appeal.comment_id, [])
            if each.decided_at <= appeal.at
        }
        for appeal in appeals
    }
