"""Returning: export files of a Newsroom come back as they were.

What they say of themselves (own_meta.py) is taken, where that of WordPress would be guessed from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from articles import taxonomy
from articles.exchange import portable
from articles.exchange.portable import Numbers
from articles.models import Article, Author, Picture, Section, Series, Topic
from articles.pictures.library import keep_picture
from newsroom.lib.web.addresses import is_web_address
from newsroom.models import Imported, User
from newsroom.moving.wordpress import own_meta
from newsroom.moving.wordpress.importing.facts import Filing, Place
from newsroom.moving.wordpress.items import Item, Term
from newsroom.moving.wordpress.reading.export_file import read

KINDS = {"section": Section, "topic": Topic, "series": Series, "author": Author}
#: What of a term's own facts is a field here.
FIELDS = {
    "section": ("position",),
    "topic": ("intro",),
    "series": ("is_closed",),
    "author": ("role", "bio", "website", "fediverse"),
}
#: What of a picture's own facts keep_picture is told.
TOLD = ("credit", "copyright", "place", "source_type", "licence")


def own_terms(files: Iterable[Path]) -> Iterator[tuple[Term, dict[str, Any]]]:
    """The terms of these files that say what they are here. They stand before the first item."""
    for path in files:
        for each in read(path):
            if isinstance(each, Item):
                break
            if (
                isinstance(each, Term)
                and (facts := own_meta.read_meta(each, own_meta.TERM))
                and facts.get("kind") in KINDS
            ):
                yield each, facts


def restore_filing(filing: Filing, files: Iterable[Path]) -> None:
    """Have the categories and tags of these files become again what they were."""
    for term, facts in own_terms(files):
        kind = facts["kind"]
        if kind in ("section", "topic"):
            places = filing.categories if term.taxonomy == "category" else filing.tags
            places[term.slug] = Place(kind, term.slug, term.name)


@transaction.atomic
def make_terms(files: Iterable[Path], *, by: User) -> int:
    """Make the sections, topics, series and authors that are not here yet; how many were made."""
    made = 0
    for term, facts in own_terms(files):
        kind = facts["kind"]
        model = KINDS[kind]
        slug = term.slug.removeprefix(own_meta.COAUTHOR) if kind == "author" else term.slug
        if model.objects.filter(slug=slug).exists():
            continue
        given = {name: facts[name] for name in FIELDS[kind] if name in facts}
        if kind == "author":
            user = User.objects.filter(username=facts.get("login") or None, author=None).first()
            given["user"] = user
            if not is_web_address(given.get("website", "")):
                given.pop("website", None)
        else:
            given["description"] = term.description
        taxonomy.keep(model(slug=slug, name=term.name, **given), by=by)
        made += 1
    return made


class Returning:
    """Numbers of the files, and what became of them here. `source` is that of the import."""

    def __init__(self, source: str) -> None:
        self.source = source
        # numbers of attachments are so much higher than those of pictures
        self.pictures_from: int | None = None

    def note(self, attachment: Item) -> dict[str, Any] | None:
        """What an attachment says of its picture; None for one of another system."""
        facts = own_meta.read_meta(attachment, own_meta.PICTURE)
        if facts and isinstance(facts.get("number"), int):
            self.pictures_from = attachment.number - facts["number"]
        return facts

    def numbers(self) -> Numbers:
        return Numbers(picture=self._picture, story=self._story)

    def _picture(self, number: int) -> int | None:
        if self.pictures_from is None:
            return None
        return self._imported("picture", self.pictures_from + number, "picture")

    def _story(self, number: int) -> int | None:
        """Where it is, or the number that it will keep."""
        known = self._imported("item", number, "article")
        return known or (None if Article.objects.filter(pk=number).exists() else number)

    def _imported(self, kind: str, number: int, name: str) -> int | None:
        rows = Imported.objects.filter(
            source=self.source, kind=kind, number=number, **{f"{name}__isnull": False}
        )
        return rows.values_list(name, flat=True).first()


def restore_facts(picture: Picture, facts: dict[str, Any], *, by: User) -> Picture:
    """Say of a picture that came in what it said of itself."""
    told: dict[str, Any] = {
        name: facts.get(name) for name in TOLD if isinstance(facts.get(name), str)
    }
    if taken := facts.get("taken_at"):
        told["taken_at"] = dt.datetime.fromisoformat(taken)
    if until := facts.get("licence_until"):
        told["licence_until"] = dt.date.fromisoformat(until)
    focal = (float(facts.get("focal_x", 0.5)), float(facts.get("focal_y", 0.5)))
    return keep_picture(by=by, picture=picture, focal=focal, **told)


def take_in(
    data: dict[str, Any], returning: Returning, *, by: User, now: dt.datetime, source: str
) -> Article:
    """A story, with all its editions. Raises as portable.take_in."""
    return portable.take_in(data, by=by, numbers=returning.numbers(), now=now, source=source)
