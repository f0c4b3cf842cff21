"""Remarking: what colleagues, and those who read a preview, say about places in a story.

Whoever remarks is somebody of the newsroom (`by`), or reads a preview (`link`, and a `name` that
was typed).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from articles import permissions
from articles.errors import NotAllowed, StepRefused
from articles.models import Article, Place, PreviewLink, Record, Remark, Verb
from articles.review import paragraphs
from articles.signals import remarked

MAX_TEXT = 2000
#: Maximum number of remarks and answers through one link in an hour.
PER_HOUR = 20


class TooMany(StepRefused):
    """More than a link takes in an hour."""


@dataclass(frozen=True)
class Pin:
    """A place in a story; a paragraph of its text by its number and first words."""

    place: str = Place.STORY
    paragraph: int | None = None
    quote: str = ""


@transaction.atomic
def remark(
    article: Article,
    *,
    text: str,
    pin: Pin,
    version: int,
    by=None,
    link: PreviewLink | None = None,
    name: str = "",
    now: dt.datetime | None = None,
) -> Remark:
    """Remark on a place in the `version` of the story that one has seen.

    Said twice by the same within an hour, it is one remark. Raises NotAllowed, TooMany, or
    StepRefused.
    """
    now = now or timezone.now()
    said = _said(article, text, by, link, name, now)
    same = Remark.objects.filter(
        **said,
        article=article,
        place=pin.place,
        paragraph=pin.paragraph,
        parent=None,
        at__gt=_hour_before(now),
    )
    if known := same.first():
        return known
    _limit(link, now)
    made = Remark.objects.create(
        **said,
        article=article,
        place=pin.place,
        paragraph=pin.paragraph,
        quote=pin.quote[: paragraphs.MAX_QUOTED],
        version=version,
        at=now,
    )
    _note(made, by or link.made_by, now, Verb.REMARKED if by else Verb.REMARKED_IN_PREVIEW)
    return made


@transaction.atomic
def answer(
    remark: Remark,
    *,
    text: str,
    by=None,
    link: PreviewLink | None = None,
    name: str = "",
    now: dt.datetime | None = None,
) -> Remark:
    """Answer a remark; an answer to an answer stands under the same remark. Raises as `remark`
    does."""
    now = now or timezone.now()
    article = remark.article
    head = remark.parent or remark
    if link and head.link_id != link.pk:
        raise NotAllowed("This remark is not among those of your link.")
    said = _said(article, text, by, link, name, now)
    if known := head.answers.filter(**said, at__gt=_hour_before(now)).first():
        return known
    _limit(link, now)
    made = Remark.objects.create(
        **said,
        article=article,
        parent=head,
        place=head.place,
        paragraph=head.paragraph,
        quote=head.quote,
        version=article.version,
        at=now,
    )
    _note(
        made,
        by or link.made_by,
        now,
        Verb.ANSWERED_REMARK if by else Verb.ANSWERED_REMARK_IN_PREVIEW,
    )
    return made


@transaction.atomic
def resolve(remark: Remark, *, by, now: dt.datetime | None = None) -> None:
    """It is dealt with. No error when somebody was first. Raises NotAllowed."""
    now = now or timezone.now()
    _may_resolve(by, remark)
    if Remark.objects.open().filter(pk=remark.pk).update(resolved_at=now, resolved_by=by):
        _note(remark, by, now, Verb.REMARK_RESOLVED)


@transaction.atomic
def reopen(remark: Remark, *, by, now: dt.datetime | None = None) -> None:
    """It is not dealt with after all. Raises NotAllowed."""
    now = now or timezone.now()
    _may_resolve(by, remark)
    resolved = Remark.objects.threads().filter(pk=remark.pk, resolved_at__isnull=False)
    if resolved.update(resolved_at=None, resolved_by=None):
        _note(remark, by, now, Verb.REMARK_REOPENED)


def _said(
    article: Article, text: str, by, link: PreviewLink | None, name: str, now: dt.datetime
) -> dict:
    """Who said what, once it is sure that he may and that there is something."""
    if link:
        _open(article, link, now)
    elif not permissions.can_remark(by, article):
        raise NotAllowed("Your role does not allow remarks on this story.")
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise StepRefused("Write what you would like to say.")
    if len(text) > MAX_TEXT:
        raise StepRefused(
            f"Your remark has {len(text)} characters; please keep it under {MAX_TEXT}."
        )
    name = name.strip()[:80] if link else ""
    if link and not name:
        raise StepRefused("Say who you are, so that the newsroom knows whom to ask.")
    return {"text": text, "by": by, "link": link, "name": name}


def _open(article: Article, link: PreviewLink, now: dt.datetime) -> None:
    """The link holds, and nobody else remarks through it until we are done."""
    locked = PreviewLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if locked.article_id != article.pk or not locked.is_open(now):
        raise NotAllowed("This preview link does not hold any more.")


def _limit(link: PreviewLink | None, now: dt.datetime) -> None:
    if link and link.remarks.filter(at__gt=_hour_before(now)).count() >= PER_HOUR:
        raise TooMany(
            f"This link takes {PER_HOUR} remarks an hour. Your text is still here: send it a little"
            " later."
        )


def _hour_before(now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(hours=1)


def _may_resolve(by, remark: Remark) -> None:
    if not permissions.can_resolve(by, remark.article):
        raise NotAllowed("Your role does not allow resolving remarks on this story.")


def _note(remark: Remark, by, now: dt.datetime, verb: Verb) -> None:
    """Put it on the record, and tell those whose story it is. What came through a link is put to
    the one who made the link, and says who it was."""
    article = remark.article
    note = f"{remark.author}: {remark.text[:200]}" if remark.name else remark.text[:200]
    Record.objects.write(verb, by=by, at=now, subject=article.headline, article=article, note=note)
    remarked.send(Remark, remark=remark, by=by, at=now, verb=verb)
