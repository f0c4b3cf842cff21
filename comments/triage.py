"""Triage: what the desk sorts and filters replies by. Every write of these columns stands here.

The priority of a reply is its risk times how much its thread is read: what should be looked at
first is what is likely to be wrong, and read by many.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from django.db.models import F, Q

from comments.findings import Finding, risk_of
from comments.models import Comment, State
from newsroom.lib.matching import language
from newsroom.lib.text.strings import LINK

ARRIVED = "arrived"
REPORTED = "reported"
UNCHECKED = "unchecked"


def exposure(views: int) -> float:
    """How much it counts that a thread was read so often: 1 for never, 2 for ten times, 3 for a
    hundred."""
    return 1 + math.log10(1 + views)


def _from_findings(findings: Iterable[Finding], views: int) -> dict:
    findings = list(findings)
    risk = risk_of(findings)
    return {
        "held_for": next((finding.code for finding in findings if finding.holds), ""),
        "risk": risk,
        "priority": risk * exposure(views),
    }


def new_reply(text: str, findings: list[Finding], views: int) -> dict:
    """The columns of a new reply: from its text, its findings (what tipped it first), and how often
    its thread has been read."""
    judged = next((finding for finding in findings if finding.score is not None), None)
    return {
        **_from_findings(findings, views),
        "has_link": bool(LINK.search(text)),
        "language": language.guess(text),
        "band": judged.band if judged else "",
        "score": judged.score if judged else None,
    }


def imported_reply(text: str, *, is_held: bool) -> dict:
    """The columns of a reply from an archive, which no check has seen."""
    return {**new_reply(text, [], views=0), "held_for": ARRIVED if is_held else ""}


def changed_by_author(comment: Comment, findings: list[Finding], views: int) -> None:
    """Write what follows from another text. What held the first one goes on holding. One query."""
    columns = new_reply(comment.text, findings, views)
    columns["held_for"] = columns["held_for"] or comment.held_for
    Comment.objects.filter(pk=comment.pk).update(**columns)


def found_anew(comment_id: int, findings: Iterable[Finding], views: int) -> None:
    """Write what follows from findings that have changed since the reply came in. One query."""
    Comment.objects.filter(pk=comment_id).update(**_from_findings(findings, views))


def could_not_be_checked(comment_id: int, code: str) -> None:
    """Say of a reply held for that check that it gave no answer. One query."""
    Comment.objects.filter(pk=comment_id, held_for=code).update(held_for=UNCHECKED)


def reported(comment: Comment, doubt: float, views: int) -> None:
    """Raise the risk by what a report says: `doubt` is the share that it takes of what is left to
    certainty."""
    comment.risk = 1 - (1 - comment.risk) * (1 - doubt)
    comment.priority = comment.risk * exposure(views)
    comment.save(update_fields=["risk", "priority"])


def held_later(comment_id: int, code: str) -> None:
    """Say what holds a reply that was shown at first. One query."""
    Comment.objects.filter(pk=comment_id).update(held_for=code)


def read_by(article_id: int, views: int) -> None:
    """The thread of a story has been read so often by now: so urgent is what waits in it. One
    query."""
    waits = Q(state=State.HELD) | Q(state=State.SHOWN, reviewed=False)
    Comment.objects.filter(waits, article=article_id).update(priority=F("risk") * exposure(views))
