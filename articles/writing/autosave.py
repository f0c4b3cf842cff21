"""Autosave: what is typed is kept before anybody saves it, and colleagues see who is at it.

Nothing here touches the working copy; that takes `save.save_article`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles import permissions
from articles.errors import NotAllowed
from articles.models import Article, Autosave, Presence
from articles.writing import content, history
from articles.writing.differences import Differences
from newsroom.lib.text import html

Fields = dict[str, list[str]]


@transaction.atomic
def keep(
    article: Article | None,
    fields: Fields,
    *,
    by,
    tab: uuid.UUID,
    seen_version: int,
    now: dt.datetime | None = None,
) -> Autosave:
    """Keep what stands in a form. Nothing is checked but who may: half a sentence is worth keeping.

    Raises NotAllowed.
    """
    if not (permissions.can_edit(by, article) if article else permissions.can_write(by)):
        raise NotAllowed("Your role does not allow writing this story.")
    kept, _ = Autosave.objects.update_or_create(
        person=by,
        tab=tab,
        defaults={
            "article": article,
            "fields": fields,
            "seen_version": seen_version,
            "at": now or timezone.now(),
        },
    )
    return kept


def kept_for(person, article: Article | None) -> QuerySet[Autosave]:
    """What this person typed into the story (None: into new ones) and never saved, newest first."""
    return Autosave.objects.filter(person=person, article=article)


def differs(kept: Autosave, article: Article | None) -> bool:
    """Whether there is anything in it that the story doesn't hold: not where a late autosave came
    after the save."""
    if article is None:
        typed = {name: kept.fields.get(name, [""])[0].strip() for name in content.TEXTS}
        return any(text not in ("", content.SINCE.get(name)) for name, text in typed.items())
    stored = {name: getattr(article, name) for name in content.TEXTS}
    stored |= {
        name: str(getattr(article, f"{name}_id") or "") for name in ("section", "lead_picture")
    }
    typed = {
        name: kept.fields[name][0].replace("\r\n", "\n") for name in stored if kept.fields.get(name)
    }
    if "body" in typed:
        typed["body"] = html.clean_body(typed["body"])
    return any(text != stored[name] for name, text in typed.items())


def left_behind(person, article: Article) -> Autosave | None:
    """The newest that this person typed into the story and that it doesn't hold: a step with the
    story would leave it behind."""
    kept = kept_for(person, article).order_by("-at")[:5]
    return next((each for each in kept if differs(each, article)), None)


def what_differs(kept: Autosave, article: Article | None) -> Differences:
    """What was typed, beside what is stored; of texts alone."""
    typed = {
        name: values[0].replace("\r\n", "\n")
        for name, values in kept.fields.items()
        if name in content.TEXTS
    }
    typed["body"] = html.clean_body(typed.get("body", ""))
    stored = {name: getattr(article, name, "") for name in content.TEXTS}
    return history.compare(stored, typed)


def discard(person, tab: uuid.UUID) -> None:
    """Forget what stood in a form: it was saved, or is not wanted."""
    Autosave.objects.filter(person=person, tab=tab).delete()


@dataclass(frozen=True)
class Here:
    """Somebody who has the story open, in however many windows."""

    name: str
    is_typing: bool
    since: dt.datetime


@transaction.atomic
def be_here(
    article: Article, *, by, tab: uuid.UUID, is_typing: bool, now: dt.datetime | None = None
) -> list[Here]:
    """Give a sign of life, and learn who else is there. Signs of those who left long ago are
    cleared away."""
    if not permissions.can_read(by, article):
        raise NotAllowed("Your role does not allow reading this story.")
    now = now or timezone.now()
    Presence.objects.filter(article=article, at__lt=now - dt.timedelta(hours=1)).delete()
    Presence.objects.update_or_create(
        article=article, tab=tab, defaults={"person": by, "at": now, "is_typing": is_typing}
    )
    return others_in(article, by, now)


def leave(article: Article, *, by, tab: uuid.UUID) -> None:
    """The form was closed."""
    Presence.objects.filter(article=article, person=by, tab=tab).delete()


def others_in(article: Article, person, now: dt.datetime) -> list[Here]:
    """Everybody else who has the story open, each once."""
    found: dict[int, Here] = {}
    signs = Presence.objects.here(now).filter(article=article).exclude(person=person)
    for sign in signs.select_related("person").order_by("person", "-at"):
        known = found.get(sign.person_id)
        typing = sign.is_typing or bool(known and known.is_typing)
        found[sign.person_id] = Here(str(sign.person), typing, known.since if known else sign.at)
    return list(found.values())
