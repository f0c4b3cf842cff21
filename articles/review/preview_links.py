"""Previewing: links by which somebody without an account reads a story before it is published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from articles import permissions
from articles.errors import NotAllowed, StepRefused
from articles.models import (
    Article,
    Author,
    Credit,
    Picture,
    PreviewLink,
    Record,
    Revision,
    Role,
    Section,
    Topic,
    Verb,
)
from articles.writing import content
from newsroom.lib.text import blocks

#: The numbers of days for which a link may hold.
DAYS = (1, 7, 30)


@transaction.atomic
def make_link(
    article: Article,
    *,
    by,
    for_whom: str,
    days: int,
    revision: Revision | None = None,
    now: dt.datetime | None = None,
) -> PreviewLink:
    """A link to one version of a story, or to the latest. Raises NotAllowed, or StepRefused without
    a name."""
    now = now or timezone.now()
    for_whom = for_whom.strip()[:80]
    _may(by, article)
    if not for_whom:
        raise StepRefused("Say whom the link is for.")
    if days not in DAYS:
        raise StepRefused("A link holds for 1, 7 or 30 days.")
    link = PreviewLink.objects.create(
        article=article,
        revision=revision,
        for_whom=for_whom,
        made_by=by,
        made_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    until = date_format(timezone.localtime(link.expires_at), "j F Y, H:i")
    which = f"version {revision.number}" if revision else "the latest version"
    _note(link, by, now, Verb.PREVIEW_LINK_MADE, f"For {for_whom}: {which}, until {until}")
    return link


@transaction.atomic
def revoke(link: PreviewLink, *, by, now: dt.datetime | None = None) -> None:
    """End a link at once; it is no error when it has ended already. Raises NotAllowed."""
    now = now or timezone.now()
    _may(by, link.article)
    if PreviewLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=now):
        _note(link, by, now, Verb.PREVIEW_LINK_REVOKED, f"For {link.for_whom}")
    link.refresh_from_db(fields=["revoked_at"])


def opened(link: PreviewLink, *, now: dt.datetime) -> None:
    """Note that somebody looked."""
    PreviewLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, opened_at=now)


@dataclass(frozen=True)
class Preview:
    """What a link shows: `story` is an unsaved copy that holds a version, in the shape that the
    public page knows."""

    story: Article
    credits: list[Credit]
    topics: list[Topic]
    version: int
    saved_at: dt.datetime


def preview(link: PreviewLink) -> Preview:
    """What the link shows now. What its version refers to and was deleted since is left out."""
    article, revision = link.article, link.revision
    holds = revision.content if revision else content.of(article)
    story = Article()
    content.put(story, holds)
    story.section = Section.objects.filter(pk=holds["section"]).first() or article.section
    story.lead_picture = (
        Picture.objects.filter(pk=holds["lead_picture"]).first() if holds["lead_picture"] else None
    )
    authors = Author.objects.in_bulk(holds["authors"])
    roles = content.roles_in(holds)
    return Preview(
        story=story,
        credits=[
            Credit(author=authors[pk], role=roles.get(pk, Role.REPORTING))
            for pk in holds["authors"]
            if pk in authors
        ],
        topics=list(Topic.objects.filter(pk__in=holds["topics"])),
        version=revision.number if revision else article.version,
        saved_at=revision.at if revision else article.saved_at,
    )


def pictures(link: PreviewLink) -> dict[int, Picture]:
    """The pictures that may be seen through the link, by their numbers: the lead picture and those
    of the text."""
    holds = link.revision.content if link.revision else content.of(link.article)
    return Picture.objects.in_bulk(
        {holds["lead_picture"], *blocks.pictures(holds["body"])} - {None}
    )


def _may(by, article: Article) -> None:
    if not permissions.can_preview(by, article):
        raise NotAllowed("Your role does not allow showing this story to others.")


def _note(link: PreviewLink, by, now: dt.datetime, verb: Verb, note: str) -> None:
    article = link.article
    Record.objects.write(verb, by=by, at=now, subject=article.headline, article=article, note=note)
