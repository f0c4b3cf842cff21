"""What an import works with: what stands in the files, and what it is to become here. Plain data,
which every step reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from newsroom.moving.wordpress.importing.catalogue import Catalogue
from newsroom.moving.wordpress.items import Person, Site
from newsroom.moving.wordpress.reading.export_file import Trouble

#: What comes over as stories.
STORIES = ("post", "page")


@dataclass
class Category:
    """A category of the files, and how many stories are filed under it."""

    slug: str
    name: str
    parent: str = ""
    description: str = ""
    stories: int = 0
    number: int = 0


@dataclass
class Survey:
    """What stands in the files. Counters are keyed by what they count, as the files call it."""

    site: Site
    source: str
    catalogue: Catalogue
    files: list[Path] = field(default_factory=list)
    kinds: Counter = field(default_factory=Counter)  # (kind, status)
    twice: int = 0
    replies: Counter = field(default_factory=Counter)  # how they stand here
    pings: Counter = field(default_factory=Counter)  # (kind, whether shown)
    other_replies: Counter = field(default_factory=Counter)  # what plugins keep among them, by kind
    depths: Counter = field(default_factory=Counter)
    highest_reply: int = 0
    people: dict[str, Person] = field(default_factory=dict)
    signed: Counter = field(default_factory=Counter)  # stories, by login
    categories: dict[str, Category] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    tagged: set[str] = field(default_factory=set)  # those of them that a story has
    other_terms: Counter = field(default_factory=Counter)  # by taxonomy
    fields: Counter = field(default_factory=Counter)  # custom fields, by name
    blocks: dict[int, str] = field(default_factory=dict)  # reusable ones, by number
    sticky: int = 0
    protected: int = 0
    pictures: int = 0
    other_files: int = 0
    # the first of them, with their file
    troubles: list[tuple[str, Trouble]] = field(default_factory=list)
    lost: int = 0
    mended: int = 0

    @property
    def items(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True)
class Place:
    """What a term becomes: a `kind` ("section", "topic", or "" for nothing), at an address, under a
    name."""

    kind: str
    slug: str = ""
    name: str = ""


@dataclass(frozen=True)
class Signed:
    """What a login becomes: the author at an address, under a name; "" for no byline."""

    slug: str
    name: str = ""


@dataclass
class Filing:
    """`default` and `pages` are the sections of what no category places, and of pages."""

    default: Place
    pages: Place
    categories: dict[str, Place] = field(default_factory=dict)
    # only those that differ from what a tag becomes by itself
    tags: dict[str, Place] = field(default_factory=dict)
    authors: dict[str, Signed] = field(default_factory=dict)


def stories_below(category: Category, categories: Mapping[str, Category]) -> int:
    """The stories in a category, and in those below it."""
    total = 0
    seen = set()
    level = {category.slug}
    while level - seen:
        seen |= level
        total += sum(categories[slug].stories for slug in level)
        level = {each.slug for each in categories.values() if each.parent in level}
    return total


def parent_path(slug: str, categories: Mapping[str, Category]) -> list[str]:
    """The slugs of a category's parents and its own, from above."""
    path = [slug]
    while (category := categories.get(path[0])) and category.parent and category.parent not in path:
        path.insert(0, category.parent)
    return path
