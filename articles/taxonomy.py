"""Keeping what stories are filed under: the publication, sections, topics and bylines."""

from __future__ import annotations

from django.db import models, transaction

from articles.errors import NotAllowed, StepRefused
from articles.models import Author, Publication, Record, Section, Series, Topic, Verb
from articles.pages import keys, versions

#: How it is put on record that one is added, changed, deleted.
VERBS = {
    Publication: (Verb.PUBLICATION_ADDED, Verb.PUBLICATION_CHANGED, None),
    Section: (Verb.SECTION_ADDED, Verb.SECTION_CHANGED, Verb.SECTION_DELETED),
    Topic: (Verb.TOPIC_ADDED, Verb.TOPIC_CHANGED, Verb.TOPIC_DELETED),
    Series: (Verb.SERIES_ADDED, Verb.SERIES_CHANGED, Verb.SERIES_DELETED),
    Author: (Verb.AUTHOR_ADDED, Verb.AUTHOR_CHANGED, Verb.AUTHOR_DELETED),
}


def _check(obj: models.Model, by, verb: str) -> None:
    if not by.has_perm(f"{obj._meta.app_label}.{verb}_{obj._meta.model_name}"):
        raise NotAllowed("Your role does not allow this.")


@transaction.atomic
def keep(obj: models.Model, *, by) -> models.Model:
    """Save a section, topic, series, author or the publication. All public pages are built anew."""
    new = obj._state.adding
    _check(obj, by, "add" if new else "change")
    obj.save()
    added, changed, _ = VERBS[type(obj)]
    Record.objects.write(added if new else changed, by=by, subject=obj)
    versions.move(keys.FURNITURE)
    return obj


@transaction.atomic
def drop(obj: models.Model, *, by) -> None:
    """Delete what no story needs. Raises StepRefused while one does."""
    _check(obj, by, "delete")
    subject = str(obj)
    *_, deleted = VERBS[type(obj)]
    try:
        with transaction.atomic():
            obj.delete()
    except models.ProtectedError:
        raise StepRefused(f"Stories stand under “{subject}”, so it can't be deleted.") from None
    Record.objects.write(deleted, by=by, subject=subject)
    versions.move(keys.FURNITURE)
