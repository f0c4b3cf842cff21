"""Saved views: keeping a part of a list of the newsroom's under a name, and letting it go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles import permissions
from articles.errors import NotAllowed, StepRefused
from articles.models import Record, SavedView, Verb
from newsroom.lib.text.strings import storable

#: Maximum number of views of one person.
MAX_VIEWS = 30


def views_for(user, of: str = SavedView.Of.STORIES) -> QuerySet[SavedView]:
    """Those of `user`, and those that are shared, of one list."""
    return SavedView.objects.filter(Q(owner=user) | Q(is_shared=True), of=of).select_related(
        "owner"
    )


@transaction.atomic
def keep_view(
    name: str,
    query: str,
    *,
    by,
    is_shared: bool = False,
    of: str = SavedView.Of.STORIES,
    may_share: Callable[..., bool] = permissions.can_publish,
    now: dt.datetime | None = None,
) -> SavedView:
    """Keep what stands in the list's address under a name; a view of theirs with that name is
    replaced.

    `may_share` is the rule who may share views of that list. Raises NotAllowed when it is to be
    shared and `by` may not, StepRefused where it can't be kept.
    """
    name = " ".join(storable(name).split())
    if is_shared and not may_share(by):
        raise NotAllowed("Your role does not allow sharing views.")
    if not name or len(name) > 60:
        raise StepRefused("Give the view a name of at most 60 characters.")
    if not query or len(query) > 500:
        raise StepRefused("Choose a tab, a filter or a search first: there is nothing to save yet.")
    own = SavedView.objects.filter(owner=by, of=of)
    if own.exclude(name=name).count() >= MAX_VIEWS:
        raise StepRefused(f"You have {MAX_VIEWS} views. Remove one first.")
    view, _ = own.update_or_create(
        name=name,
        defaults={"query": query, "is_shared": is_shared},
        create_defaults={
            "query": query,
            "is_shared": is_shared,
            "owner": by,
            "of": of,
            "created_at": now or timezone.now(),
        },
    )
    Record.objects.write(Verb.VIEW_KEPT, by=by, subject=name)
    return view


@transaction.atomic
def drop_view(view: SavedView, *, by) -> None:
    """Remove a view. Raises NotAllowed when it is somebody else's."""
    if view.owner != by:
        raise NotAllowed("Only who saved this view can remove it.")
    Record.objects.write(Verb.VIEW_REMOVED, by=by, subject=view.name)
    view.delete()
