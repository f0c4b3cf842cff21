"""Recommending: a reader finds a reply worth the time of others. Each network counts once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from articles.pages import keys, versions
from comments.errors import ReplyRefused
from comments.models import Comment, Recommendation
from comments.thread import ranking


@dataclass(frozen=True)
class Recommended:
    """How often a reply is recommended, and whether `who` asked is among them."""

    count: int
    by_me: bool


@transaction.atomic
def recommend(
    *,
    article_id: int,
    number: int,
    who: str,
    network: str = "",
    wanted: bool | None = None,
    now: dt.datetime | None = None,
) -> Recommended:
    """Recommend the reply `number`, or take that back: as `wanted`, or the other way than it
    stands. `network` is what counts, once for all who share it; by default each `who` for itself.

    Raises ReplyRefused (404) where it is not shown under this story. Presses on one reply wait for
    each other.
    """
    shown = Comment.objects.shown().select_for_update(of=("self",))
    comment = shown.filter(article=article_id, pk=number).only("recommended").first()
    if comment is None:
        raise ReplyRefused("This reply is not shown any more.", 404)
    mine = Recommendation.objects.filter(comment=comment, who=who)
    stands = mine.exists()
    wanted = not stands if wanted is None else wanted
    if wanted == stands:
        return Recommended(comment.recommended, stands)
    network = network or who
    if not wanted:
        mine.delete()
    counts = not Recommendation.objects.filter(comment=comment, network=network).exists()
    if wanted:
        Recommendation.objects.create(
            comment=comment, who=who, network=network, at=now or timezone.now()
        )
    if not counts:
        return Recommended(comment.recommended, wanted)
    # the rows go after a month (privacy.py)
    count = max(0, comment.recommended + (1 if wanted else -1))
    this = Comment.objects.filter(pk=comment.pk)
    this.update(recommended=count)
    ranking.score(this, ranking.views_of(article_id))
    versions.move(keys.replies(article_id))
    return Recommended(count, wanted)


def standing(*, article_id: int, number: int, who: str) -> tuple[Comment, Recommended]:
    """A reply that is shown, and what `who` has made of it. Raises ReplyRefused as `recommend`
    does."""
    comment = Comment.objects.shown().filter(article=article_id, pk=number).first()
    if comment is None:
        raise ReplyRefused("This reply is not shown any more.", 404)
    by_me = Recommendation.objects.filter(comment=comment, who=who).exists()
    return comment, Recommended(comment.recommended, by_me)
