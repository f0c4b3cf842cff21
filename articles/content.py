"""The content of a story as plain data: what saves are compared by, kept as, and restored from.

A mapping of field names to texts, numbers of rows, lists of such numbers in order, and moments in ISO 8601 (UTC),
so that it can be written as JSON. FIELDS names them all, in the order in which a person reads a story.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article, Edition

Content = dict[str, Any]

TEXTS = ("kicker", "headline", "standfirst", "body", "dateline", "lead_alt", "lead_caption", "lead_credit", "slug")
REFERENCES = ("section", "lead_picture", "owner")
LISTS = ("topics", "authors")
MOMENTS = ("due_at", "embargo_until", "expires_at")
FIELDS = (
    "kicker", "headline", "standfirst", "body", "section", "topics", "authors", "dateline",
    "lead_picture", "lead_alt", "lead_caption", "lead_credit", "slug",
    "owner", "due_at", "embargo_until", "expires_at",
)  # fmt: skip
#: What an edition holds of these; the rest is the newsroom's own.
SEEN_BY_READERS = tuple(
    name for name in FIELDS if name not in ("slug", "owner", "due_at", "embargo_until", "expires_at")
)


def of(article: Article, *, topics: Iterable | None = None, authors: Iterable | None = None) -> Content:
    """What a working copy holds; `topics` and `authors` where they are not yet those that are stored."""
    stored = article.pk is not None
    if topics is None:
        topics = article.topics.all() if stored else ()
    if authors is None:
        authors = article.bylines if stored else ()
    return _of(article, topics, authors)


def of_edition(edition: Edition) -> Content:
    """What an edition holds: SEEN_BY_READERS."""
    whole = _of(edition, edition.topics.all(), edition.bylines)
    return {name: whole[name] for name in SEEN_BY_READERS}


def put(article: Article, content: Mapping[str, Any]) -> None:
    """Set the fields of a working copy, but for LISTS; nothing is saved. A field that is not named stays."""
    for name in TEXTS:
        if name in content:
            setattr(article, name, content[name])
    for name in REFERENCES:
        if name in content:
            setattr(article, f"{name}_id", content[name])
    for name in MOMENTS:
        if name in content:
            at = content[name]
            setattr(article, name, dt.datetime.fromisoformat(at) if at else None)


def changed(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The fields in which two contents differ; those that only one of them has don't count."""
    return [name for name in FIELDS if name in one and name in other and one[name] != other[name]]


def _of(story: Article | Edition, topics: Iterable, authors: Iterable) -> Content:
    content = {name: getattr(story, name, "") for name in TEXTS}
    content |= {name: getattr(story, f"{name}_id", None) for name in REFERENCES}
    content |= {name: _moment(getattr(story, name, None)) for name in MOMENTS}
    content["topics"] = sorted(topic.pk for topic in topics)
    content["authors"] = [author.pk for author in authors]
    return {name: content[name] for name in FIELDS}


def _moment(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat() if at else None


def labels() -> dict[str, str]:
    """What a person calls each field."""
    named = {name: Article._meta.get_field(name).verbose_name for name in FIELDS}
    named |= {"body": "text", "authors": "byline", "lead_alt": "picture: alternative text"}
    named |= {"lead_caption": "picture: caption", "lead_credit": "picture: credit"}
    return {name: str(label)[0].upper() + str(label)[1:] for name, label in named.items()}


class Words:
    """The values of some contents in words. One query for each kind of row that they refer to."""

    def __init__(self, *contents: Mapping[str, Any]) -> None:
        self.rows: dict[str, dict[int, Any]] = {}
        for name in (*REFERENCES, *LISTS):
            wanted = {pk for each in contents for pk in _numbers(each.get(name))}
            model = Article._meta.get_field(name).related_model
            self.rows[name] = model.objects.in_bulk(wanted) if wanted else {}

    def of(self, name: str, value: Any) -> str:
        """A value of the field `name`, as a person reads it; the text without its markup's names."""
        if name in self.rows:
            return ", ".join(str(self.rows[name].get(pk, "(deleted)")) for pk in _numbers(value))
        if name in MOMENTS and value:
            return date_format(timezone.localtime(dt.datetime.fromisoformat(value)), "j F Y, H:i")
        return value or ""


def _numbers(value: Any) -> list[int]:
    return value if isinstance(value, list) else [value] if value else []
