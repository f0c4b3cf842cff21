"""A run of an import: what it works with, what it did, and how it tells of that."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from articles.errors import StepRefused
from articles.models import Article, Author, Picture, Section, Topic
from newsroom.models import Outcome, User
from newsroom.moving import ledger
from newsroom.moving.wordpress.converting.media_references import Pointed
from newsroom.moving.wordpress.importing.catalogue import Attachment
from newsroom.moving.wordpress.importing.facts import Filing, Place, Survey
from newsroom.moving.wordpress.importing.media import Media
from newsroom.moving.wordpress.items import Filed, Item
from newsroom.moving.wordpress.texts import pluralise

logger = logging.getLogger(__name__)


class Lines(Protocol):
    def add(self, outcome: str, kind: str, *, about: str, words: str = "", **more) -> None:
        """Keep a line."""

    def flush(self) -> None:
        """Write what is kept."""

    def counts(self) -> list[tuple[str, str, int]]:
        """Outcome, reason and how many lines there are of it, the most first."""

    def all(self) -> Iterator[dict]:
        """Every line as plain data."""


class Desk(Protocol):
    """Where the things that a story stands under and shows are found."""

    def section(self, place: Place) -> Section: ...

    def topic(self, place: Place, filed: Filed) -> Topic:
        """The topic that a term becomes."""

    def author(self, login: str) -> Author | None: ...

    def lead(self, number: int) -> Picture | None:
        """Our picture for an attachment."""

    def picture(self, pointed: Pointed) -> int | None:
        """The number of our picture for what a text points to."""

    def bring(self, attachment: Attachment) -> bool:
        """Bring a picture, unless it is here; True if it came now."""

    def bring_pointed(self, pointed: Pointed) -> None:
        """Bring what a text points to and the files don't list."""


@dataclass
class Run:
    """`done` counts stories by how they stand here, pictures, replies and pings."""

    survey: Survey
    filing: Filing
    media: Media
    by: User
    lines: Lines
    desk: Desk
    with_trash: bool = False
    now: dt.datetime = field(default_factory=timezone.now)
    done: Counter = field(default_factory=Counter)
    fates: Counter = field(default_factory=Counter)  # the ledger: (kind, fate)
    with_doubts: bool = False  # stories with doubts come as drafts
    users: dict[int, User] = field(default_factory=dict)
    # the newest: since when live, and number
    sticky: list[tuple[dt.datetime, int]] = field(default_factory=list)

    def settle(self, kind: str, fate: str, count: int = 1) -> None:
        """Write into the ledger what becomes of so many pieces; see newsroom/moving/ledger.py."""
        self.fates[kind, fate] += count

    def leave(self, item: Item) -> None:
        """An item stays behind, with its replies."""
        self.settle("items", ledger.LEFT)
        self.settle("replies", ledger.LEFT, len(item.replies))

    @property
    def source(self) -> str:
        return self.survey.source

    @property
    def origin(self) -> str:
        return f"WordPress at {self.source.removeprefix('wordpress ')}"

    @contextmanager
    def together(self) -> Iterator[None]:
        """All of it in one transaction: of what does not come, nothing is counted or told."""
        waiting = len(self.lines.waiting)
        done, fates = self.done.copy(), self.fates.copy()
        at_top = self.sticky
        try:
            with transaction.atomic():
                yield
                self.lines.flush()
        except Exception:
            self.lines.take_back(waiting)
            self.done, self.fates, self.sticky = done, fates, at_top
            raise

    def tell(
        self,
        outcome: Outcome,
        file: str,
        item: Item,
        about: str,
        words: str,
        article: Article | None = None,
        **more,
    ) -> None:
        """A line of the report on an item; `more` are fields of that line."""
        where = {"file": file, "line": item.line, "number": item.number}
        self.lines.add(
            outcome,
            item.kind,
            about=about,
            words=words,
            article=article,
            **where | {"subject": item.title or item.slug or item.link} | more,
        )

    def failed(self, file: str, item: Item, failure: Exception, *, settle: bool = True) -> None:
        """Tell of a story that could not come in; what nobody foresaw is logged in full as well.
        Without `settle` it stands in the ledger already."""
        if not isinstance(failure, StepRefused):
            logger.error(
                "%s %s of %s could not come in", item.kind, item.number, file, exc_info=failure
            )
        self.done["failed"] += 1
        if settle:
            self.leave(item)
        words = (
            str(failure)
            if isinstance(failure, StepRefused)
            else f"{type(failure).__name__}: {failure}"
        )
        self.tell(Outcome.LOST, file, item, "Failed", words)

    def in_words(self) -> list[str]:
        """What it did, in a few lines."""
        done, told = self.done, []
        stories = done["live"] + done["scheduled"] + done["withdrawn"] + done["drafts"]
        parts = [
            f"{done[name]:,} {name}"
            for name in ("live", "scheduled", "withdrawn", "drafts")
            if done[name]
        ]
        told.append(
            f"Came in: {pluralise(stories, 'story', 'stories')}"
            + (f" ({', '.join(parts)})" if parts else "")
        )
        for name, one, many in (
            ("replies", "reply", "replies"),
            ("pings", "ping", ""),
            ("pictures", "picture", ""),
        ):
            if done[name]:
                told.append(f"Came in: {pluralise(done[name], one, many)}")
        if done["completed"]:
            told.append(
                f"Completed with pictures: {pluralise(done['completed'], 'story', 'stories')}"
            )
        if done["known"]:
            told.append(f"Here already: {pluralise(done['known'], 'story', 'stories')}")
        if done["failed"]:
            told.append(
                f"Failed: {pluralise(done['failed'], 'story', 'stories')};"
                " run it again to try again"
            )
        return told
