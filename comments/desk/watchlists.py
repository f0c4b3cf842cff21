"""Watch lists: stories whose replies are looked through as one queue."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Article, Record, Verb
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import WatchList
from newsroom.lib.text.strings import storable

#: Maximum number of lists that one person has.
MAX_LISTS = 30
#: Maximum number of stories in one list.
MAX_STORIES = 500


def lists_for(user) -> QuerySet[WatchList]:
    """Those of `user`, and those that are shared."""
    return WatchList.objects.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")


@transaction.atomic
def watch(
    article: Article, *, name: str, by, is_shared: bool = False, now: dt.datetime | None = None
) -> WatchList:
    """Put a story on one's list of that name, which is made where there is none.

    Raises NotAllowed, DecisionRefused.
    """
    name = " ".join(storable(name).split())
    if not permissions.can_read(by):
        raise NotAllowed("Your role does not allow reading replies.")
    if not name or len(name) > 60:
        raise DecisionRefused("Give the list a name of at most 60 characters.")
    own = WatchList.objects.filter(owner=by)
    made = own.filter(name=name).first()
    if made is None:
        if own.count() >= MAX_LISTS:
            raise DecisionRefused(f"You have {MAX_LISTS} lists. Remove one first.")
        made = WatchList.objects.create(
            name=name, owner=by, is_shared=is_shared, made_at=now or timezone.now()
        )
    if made.articles.count() >= MAX_STORIES:
        raise DecisionRefused(f"There are {MAX_STORIES} stories on this list. Take some off first.")
    made.articles.add(article)
    Record.objects.write(Verb.STORY_WATCHED, by=by, subject=name, article=article)
    return made


@transaction.atomic
def unwatch(watch_list: WatchList, article: Article, *, by) -> None:
    """Take a story off a list. Raises NotAllowed when it is somebody else's."""
    _own(watch_list, by)
    watch_list.articles.remove(article)
    Record.objects.write(Verb.STORY_NOT_WATCHED, by=by, subject=watch_list.name, article=article)


@transaction.atomic
def drop(watch_list: WatchList, *, by) -> None:
    """Remove a list; its stories are as they were. Raises NotAllowed when it is somebody else's."""
    _own(watch_list, by)
    Record.objects.write(Verb.WATCH_LIST_REMOVED, by=by, subject=watch_list.name)
    watch_list.delete()


def _own(watch_list: WatchList, by) -> None:
    if watch_list.owner != by:
        raise NotAllowed("Only who made this list can change it.")
