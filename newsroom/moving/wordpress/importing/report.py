"""The report of an import: its lines as they come up, and what it all was in a few words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import IO

from django.db.models import Count
from django.utils import timezone

from newsroom.models import Import, ImportLine, Outcome
from newsroom.moving.wordpress.importing.catalogue import Catalogue
from newsroom.moving.wordpress.importing.facts import Survey
from newsroom.moving.wordpress.importing.run import Lines
from newsroom.moving.wordpress.texts import pluralise

#: Number of lines written together.
BATCH = 200
COLUMNS = ("outcome", "kind", "file", "line", "number", "subject", "about", "words")


class StoredLines:
    """Lines of a run that is kept; they are stored with what they tell of, in its transaction."""

    def __init__(self, run: Import) -> None:
        self.run, self.waiting = run, []

    def add(
        self, outcome: str, kind: str, *, about: str, words: str = "", subject: str = "", **more
    ) -> None:
        self.waiting.append(
            ImportLine(
                run=self.run,
                outcome=outcome,
                kind=kind[:30],
                about=about[:80],
                words=words,
                subject=subject[:250],
                **more,
            )
        )

    def flush(self) -> None:
        ImportLine.objects.bulk_create(self.waiting, batch_size=BATCH)
        self.waiting = []

    def take_back(self, to: int) -> None:
        """Forget those that were added since there were `to` of them waiting."""
        del self.waiting[to:]

    def counts(self) -> list[tuple[str, str, int]]:
        rows = self.run.lines.order_by().values_list("outcome", "about").annotate(count=Count("pk"))
        return sorted(rows, key=lambda row: (row[0], -row[2], row[1]))

    def all(self) -> Iterator[dict]:
        rows = self.run.lines.order_by("pk").values(*COLUMNS, "article", "picture")
        yield from rows.iterator(chunk_size=2000)


class PassingLines:
    """Lines of a dry run, on disk as long as it lasts."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.rows = catalogue.rows

    def add(self, outcome: str, kind: str, *, about: str, words: str = "", **more) -> None:
        values = {"outcome": str(outcome), "kind": kind, "about": about, "words": words} | more
        given = [values.get(name, 0 if name in ("line", "number") else "") for name in COLUMNS]
        marks = ", ".join("?" * len(COLUMNS))
        into = f"line ({', '.join(COLUMNS)})"
        self.rows.execute(f"INSERT INTO {into} VALUES ({marks})", given)  # noqa: S608 - ours

    def flush(self) -> None:
        pass

    def counts(self) -> list[tuple[str, str, int]]:
        rows = self.rows.execute(
            "SELECT outcome, about, count(*) FROM line GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2"
        )
        return rows.fetchall()

    def all(self) -> Iterator[dict]:
        columns = ", ".join(COLUMNS)
        query = f"SELECT {columns} FROM line ORDER BY rowid"  # noqa: S608 - ours
        for row in self.rows.execute(query):
            yield dict(zip(COLUMNS, row, strict=True))


def write_report(
    file: IO[str], lines: Lines, *, source: str, files: list[str], state: str, summary: list[str]
) -> None:
    """The report as JSON, line by line: it may be a long one."""
    head = {
        "source": source.removeprefix("wordpress "),
        "files": files,
        "state": state,
        "summary": summary,
        "written_at": timezone.now().isoformat(timespec="seconds"),
        "counts": [
            {"outcome": outcome, "about": about, "count": count}
            for outcome, about, count in lines.counts()
        ],
    }
    text = json.dumps(head, ensure_ascii=False, indent=1)
    file.write(f'{text[:-2]},\n "lines": [')
    for number, line in enumerate(lines.all()):
        file.write(("," if number else "") + "\n  " + json.dumps(line, ensure_ascii=False))
    file.write("\n ]\n}\n")


def in_words(counts: list[tuple[str, str, int]], most: int = 12) -> list[str]:
    """What did not come, and what is worth a look, by reason; the reasons of the most lines."""
    told = []
    for outcome, begins in ((Outcome.LOST, "Did not come"), (Outcome.DOUBT, "Worth a look")):
        rows = [(about, count) for kind, about, count in counts if kind == outcome]
        told += [f"{begins}: {about} ({count:,})" for about, count in rows[:most]]
        if len(rows) > most:
            told.append(
                f"{begins}: {sum(count for _, count in rows[most:]):,} more, for {len(rows) - most}"
                " other reasons"
            )
    return told


def join_words(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)


_STATUS = {
    "publish": "published",
    "future": "scheduled",
    "draft": "drafts",
    "auto-draft": "drafts never saved",
    "pending": "waiting for review",
    "private": "private",
    "trash": "in the trash",
    "": "without a status",
}
_KINDS = {"post": ("post", "posts"), "page": ("page", "pages")}
_STANDS = {"shown": "shown", "held": "held", "spam": "spam", "rejected": "in the trash"}


def survey_in_words(survey: Survey, has: int | None, fields: list[tuple[str, int]]) -> list[str]:
    """What stands in the files. `has` is how many of the pictures can be had, None where that isn't
    known; `fields` are the custom fields that nobody here knows, with how often each is there."""
    told = [f"{survey.site.title or 'A site'}, {survey.source.removeprefix('wordpress ')}"]
    told += _stories_in_words(survey)
    told += _replies_in_words(survey)
    told.append(
        f"{pluralise(len(survey.signed), 'author')},"
        f" {pluralise(len(survey.categories), 'category', 'categories')},"
        f" {pluralise(len(survey.tags), 'tag')}"
    )
    if survey.pictures:
        can = "" if has is None else f", of which {has:,} can be had"
        told.append(f"{pluralise(survey.pictures, 'picture')}{can}")
    told += [f"Not brought: {what}" for what in _not_brought(survey, fields)]
    if survey.twice:
        told.append(
            f"{pluralise(survey.twice, 'item stands', 'items stand')} in the files more than once,"
            " and come once"
        )
    if survey.lost:
        told.append(f"{pluralise(survey.lost, 'part')} of the files can't be read")
    return told


def _stories_in_words(survey: Survey) -> Iterator[str]:
    for kind, (one, many) in _KINDS.items():
        by_status = {
            status: count for (each, status), count in survey.kinds.items() if each == kind
        }
        if by_status:
            ways = [
                f"{count:,} {_STATUS.get(status, f'“{status}”')}"
                for status, count in by_status.items()
            ]
            yield f"{pluralise(sum(by_status.values()), one, many)}: {join_words(ways)}"
    if survey.protected:
        yield f"{survey.protected:,} of them protected by a password, which come as drafts"


def _replies_in_words(survey: Survey) -> Iterator[str]:
    if survey.replies:
        ways = [
            f"{count:,} {_STANDS.get(state, state)}"
            for state, count in survey.replies.most_common()
        ]
        count = sum(survey.replies.values())
        yield f"{pluralise(count, 'reply', 'replies')}: {join_words(ways)}"
        deep = max(survey.depths)
        levels = ", ".join(
            f"{survey.depths[depth]:,} at depth {depth}" for depth in sorted(survey.depths)
        )
        yield (
            f"Threads go {pluralise(deep, 'level', 'levels')} deep: {levels}"
            if deep
            else "No reply answers another"
        )
    if survey.pings:
        count = sum(survey.pings.values())
        pings = pluralise(count, "pingback or trackback", "pingbacks and trackbacks")
        yield f"{pings}, kept apart from replies"


def _not_brought(survey: Survey, fields: list[tuple[str, int]]) -> Iterator[str]:
    if survey.other_files:
        files = pluralise(survey.other_files, "file that is", "files that are")
        yield f"{files} no picture; links stay"
    others = Counter()
    for (kind, _), count in survey.kinds.items():
        if kind not in (*_KINDS, "attachment"):
            others[kind] += count
    yield from (f"{count:,} “{kind}”" for kind, count in sorted(others.items()) if count)
    for kind, count in sorted(survey.other_replies.items()):
        yield f"{count:,} “{kind}” among the replies"
    for name, count in sorted(survey.other_terms.items()):
        if name not in ("category", "post_tag"):
            yield f"{pluralise(count, 'term')} of “{name}”"
    if fields:
        names = ", ".join(f"{name} ({count:,})" for name, count in fields[:12])
        more = f" and {len(fields) - 12} more" if len(fields) > 12 else ""
        yield f"custom fields {names}{more}"
