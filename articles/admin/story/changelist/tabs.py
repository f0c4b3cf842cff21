"""The tabs above the list of stories: the parts of it that somebody works through, each with its
number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from articles.models import Article, Edition, State
from articles.publishing import planning

#: The parameter of the list's address.
TAB = "tab"
#: Maximum number of stories that are counted for a tab.
MAX_COUNTED = 1_000


@dataclass(frozen=True)
class Asked:
    """Who asks for the list, when, and for what part of it."""

    user: object
    now: dt.datetime
    query: str = ""


@dataclass(frozen=True)
class Tab:
    """A part of the list. `counted` gives as many rows where others are counted more cheaply."""

    name: str
    label: str
    rows: Callable[[QuerySet, Asked], QuerySet]
    counted: Callable[[Asked], QuerySet] | None = None

    def count(self, asked: Asked) -> str:
        rows = self.counted(asked) if self.counted else self.rows(Article.objects.all(), asked)
        found = rows.order_by().values("pk")[: MAX_COUNTED + 1].count()
        return f"{MAX_COUNTED:,}+" if found > MAX_COUNTED else f"{found:,}"


def _waiting(stories: QuerySet, asked: Asked) -> QuerySet:
    return stories.filter(
        pk__in=planning.waiting_for(asked.user, asked.now).order_by().values("pk")
    )


TABS = (
    Tab("all", "All", lambda stories, asked: stories),
    Tab("mine", "Mine", lambda stories, asked: stories.of(asked.user)),
    Tab("waiting", "Waiting for me", _waiting),
    Tab("draft", "Drafts", lambda stories, asked: stories.filter(state=State.DRAFT)),
    Tab("review", "In review", lambda stories, asked: stories.filter(state=State.REVIEW)),
    Tab("ready", "Ready", lambda stories, asked: stories.ready_to_publish(asked.now)),
    Tab("scheduled", "Scheduled", lambda stories, asked: stories.scheduled(asked.now)),
    Tab(
        "live",
        "Live",
        lambda stories, asked: stories.filter(live_edition__isnull=False),
        counted=lambda asked: Edition.objects.live(asked.now),
    ),
    Tab(
        "changed", "Live, with changes", lambda stories, asked: stories.ahead_of_readers(asked.now)
    ),
)
BY_NAME = {tab.name: tab for tab in TABS}


def tab_of(name: str) -> Tab:
    """The tab of that name; the first where there is none."""
    return BY_NAME.get(name, TABS[0])
