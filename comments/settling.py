"""Settling how replies are treated: policies and house rules."""

from __future__ import annotations

from django.db import models, transaction

from articles import versions
from articles.models import Record
from comments.errors import NotAllowed


@transaction.atomic
def settle(obj: models.Model, *, by) -> models.Model:
    """Save a policy or a house rule; every story's page and form follow it from then on."""
    verb = "add" if obj._state.adding else "change"
    if not by.has_perm(f"comments.{verb}_{obj._meta.model_name}"):
        raise NotAllowed("Your role does not allow this.")
    obj.save()
    _record(obj, by, "settled")
    return obj


@transaction.atomic
def unsettle(obj: models.Model, *, by) -> None:
    """Delete a policy: what is wider applies again."""
    if not by.has_perm(f"comments.delete_{obj._meta.model_name}"):
        raise NotAllowed("Your role does not allow this.")
    _record(obj, by, "removed")
    obj.delete()


def _record(obj: models.Model, by, verb: str) -> None:
    Record.objects.create(by=by, verb=f"{obj._meta.verbose_name} {verb}", subject=str(obj)[:250])
    versions.move("replies:rules", "furniture")
