"""Reporting: a reader says that a reply should not stand; whoever decides about the reply answers
that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from comments import triage
from comments.errors import ReplyRefused
from comments.models import Comment, Report, State
from comments.thread import ranking

ANSWER = """Hello,

you reported a reply by {name} under “{headline}”.

A moderator has read it and decided: {outcome}

Thank you for your help. This is the only mail you get about it.
"""


@transaction.atomic
def report(
    *,
    article_id: int,
    number: int,
    who: str,
    reason: str,
    text: str = "",
    email: str = "",
    now: dt.datetime | None = None,
) -> Report:
    """Note what a reader has against a reply that is shown. Sent twice it is one report: as last
    sent, or, once it is settled, as it was then.

    Nothing that other readers see changes by it, unless with it the reports weigh enough to hide
    the reply until a moderator has seen it. Raises ReplyRefused (404) where the reply is not shown.
    """
    from comments.complaints import report_weight  # it decides, and deciding settles reports

    now = now or timezone.now()
    shown = Comment.objects.shown().select_for_update(of=("self",))
    comment = shown.filter(article=article_id, pk=number).first()
    if comment is None:
        raise ReplyRefused("This reply is not shown any more.", 404)
    made = Report.objects.filter(comment=comment, who=who, version=comment.version).first()
    if made is None:
        made = Report(comment=comment, who=who, version=comment.version)
        triage.reported(comment, report_weight.says(who, now), ranking.views_of(article_id))
    if made.settled_at is None:
        made.reason, made.text, made.email, made.at = reason, text, email, now
        made.save()
        report_weight.hide_if_enough(comment, now)
    return made


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
    )
