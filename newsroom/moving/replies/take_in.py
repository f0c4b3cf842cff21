"""Taking in replies that were kept elsewhere: find the story of each thread, and hand its replies
to comments."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from articles.finding import former_addresses, stories
from articles.models import Article, Edition
from comments.intake import import_archive
from comments.intake.import_archive import Arrived
from comments.models import Arrival
from newsroom.moving.replies.staging import Reply, Staging, Thread
from newsroom.moving.wordpress import addresses

_STORY = re.compile(r"/([0-9]{4})/(0[1-9]|1[0-2])/([^/]+)/?")
#: Maximum number of threads without a story that are named.
MAX_TOLD = 50


@dataclass
class Report:
    """What came of it, or would come."""

    replies: dict[str, int] = field(default_factory=dict)  # how many the export holds, by state
    threads: int = 0
    came: int = 0
    known: int = 0
    # what it was called, and its replies
    without_story: list[tuple[str, int]] = field(default_factory=list)
    lost: int = 0  # replies of those
    # of stories that no reader has seen
    never_shown: list[tuple[str, int]] = field(default_factory=list)
    without_date: list[int] = field(default_factory=list)
    outcome: import_archive.Outcome = field(default_factory=import_archive.Outcome)

    def as_dict(self) -> dict:
        return {
            "replies": self.replies,
            "threads": self.threads,
            "came": self.came,
            "known": self.known,
            "threads_without_story": [
                {"name": name, "replies": count} for name, count in self.without_story
            ],
            "replies_without_story": self.lost,
            "stories_never_published": [
                {"name": name, "replies": count} for name, count in self.never_shown
            ],
            "without_date": self.without_date,
            "renumbered": self.outcome.renumbered,
            "orphans": self.outcome.orphans,
            "flattened": self.outcome.flattened,
            "shortened": self.outcome.shortened,
        }

    def in_words(self, *, dry_run: bool) -> Iterator[str]:
        total = sum(self.replies.values())
        by_state = ", ".join(f"{count:,} {state}" for state, count in self.replies.items())
        yield (
            f"The export holds {total:,} replies in {self.threads:,} threads"
            f" ({by_state or 'none'})."
        )
        yield (
            f"{self.came:,} {'would come' if dry_run else 'came'} in; {self.known:,} had come"
            " before."
        )
        if self.without_story:
            yield (
                f"{len(self.without_story):,} threads have no story here, so their {self.lost:,}"
                " replies stay behind:"
            )
            yield from (
                f"  {name or '(no name)'}: {count:,}"
                for name, count in self.without_story[:MAX_TOLD]
            )
            if len(self.without_story) > MAX_TOLD:
                yield f"  … and {len(self.without_story) - MAX_TOLD:,} more; the report names all."
        if self.never_shown:
            yield (
                f"{len(self.never_shown):,} stories were never published here; their replies stay"
                " behind:"
            )
            yield from (f"  {name}: {count:,}" for name, count in self.never_shown[:MAX_TOLD])
        if self.without_date:
            yield (
                f"{len(self.without_date):,} replies bear no date; they count as written when their"
                " story was."
            )
        for words, numbers in (
            ("have another number than there, as it was taken here", self.outcome.renumbered),
            ("answer one that is not there, and begin a thread", self.outcome.orphans),
            ("stood too deep, and answer one further up", self.outcome.flattened),
            ("had a name, or an address, that did not fit", self.outcome.shortened),
        ):
            if numbers:
                some = ", ".join(map(str, list(numbers)[:10]))
                yield f"{len(numbers):,} {words}: {some}{' …' if len(numbers) > 10 else ''}"


def story_of(names: Mapping[str, str] | None, thread: Thread) -> Article | None:
    """The story that a thread was written under: as `names` say (what it was called there: an
    address here), or found by its address, or as the story of that number where the names are
    Django's."""
    for name in thread.names.splitlines():
        if names is not None:
            if name in names and (found := story_at(names[name])):
                return found
        elif found := story_at(name):
            return found
    return None


def story_at(address: str) -> Article | None:
    """The story at an address of this site, or of the one it came from; or of that number."""
    if address.isascii() and address.isdigit() and len(address) < 16:
        return Article.objects.filter(pk=int(address)).first()
    parts = urlsplit(address)
    match = _STORY.fullmatch(unquote(parts.path))
    if match and (found := stories.address_at(int(match[1]), int(match[2]), match[3])):
        return found.article
    asked = addresses.parse_request(parts.path, parts.query)
    if asked is None:
        return None
    row = former_addresses.first_of(asked.keys) if asked.keys else None
    if row or not asked.slug:
        return row and row.article
    named = Article.objects.filter(addresses__slug=asked.slug).distinct().order_by()[:2]
    return named[0] if len(named) == 1 else None


def stories_in(path: Path) -> dict[str, str]:
    """A table of two columns, what a thread was called there and where its story stands here (CSV,
    without a head)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[0].strip(): row[1].strip() for row in csv.reader(file) if len(row) > 1}


def take_in(
    staging: Staging,
    *,
    source: str,
    by,
    dry_run: bool,
    names: Mapping[str, str] | None = None,
    text: Callable[[str], str] = str,
    done: Callable[[int], None] = lambda count: None,
) -> Report:
    """Take in all that is staged, story by story, each in a transaction of its own; run again, it
    goes on.

    `text` makes ours of theirs. With `dry_run` nothing is written.
    """
    report = Report(replies=staging.counts())
    count = 0
    for thread, of_thread in staging.threads():
        report.threads += 1
        count += of_thread
        name = thread.names.partition("\n")[0] or thread.number
        story = story_of(names, thread)
        edition = (
            story and Edition.objects.filter(article=story).order_by("-live_from", "-pk").first()
        )
        if story is None:
            report.without_story.append((name, of_thread))
            report.lost += of_thread
        elif edition is None:
            report.never_shown.append((name, of_thread))
        elif dry_run:
            numbers = [reply.number for reply in staging.replies(thread)]
            known = sum(
                Arrival.objects.filter(
                    source=source, number__in=numbers[start : start + 500]
                ).count()
                for start in range(0, len(numbers), 500)
            )
            report.known, report.came = report.known + known, report.came + of_thread - known
        else:
            replies = [_arrived(reply, edition, text, report) for reply in staging.replies(thread)]
            outcome = import_archive.take_in(edition, replies, source=source, by=by)
            report.outcome += outcome
            report.came, report.known = report.outcome.came, report.outcome.known
        done(count)
    return report


def _arrived(reply: Reply, edition: Edition, text: Callable[[str], str], report: Report) -> Arrived:
    written = _moment(reply.written)
    if written is None:
        report.without_date.append(reply.number)
    return Arrived(
        number=reply.number,
        parent=reply.parent,
        name=reply.name,
        email=reply.email,
        website=reply.website,
        text=text(reply.text),
        state=reply.state,
        created_at=written or edition.first_published_at,
        network=reply.network,
    )


def _moment(text: str) -> dt.datetime | None:
    """A moment; one without a zone is in UTC, as Django keeps them."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
