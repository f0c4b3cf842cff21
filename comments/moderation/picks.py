"""Picking: the newsroom says which replies are worth reading."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from articles.models import Record, Verb
from articles.pages import keys, versions
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment, State


@transaction.atomic
def pick(comment_id: int, *, by, now: dt.datetime | None = None) -> Comment:
    """Mark a reply that is shown as picked by the newsroom. Once picked, it stays in its place
    among the picks.

    Raises NotAllowed, or DecisionRefused for a reply that is not shown.
    """
    now = now or timezone.now()
    comment = _taken(comment_id, by)
    if comment.state != State.SHOWN:
        raise DecisionRefused("Only a reply that is shown can be picked.")
    if comment.picked_at is None:
        _put(comment, now, Verb.REPLY_PICKED, by, now)
    return comment


@transaction.atomic
def unpick(comment_id: int, *, by, now: dt.datetime | None = None) -> Comment:
    """Take the mark away again."""
    comment = _taken(comment_id, by)
    if comment.picked_at is not None:
        _put(comment, None, Verb.REPLY_UNPICKED, by, now or timezone.now())
    return comment


def _taken(comment_id: int, by) -> Comment:
    if not permissions.can_decide(by):
        raise NotAllowed("Your role does not allow picking replies.")
    comment = Comment.objects.select_for_update(of=("self",)).filter(pk=comment_id).first()
    if comment is None:
        raise DecisionRefused("There is no such reply any more.")
    return comment


def _put(comment: Comment, picked_at: dt.datetime | None, verb: Verb, by, now: dt.datetime) -> None:
    comment.picked_at = picked_at
    comment.save(update_fields=["picked_at"])
    Record.objects.write(verb, by=by, at=now, subject=comment, article_id=comment.article_id)
    versions.move(keys.replies(comment.article_id))
