"""Queries: what is asked for each page of replies. Those that are the same for every story are
prepared."""

from __future__ import annotations

import functools
from collections import namedtuple

from django.db.models import Count, QuerySet

from articles.prepared import Prepared
from comments.models import Comment

#: What a page may know of a reply.
PUBLIC = (
    "pk",
    "path",
    "depth",
    "name",
    "website",
    "text",
    "user_id",
    "reader_id",
    "created_at",
    "edited_at",
    "state",
    "edition_id",
    "recommended",
    "picked_at",
)
PublicReply = namedtuple("PublicReply", PUBLIC)
#: Maximum number of picks above the threads.
MAX_PICKS = 3


def public(comments: QuerySet) -> QuerySet:
    """Replies as named tuples of all that a page may know of them: no address, no network."""
    return comments.values_list(*PUBLIC, named=True)


def picked(article_id: int) -> QuerySet:
    """The replies of a story that the newsroom has picked, newest pick first."""
    return _shown(article_id).filter(picked_at__isnull=False).order_by("-picked_at", "-pk")


def latest(article_id: int) -> QuerySet:
    """The replies of a story, the one that was shown last first."""
    return _shown(article_id).order_by("-shown_at", "-pk")


def newest_picks(article_id: int) -> list[PublicReply]:
    """The first MAX_PICKS of them. One query."""
    return [*map(PublicReply._make, _newest_picks(article_id))]


def threads(article_id: int, first: str, last: str) -> list[PublicReply]:
    """All replies of the threads from one root to another, in thread order. One query."""
    return [*map(PublicReply._make, _threads(article_id, first, last))]


def count(article_id: int) -> int:
    """How many replies are shown under a story. One query."""
    return next((number for (number,) in _count(article_id)), 0)


@functools.cache
def first_threads(limit: int) -> Prepared:
    """Asked with a story, gives the roots of its `limit` oldest threads and how long they are."""
    return Prepared(
        lambda article: _lengths(article).order_by("root")[:limit],
        int,
    )


def _shown(article_id: int) -> QuerySet:
    return Comment.objects.shown().filter(article=article_id)


def _lengths(article_id: int) -> QuerySet:
    return _shown(article_id).values_list("root").annotate(n=Count("*"))


_newest_picks = Prepared(lambda article: picked(article).values_list(*PUBLIC)[:MAX_PICKS], int)
_threads = Prepared(
    lambda article, first, last: (
        _shown(article)
        .filter(root__gte=first, root__lte=last)
        .in_thread_order()
        .values_list(*PUBLIC)
    ),
    int,
    str,
    str,
)
_count = Prepared(
    lambda article: _shown(article).values_list("article").annotate(n=Count("*")).values_list("n"),
    int,
)
