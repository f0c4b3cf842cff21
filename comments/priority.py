"""Exposure: what should be looked at first is what is likely to be wrong, and read by many.

The priority of a reply is its risk (findings.risk_of, raised by what readers report) times how much its thread is
read: ten times as many readings count as one step more.
"""

from __future__ import annotations

import math

from django.db.models import F, Q

from comments.models import Comment, State


def factor(views: int) -> float:
    """How much it counts that a thread was read so often: 1 for never, 2 for ten times, 3 for a hundred."""
    return 1 + math.log10(1 + views)


def refresh(article_id: int, views: int) -> None:
    """The thread of a story has been read so often by now: so urgent is what waits in it. One query."""
    waits = Q(state=State.HELD) | Q(state=State.SHOWN, seen=False)
    Comment.objects.filter(waits, article=article_id).update(priority=F("risk") * factor(views))


def raise_risk(comment: Comment, by: float, views: int) -> None:
    """A reader's report makes it likelier that a reply is not to be shown: by so much of what is left to certainty."""
    comment.risk = 1 - (1 - comment.risk) * (1 - by)
    comment.priority = comment.risk * factor(views)
    comment.save(update_fields=["risk", "priority"])
