"""Notices of illegal content as they stand: what decisions do to them, what is kept for them.

(The steps are in complaints/legal_notices.py. This is apart because every decision asks for it.)
"""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from comments.models import Comment, LegalNotice, NoticeState, State, Trigger
from comments.moderation.act import Act

#: Time within which a notice is decided.
DECIDE_WITHIN = dt.timedelta(days=7)
#: What the reply may be so that there is something to take off.
STANDS = (State.SHOWN, State.HELD)


def apply(act: Act) -> None:
    """Where a decision takes back what followed from a notice, its case is open again. No query
    where none does."""
    back = [
        each.undoes
        for each in act.decisions
        if each.undoes_id and each.undoes.trigger == Trigger.NOTICE
    ]
    for decision in back:
        notices = LegalNotice.objects.filter(
            comment=decision.comment_id, decided_at=decision.decided_at
        )
        for notice in notices.filter(state=NoticeState.REMOVED):
            notice.state = NoticeState.OPEN
            notice.outcome = ""
            notice.decided_by = notice.decided_at = None
            notice.save(update_fields=["state", "outcome", "decided_by", "decided_at"])


def on_hold() -> QuerySet:
    """The numbers of replies about which a case is open: what is known of their senders is not
    forgotten meanwhile."""
    return LegalNotice.objects.filter(state=NoticeState.OPEN).order_by().values("comment")


def is_gone(comment: Comment) -> bool:
    return comment.state not in STANDS
