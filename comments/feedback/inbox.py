"""Hints: the lists of feedback that the newsroom works through."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from articles.paging import Page, newest, page_of
from comments.models import Feedback, FeedbackState, State

PER_PAGE = 20
#: Counted up to this number.
MAX_COUNT = 200


@dataclass(frozen=True)
class Tab:
    """A part of the list; the open ones are worked off from the oldest."""

    name: str
    label: str
    state: str = ""
    empty: str = "Nothing here."

    @property
    def is_open(self) -> bool:
        return self.state == FeedbackState.OPEN

    def rows(self) -> QuerySet:
        rows = Feedback.objects.filter(state=self.state) if self.state else Feedback.objects.all()
        return rows.exclude(comment__state=State.SPAM) if self.is_open else rows

    def ordered(self, rows: QuerySet) -> QuerySet:
        if self.is_open:
            return rows.order_by("created_at", "pk")
        return rows.order_by("-created_at", "-pk") if self.state else _newest_first(rows)

    def counted(self) -> str:
        found = self.rows().order_by().values("pk")[: MAX_COUNT + 1].count()
        return f"{MAX_COUNT}+" if found > MAX_COUNT else str(found)


TABS = (
    Tab("open", "Open", FeedbackState.OPEN, "Nothing is open. Readers have been answered."),
    Tab("fixed", "Mended", FeedbackState.FIXED),
    Tab("answered", "Answered", FeedbackState.ANSWERED),
    Tab("declined", "Not followed", FeedbackState.DECLINED),
    Tab("all", "All"),
)
BY_NAME = {tab.name: tab for tab in TABS}


def page(tab: Tab, *, number: int = 1, story: int = 0, wish: str = "") -> Page:
    """A page of a tab. One query, one more to look for a wish among those that are settled."""
    rows = tab.rows()
    ordered = tab.ordered
    if story:
        rows = rows.filter(article=story)
        # as the index of a story's hints has them
        ordered = _as_they_came if tab.is_open else _newest_first
    if wish:
        rows = (rows if tab.is_open or story else newest(rows, "created_at")).filter(wish=wish)
    related = ordered(rows).select_related(
        "comment__edition__address", "article", "settled_by", "edition"
    )
    return page_of(
        related.defer("comment__edition__body", "article__body", "edition__body"), number, PER_PAGE
    )


def _as_they_came(rows: QuerySet) -> QuerySet:
    return rows.order_by("pk")


def _newest_first(rows: QuerySet) -> QuerySet:
    return rows.order_by("-pk")
