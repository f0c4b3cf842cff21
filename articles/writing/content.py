"""The content of a story as plain data: what saves are compared by, kept as, and restored from.

A mapping of field names to texts, numbers of rows, lists of such numbers in order, plain values,
and moments in ISO 8601 (UTC), so that it can be written as JSON. FIELDS names them all, in the
order in which a person reads a story.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from articles import fields
from articles.fields import FieldKind, Reach
from articles.models import Article, Author, Credit, Edition, EditionCredit, Genre, Role
from newsroom.lib.times import exact

Content = dict[str, Any]

FIELDS = tuple(field.name for field in fields.TABLE)
TEXTS = fields.names(*fields.TEXT_KINDS)
#: Those that hold more than one line.
LONG = fields.names(FieldKind.LINES)
REFERENCES = fields.names(FieldKind.ROW)
LISTS = fields.names(FieldKind.ROWS)
#: Kept as they are: a number, and numbers of stories in order.
PLAIN = fields.names(FieldKind.PLAIN)
MOMENTS = fields.names(FieldKind.MOMENT)
FLAGS = fields.names(FieldKind.FLAG)
#: What those credited did, by the number of the author; only what is not reporting.
ROLES = fields.ROLES
#: What came later than the first revisions, and what these hold of it without saying so.
SINCE: Content = {
    field.name: field.implied for field in fields.TABLE if field.implied is not fields.ORIGINAL
}
SEEN_BY_READERS = tuple(field.name for field in fields.TABLE if field.reach is Reach.READERS)


def of(
    article: Article,
    *,
    topics: Iterable | None = None,
    authors: Iterable | None = None,
    roles: Mapping[int, str] | None = None,
) -> Content:
    """What a working copy holds; `topics`, `authors` and their `roles` where these are not stored
    yet."""
    stored = article.pk is not None
    credits = list(article.credits.all()) if stored and (authors is None or roles is None) else []
    if topics is None:
        topics = article.topics.all() if stored else ()
    signed = (
        [credit.author_id for credit in credits]
        if authors is None
        else [author.pk for author in authors]
    )
    return _of(article, topics, signed, _roles(credits) if roles is None else roles)


def of_edition(edition: Edition) -> Content:
    """What an edition holds: SEEN_BY_READERS."""
    credits = list(edition.credits.all())
    whole = _of(
        edition, edition.topics.all(), [credit.author_id for credit in credits], _roles(credits)
    )
    return {name: whole[name] for name in SEEN_BY_READERS}


def put(story: Article | Edition, content: Mapping[str, Any]) -> None:
    """Set the columns of a working copy or an edition; nothing is saved. A field that is not named
    stays."""
    for name in TEXTS:
        if name in content:
            setattr(story, name, content[name])
    for name in REFERENCES:
        if name in content:
            setattr(story, f"{name}_id", content[name])
    for name in PLAIN:
        if name in content:
            setattr(story, name, content[name])
    for name in MOMENTS:
        if name in content:
            at = content[name]
            setattr(story, name, dt.datetime.fromisoformat(at) if at else None)
    for name in FLAGS:
        if name in content:
            setattr(story, name, bool(content[name]))


def changed(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The fields in which two contents differ; those that only one of them has don't count."""
    return [name for name in FIELDS if name in one and name in other and one[name] != other[name]]


def _roles(credits: Iterable[Credit | EditionCredit]) -> dict[int, str]:
    return {credit.author_id: credit.role for credit in credits}


def _of(
    story: Article | Edition, topics: Iterable, authors: list[int], roles: Mapping[int, str]
) -> Content:
    content = {name: getattr(story, name, "") for name in TEXTS}
    content |= {name: getattr(story, f"{name}_id", None) for name in REFERENCES}
    content |= {"series_part": story.series_part, "related": story.related or []}
    content |= {name: _moment(getattr(story, name, None)) for name in MOMENTS}
    content["topics"] = sorted(topic.pk for topic in topics)
    content |= {name: bool(getattr(story, name, False)) for name in FLAGS}
    content["authors"] = authors
    did = {pk: roles.get(pk, Role.REPORTING) for pk in content["authors"]}
    content[ROLES] = {str(pk): str(role) for pk, role in did.items() if role != Role.REPORTING}
    return {name: content[name] for name in FIELDS}


def _moment(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat() if at else None


def roles_in(holds: Mapping[str, Any]) -> dict[int, str]:
    """What those credited did who didn't report, by the number of the author."""
    return {int(pk): role for pk, role in holds.get(ROLES, {}).items()}


def labels() -> dict[str, str]:
    """What a person calls each field."""
    named = {
        field.name: field.label or str(Article._meta.get_field(field.name).verbose_name)
        for field in fields.TABLE
    }
    return {name: label[0].upper() + label[1:] for name, label in named.items()}


class Words:
    """The values of some contents in words. One query for each kind of row that they refer to."""

    def __init__(self, *contents: Mapping[str, Any]) -> None:
        self.rows: dict[str, dict[int, Any]] = {}
        for name in (*REFERENCES, *LISTS):
            wanted = {pk for each in contents for pk in _numbers(each.get(name))}
            model = Article._meta.get_field(name).related_model
            self.rows[name] = model.objects.in_bulk(wanted) if wanted else {}
        doers = {int(pk) for each in contents for pk in each.get(ROLES) or ()} - set(
            self.rows["authors"]
        )
        self.authors = self.rows["authors"] | (Author.objects.in_bulk(doers) if doers else {})
        wanted = {pk for each in contents for pk in each.get("related") or ()}
        self.rows["related"] = Article.objects.in_bulk(wanted) if wanted else {}

    def of(self, name: str, value: Any) -> str:
        """A value of the field `name`, as a person reads it; the text without its markup's
        names."""
        if name in self.rows:
            return ", ".join(str(self.rows[name].get(pk, "(deleted)")) for pk in _numbers(value))
        if name == ROLES:
            did = [
                (self.authors.get(int(pk), "(deleted)"), Role(role).label)
                for pk, role in value.items()
            ]
            return "; ".join(f"{author}: {role}" for author, role in did)
        if name == "genre":
            return dict(Genre.choices).get(value, "")
        if name in FLAGS:
            return "yes" if value else "no"
        if name in MOMENTS and value:
            return exact(dt.datetime.fromisoformat(value))
        return str(value) if value else ""


def _numbers(value: Any) -> list[int]:
    return value if isinstance(value, list) else [value] if value else []
