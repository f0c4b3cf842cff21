"""Keeping what stories are filed under: the publication, sections, topics and bylines."""

from __future__ import annotations

from django.db import models, transaction

from articles.errors import NotAllowed, StepRefused
from articles.models import Record
from articles.pages import keys, versions


def _check(obj: models.Model, by, verb: str) -> None:
    if not by.has_perm(f"{obj._meta.app_label}.{verb}_{obj._meta.model_name}"):
        raise NotAllowed("Your role does not allow this.")


@transaction.atomic
def keep(obj: models.Model, *, by) -> models.Model:
    """Save a section, topic, series, author or the publication. All public pages are built anew."""
    new = obj._state.adding
    _check(obj, by, "add" if new else "change")
    obj.save()
    kind = obj._meta.verbose_name
    Record.objects.write(f"{kind} {'added' if new else 'changed'}", by=by, subject=obj)
    versions.move(keys.FURNITURE)
    return obj


@transaction.atomic
def drop(obj: models.Model, *, by) -> None:
    """Delete what no story needs. Raises StepRefused while one does."""
    _check(obj, by, "delete")
    subject = str(obj)
    kind = obj._meta.verbose_name
    try:
        with transaction.atomic():
            obj.delete()
    except models.ProtectedError:
        raise StepRefused(f"Stories stand under “{subject}”, so it can't be deleted.") from None
    Record.objects.write(f"{kind} deleted", by=by, subject=subject)
    versions.move(keys.FURNITURE)
