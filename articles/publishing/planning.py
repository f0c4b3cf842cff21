"""Planning: which stories wait for whom, what is late, what is due when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from articles import paging, permissions
from articles.models import Article, Edition, FrontEdition, State
from articles.writing import workflow

#: What was due longer ago is no longer told as late.
LATE = dt.timedelta(days=60)
#: Maximum number of happenings of each kind in a day or a month.
MAX_HAPPENINGS = 1_500


def waiting_for(person, now: dt.datetime) -> QuerySet[Article]:
    """What this person is asked to do next, by the end of the day."""
    tomorrow = timezone.localtime(now).replace(
        hour=0, minute=0, second=0, microsecond=0
    ) + dt.timedelta(days=1)
    approves = permissions.can_approve(person)
    return Article.objects.waiting_for(person, approves=approves, until=tomorrow).order_by(
        "-saved_at", "-pk"
    )


def late(now: dt.datetime) -> QuerySet[Article]:
    """Stories that were due and are not on the site; the oldest due first."""
    due = Article.objects.filter(due_at__lt=now, due_at__gt=now - LATE)
    return due.with_status(now).filter(live_edition__isnull=True).order_by("due_at", "pk")


def never_published(stories: QuerySet[Article]) -> QuerySet[Article]:
    """Those of the newest stories that have no edition, not even one that waits. Asked row by row,
    as with_status."""
    known = Edition.objects.filter(article=OuterRef("pk")).order_by().values("pk")
    newest = paging.newest(stories, "saved_at").order_by("-saved_at", "-pk")
    return newest.alias(known=Subquery(known[:1])).filter(known__isnull=True)


def undated(count: int) -> list[Article]:
    """Stories that nobody has set a time for: not due, not on the site, the newest first."""
    stories = never_published(Article.objects.filter(due_at__isnull=True))
    return list(stories.select_related("section", "owner").defer("body")[:count])


@dataclass(frozen=True)
class Happening:
    """Something that happens with a story at a time: it is due, goes live, its embargo ends, it
    expires. Or a front (its `place`, and its name for a headline) gets another edition."""

    kind: str  # "due", "scheduled", "published", "embargo", "expires" or "front"
    at: dt.datetime
    article_id: int
    headline: str
    version: int
    done: bool = False
    place: str = ""

    @property
    def sign(self) -> str:
        signs = {
            "due": "◔",
            "scheduled": "◷",
            "published": "▶",
            "embargo": "⛔",
            "expires": "■",
            "front": "▦",
        }
        return signs[self.kind]

    @property
    def label(self) -> str:
        words = {
            "due": "Due",
            "scheduled": "Goes live",
            "embargo": "Embargo ends",
            "front": "New front",
        }
        return words.get(self.kind, self.kind.capitalize())

    @property
    def is_movable(self) -> bool:
        return self.kind in ("due", "scheduled")


def happenings(
    start: dt.datetime, end: dt.datetime, now: dt.datetime, *, published: bool = True
) -> list[Happening]:
    """All that happens from `start` until before `end`, in order; at most MAX_HAPPENINGS of each
    kind. Five queries."""
    between = {"gte": start, "lt": end}
    found = [
        Happening(kind, at, pk, headline, version, done=state == State.READY)
        for kind, name in (("due", "due_at"), ("embargo", "embargo_until"))
        for pk, headline, version, state, at in Article.objects.filter(**_within(name, between))
        .order_by(name)
        .values_list("pk", "headline", "version", "state", name)[:MAX_HAPPENINGS]
    ]
    editions = Edition.objects.not_cancelled().order_by("live_from")
    rows = editions.filter(**_within("live_from", between))
    if not published:
        rows = rows.filter(live_from__gt=now)
    columns = ("article", "headline", "article_version", "live_from")
    for pk, headline, version, at in rows.values_list(*columns)[:MAX_HAPPENINGS]:
        found.append(Happening("scheduled" if at > now else "published", at, pk, headline, version))
    ending = editions.filter(**_within("live_until", between), live_until=F("expires_at"))
    for pk, headline, version, at in ending.values_list(
        "article", "headline", "article_version", "live_until"
    )[:MAX_HAPPENINGS]:
        found.append(Happening("expires", at, pk, headline, version))
    fronts = FrontEdition.objects.scheduled(now).filter(**_within("live_from", between))
    for each in (
        fronts.order_by("live_from")
        .select_related("front__section", "front__topic")
        .defer("content")[:MAX_HAPPENINGS]
    ):
        name = f"{each.front}: {each.note}" if each.note else str(each.front)
        found.append(
            Happening("front", each.live_from, 0, name, each.front_version, place=each.front.place)
        )
    return sorted(found, key=lambda each: (each.at, each.article_id))


def _within(name: str, between: dict[str, dt.datetime]) -> dict[str, dt.datetime]:
    return {f"{name}__{word}": at for word, at in between.items()}


# -- the board
# -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """Stories in one state, or at one place; `more` where there are others."""

    name: str
    label: str
    cards: list[Article]
    more: bool


def board(person, now: dt.datetime, count: int = 30) -> list[Column]:
    """Draft, in review, ready, scheduled, live: the newest of each, with the moves that `person`
    may make."""
    shown = (
        Article.objects.select_related("section", "owner").defer("body").prefetch_related("authors")
    )
    columns = []
    for state in State:
        rows = shown.filter(state=state).order_by("-saved_at", "-pk")
        if state == State.READY:  # so is all that readers know and nobody changes
            rows = never_published(rows)
        found = list(rows[: count + 1])
        columns.append(Column(state.value, state.label, found[:count], len(found) > count))
    coming = Edition.objects.scheduled(now).order_by("live_from")
    editions = {"scheduled": coming, "live": Edition.objects.live(now).newest_first()}
    for name, rows in editions.items():
        pks = list(rows.values_list("article", flat=True)[: count + 1])
        by_pk = shown.in_bulk(pks)
        cards = [by_pk[pk] for pk in pks[:count]]
        columns.append(Column(name, name.capitalize(), cards, len(pks) > count))
    for column in columns:
        for card in column.cards:
            card.moves = [] if column.name in editions else workflow.open_to(person, card)
    return columns
