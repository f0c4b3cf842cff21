"""Deciding: the one way in which a reply changes its state."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from articles import versions
from comments import notices, reporting, rulebook, rules, scoring, waiting
from comments.checks import Finding
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment, Decision, HouseRule, State
from newsroom.lib.text import storable

#: From which state a moderator may bring a reply to which.
TRANSITIONS: dict[State, tuple[State, ...]] = {
    State.HELD: (State.SHOWN, State.REJECTED, State.SPAM),
    State.SHOWN: (State.HELD, State.REJECTED, State.SPAM),
    State.REJECTED: (State.SHOWN, State.HELD, State.SPAM),
    State.SPAM: (State.SHOWN, State.HELD, State.REJECTED),
    State.WITHDRAWN: (),
}


@dataclass
class Outcome:
    """What came of deciding about several replies at once."""

    batch: uuid.UUID
    decided: list[Comment] = field(default_factory=list)
    unchanged: list[Comment] = field(default_factory=list)  # somebody else decided in the meantime
    missing: list[int] = field(default_factory=list)


@transaction.atomic
def decide(
    comment_ids: Iterable[int],
    *,
    to: str,
    by,
    rule: HouseRule | None = None,
    note: str = "",
    seen_states: dict[int, str] | None = None,
    now: dt.datetime | None = None,
) -> Outcome:
    """Bring replies to the state `to`, all in one transaction, each with a Decision of its own.

    A rejection needs the house `rule` it follows from. `seen_states` is how each reply stood
    when the moderator saw it (Comment.stand), by its number: one that another moderator has decided about, or whose
    author has changed the text since then, stays as it is and is told among the unchanged.

    Raises NotAllowed when `by` may not decide, DecisionRefused when a reason is missing.
    """
    now = now or timezone.now()
    if not rules.can_decide(by):
        raise NotAllowed("Your role does not allow deciding about replies.")
    if to == State.REJECTED and rule is None:
        raise DecisionRefused("Choose the house rule that this reply breaks: its author is owed a reason.")
    wanted = set(comment_ids)
    outcome = Outcome(batch=uuid.uuid4())
    rules_version = (rulebook.newest_number() or None) if rule else None
    comments = Comment.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    for comment in comments:
        expected = (seen_states or {}).get(comment.pk, comment.stand)
        if comment.stand != expected or to not in TRANSITIONS[State(comment.state)]:
            outcome.unchanged.append(comment)
            continue
        reason = {"rule": rule, "rules_version": rules_version, "note": storable(note)}
        _apply(comment, to, by, now, outcome.batch, **reason)
        outcome.decided.append(comment)
    outcome.missing = sorted(wanted - {c.pk for c in outcome.decided + outcome.unchanged})
    if outcome.decided:
        reporting.settle(outcome.decided, by=by, now=now)
    _move(outcome.decided)
    notices.decided(outcome.decided, now)
    if outcome.decided:
        waiting.note_decision(now)
    return outcome


@transaction.atomic
def undo(batch: uuid.UUID, *, by, now: dt.datetime | None = None) -> Outcome:
    """Take back one's own act: each reply returns to the state it had, by a further decision.

    Replies about which somebody decided since then stay as they are. Raises NotAllowed for another's act,
    DecisionRefused when there is nothing to undo.
    """
    now = now or timezone.now()
    if not rules.can_decide(by):
        raise NotAllowed("Your role does not allow deciding about replies.")
    decisions = list(Decision.objects.filter(batch=batch).order_by("comment_id"))
    if not decisions:
        raise DecisionRefused("There is nothing to undo.")
    if any(decision.by_id != by.pk for decision in decisions):
        raise NotAllowed("This was decided by somebody else. Decide about the reply anew instead.")
    ids = [decision.comment_id for decision in decisions]
    locked = {c.pk: c for c in Comment.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    newest = dict(Decision.objects.filter(comment__in=ids).order_by("decided_at", "pk").values_list("comment", "pk"))
    outcome = Outcome(batch=uuid.uuid4())
    for decision in decisions:
        comment = locked[decision.comment_id]
        if newest[comment.pk] != decision.pk or not decision.from_state:
            outcome.unchanged.append(comment)
            continue
        _apply(comment, decision.from_state, by, now, outcome.batch, undoes=decision)
        reporting.reopen(comment, by=by, decided_at=decision.decided_at)
        outcome.decided.append(comment)
    _move(outcome.decided)
    notices.decided(outcome.decided, now)
    return outcome


def decide_by_policy(comment: Comment, to: str, findings: list[Finding], *, now: dt.datetime, note: str = "") -> None:
    """Bring a reply that the caller has locked to the state `to`, because of what its author did or a check found."""
    found = [finding.as_dict() for finding in findings]
    _apply(comment, to, None, now, uuid.uuid4(), findings=found, note=note)
    _move([comment])
    notices.decided([comment], now)


def _apply(comment: Comment, to: str, by, now: dt.datetime, batch: uuid.UUID, **more) -> None:
    Decision.objects.create(
        comment=comment, from_state=comment.state, to_state=to, by=by, decided_at=now, batch=batch, **more
    )
    comment.state = to
    comment.seen = by is not None and to != State.HELD
    if to == State.SHOWN and comment.shown_at is None:
        comment.shown_at = now
        comment.views_before = scoring.views_of(comment.article_id)
    comment.save(update_fields=["state", "seen", "shown_at", "views_before"])


def _move(comments: list[Comment]) -> None:
    if comments:
        versions.move("replies", *(f"replies:{comment.article_id}" for comment in comments))
