"""What whoever wrote a reply may do with it afterwards: change it, withdraw it, show that a person
has sent it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from articles.pages import keys, versions
from comments import triage
from comments.automod import hits
from comments.automod.active_rules import AtWork
from comments.checks.checklist import examine
from comments.errors import ReplyRefused
from comments.findings import Draft, Finding
from comments.intake import proof_of_work
from comments.models import Comment, CommentVersion, Decision, Mode, State
from comments.moderation import akismet, campaigns, decisions
from comments.moderation.effects import reports
from comments.policies.policy import decide_first, mode_of
from comments.thread import ranking

#: How long its author may change a reply.
EDIT_WITHIN = dt.timedelta(minutes=10)
TOO_LATE = (
    "It can’t be changed any more: the time for that is over, or somebody has answered or decided"
    " about it."
)

NOT_ANY_MORE = {
    State.WITHDRAWN: "You have withdrawn this reply: it can’t be changed any more.",
    State.REJECTED: "A moderator has decided about this reply: it can’t be changed any more.",
}


def editable_until(comment: Comment, now: dt.datetime) -> dt.datetime | None:
    """Until when its author may change a reply: a few minutes, while nobody has answered or
    decided. Two queries."""
    until = comment.created_at + EDIT_WITHIN
    if now >= until or comment.state not in (State.HELD, State.SHOWN) or comment.user_id:
        return None
    if comment.answers.shown().exists() or comment.decisions.filter(by__isnull=False).exists():
        return None
    return until


@transaction.atomic
def edit(comment: Comment, text: str, *, now: dt.datetime | None = None) -> Comment:
    """Replace the text by its author's word; the former one is kept, and the checks look at the new
    one.

    Raises ReplyRefused (403) when it may not be changed any more.
    """
    now = now or timezone.now()
    comment = _locked(comment)
    if editable_until(comment, now) is None:
        raise ReplyRefused(NOT_ANY_MORE.get(comment.state, TOO_LATE), 403)
    if text == comment.text:
        return comment
    CommentVersion.objects.create(
        comment=comment, number=comment.version, text=comment.text, until=now
    )
    comment.text, comment.version, comment.edited_at = text, comment.version + 1, now
    comment.save(update_fields=["text", "version", "edited_at"])
    campaigns.compare_later(comment)
    draft = Draft(
        comment.name,
        comment.email,
        comment.website,
        text,
        rules_seen=comment.rules_seen,
        owner=comment.reader,
        reader=comment.reader,
        edition=comment.edition,
        parent=comment.parent,
        network=comment.network,
        now=now,
        rules=AtWork(now),
    )
    state, findings = decide_first(mode_of(comment.edition, now) or Mode.HELD, examine(draft))
    hits.note(comment, draft, findings, now)
    triage.changed_by_author(comment, findings, ranking.views_of(comment.article_id))
    if comment.state == State.SHOWN:
        if state != State.SHOWN:
            decisions.decide_by_policy(
                comment, state, findings, now=now, note="After its author changed it"
            )
            akismet.ask_later(comment, findings)
        versions.move(keys.REPLIES, keys.replies(comment.article_id))
    return comment


@transaction.atomic
def withdraw(comment: Comment, *, now: dt.datetime | None = None) -> Comment:
    """Take a reply off the page by its author's word, at any time and for good; its answers stay.

    What is marked as spam stays marked: nobody sees it, and no sender clears a record with it.
    """
    now = now or timezone.now()
    comment = _locked(comment)
    if comment.state not in (State.WITHDRAWN, State.SPAM):
        decisions.decide_by_policy(comment, State.WITHDRAWN, [], now=now, note="By its author")
        reports.settle([comment], by=None, now=now)
    return comment


def may_prove(comment: Comment, now: dt.datetime) -> list[Finding] | None:
    """If a proof of work would get the reply shown: the findings left after it. None: a proof would
    change nothing, so none is asked for. At most three queries.

    Findings are about the text as it came: one that was changed since then is for a moderator to
    read.
    """
    if comment.state != State.HELD or comment.user_id or comment.version > 1:
        return None
    decisions = list(comment.decisions.order_by("decided_at", "pk")[:2])
    if len(decisions) != 1 or decisions[0].by_id:
        return None
    findings = [Finding(**finding) for finding in decisions[0].findings]
    if not any(finding.is_doubt for finding in findings):
        return None
    done_with = {"mode"} if akismet.is_waited_for(comment) else {"mode", akismet.CODE}
    left = [
        finding for finding in findings if not finding.is_doubt and finding.code not in done_with
    ]
    state, _ = decide_first(mode_of(comment.edition, now) or Mode.HELD, left)
    return left if state == State.SHOWN else None


@transaction.atomic
def prove(
    comment: Comment, proof: proof_of_work.Proof, *, now: dt.datetime | None = None
) -> Comment:
    """Show a reply that was held only for doubt whether a person had sent it. A wrong proof changes
    nothing."""
    now = now or timezone.now()
    comment = _locked(comment)
    left = may_prove(comment, now)
    if left is not None and proof_of_work.is_right(proof, comment.pk, now):
        done = Finding("proof", "The sender’s browser has done the work that was asked of it")
        decisions.decide_by_policy(comment, State.SHOWN, [*left, done], now=now)
    return comment


def reasons(comment: Comment) -> Decision | None:
    """The newest decision about a reply."""
    return comment.decisions.select_related("rule").order_by("-decided_at", "-pk").first()


def _locked(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",)).select_related("edition").get(pk=comment.pk)
    )
