"""Personal data: what is known of a sender is forgotten after a while.

The network (already cut) and what the browser calls itself serve to recognise floods and disputes
of the moment. Of a reply about which a notice of illegal content is open they are kept until the
case is closed.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from comments.models import Comment, Recommendation, Report
from comments.moderation.effects.legal_notices import on_hold

KEEP = dt.timedelta(days=30)
#: Number of rows changed at a time.
BATCH = 500


def forget(now: dt.datetime | None = None) -> int:
    """Delete the traces of senders that are older than KEEP, some of each kind; how many rows there
    were.

    The worker calls this often; what is left for the next time is found by an index.
    """
    return delete_old((now or timezone.now()) - KEEP)


def delete_old(before: dt.datetime) -> int:
    """Delete some of the traces from before a moment; how many rows there were."""
    return sum(
        _some(rows, change)
        for rows, change in (
            (
                _free(
                    Comment.objects.filter(~Q(network="", agent=""), created_at__lt=before), "pk"
                ),
                {"network": "", "agent": ""},
            ),
            (Recommendation.objects.filter(at__lt=before), None),
            (_free(Report.objects.filter(at__lt=before).exclude(who=""), "comment"), {"who": ""}),
        )
    )


def _free(rows, comment: str):
    """Those of `rows` that no open case needs; `comment` leads to their reply."""
    return rows.exclude(**{f"{comment}__in": on_hold()})


def _some(rows, change: dict | None) -> int:
    numbers = list(rows.order_by().values_list("pk", flat=True)[:BATCH])
    if not numbers:
        return 0
    with transaction.atomic():
        chosen = rows.model.objects.filter(pk__in=numbers)
        if change is None:
            chosen.delete()
        else:
            chosen.update(**change)
    return len(numbers)
