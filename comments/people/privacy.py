"""Personal data: what is known of people is forgotten after a while. For how long it is kept:
newsroom/operations/tidying.py.

The network (already cut) and what the browser calls itself serve to recognise floods and disputes
of the moment. Of a reply about which a notice of illegal content is open they are kept until the
case is closed.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from comments.models import Comment, LegalNotice, Recommendation, Report, Sanction, State
from comments.moderation.effects.legal_notices import on_hold
from comments.people import emptying

KEEP = dt.timedelta(days=30)
#: Number of rows changed at a time.
BATCH = 500
NOBODY = {"who": "", "network": ""}


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
            (_free(Report.objects.filter(at__lt=before).exclude(who=""), "comment"), NOBODY),
        )
    )


@transaction.atomic
def empty_not_shown(before: dt.datetime) -> int:
    """Empty some of the spam, and of what authors withdrew, from before a moment; how many there
    were."""
    old = Comment.objects.filter(
        state__in=[State.SPAM, State.WITHDRAWN], created_at__lt=before, user=None
    )
    full = _free(old.exclude(name=emptying.NAME, email="", text=""), "pk")
    replies = list(full.select_for_update(of=("self",)).order_by("pk")[:BATCH])
    emptying.empty(replies)
    return len(replies)


@transaction.atomic
def empty_notices(before: dt.datetime) -> int:
    """Take names and words out of notices of illegal content that were decided before a moment;
    how many there were. That there was one, and what was decided, stays."""
    old = LegalNotice.objects.filter(decided_at__lt=before).exclude(reasons="")
    numbers = list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])
    gone = {"name": "", "email": "", "reasons": "", "evidence": {}, "outcome": ""}
    key = Concat(Value("emptied-"), Cast("pk", CharField()))
    return LegalNotice.objects.filter(pk__in=numbers).update(**gone, idempotency_key=key)


def ended_measures(before: dt.datetime) -> QuerySet[Sanction]:
    """Measures that have had no effect since a moment."""
    without = Q(kind=Sanction.Kind.MESSAGE) | Q(seen_at__lt=before, kind=Sanction.Kind.WARN)
    ended = Q(lifted_at__lt=before) | Q(until__lt=before) | without
    return Sanction.objects.filter(ended, since__lt=before)


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
