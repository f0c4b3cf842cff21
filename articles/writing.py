"""Writing: the one way in which a working copy is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from articles import rules
from articles.errors import NotAllowed, StepRefused
from articles.models import Article, Author, Credit, Record
from newsroom.lib import html


@transaction.atomic
def save_article(article: Article, *, by, now: dt.datetime | None = None) -> Article:
    """Save the fields of a working copy, new or known; what readers see does not change.

    Topics and credits are saved by whoever holds the form (`set_byline` and `article.topics.set` elsewhere).
    Raises NotAllowed when `by` may not write, or not this story.
    """
    now = now or timezone.now()
    new = article.pk is None
    if not (rules.can_write(by) if new else rules.can_edit(by, article)):
        raise NotAllowed("Your role does not allow saving this story.")
    article.body = html.clean_body(article.body)
    article.slug = article.slug.strip("-")
    article.saved_at, article.saved_by = now, by
    if new:
        article.created_at, article.created_by = now, by
        article.version = 1
    else:
        stored = Article.objects.select_for_update(of=("self",)).only("version", "state").get(pk=article.pk)
        article.version = stored.version + 1
        article.state = stored.state  # moved by workflow.move alone
    article.save()
    Record.objects.create(by=by, at=now, verb="begun" if new else "saved", subject=article.headline, article=article)
    return article


@transaction.atomic
def delete_article(article: Article, *, by) -> None:
    """Delete a story that was never published. Raises NotAllowed, or StepRefused when readers know it."""
    if not by.has_perm("articles.delete_article"):
        raise NotAllowed("Your role does not allow deleting stories.")
    if article.editions.exists():
        raise StepRefused("This story has been published: withdraw it instead. The public record stays whole.")
    Record.objects.create(by=by, verb="deleted", subject=article.headline)
    article.delete()


@transaction.atomic
def set_byline(article: Article, authors: Sequence[Author]) -> None:
    """Credit `authors`, in this order."""
    article.credits.all().delete()
    Credit.objects.bulk_create(
        Credit(article=article, author=author, position=position) for position, author in enumerate(authors)
    )
