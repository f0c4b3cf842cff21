"""Deciding: the one way in which a reply changes its state after it came in. (Its first state:
policies/policy.py.)"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.pages import keys, versions
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.findings import Finding
from comments.models import Comment, Decision, HouseRule, State, Trigger
from comments.moderation.act import Act
from comments.moderation.effects import (
    akismet,
    appeals,
    campaigns,
    legal_notices,
    notices,
    reports,
    waiting,
)
from comments.policies import rulebook
from comments.thread import ranking
from newsroom.lib.text.strings import storable

#: From which state a moderator may bring a reply to which. SHOWN to SHOWN: looked at, and left.
TRANSITIONS: dict[State, tuple[State, ...]] = {
    State.HELD: (State.SHOWN, State.REJECTED, State.SPAM),
    State.SHOWN: (State.SHOWN, State.HELD, State.REJECTED, State.SPAM),
    State.REJECTED: (State.SHOWN, State.HELD, State.SPAM),
    State.SPAM: (State.SHOWN, State.HELD, State.REJECTED),
    State.WITHDRAWN: (),
}


#: The last act of somebody can be undone for this long.
SHIFT = dt.timedelta(hours=12)
#: Maximum number of one's own acts among which the last is looked for.
MAX_LOOKED_AT = 50


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
    law: str = "",
    note: str = "",
    trigger: str = "",
    expected_states: dict[int, str] | None = None,
    now: dt.datetime | None = None,
) -> Outcome:
    """Bring replies to the state `to`, all in one transaction, each with a Decision of its own.

    A rejection needs the house `rule` it follows from, or the provision of the `law`. `note` is
    told to the author with it. `trigger` is why it was decided: by default REPORT where reports are
    open, else OWN. `expected_states` is how each reply stood when the moderator saw it
    (Comment.revision), by its number: one that another moderator has decided about, or whose author
    has changed the text since then, stays as it is and is listed in `Outcome.unchanged`.

    Raises NotAllowed when `by` may not decide, DecisionRefused when a reason is missing.
    """
    now = now or timezone.now()
    if not permissions.can_decide(by):
        raise NotAllowed("Your role does not allow deciding about replies.")
    if to == State.REJECTED and rule is None and not law:
        raise DecisionRefused(
            "Choose the house rule that this reply breaks: its author is owed a reason."
        )
    wanted = set(comment_ids)
    outcome = Outcome(batch=uuid.uuid4())
    rules_version = (rulebook.newest_number() or None) if rule else None
    reported = reports.among(wanted)
    decisions = []
    # locked in one order, so that two moderators can't wait for each other
    comments = Comment.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    for comment in comments:
        expected = (expected_states or {}).get(comment.pk, comment.revision)
        kept_already = comment.state == to and comment.reviewed and comment.pk not in reported
        if (
            not comment.matches(expected)
            or to not in TRANSITIONS[State(comment.state)]
            or kept_already
            or comment.is_emptied
        ):
            outcome.unchanged.append(comment)
            continue
        began = trigger or (Trigger.REPORT if comment.pk in reported else Trigger.OWN)
        reason = {
            "rule": rule,
            "law": law,
            "rules_version": rules_version,
            "note": storable(note),
            "trigger": began,
        }
        decisions.append(_decision(comment, to, by, now, outcome.batch, **reason))
        outcome.decided.append(comment)
    outcome.missing = sorted(wanted - {c.pk for c in outcome.decided + outcome.unchanged})
    _apply(Act(decisions, by, now))
    return outcome


@transaction.atomic
def undo(batch: uuid.UUID, *, by, now: dt.datetime | None = None) -> Outcome:
    """Take back one's own act: each reply returns to the state it had, by a further decision.

    Replies about which somebody decided since then stay as they are. Raises NotAllowed for
    another's act, DecisionRefused when there is nothing to undo.
    """
    now = now or timezone.now()
    if not permissions.can_decide(by):
        raise NotAllowed("Your role does not allow deciding about replies.")
    decisions = list(
        Decision.objects.filter(batch=batch).select_related("undoes__rule").order_by("comment_id")
    )
    if not decisions:
        raise DecisionRefused("There is nothing to undo.")
    if any(decision.by_id != by.pk for decision in decisions):
        raise NotAllowed("This was decided by somebody else. Decide about the reply anew instead.")
    ids = [decision.comment_id for decision in decisions]
    locked = {
        c.pk: c
        for c in Comment.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    }
    standing, newest = _standing(ids)
    outcome = Outcome(batch=uuid.uuid4())
    made = []
    for decision in decisions:
        comment, theirs = locked[decision.comment_id], standing[decision.comment_id]
        # every later decision about it has itself been undone
        is_last = bool(theirs) and theirs[-1].pk == decision.pk
        takes_back = decision.undoes_id and newest[comment.pk].pk == decision.pk
        if comment.is_emptied or not decision.from_state or not (is_last or takes_back):
            outcome.unchanged.append(comment)
            continue
        # undoing an undo brings what it had undone into force again
        before = theirs[:-1] if is_last else [*theirs, decision.undoes]
        rejection = next(
            (each for each in reversed(before) if each.to_state == State.REJECTED), None
        )
        reason = _reason(rejection) if decision.from_state == State.REJECTED else {}
        made.append(
            _decision(
                comment, decision.from_state, by, now, outcome.batch, undoes=decision, **reason
            )
        )
        # as before the act that is undone: `_decision` counts undoing as having looked at it
        comment.reviewed = (
            bool(before) and before[-1].by_id is not None and comment.state != State.HELD
        )
        outcome.decided.append(comment)
    _apply(Act(made, by, now, undoes=decisions[0].decided_at))
    return outcome


def last_act(by, now: dt.datetime) -> uuid.UUID | None:
    """The newest of one's own acts of this shift that can still be taken back. Two queries."""
    mine = Decision.objects.not_undoing().filter(by=by, decided_at__gt=now - SHIFT, undone_by=None)
    newest = list(
        mine.order_by("-decided_at", "-pk").values_list("batch", "comment", "pk")[:MAX_LOOKED_AT]
    )
    standing, _ = _standing([comment for _, comment, _ in newest])
    last = {theirs[-1].pk for theirs in standing.values() if theirs}
    return next((batch for batch, _, pk in newest if pk in last), None)


def _standing(comment_ids: Iterable[int]) -> tuple[dict[int, list[Decision]], dict[int, Decision]]:
    """The decisions about each of these replies that are not taken back, oldest first; and the
    newest of all. One query."""
    found: dict[int, list[Decision]] = {}
    newest: dict[int, Decision] = {}
    undoing: dict[int, int] = {}
    taken: set[int] = set()
    about = Decision.objects.filter(comment__in=comment_ids).select_related("rule", "undoes__rule")
    for decision in about.order_by("decided_at", "pk"):
        newest[decision.comment_id] = decision
        found.setdefault(decision.comment_id, [])
        if not decision.undoes_id:
            found[decision.comment_id].append(decision)
            continue
        undoing[decision.pk] = at = decision.undoes_id
        while at in undoing:  # undoing an undo restores the first decision
            at = undoing[at]
        taken ^= {at}
    return {
        pk: [each for each in theirs if each.pk not in taken] for pk, theirs in found.items()
    }, newest


def decide_by_policy(
    comment: Comment,
    to: str,
    findings: list[Finding],
    *,
    now: dt.datetime,
    note: str = "",
    trigger: str = "",
) -> Decision:
    """Bring a reply that the caller has locked to the state `to`, because of what its author did or
    a check found."""
    found = [finding.as_dict() for finding in findings]
    model = next((finding.model for finding in findings if finding.model), None)
    reason = {"findings": found, "note": note, "trigger": trigger, "model_id": model}
    decision = _decision(comment, to, None, now, uuid.uuid4(), **reason)
    _apply(Act([decision], None, now))
    return decision


def withdraw_all(comments: list[Comment], *, now: dt.datetime) -> None:
    """Take replies that the caller has locked off the page at once, by their author's word. A few
    queries, however many there are."""
    batch = uuid.uuid4()
    made = [_decision(each, State.WITHDRAWN, None, now, batch) for each in comments]
    _apply(Act(made, None, now))


def _reason(rejection: Decision | None) -> dict:
    """Why a reply was rejected, for when it is rejected again."""
    return (
        {name: getattr(rejection, name) for name in ("rule", "law", "rules_version", "note")}
        if rejection
        else {}
    )


def _decision(
    comment: Comment, to: str, by, now: dt.datetime, batch: uuid.UUID, **more
) -> Decision:
    """A decision, and the reply as it stands after it; `_apply` stores both."""
    decision = Decision(
        comment=comment,
        from_state=comment.state,
        to_state=to,
        by=by,
        decided_at=now,
        batch=batch,
        version=comment.version,
        **more,
    )
    comment.state, comment.decision_count = to, comment.decision_count + 1
    comment.rule = decision.rule if to == State.REJECTED else None
    comment.for_law = to == State.REJECTED and bool(decision.law)
    comment.reviewed = by is not None and to != State.HELD
    if to == State.SHOWN and comment.shown_at is None:
        comment.shown_at = now
    return decision


#: What an act brings with it, in this order, in its transaction. The worker's tasks come last.
EFFECTS: tuple[Callable[[Act], None], ...] = (
    appeals.apply,  # drops open appeals; an undo opens them again
    legal_notices.apply,  # an undo opens the case again
    reports.apply,  # settles and answers open reports; an undo opens them again
    campaigns.apply,  # an undo opens the campaign again
    waiting.apply,  # has waiting times measured again; not for an undo
    notices.apply,  # notes mail to authors, those they answer, and followers
    akismet.apply,  # tells Akismet where a person decided otherwise
)


def _apply(act: Act) -> None:
    """Store the decisions of an act and all that they bring with them. A few queries, however many
    replies there are; none where nothing was decided."""
    if not act.decisions:
        return
    Decision.objects.bulk_create(act.decisions)
    _store_states(act)
    if act.changed:
        versions.move(keys.REPLIES, *(keys.replies(comment.article_id) for comment in act.changed))
    for effect in EFFECTS:
        effect(act)


def _store_states(act: Act) -> None:
    """Bring the replies to their states: one query for those that stand alike."""
    first_shown = [
        comment.pk
        for comment in act.comments
        if comment.state == State.SHOWN and comment.shown_at == act.now
    ]
    if first_shown:
        ranking.begin(Comment.objects.filter(pk__in=first_shown, shown_at__isnull=True), act.now)
    alike: dict[tuple, list[int]] = {}
    for comment in act.comments:
        standing = (comment.state, comment.reviewed, comment.rule_id, comment.for_law)
        alike.setdefault(standing, []).append(comment.pk)
    for (state, reviewed, rule, for_law), numbers in alike.items():
        Comment.objects.filter(pk__in=numbers).update(
            state=state,
            reviewed=reviewed,
            rule=rule,
            for_law=for_law,
            decision_count=F("decision_count") + 1,
        )
