"""What a check is made of: the copy it looks at, the rule, and what it finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as column
from functools import cached_property
from typing import NamedTuple

from articles.models import Article, Edition
from articles.models.check_level import Level
from newsroom.lib.text import html

#: Where on a story's form a field is found, if not by its own name.
_ANCHORS = {"byline": "credits-group", "remarks": "remarks"}


class Unlicensed(NamedTuple):
    """A picture of a story whose licence ends before readers are to see it."""

    name: str
    ends: dt.date
    field: str


@dataclass(frozen=True)
class Copy:
    """A story as it is to be checked: stored, frozen, or only typed so far."""

    story: Article | Edition
    signed_by: tuple[str, ...]  # the names of those credited
    dead_links: tuple[tuple[str, str], ...] = ()  # address and words of each
    unlicensed: tuple[Unlicensed, ...] = ()
    has_topic: bool = True
    open_remarks: int = 0  # how many wait to be dealt with
    # the alternative texts that the library keeps
    alts: Mapping[int, str] = column(default_factory=dict)

    @property
    def signed(self) -> bool:
        return bool(self.signed_by)

    @cached_property
    def paragraphs(self) -> list[str]:
        """The plain text of the body, by paragraph."""
        return html.plain(self.story.body).split("\n") if self.story.body else []

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """All that readers read, by the field it stands in."""
        for field in ("kicker", "headline", "standfirst", "dateline"):
            yield field, getattr(self.story, field)
        for paragraph in self.paragraphs:
            yield "body", paragraph
        if self.story.lead_picture:
            yield "lead_alt", self.story.picture_alt
            yield "lead_caption", self.story.picture_caption


class Hit(NamedTuple):
    """One thing that a rule has found: words for the person, the field, and the very words it is
    about."""

    words: str
    field: str
    where: str = ""


@dataclass(frozen=True)
class Rule:
    """Something to look for. `title` names it where its level is chosen.

    `fixed` is for what no page can stand without: its level is not to be chosen. `ages` is for what
    comes to be true of a story that nobody has touched.
    """

    name: str
    title: str
    level: Level
    look: Callable[[Copy], Iterator[Hit]]
    fixed: bool = False
    ages: bool = False


@dataclass(frozen=True)
class Finding:
    """A hit, with the level it has here: a story with a *must* is not published."""

    rule: str
    level: Level
    words: str
    field: str
    where: str = ""

    @property
    def is_must(self) -> bool:
        return self.level == Level.MUST

    @property
    def anchor(self) -> str:
        """The id of the field on the story's form."""
        return _ANCHORS.get(self.field, f"id_{self.field}")
