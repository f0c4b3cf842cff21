"""Cases: the lists of appeals and notices of illegal content that moderators work off, what is due
first on top."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.contrib.auth import get_user_model

from articles.paging import Page, page_of
from comments.models import Appeal, AppealState, Decision, LegalNotice, NoticeState
from comments.moderation.effects import appeals
from comments.transparency import statements
from comments.transparency.statements import Statement

PER_PAGE = 20
#: Cases are counted up to this number.
MAX_COUNT = 200
OPEN, DECIDED = TABS = ("open", "decided")
#: Maximum number of people who are asked whether they may decide.
MAX_PEOPLE = 500


@dataclass
class AppealCase:
    """An appeal with all that is needed to decide about it."""

    appeal: Appeal
    statement: Statement
    barred: list[Decision]  # of those who may not decide about it, why
    is_barred: bool  # whoever looks at it
    has_nobody: bool  # who has the right, and has not decided about the reply before
    now: dt.datetime

    @property
    def is_late(self) -> bool:
        return self.appeal.state == AppealState.OPEN and self.appeal.due_at < self.now


def appeal_cases(tab: str, number: int, person, now: dt.datetime) -> Page:
    """A page of appeals, those that are due first on top, or those decided last. Five queries,
    however many there are; one for the models that took part."""
    rows = Appeal.objects.filter(state=AppealState.OPEN).order_by("due_at", "pk")
    if tab == DECIDED:
        rows = Appeal.objects.exclude(state=AppealState.OPEN).order_by("-decided_at", "-pk")
    rows = rows.select_related(
        "decision__rule",
        "decision__by",
        "comment__edition__address",
        "comment__parent",
        "comment__edition__section",
        "decided_by",
    )
    found = page_of(rows.defer("comment__edition__body"), number, PER_PAGE)
    reasons = statements.of([appeal.decision for appeal in found])
    barred = appeals.barred(found)
    entitled = entitled_people()
    cases = [
        AppealCase(
            appeal,
            reasons[appeal.decision_id],
            list(barred[appeal.pk].values()),
            person.pk in barred[appeal.pk],
            not entitled - set(barred[appeal.pk]),
            now,
        )
        for appeal in found
    ]
    return replace(found, rows=cases)


def entitled_people() -> set[int]:
    """Who may decide about appeals. One query."""
    people = get_user_model().objects.with_perm("comments.decide_appeal")
    return set(people.order_by().values_list("pk", flat=True)[:MAX_PEOPLE])


def notice_cases(tab: str, number: int) -> Page:
    """A page of notices of illegal content, in the same order. One query."""
    rows = LegalNotice.objects.filter(state=NoticeState.OPEN).order_by("due_at", "pk")
    if tab == DECIDED:
        rows = LegalNotice.objects.exclude(state=NoticeState.OPEN).order_by("-decided_at", "-pk")
    rows = rows.select_related("comment__edition__section", "decided_by").defer(
        "comment__edition__body"
    )
    return page_of(rows, number, PER_PAGE)


def counted(model) -> str:
    """How many cases of a kind are open."""
    found = model.objects.filter(state="open").order_by().values("pk")[: MAX_COUNT + 1].count()
    return f"{MAX_COUNT}+" if found > MAX_COUNT else str(found)
