"""Akismet, an optional judge outside the house, asked by the worker. (Where moderators think
otherwise, effects/akismet.py tells it.)

Off unless AKISMET_KEY is set; named on the form when it is on, as personal data leaves the house.
Where it fails, the reply stays held: nothing is shown or lost because somebody else's machine is
down.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from comments import triage
from comments.checks.text.akismet import CODE, is_on
from comments.findings import Finding
from comments.models import Comment, Decision, Mode, State
from comments.moderation import decisions
from comments.moderation.effects.akismet import fields
from comments.policies.policy import decide_first, mode_of
from comments.thread import ranking
from newsroom.lib.web import akismet as service

SPAM = Finding(CODE, "Akismet takes it for spam", holds=True, is_spam=True, weight=4.0)
HAM = Finding(CODE, "Akismet does not take it for spam", weight=-1.0)


def is_waited_for(comment: Comment) -> bool:
    """Whether a held reply still waits for Akismet's answer. (Its check stands first in CHECKS, so
    `held_for` names it before any other.)"""
    return comment.held_for in (CODE, triage.UNCHECKED)


def ask_later(comment: Comment, findings: Iterable[Finding]) -> None:
    """Have the worker ask about a reply that is held for it."""
    if comment.state == State.HELD and any(finding.code == CODE for finding in findings):
        ask_akismet.enqueue(comment.pk)


@task()
def ask_akismet(comment_id: int) -> None:
    """Ask Akismet about a reply; tried again, with longer and longer pauses, until it answers."""
    ask(comment_id)


def ask(comment_id: int, now: dt.datetime | None = None) -> None:
    """Ask about a reply, and have the policy decide again with the answer. Does nothing once
    anybody has decided.

    Raises service.NoAnswer where there is none: the reply stays held, could not be checked, and is
    asked about again.
    """
    now = now or timezone.now()
    comment = (
        Comment.objects.select_related("edition__address")
        .filter(pk=comment_id, state=State.HELD)
        .first()
    )
    if comment is None or not is_on() or _open_findings(comment) is None:
        return
    try:
        spam = service.is_spam(settings.AKISMET_URL, fields(comment, comment.text))
    except service.NoAnswer:
        triage.could_not_be_checked(comment_id, CODE)
        raise
    _settle(comment_id, SPAM if spam else HAM, now)


@transaction.atomic
def _settle(comment_id: int, answer: Finding, now: dt.datetime) -> None:
    """Decide anew: with the answer in the place of the finding that there is none yet."""
    comment = (
        Comment.objects.select_for_update(of=("self",)).select_related("edition").get(pk=comment_id)
    )
    findings = _open_findings(comment) if comment.state == State.HELD else None
    if findings is None:
        return
    # the policy adds "mode" anew where it still holds every reply
    found = [*(finding for finding in findings if finding.code not in (CODE, "mode")), answer]
    state, found = decide_first(mode_of(comment.edition, now) or Mode.HELD, found)
    triage.found_anew(comment_id, found, ranking.views_of(comment.article_id))
    if state != State.HELD:
        decisions.decide_by_policy(comment, state, found, now=now)


def _open_findings(comment: Comment) -> list[Finding] | None:
    """The findings by which a reply waits for Akismet's answer; None where anybody has decided
    since. One query."""
    newest = Decision.objects.filter(comment=comment).order_by("-decided_at", "-pk").first()
    findings = (
        [Finding(**finding) for finding in newest.findings] if newest and not newest.by_id else []
    )
    return findings if any(finding.code == CODE and finding.holds for finding in findings) else None
