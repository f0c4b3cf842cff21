"""Moving a story to another time: when it is due, and when it goes live."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from articles.errors import Conflict, StepRefused
from articles.models import Article, Edition
from articles.publishing import editions
from articles.writing import save


def set_due(article: Article, at: dt.datetime | None, *, by, seen_version: int) -> None:
    """Have a story due at another time, or at none. Raises as save.save_article: a Collision where
    somebody else has set another one since `seen_version`."""
    article = Article.objects.get(pk=article.pk)
    article.version, article.due_at = seen_version, at
    save.save_article(article, by=by)


def reschedule(article: Article, at: dt.datetime, *, by, seen_version: int) -> Edition:
    """Have the waiting edition go live at another time. Raises as editions.publish, and Conflict
    when the working copy has gone on: another time must not publish what nobody meant to."""
    waiting = article.editions.scheduled(timezone.now()).first()
    if waiting is None:
        raise StepRefused("This story is not scheduled any more.")
    if waiting.article_version < article.text_version:
        raise Conflict("The story was saved after it was scheduled. Open it, and schedule it anew.")
    kind = "" if waiting.kind == "first" else waiting.kind
    return editions.publish(
        article, by=by, at=at, kind=kind, note=waiting.note, seen_version=seen_version
    )
