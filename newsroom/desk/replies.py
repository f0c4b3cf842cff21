"""Lines of the desk's first page that are about replies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from comments.desk.queues import BY_NAME
from comments.feedback.inbox import BY_NAME as HINTS
from comments.models import (
    Appeal,
    AppealState,
    Campaign,
    Comment,
    HouseRule,
    LegalNotice,
    NoticeState,
    Risk,
)
from newsroom.desk.lines import MAX_COUNT, Line, some
from newsroom.models import User

#: How many held replies can be decided on the desk's first page.
MAX_DECIDED_HERE = 4


@dataclass(frozen=True)
class Held:
    """A reply that waits, and why it was held."""

    comment: Comment
    why: str


def to_decide(person: User) -> list[Line]:
    """The replies that have waited longest, to be decided where they stand. Three queries."""
    if not person.has_perm("comments.decide_comment"):
        return []
    held = Comment.objects.held().order_by("created_at", "pk")
    rows = held.select_related("article").defer("article__body").prefetch_related("decisions")
    found = [Held(comment, _why(comment)) for comment in rows[:MAX_DECIDED_HERE]]
    count = Comment.objects.held().order_by()[: MAX_COUNT + 1].count()
    address = f"{reverse('admin:comments_comment_changelist')}?queue=held"
    words = "No reply is held: nobody waits for you."
    return [Line("held", "Replies held", words, found, count, address, steady=True)]


def house_rules(person: User) -> list[HouseRule]:
    """By which a held reply can be rejected. One query, for those who decide."""
    return list(HouseRule.objects.all()) if person.has_perm("comments.decide_comment") else []


def _why(comment: Comment) -> str:
    """The first words of what held it."""
    for decision in comment.decisions.all():  # the newest first
        for finding in decision.findings or ():
            if finding.get("holds"):
                return finding["words"]
    return ""


def other_lines(person: User, now: dt.datetime) -> list[Line]:
    """What else waits about replies, for those whom it concerns."""
    found = []
    if person.has_perm("comments.decide_comment"):
        found.append(_queues(person))
    if person.has_perm("comments.settle_feedback"):
        found.append(_hints())
    if person.has_perm("comments.view_appeal"):
        found += [_appeals(), _notices()]
    if person.has_perm("comments.view_risk"):
        found.append(_risks(now))
    return found


def _queues(person: User) -> Line:
    """Queues in which something waits: word, number and address of each."""
    desk = reverse("admin:comments_comment_changelist")
    counts = [
        (queue.label, queue.count(), f"{desk}?queue={name}")
        for name in ("reported", "escalated")
        for queue in [BY_NAME[name]]
    ]
    if person.has_perm("comments.view_campaign"):
        address = reverse("admin:comments_campaign_changelist")
        campaigns = Campaign.objects.filter(state="open").order_by()[: MAX_COUNT + 1].count()
        counts.append(("Campaigns", campaigns, address))
    rows = [row for row in counts if row[1]]
    words = "Nothing is reported or passed on."
    return Line("queues", "Other replies", words, rows, sum(row[1] for row in rows))


def _hints() -> Line:
    hints = HINTS["open"].rows().order_by("created_at", "pk")
    rows = hints.select_related("article", "comment").defer("article__body")
    address = reverse("admin:comments_feedback_changelist")
    return some("hints", "Corrections", "No hint is open.", rows, address)


def _appeals() -> Line:
    rows = Appeal.objects.filter(state=AppealState.OPEN).order_by("due_at", "pk")
    address = reverse("admin:comments_appeal_changelist")
    return some("appeals", "Appeals", "No appeal is open.", rows.select_related("comment"), address)


def _notices() -> Line:
    """Notices of illegal content, as the appeals those first that are due first."""
    rows = LegalNotice.objects.filter(state=NoticeState.OPEN).order_by("due_at", "pk")
    title, words = "Notices of illegal content", "No notice of illegal content is open."
    return some("notices", title, words, rows, reverse("admin:comments_legalnotice_changelist"))


def _risks(now: dt.datetime) -> Line:
    """The stories whose replies are treated more strictly for a time, those first that will soon
    not be."""
    rows = Risk.objects.active(now).order_by("ends_at", "pk").select_related("article")
    address = reverse("admin:comments_risk_changelist")
    words = "No story is under stricter rules for replies."
    return some("risks", "Replies at risk", words, rows.defer("article__body"), address)
