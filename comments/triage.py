"""Triage: the columns by which the desk sorts and filters replies (risk, priority, held_for, band,
score, language, has_link). Only this module writes them.

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


def of_text(text: str) -> dict:
    """The columns that follow from the text alone; guessing its language takes a while."""
    return {"has_link": bool(LINK.search(text)), "language": language.guess(text)}


def new_reply(of_text: dict, findings: list[Finding], views: int) -> dict:
    """The columns of a new reply: those of its text, what follows from its findings (the decisive
    one first), and from how often its thread has been read."""
    judged = next((finding for finding in findings if finding.score is not None), None)
    return {
        **of_text,
        **_from_findings(findings, views),
        "band": judged.band if judged else "",
        "score": judged.score if judged else None,
    }


def imported_reply(text: str, *, is_held: bool) -> dict:
    """The columns of a reply from an archive, which no check has seen."""
    return {**new_reply(of_text(text), [], views=0), "held_for": ARRIVED if is_held else ""}


def changed_by_author(comment: Comment, findings: list[Finding], views: int) -> None:
    """Update the columns after the author changed the text. What held the former text goes on
    holding. One query."""
    columns = new_reply(of_text(comment.text), findings, views)
    columns["held_for"] = columns["held_for"] or comment.held_for
    Comment.objects.filter(pk=comment.pk).update(**columns)


def found_anew(comment_id: int, findings: Iterable[Finding], views: int) -> None:
    """Write what follows from findings that have changed since the reply came in. One query."""
    Comment.objects.filter(pk=comment_id).update(**_from_findings(findings, views))


def could_not_be_checked(comment_id: int, code: str) -> None:
    """Say of a reply held for that check that it gave no answer. One query."""
    Comment.objects.filter(pk=comment_id, held_for=code).update(held_for=UNCHECKED)


def reported(comment: Comment, doubt: float, views: int) -> None:
    """Raise the risk by a report: `doubt`, from 0 to 1, is the share of the way to 1 that it
    goes."""
    comment.risk = 1 - (1 - comment.risk) * (1 - doubt)
    comment.priority = comment.risk * exposure(views)
    comment.save(update_fields=["risk", "priority"])


def held_later(comment_id: int, code: str) -> None:
    """Say what holds a reply that was shown at first. One query."""
    Comment.objects.filter(pk=comment_id).update(held_for=code)


def read_by(article_id: int, views: int) -> None:
    """Recompute the priority of what waits under a story from how often its thread was read. One
    query."""
    waits = Q(state=State.HELD) | Q(state=State.SHOWN, reviewed=False)
    Comment.objects.filter(waits, article=article_id).update(priority=F("risk") * exposure(views))
