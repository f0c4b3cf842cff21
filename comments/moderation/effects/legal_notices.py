"""Notices of illegal content as they stand: their links, what decisions do to them, what is kept
for them.

(The steps are in complaints/legal_notices.py. This is apart because every decision asks for it.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse

from comments.models import Comment, Decision, LegalNotice, NoticeState, State, Trigger

LINK = "comments.notice"
#: A notice is decided about within so long.
WITHIN = dt.timedelta(days=7)
#: What the reply may be so that there is something to take off.
STANDS = (State.SHOWN, State.HELD)


def token_for(notice: LegalNotice) -> str:
    """What the link of whoever sent the notice bears."""
    return signing.Signer(salt=LINK).sign_object(notice.pk)


def address_of(notice: LegalNotice) -> str:
    """Where whoever sent it finds how it stands, as a path."""
    return reverse("comments:notice-status", kwargs={"token": token_for(notice)})


def of_token(token: str) -> LegalNotice | None:
    """The notice behind a link."""
    try:
        number = signing.Signer(salt=LINK).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return LegalNotice.objects.filter(pk=number).first()


def undone(decisions: Iterable[Decision]) -> None:
    """In the transaction of these decisions: where one takes back what followed from a notice, its
    case is open again. No query where none does."""
    back = [
        each.undoes
        for each in decisions
        if each.undoes_id and each.undoes.trigger == Trigger.NOTICE
    ]
    for decision in back:
        notices = LegalNotice.objects.filter(
            comment=decision.comment_id, decided_at=decision.decided_at
        )
        for notice in notices.filter(state=NoticeState.REMOVED):
            notice.state, notice.outcome, notice.decided_by, notice.decided_at = (
                NoticeState.OPEN,
                "",
                None,
                None,
            )
            notice.save(update_fields=["state", "outcome", "decided_by", "decided_at"])


def on_hold() -> QuerySet:
    """The numbers of replies about which a case is open: what is known of their senders is not
    forgotten meanwhile."""
    return LegalNotice.objects.filter(state=NoticeState.OPEN).order_by().values("comment")


def is_gone(comment: Comment) -> bool:
    return comment.state not in STANDS
