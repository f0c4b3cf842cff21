"""The states of a working copy, and who may move it from which to which.

What is approved is a version: a change of what readers see needs approval again, by whichever way
it comes (`note_change`), unless its author may skip review. Publishing asks `refuse_unapproved`.

Whether a story is live, scheduled or withdrawn is no state: it is a fact about its editions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from articles import permissions
from articles.errors import NotAllowed, StepRefused
from articles.models import Article, Record, State, Verb
from articles.signals import moved_on
from newsroom.lib.text.strings import storable


@dataclass(frozen=True)
class Transition:
    """One allowed move: its name, from where to where, who may, and the words on its button."""

    name: str
    sources: tuple[State, ...]
    target: State
    rule: Callable
    label: str


TRANSITIONS = (
    Transition("submit", (State.DRAFT,), State.REVIEW, permissions.can_edit, "Submit for review"),
    Transition(
        "take_back", (State.REVIEW,), State.DRAFT, permissions.can_edit, "Take back to draft"
    ),
    Transition(
        "approve",
        (State.DRAFT, State.REVIEW),
        State.READY,
        permissions.can_approve,
        "Mark as ready",
    ),
    Transition(
        "send_back",
        (State.REVIEW, State.READY),
        State.DRAFT,
        permissions.can_approve,
        "Send back to draft",
    ),
)
BY_NAME = {transition.name: transition for transition in TRANSITIONS}


def open_to(user, article: Article) -> list[Transition]:
    """The moves that `user` may make with `article` as it stands, one for each target state."""
    found: dict[State, Transition] = {}
    for transition in TRANSITIONS:
        if article.state in transition.sources and transition.rule(user, article):
            found[transition.target] = transition
    return list(found.values())


def move_into(user, article: Article, target: str) -> Transition:
    """The move of `user` that brings `article` into the state `target`. Raises StepRefused with the
    reason where there is none."""
    for transition in open_to(user, article):
        if transition.target == target:
            return transition
    here, there = article.get_state_display(), State(target).label
    if any(article.state in each.sources and each.target == target for each in TRANSITIONS):
        raise StepRefused(f"Your role does not move a story from “{here}” to “{there}”.")
    raise StepRefused(f"No step leads from “{here}” to “{there}”.")


@transaction.atomic
def move(
    article: Article, *, to: str, by, note: str = "", now: dt.datetime | None = None
) -> Article:
    """Make the move named `to` (a key of BY_NAME) and put it on record.

    Raises StepRefused when the story has left the state meanwhile, NotAllowed when `by` may not.
    """
    transition = BY_NAME[to]
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if article.state not in transition.sources:
        raise StepRefused(
            f"This story is “{article.get_state_display()}” now, so it can't be changed that way."
        )
    if not transition.rule(by, article):
        raise NotAllowed("Your role does not allow this step.")
    if to == "approve":
        _refuse_own(article, by)
        article.approved_version = article.version
    article.state = transition.target
    article.save(update_fields=["state", "approved_version"])
    verb = Verb[transition.name.upper()]
    _tell(article, verb, by=by, note=storable(note), at=now or timezone.now())
    return article


def sent_back(article: Article) -> Record | None:
    """What was said when this draft was sent back; None where that was not the last move."""
    if article.state != State.DRAFT:
        return None
    moves = [Verb[transition.name.upper()] for transition in TRANSITIONS]
    last = article.records.filter(verb__in=moves).select_related("by").first()
    return last if last and last.verb == Verb.SEND_BACK else None


def note_change(article: Article, *, by, now: dt.datetime) -> None:
    """Called once `by` has changed what readers see, in the same transaction: what was ready waits
    for approval again, and those who approve are told.

    A change of a story that readers know is a draft until it is submitted. Who may skip review
    approves by saving.
    """
    if article.state != State.READY:
        return
    if permissions.can_skip_review(by):
        article.approved_version = article.version
    else:
        article.state = State.DRAFT if article.editions.exists() else State.REVIEW
    article.save(update_fields=["state", "approved_version"])
    if article.state == State.REVIEW:
        note = "Changed after it was marked as ready."
        _tell(article, Verb.SUBMIT, by=by, note=note, at=now)


def refuse_unapproved(article: Article, *, by) -> None:
    """Raise StepRefused when nobody has approved what is to be published, and `by` needs that."""
    if not article.is_approved and not permissions.can_skip_review(by):
        raise StepRefused(
            "Nobody has approved this version. Submit it for review, and publish it once it is"
            " marked as ready."
        )


def _refuse_own(article: Article, by) -> None:
    if article.saved_by_id == by.pk and not permissions.can_skip_review(by):
        raise StepRefused("You saved this version yourself. Somebody else has to approve it.")


def _tell(article: Article, verb: Verb, **told) -> None:
    """Put it on record, and tell those who listen."""
    Record.objects.write(
        verb, subject=article.headline, article=article, version=article.version, **told
    )
    moved_on.send(Article, article=article, verb=verb, **told)
