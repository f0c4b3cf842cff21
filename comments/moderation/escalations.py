"""Escalating: passing a reply on to the editor or to legal, and settling that."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from articles.models import Record, Verb
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment, Escalation
from newsroom.lib.text.strings import storable

PASSED_ON = {
    Escalation.To.EDITOR: Verb.REPLY_PASSED_TO_EDITOR,
    Escalation.To.LEGAL: Verb.REPLY_PASSED_TO_LEGAL,
}
SETTLED = {
    Escalation.To.EDITOR: Verb.SETTLED_BY_EDITOR,
    Escalation.To.LEGAL: Verb.SETTLED_BY_LEGAL,
}


@transaction.atomic
def escalate(
    comment_id: int, *, to: str, by, note: str = "", now: dt.datetime | None = None
) -> Escalation:
    """Pass a reply on. Passed on to the same twice it is one, with the newer note.

    Raises NotAllowed, DecisionRefused.
    """
    now = now or timezone.now()
    if not permissions.can_decide(by):
        raise NotAllowed("Your role does not allow passing replies on.")
    if to not in Escalation.To.values:
        raise DecisionRefused("Choose to whom it goes: the editor, or legal.")
    comment = Comment.objects.select_for_update(of=("self",)).filter(pk=comment_id).first()
    if comment is None:
        raise DecisionRefused("There is no such reply any more.")
    made = Escalation.objects.filter(comment=comment, to=to, settled_at=None).first()
    made = made or Escalation(comment=comment, to=to, by=by, at=now)
    made.note = storable(note) or made.note
    made.save()
    _record(PASSED_ON[to], comment, by, now, note=made.note)
    return made


@transaction.atomic
def settle(escalation_id: int, *, by, now: dt.datetime | None = None) -> Escalation:
    """It has been looked at; what was decided about the reply stands in its decisions. Settled
    twice it is settled once. Raises NotAllowed, DecisionRefused."""
    now = now or timezone.now()
    if not permissions.can_decide(by):
        raise NotAllowed("Your role does not allow settling this.")
    found = Escalation.objects.select_for_update(of=("self",)).select_related("comment")
    escalation = found.filter(pk=escalation_id).first()
    if escalation is None:
        raise DecisionRefused("There is nothing to settle.")
    if escalation.settled_at is None:
        escalation.settled_at, escalation.settled_by = now, by
        escalation.save(update_fields=["settled_at", "settled_by"])
        _record(SETTLED[escalation.to], escalation.comment, by, now)
    return escalation


def _record(verb: Verb, comment: Comment, by, now: dt.datetime, note: str = "") -> None:
    subject = str(comment)[:250]
    Record.objects.write(
        verb, by=by, at=now, subject=subject, article_id=comment.article_id, note=note
    )
