"""Weighing reports: by how often those of the same reader led to something, and what they weigh
together.

A reader is a digest of browser and network, as far as it is still known. Who has reported nothing
before weighs 1, who was always right nearly 2, who never was nearly nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Q
from django.utils import timezone

from comments import triage
from comments.findings import Finding
from comments.models import Comment, Policy, Report, State, Trigger
from comments.moderation import decisions

#: Reports of the last 30 days tell how right a reader was; older ones can't be told apart any more.
DAYS = 30
#: The weight of reports that hides a reply, where no policy says otherwise: two readers alone never
#: reach it.
HIDING_WEIGHT = 3
#: The share of the remaining doubt that a report removes, of a reader who has reported nothing
#: before.
DOUBT_REMOVED = 0.3
REMOVED = (State.REJECTED, State.SPAM)


def accuracy(readers: Iterable[str], now: dt.datetime) -> dict[str, float]:
    """Of each reader's settled reports the share that led to a removal, drawn towards a half where
    there are few.

    One query.
    """
    readers = {reader for reader in readers if reader}
    since = now - dt.timedelta(days=DAYS)
    settled = Report.objects.filter(who__in=readers, settled_at__gt=since, settled_by__isnull=False)
    settled = settled.exclude(who="").order_by()  # as the index says
    removed = Count("pk", filter=Q(comment__state__in=REMOVED))
    found = {
        who: (right + 1) / (all_ + 2)
        for who, all_, right in settled.values_list("who").annotate(
            settled=Count("*"), removed=removed
        )
    }
    return {reader: found.get(reader, 0.5) for reader in readers}


def weights(reports: Iterable[Report], now: dt.datetime | None = None) -> dict[int, float]:
    """What each of these reports weighs, by its number. One query."""
    reports = list(reports)
    known = accuracy((report.who for report in reports), now or timezone.now())
    return {report.pk: 2 * known.get(report.who, 0.5) for report in reports}


def doubt_removed(who: str, now: dt.datetime) -> float:
    """How much of the doubt about a reply a report of this reader takes away (triage.py). One
    query."""
    return DOUBT_REMOVED * 2 * accuracy([who], now).get(who, 0.5)


def hide_if_enough(comment: Comment, now: dt.datetime) -> bool:
    """Hold a reply that the caller has locked, where what readers have against its text weighs
    enough.

    Never the newsroom's own, and not a text that a moderator has kept after reports.
    """
    if comment.user_id or comment.state != State.SHOWN:
        return False
    about = Report.objects.filter(comment=comment, version=comment.version)
    if about.filter(settled_by__isnull=False).exists():
        return False
    most = threshold(comment)
    reports = list(about.filter(settled_at=None).only("who"))
    if not most or len(reports) < 2:
        return False
    weight = sum(weights(reports, now).values())
    if weight < most:
        return False
    words = (
        f"Reported by {len(reports)} readers, weighing as {weight:.1f}: hidden until a moderator"
        " has seen it"
    )
    found = [Finding("reported", words, holds=True, weight=1.5)]
    decisions.decide_by_policy(comment, State.HELD, found, now=now, trigger=Trigger.REPORT)
    triage.held_later(comment.pk, triage.REPORTED)
    return True


def threshold(comment: Comment) -> int:
    """From which weight on reports hide a reply; 0 for never. Two queries."""
    section = Comment.objects.filter(pk=comment.pk).values_list("edition__section", flat=True).get()
    policies = Policy.objects.nearest_first(comment.article_id, section)
    return next(
        (policy.reports_hide for policy in policies if policy.reports_hide is not None),
        HIDING_WEIGHT,
    )
