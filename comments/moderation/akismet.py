"""Akismet, an optional judge outside the house: asked by the worker, told where moderators think
otherwise.

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

from comments import triage
from comments.checks.text.akismet import CODE
from comments.findings import Finding
from comments.models import Comment, CommentVersion, Decision, Mode, State
from comments.policies.policy import decide_first, mode_of
from comments.thread import ranking
from newsroom.lib.web import akismet as service

#: For so long it takes corrections, with what it was asked with.
CORRECTED = dt.timedelta(days=15)
#: So many replies are corrected by one task.
LOT = 50
SPAM = Finding(CODE, "Akismet takes it for spam", holds=True, is_spam=True, weight=4.0)
HAM = Finding(CODE, "Akismet finds nothing against it", weight=-1.0)


def is_on() -> bool:
    return bool(settings.AKISMET_KEY)


def is_waited_for(comment: Comment) -> bool:
    """Whether a held reply has no answer yet: its check is the first, so that it is held for that
    before all else."""
    return comment.held_for in (CODE, triage.UNCHECKED)


def ask_later(comment: Comment, findings: Iterable[Finding]) -> None:
    """Have the worker ask about a reply that is held for it."""
    from comments.tasks import ask_akismet  # it calls back

    if comment.state == State.HELD and any(finding.code == CODE for finding in findings):
        ask_akismet.enqueue(comment.pk)


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
    from comments.moderation import decisions  # it tells us what moderators decide

    comment = (
        Comment.objects.select_for_update(of=("self",)).select_related("edition").get(pk=comment_id)
    )
    findings = _open_findings(comment) if comment.state == State.HELD else None
    if findings is None:
        return
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


def correct_later(comments: list[Comment]) -> None:
    """Have Akismet told where moderators have decided otherwise. No query where it is off."""
    from comments.tasks import correct_akismet  # it calls back

    numbers = [comment.pk for comment in comments] if is_on() else []
    for start in range(0, len(numbers), LOT):
        correct_akismet.enqueue(numbers[start : start + LOT])


def correct(comment_ids: list[int], now: dt.datetime | None = None) -> int:
    """Tell Akismet where these replies now stand otherwise than it said; how many it was told
    about.

    Raises service.NoAnswer; what was told before is then told again, which it bears.
    """
    now = now or timezone.now()
    told = 0
    since = now - CORRECTED
    comments = Comment.objects.select_related("edition__address").filter(
        pk__in=comment_ids, created_at__gt=since
    )
    said = _said(comment_ids) if is_on() else {}
    for comment in comments:
        if comment.pk in said and comment.state in (State.SPAM, State.SHOWN):
            spam = comment.state == State.SPAM
            if spam != said[comment.pk]:
                service.submit(
                    settings.AKISMET_URL, spam=spam, fields=fields(comment, original(comment))
                )
                told += 1
    return told


def _said(comment_ids: list[int]) -> dict[int, bool]:
    """Of those that it was asked about, whether it took them for spam. One query."""
    said: dict[int, bool] = {}
    by_policy = Decision.objects.filter(comment__in=comment_ids, by__isnull=True)
    for comment, findings in by_policy.values_list("comment", "findings"):
        for finding in findings:
            if finding["code"] == CODE:
                said[comment] = said.get(comment, False) or finding["is_spam"]
    return said


def original(comment: Comment) -> str:
    """The text as it came in. One query where its author has changed it."""
    if comment.version == 1:
        return comment.text
    former = CommentVersion.objects.filter(comment=comment, number=1).values_list("text", flat=True)
    return former.first() or comment.text


def fields(comment: Comment, text: str) -> dict[str, str]:
    """What Akismet is told of a reply; the sender's network, which is all that is known, stands for
    an address."""
    return {
        "api_key": settings.AKISMET_KEY,
        "blog": f"{settings.SITE_URL}/",
        "user_ip": comment.network.split("/")[0] or "0.0.0.0",
        "user_agent": comment.agent,
        "permalink": f"{settings.SITE_URL}{comment.edition.get_absolute_url()}",
        "comment_type": "reply" if comment.parent_id else "comment",
        "comment_author": comment.name,
        "comment_author_email": comment.email,
        "comment_author_url": comment.website,
        "comment_content": text,
        "comment_date_gmt": comment.created_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "blog_lang": settings.LANGUAGE_CODE,
        "blog_charset": "UTF-8",
    }
