"""Reports: whoever decides about a reply answers them, and an undo opens them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from comments.models import Comment, Report, State
from comments.moderation.act import Act

ANSWER = """Hello,

you reported a reply by {name} under “{headline}”.

A moderator has read it and decided: {outcome}

Thank you for your help. This is the only mail you get about it.
"""


def apply(act: Act) -> None:
    """Software answers no report: what it decides, a moderator has still to look at."""
    if act.undoes:
        reopen(act.comments, by=act.by, decided_at=act.undoes)
    elif act.by:
        settle(act.comments, by=act.by, now=act.now)


@transaction.atomic
def settle(comments: Iterable[Comment], *, by, now: dt.datetime) -> int:
    """Settle the open reports about these replies, as they stand now, and answer those who left an
    address."""
    by_number = {comment.pk: comment for comment in comments}
    open_reports = Report.objects.filter(comment__in=by_number, settled_at__isnull=True)
    to_answer = list(open_reports.exclude(email="").values_list("comment", "email"))
    settled = open_reports.update(settled_at=now, settled_by=by)
    if to_answer:
        headlines = dict(
            Comment.objects.filter(pk__in=by_number).values_list("pk", "edition__headline")
        )
        get_connection().send_messages(
            [
                _answer(by_number[number], headlines[number], email)
                for number, email in sorted(set(to_answer))
            ]
        )
    return settled


def among(comment_ids: Iterable[int]) -> set[int]:
    """Which of these replies readers have reported, and nobody has answered that yet. One query."""
    return set(
        Report.objects.filter(comment__in=comment_ids, settled_at__isnull=True).values_list(
            "comment", flat=True
        )
    )


def reopen(comments: Iterable[Comment], *, by, decided_at: dt.datetime) -> None:
    """Open again what a decision settled that is taken back."""
    settled = Report.objects.filter(comment__in=comments, settled_by=by, settled_at=decided_at)
    settled.update(settled_at=None, settled_by=None)


def _answer(comment: Comment, headline: str, email: str) -> EmailMessage:
    stays = comment.state == State.SHOWN
    outcome = "it breaks none of our rules and stays." if stays else "it is not shown any more."
    return EmailMessage(
        "The reply you reported",
        ANSWER.format(name=comment.name, headline=headline, outcome=outcome),
        to=[email],
        headers={"References": f"<reply-{comment.pk}@{settings.HOST}>"},
    )
