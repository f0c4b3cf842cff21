"""What an open desk is told: how the replies on it stand now, and which one somebody has open."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from comments.models import Comment, Decision, Looking, State


def look(comment_id: int, *, by) -> None:
    """Somebody has this card before them now; none with 0. It is told to others, and forgotten
    within a minute."""
    if not comment_id:
        Looking.objects.filter(person=by).delete()
    elif Comment.objects.filter(pk=comment_id).exists():
        Looking.objects.update_or_create(
            person=by, defaults={"comment_id": comment_id, "at": timezone.now()}
        )


def fates(numbers: Iterable[int]) -> dict[int, dict]:
    """How each of these replies stands now, and by whom. Two queries."""
    numbers = list(numbers)
    newest: dict[int, Decision] = {}
    for decision in (
        Decision.objects.filter(comment__in=numbers)
        .select_related("by", "rule")
        .order_by("decided_at", "pk")
    ):
        newest[decision.comment_id] = decision
    found = {}
    for comment in Comment.objects.filter(pk__in=numbers).only(
        "state", "version", "decision_count", "reviewed", "picked_at"
    ):
        decision = newest.get(comment.pk)
        by = str(decision.by) if decision and decision.by else ""
        at = timezone.localtime(decision.decided_at).strftime("%H:%M") if decision else ""
        words = State(comment.state).label
        found[comment.pk] = {
            "pk": comment.pk,
            "state": comment.state,
            "stand": comment.revision,
            "by": by,
            "at": at,
            "label": words,
            "picked": comment.picked_at is not None,
            "words": f"{words} by {by}, {at}" if by else words,
            "why": _why(decision) if decision and comment.state == State.REJECTED else "",
        }
    return found


def _why(decision: Decision) -> str:
    """By which rule, and the note that its author is told."""
    rule = str(decision.rule or decision.law)
    return f"{rule} (“{decision.note}”)" if decision.note else rule
