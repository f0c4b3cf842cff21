"""Akismet is told where moderators think otherwise than it said; the worker does it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from comments.checks.text.akismet import CODE, is_on
from comments.models import Comment, CommentVersion, Decision, State
from comments.moderation.act import Act
from newsroom.lib.web import akismet as service

#: How long it takes corrections, with what it was asked with.
CORRECTABLE_FOR = dt.timedelta(days=15)
#: Maximum number of replies that one task corrects.
BATCH = 50


def apply(act: Act) -> None:
    if act.by:
        correct_later(act.comments)


def correct_later(comments: list[Comment]) -> None:
    """Have Akismet told where moderators have decided otherwise. No query where it is off."""
    numbers = [comment.pk for comment in comments] if is_on() else []
    for start in range(0, len(numbers), BATCH):
        correct_akismet.enqueue(numbers[start : start + BATCH])


@task()
def correct_akismet(comment_ids: list[int]) -> None:
    """Tell Akismet where moderators have decided otherwise."""
    correct(comment_ids)


def correct(comment_ids: list[int], now: dt.datetime | None = None) -> int:
    """Tell Akismet where these replies now stand otherwise than it said; how many it was told
    about.

    Raises service.NoAnswer; what was told before is then told again, which it bears.
    """
    now = now or timezone.now()
    told = 0
    since = now - CORRECTABLE_FOR
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
        "user_ip": comment.network.split("/")[0] or "0.0.0.0",  # noqa: S104 - no socket
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
