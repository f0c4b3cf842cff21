"""Weighing reports: by how often those from the same network led to something, and what they weigh
together.

A network is a digest, as far as it is still known, and counts once about a reply: browsers in it
are told apart by nothing but headers, which anybody writes. One that has reported nothing before
weighs 1, one that was always right nearly 2, one that never was nearly nothing.
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

#: Reports of the last 30 days tell how right a network was; older ones can't be told
#: apart any more.
DAYS = 30
#: The weight of reports that hides a reply, where no policy says otherwise: two networks alone
#: never reach it.
HIDING_WEIGHT = 3
#: The share of the remaining doubt that a report removes, from a network that has reported
#: nothing before.
DOUBT_REMOVED = 0.3
REMOVED = (State.REJECTED, State.SPAM)


def accuracy(networks: Iterable[str], now: dt.datetime) -> dict[str, float]:
    """Of each network's settled reports the share that led to a removal, drawn towards a half where
    there are few.

    One query.
    """
    networks = {network for network in networks if network}
    since = now - dt.timedelta(days=DAYS)
    settled = Report.objects.filter(
        network__in=networks, settled_at__gt=since, settled_by__isnull=False
    )
    settled = settled.exclude(network="").order_by()  # as the index says
    removed = Count("pk", filter=Q(comment__state__in=REMOVED))
    found = {
        network: (right + 1) / (all_ + 2)
        for network, all_, right in settled.values_list("network").annotate(
            settled=Count("*"), removed=removed
        )
    }
    return {network: found.get(network, 0.5) for network in networks}


def weights(reports: Iterable[Report], now: dt.datetime | None = None) -> dict[int, float]:
    """What each of these reports weighs, by its number. One query."""
    reports = list(reports)
    known = accuracy((report.network for report in reports), now or timezone.now())
    return {report.pk: 2 * known.get(report.network, 0.5) for report in reports}


def doubt_removed(network: str, now: dt.datetime) -> float:
    """How much of the doubt about a reply a report from this network takes away (triage.py). One
    query."""
    return DOUBT_REMOVED * 2 * accuracy([network], now).get(network, 0.5)


def hide_if_enough(comment: Comment, now: dt.datetime) -> bool:
    """Hold a reply that the caller has locked, where what readers have against its text weighs
    enough.

    Never the newsroom's own, and not a text that a moderator has approved or kept.
    """
    if comment.user_id or comment.state != State.SHOWN or _is_kept(comment):
        return False
    about = Report.objects.filter(comment=comment, version=comment.version)
    most = threshold(comment)
    # one of each network; of those that are forgotten each is its own
    reports = {report.network or report.pk: report for report in about.filter(settled_at=None)}
    if not most or len(reports) < 2:
        return False
    weight = sum(weights(reports.values(), now).values())
    if weight < most:
        return False
    words = (
        f"Reported from {len(reports)} networks, weighing as {weight:.1f}: hidden until a moderator"
        " has seen it"
    )
    found = [Finding("reported", words, holds=True, weight=1.5)]
    decisions.decide_by_policy(comment, State.HELD, found, now=now, trigger=Trigger.REPORT)
    triage.held_later(comment.pk, triage.REPORTED)
    return True


def _is_kept(comment: Comment) -> bool:
    """Whether it is by somebody's decision that this text is on the page. One query."""
    by_people = comment.decisions.filter(by__isnull=False, version=comment.version)
    return comment.reviewed and by_people.filter(to_state=State.SHOWN).exists()


def threshold(comment: Comment) -> int:
    """From which weight on reports hide a reply; 0 for never. Two queries."""
    section = Comment.objects.filter(pk=comment.pk).values_list("edition__section", flat=True).get()
    policies = Policy.objects.nearest_first(comment.article_id, section)
    return next(
        (policy.reports_hide for policy in policies if policy.reports_hide is not None),
        HIDING_WEIGHT,
    )
