"""Scoring: which replies come first in the order “best”.

A reply is as good as it is sure to be: its score is the lower bound of the 95 % confidence interval
of its recommendations per reading (E. B. Wilson, 1927). Its clock starts when it is first shown, so
a late reply that is well liked by the few who saw it overtakes an early one that many passed by.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Expression, F, FloatField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest, Sqrt

from articles.pages import keys, versions
from articles.prepared import Prepared
from comments import triage
from comments.models import Comment, Thread

#: One browser in ten reports that the replies were on screen; each report counts as ten.
SAMPLE = 10
#: 95 % of a normal distribution lie within 1.96 standard deviations.
Z = 1.96


def views_of(article_id: int) -> int:
    """How often the replies to a story have been read, to the nearest SAMPLE. One query."""
    return next((views for (views,) in _views(article_id)), 0)


_views = Prepared(lambda article: Thread.objects.filter(pk=article).values_list("views"), int)


def begin(comments: QuerySet, now: dt.datetime) -> None:
    """These replies are shown for the first time: their clocks start. One query."""
    views = Thread.objects.filter(pk=OuterRef("article_id")).values("views")
    comments.update(shown_at=now, views_before=Coalesce(Subquery(views), 0))


@transaction.atomic
def record_views(*, article_id: int) -> None:
    """SAMPLE more readers have had the replies to a story on their screens.

    Once views have grown by a tenth since the scores were last computed, they are computed again,
    and so is the order of the moderators' queues.
    """
    thread, _ = Thread.objects.select_for_update().get_or_create(article_id=article_id)
    thread.views += SAMPLE
    if thread.views * 10 >= thread.scored_views * 11:
        thread.scored_views = thread.views
        leaders = Comment.objects.shown().filter(
            article=article_id, parent__isnull=True, best__gt=0
        )
        if score(leaders, thread.views):
            versions.move(keys.replies(article_id))
        triage.read_by(article_id, thread.views)
    thread.save(update_fields=["views", "scored_views"])


def score(comments: QuerySet, views: int) -> int:
    """Give these replies of one story their scores, its replies having been read `views` times. One
    query."""
    return comments.update(best=lower_bound(F("recommended"), views - F("views_before")))


def lower_bound(recommended: F, views: Expression) -> Expression:
    """Wilson's lower bound. The last SAMPLE readers may not have been counted yet: so many are
    added."""
    r = Cast(recommended, FloatField())
    n = Cast(Greatest(views, recommended) + SAMPLE, FloatField())
    return (r + Z * Z / 2 - Z * Sqrt(r * (n - r) / n + Z * Z / 4)) / (n + Z * Z)
