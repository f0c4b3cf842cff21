"""The history of a story: what its working copy held, what readers saw, and what differs between
any two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from articles.models import Article, Edition, Record, Revision, Verb
from articles.writing import content
from articles.writing.differences import Differences
from newsroom.lib.text import diff

#: What the record says of plain saves: no milestones.
PLAIN = (Verb.BEGUN, Verb.SAVED, Verb.NAMED)


@dataclass
class Entry:
    """A version of the working copy, and what happened to the story while it was the newest."""

    revision: Revision
    milestones: list[Record] = field(default_factory=list)

    @property
    def stands_out(self) -> bool:
        """Whether it is worth finding again; plain saves are folded."""
        return bool(
            self.milestones or self.revision.name or self.revision.note or self.revision.number == 1
        )


def entries(article: Article, newest: int | None = None, count: int = 200) -> list[Entry]:
    """The versions of a story from `newest` down, at most `count`. Two queries."""
    revisions = article.revisions.defer("content").select_related("by")
    if newest is not None:
        revisions = revisions.filter(number__lte=newest)
    found = {revision.number: Entry(revision) for revision in revisions[:count]}
    told = Record.objects.filter(article=article, version__in=found).exclude(verb__in=PLAIN)
    for record in told.select_related("by", "edition").order_by("at", "pk"):
        found[record.version].milestones.append(record)
    return list(found.values())


def folded(found: Iterable[Entry]) -> list[Entry | list[Entry]]:
    """Entries that stand out as they are, and those between them as lists."""
    made: list[Entry | list[Entry]] = []
    for stands_out, group in groupby(found, key=lambda entry: entry.stands_out):
        rows = list(group)
        made += rows if stands_out or len(rows) == 1 else [rows]
    return made


def compare(before: Mapping[str, Any], now: Mapping[str, Any]) -> Differences:
    """What differs between two contents, all fields included that both have."""
    words = content.Words(before, now)
    labels = content.labels()
    fields = tuple(
        (labels[name], diff.words(words.of(name, before[name]), words.of(name, now[name])))
        for name in content.changed(before, now)
        if name != "body"
    )
    return Differences(
        fields=fields, filed=(), body=tuple(diff.prose(before["body"], now["body"])), picture=False
    )


def since_approved(article: Article) -> Differences | None:
    """What was changed since somebody approved a version; None where none was, or nothing."""
    if article.approved_version is None or article.is_approved:
        return None
    approved = article.revisions.filter(number=article.approved_version).first()
    if approved is None:
        return None
    now = content.of(article)
    return compare(
        *(
            {name: each[name] for name in content.SEEN_BY_READERS}
            for each in (content.SINCE | approved.content, now)
        )
    )


# -- for readers
# -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """An edition that readers saw, and the one before it."""

    edition: Edition
    before: Edition | None

    @property
    def is_small(self) -> bool:
        return self.edition.kind in ("silent", "minor")


def versions(article_id: int, now: dt.datetime) -> list[Version]:
    """All that readers have seen of a story, newest first. One query."""
    found = list(
        Edition.objects.filter(article=article_id)
        .begun(now)
        .order_by("live_from", "pk")
        .defer("body", "standfirst")
    )
    return [
        Version(edition, before) for edition, before in zip(found, [None, *found], strict=False)
    ][::-1]


def count_changes(edition: Edition, now: dt.datetime) -> int:
    """How often the story changed since it was first published; a first edition costs no query."""
    if edition.number == 1:
        return 0
    return Edition.objects.filter(article=edition.article_id).begun(now).count() - 1


def compare_editions(before: Edition, now: Edition) -> Differences:
    """What readers saw change, in words of theirs."""
    return compare(content.of_edition(before), content.of_edition(now))
