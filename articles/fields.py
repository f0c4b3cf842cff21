"""The only list of a story's fields; form, saving, history and editions read it.

A new field takes a column in articles/models (in StoryText where readers see it), a migration, and
a row here. Saving, merging, revisions, editions, the form and the copy of a site follow;
tests/articles/test_fields.py tells what is still missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any


class FieldKind(Enum):
    """How the content of a story holds a value, see articles/writing/content.py."""

    LINE = auto()
    LINES = auto()  # a text of more than one line
    HTML = auto()
    CHOICE = auto()
    ROW = auto()  # the number of a row
    ROWS = auto()  # the numbers of rows
    PLAIN = auto()  # kept as it is: numbers, and lists of numbers without a foreign key
    MOMENT = auto()
    FLAG = auto()
    ROLES = auto()  # what those credited did, by the numbers of their authors


class Reach(Enum):
    """Who gets to see a field."""

    READERS = auto()  # an edition has it, and readers see it
    EDITION = auto()  # an edition has it, readers don't see it
    NEWSROOM = auto()  # the working copy alone


class Tab(Enum):
    """Where a field stands on the story's form: in the text, or in a tab of the rail beside it."""

    TEXT = "text"
    STATUS = "status"
    CREDITS = "credits"
    PICTURES = "pictures"
    PLACEMENT = "placement"
    SEARCH = "search"


#: The default of `implied`: the field has existed from the start.
ORIGINAL = object()


@dataclass(frozen=True)
class StoryField:
    """One field of a story.

    `label` is what a person calls it, where that isn't the column's verbose name. `implied` is what
    a revision from before the field existed holds of it. `fits` is the number of characters that
    its place has room for. Where `is_column` is False it is kept in rows of its own.
    """

    name: str
    kind: FieldKind
    tab: Tab
    reach: Reach = Reach.READERS
    label: str = ""
    implied: Any = ORIGINAL
    fits: int | None = None

    @property
    def is_text(self) -> bool:
        return self.kind in TEXT_KINDS

    @property
    def is_column(self) -> bool:
        return self.kind not in (FieldKind.ROWS, FieldKind.ROLES)

    @property
    def in_editions(self) -> bool:
        return self.reach is not Reach.NEWSROOM

    @property
    def in_form(self) -> bool:
        """Whether the form has a field for it; the rows of the byline are a formset."""
        return self.name not in BYLINE


TEXT_KINDS = (FieldKind.LINE, FieldKind.LINES, FieldKind.HTML, FieldKind.CHOICE)
#: Authors in order, and what they did.
AUTHORS, ROLES = BYLINE = ("authors", "roles")

#: In the order in which a person reads a story.
TABLE = (
    StoryField("kicker", FieldKind.LINE, Tab.TEXT),
    StoryField("headline", FieldKind.LINE, Tab.TEXT, fits=100),
    StoryField("standfirst", FieldKind.LINES, Tab.TEXT, fits=200),
    StoryField("body", FieldKind.HTML, Tab.TEXT, label="text"),
    StoryField(AUTHORS, FieldKind.ROWS, Tab.CREDITS, label="byline"),
    StoryField(ROLES, FieldKind.ROLES, Tab.CREDITS, label="what those credited did", implied={}),
    StoryField("byline_text", FieldKind.LINE, Tab.CREDITS, implied=""),
    StoryField("dateline", FieldKind.LINE, Tab.CREDITS),
    StoryField("lead_picture", FieldKind.ROW, Tab.PICTURES),
    StoryField("lead_alt", FieldKind.LINE, Tab.PICTURES, label="picture: alternative text"),
    StoryField("lead_caption", FieldKind.LINE, Tab.PICTURES, label="picture: caption"),
    StoryField("lead_credit", FieldKind.LINE, Tab.PICTURES, label="picture: credit"),
    StoryField("section", FieldKind.ROW, Tab.PLACEMENT),
    StoryField("topics", FieldKind.ROWS, Tab.PLACEMENT),
    StoryField("genre", FieldKind.CHOICE, Tab.PLACEMENT, implied="news"),
    StoryField("paid_by", FieldKind.LINE, Tab.PLACEMENT, implied=""),
    StoryField("front_headline", FieldKind.LINE, Tab.PLACEMENT, implied="", fits=70),
    StoryField("series", FieldKind.ROW, Tab.PLACEMENT, implied=None),
    StoryField("series_part", FieldKind.PLAIN, Tab.PLACEMENT, implied=None),
    StoryField("related", FieldKind.PLAIN, Tab.PLACEMENT, implied=[]),
    StoryField("slug", FieldKind.LINE, Tab.PLACEMENT, Reach.NEWSROOM),
    StoryField("search_title", FieldKind.LINE, Tab.SEARCH, implied="", fits=60),
    StoryField("search_description", FieldKind.LINE, Tab.SEARCH, implied="", fits=155),
    StoryField("social_title", FieldKind.LINE, Tab.SEARCH, implied="", fits=70),
    StoryField("social_description", FieldKind.LINE, Tab.SEARCH, implied="", fits=155),
    StoryField("owner", FieldKind.ROW, Tab.STATUS, Reach.NEWSROOM),
    StoryField("due_at", FieldKind.MOMENT, Tab.STATUS, Reach.NEWSROOM),
    StoryField("embargo_until", FieldKind.MOMENT, Tab.STATUS, Reach.EDITION),
    StoryField("expires_at", FieldKind.MOMENT, Tab.STATUS, Reach.EDITION),
    StoryField("legal_hold", FieldKind.FLAG, Tab.STATUS, Reach.NEWSROOM, implied=False),
    StoryField("slugline", FieldKind.LINE, Tab.STATUS, Reach.NEWSROOM, implied=""),
    StoryField("note", FieldKind.LINES, Tab.STATUS, Reach.NEWSROOM, implied=""),
)
BY_NAME = {field.name: field for field in TABLE}


def names(*kinds: FieldKind) -> tuple[str, ...]:
    """The fields of these kinds."""
    return tuple(field.name for field in TABLE if field.kind in kinds)


def on_tab(tab: str) -> tuple[str, ...]:
    """The fields of the form that stand in this tab, in order."""
    return tuple(field.name for field in TABLE if field.tab.value == tab and field.in_form)


def fits(name: str) -> int:
    """The number of characters that the place of this field has room for."""
    return BY_NAME[name].fits
