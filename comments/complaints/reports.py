"""Reporting: a reader says that a reply should not stand. A decision about the reply settles the
report and answers it (moderation/effects/reports.py)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from comments import triage
from comments.complaints import report_weight
from comments.errors import ReplyRefused
from comments.models import Comment, Report
from comments.thread import ranking


@transaction.atomic
def report(
    *,
    article_id: int,
    number: int,
    who: str,
    network: str = "",
    reason: str,
    text: str = "",
    email: str = "",
    now: dt.datetime | None = None,
) -> Report:
    """Note what a reader has against a reply that is shown. Sent twice it is one report: as last
    sent, or, once it is settled, as it was then. `network` is what counts, once for all who share
    it; by default each `who` for itself.

    Nothing that other readers see changes by it, unless with it the reports weigh enough to hide
    the reply until a moderator has seen it. Raises ReplyRefused (404) where the reply is not shown.
    """
    now = now or timezone.now()
    shown = Comment.objects.shown().select_for_update(of=("self",))
    comment = shown.filter(article=article_id, pk=number).first()
    if comment is None:
        raise ReplyRefused("This reply is not shown any more.", 404)
    made = Report.objects.filter(comment=comment, who=who, version=comment.version).first()
    if made is None:
        network = network or who
        made = Report(comment=comment, who=who, network=network, version=comment.version)
        same = {"comment": comment, "network": network, "version": comment.version}
        if not Report.objects.filter(**same).exists():
            doubt = report_weight.doubt_removed(network, now)
            triage.reported(comment, doubt, ranking.views_of(article_id))
    if made.settled_at is None:
        made.reason, made.text, made.email, made.at = reason, text, email, now
        made.save()
        report_weight.hide_if_enough(comment, now)
    return made
