"""Putting a held reply aside until a time, and bringing it back before. When the time has come it
is back by itself; so it is after any decision about it, and when its author changes the text."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from articles.models import Record, Verb
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import MORNING, Comment, PutAside, State

#: For how long, as it is chosen.
CHOICES = {"hour": "For an hour", "morning": "Until tomorrow morning", "week": "For a week"}


def until(choice: str, now: dt.datetime) -> dt.datetime:
    """The end of one of CHOICES. Raises DecisionRefused for another."""
    if choice == "hour":
        return now + dt.timedelta(hours=1)
    if choice == "week":
        return now + dt.timedelta(days=7)
    if choice == "morning":
        tomorrow = timezone.localtime(now).date() + dt.timedelta(days=1)
        return timezone.make_aware(dt.datetime.combine(tomorrow, dt.time(MORNING)))
    raise DecisionRefused("Choose until when it is put aside.")


@transaction.atomic
def put_aside(comment_id: int, *, choice: str, by, now: dt.datetime | None = None) -> PutAside:
    """Take a held reply out of the queue until a time. Put aside twice, the later word counts.

    Raises NotAllowed, DecisionRefused.
    """
    now = now or timezone.now()
    comment = _held(comment_id, by)
    aside, _ = PutAside.objects.update_or_create(
        comment=comment,
        defaults={
            "until": until(choice, now),
            "by": by,
            "version": comment.version,
            "decision_count": comment.decision_count,
        },
    )
    _record(Verb.REPLY_PUT_ASIDE, comment, by, now)
    return aside


@transaction.atomic
def bring_back(comment_id: int, *, by, now: dt.datetime | None = None) -> None:
    """Have a reply wait in the queue again; nothing where it does. Raises NotAllowed,
    DecisionRefused."""
    comment = _held(comment_id, by)
    if PutAside.objects.filter(comment=comment).delete()[0]:
        _record(Verb.REPLY_BROUGHT_BACK, comment, by, now or timezone.now())


def _held(comment_id: int, by) -> Comment:
    """The reply, locked."""
    if not permissions.can_decide(by):
        raise NotAllowed("Your role does not allow putting replies aside.")
    locked = Comment.objects.select_for_update(of=("self",))
    comment = locked.filter(pk=comment_id, state=State.HELD).first()
    if comment is None:
        raise DecisionRefused("It is not held any more: somebody has decided about it.")
    return comment


def _record(verb: Verb, comment: Comment, by, now: dt.datetime) -> None:
    subject = str(comment)[:250]
    Record.objects.write(verb, by=by, at=now, subject=subject, article_id=comment.article_id)
