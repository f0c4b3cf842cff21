"""What the desk shows first: lines of work, each a list that one can open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles import permissions
from articles.checks import checklist
from articles.models import Article, Picture
from articles.publishing import planning
from comments.feedback.inbox import BY_NAME
from comments.models import Appeal, AppealState, Comment, LegalNotice, NoticeState, Risk, State
from newsroom.models import User

#: Maximum number of each that are shown, and up to which all are counted.
MAX_SHOWN, MAX_COUNT = 8, 200
WEEK = dt.timedelta(days=7)


@dataclass
class Line:
    """A kind of work that waits: some of it, and how much there is."""

    name: str
    title: str
    empty: str
    rows: list[Any] = field(default_factory=list)
    count: int = 0
    address: str = ""  # of the list of all

    @property
    def counted(self) -> str:
        return f"{MAX_COUNT}+" if self.count > MAX_COUNT else str(self.count)


def read_lines(person: User, now: dt.datetime) -> list[Line]:
    """The lines that this person has to do with. A fixed number of queries, however much there
    is."""
    found = []
    if permissions.can_read(person) and permissions.can_write(person):
        stories = reverse("admin:articles_article_changelist")
        calendar = reverse("admin:desk_calendar")
        waiting = planning.waiting_for(person, now)
        changed = Article.objects.ahead_of_readers(now)
        coming = planning.happenings(now, now + dt.timedelta(hours=24), now)
        found += [
            _stories(
                "waiting",
                "Waiting for you",
                "Nothing is waiting for you.",
                waiting,
                f"{stories}?tab=waiting",
            ),
            _stories("late", "Late", "Nothing is late.", planning.late(now), f"{stories}?due=late"),
            Line(
                "coming",
                "The next 24 hours",
                "Nothing is due.",
                coming[:MAX_SHOWN],
                len(coming),
                calendar,
            ),
            _stories(
                "changed",
                "Live, with unpublished changes",
                "All changes are published.",
                changed.order_by("-saved_at", "-pk"),
                f"{stories}?tab=changed",
            ),
        ]
    if permissions.can_publish(person):
        failing = checklist.failing_scheduled(now)
        title, empty = "Scheduled, but no longer in order", "What is scheduled is in order."
        found.append(Line("failing", title, empty, failing[:MAX_SHOWN], len(failing)))
    if person.has_perm("articles.change_picture"):
        found += [line for line in (_licences(now),) if line.rows]
    if person.has_perm("comments.settle_feedback"):
        found.append(_hints())
    if person.has_perm("comments.view_risk"):
        found += [line for line in (_risks(now),) if line.rows]
    if person.has_perm("comments.decide_comment"):
        found.append(_held())
    if person.has_perm("comments.view_appeal"):
        found += [line for line in (_appeals(), _notices()) if line.rows]
    return found


def _stories(name: str, title: str, empty: str, stories: QuerySet, address: str) -> Line:
    return _some(
        name, title, empty, stories.select_related("section", "owner").defer("body"), address
    )


def _some(name: str, title: str, empty: str, ordered: QuerySet, address: str) -> Line:
    rows = list(ordered[:MAX_SHOWN])
    count = len(rows) if len(rows) < MAX_SHOWN else ordered.order_by()[: MAX_COUNT + 1].count()
    return Line(name, title, empty, rows, count, address)


def _licences(now: dt.datetime) -> Line:
    """Pictures whose licence ends within a week, today included, the next first."""
    today = timezone.localdate(now)
    ending = Picture.objects.filter(licence_until__gte=today, licence_until__lt=today + WEEK)
    address = f"{reverse('admin:articles_picture_changelist')}?licence=soon"
    return _some(
        "licences",
        "Pictures whose licence ends this week",
        "",
        ending.order_by("licence_until", "pk"),
        address,
    )


def _held() -> Line:
    """The stories with most held replies, and how many there are under each."""
    held = Comment.objects.filter(state=State.HELD).order_by()
    counts = dict(
        held.values_list("article").annotate(n=Count("*")).order_by("-n", "article")[:MAX_SHOWN]
    )
    stories = Article.objects.select_related("section").defer("body").in_bulk(counts)
    rows = [(stories[pk], count) for pk, count in counts.items()]
    total = held[: MAX_COUNT + 1].count()
    address = f"{reverse('admin:comments_comment_changelist')}?queue=held"
    return Line("held", "Replies held", "No reply is held.", rows, total, address)


def _hints() -> Line:
    hints = BY_NAME["open"].rows()
    address = reverse("admin:comments_feedback_changelist")
    related = (
        hints.order_by("created_at", "pk")
        .select_related("article", "comment")
        .defer("article__body")
    )
    return _some("hints", "Readers’ hints", "No hint is open.", related, address)


def _appeals() -> Line:
    open_ones = Appeal.objects.filter(state=AppealState.OPEN)
    address = reverse("admin:comments_appeal_changelist")
    return _some(
        "appeals",
        "Appeals",
        "",
        open_ones.order_by("due_at", "pk").select_related("comment"),
        address,
    )


def _notices() -> Line:
    """Notices of illegal content, as the appeals those first that are due first."""
    cases = LegalNotice.objects.filter(state=NoticeState.OPEN).order_by("due_at", "pk")
    return _some(
        "notices",
        "Notices of illegal content",
        "",
        cases,
        reverse("admin:comments_legalnotice_changelist"),
    )


def _risks(now: dt.datetime) -> Line:
    """The stories whose replies are treated more strictly for a time, those first that will soon
    not be."""
    active = Risk.objects.active(now)
    address = reverse("admin:comments_risk_changelist")
    related = active.order_by("ends_at", "pk").select_related("article").defer("article__body")
    return _some("risks", "Replies at risk", "", related, address)
