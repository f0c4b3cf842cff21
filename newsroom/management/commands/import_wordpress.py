"""manage.py import_wordpress: brings in a site from the export files of WordPress."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles import permissions
from articles.models import Author, Section, Topic
from comments import permissions as reply_rules
from newsroom.models import RunState, User
from newsroom.moving import command
from newsroom.moving.wordpress.importing import import_site, mapping, round_trip
from newsroom.moving.wordpress.importing import report as import_report
from newsroom.moving.wordpress.importing.facts import Filing, Survey
from newsroom.moving.wordpress.importing.mapping import BadMapping
from newsroom.moving.wordpress.importing.media import Fetched, Folder, Media, Nowhere
from newsroom.moving.wordpress.importing.run import Run
from newsroom.moving.wordpress.importing.survey import open_survey
from newsroom.moving.wordpress.reading.pieces import Refused
from newsroom.moving.wordpress.texts import pluralise


class Command(BaseCommand):
    help = (
        "Bring in stories, replies, pictures and addresses from the export files of a WordPress"
        " site. It may be interrupted and run again: nothing comes twice, and what was changed here"
        " stays."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="the parts of an export, all at once",
        )
        media = parser.add_mutually_exclusive_group()
        media.add_argument("--media", type=Path, metavar="DIR", help="a copy of wp-content/uploads")
        media.add_argument(
            "--fetch-media", action="store_true", help="fetch the pictures from the old site"
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what will come and what can't; write nothing",
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            metavar="FILE",
            help="what categories, pages and authors become; a dry run writes the proposal there",
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the report there, as JSON"
        )
        command.add_by(parser)
        parser.add_argument(
            "--with-trash",
            action="store_true",
            help="bring along what is in the trash, as withdrawn",
        )
        parser.add_argument(
            "--doubts-as-drafts",
            action="store_true",
            help="bring stories as drafts where something of their text is not understood or lost",
        )

    def handle(
        self, *args, files: list[Path], media, fetch_media, dry_run, report, **options
    ) -> None:
        by = self._person(options["by"])
        how = {"with_trash": options["with_trash"], "with_doubts": options["doubts_as_drafts"]}
        if media and not media.is_dir():
            raise CommandError(f"{media} is no folder.")
        bar = Bar(self.stderr, sum(_size(path) for path in files))
        try:
            with open_survey(files, say=bar.reading) as survey:
                bar.end()
                source = self._media(survey, media, fetch_media)
                filing = self._filing(survey, options["mapping"], write=dry_run)
                self._say_what_stands(survey, source, filing)
                if dry_run:
                    run = import_site.rehearse(survey, filing, source, by=by, say=bar, **how)
                    bar.end()
                    accounted, missing = import_site.balance(run)
                    told = ["A dry run: nothing was written.", *_would(run), *accounted, *missing]
                    self._finish(run, told, "dry run", report, missing)
                    return
                with import_site.lock_imports():
                    self._carry_out(survey, filing, source, by, how, bar, report)
        except (Refused, BadMapping, import_site.Busy) as refusal:
            bar.end()
            raise CommandError(str(refusal)) from None
        except OSError as error:
            bar.end()
            raise CommandError(f"{error.filename or 'A file'}: {error.strerror or error}") from None

    def _carry_out(
        self, survey: Survey, filing: Filing, media: Media, by: User, how: dict, bar, report
    ) -> None:
        if connection.vendor == "sqlite":
            # What of the file is looked at through memory would count as this program's, up to 256
            # MB of it.
            connection.cursor().execute("PRAGMA mmap_size = 0")
        kept = import_site.begin_run(survey, survey.files, by=by)
        try:
            run = import_site.carry_out(kept, survey, filing, media, by=by, say=bar, **how)
        except BaseException as error:
            bar.end()
            import_site.end_run(kept, RunState.STOPPED, ["It was stopped before its end."])
            if isinstance(error, KeyboardInterrupt):
                raise CommandError(
                    "Stopped. What came in is whole; give the same command again, and it goes on"
                    " from here."
                ) from None
            raise
        bar.end()
        told = run.in_words()
        accounted, missing = import_site.balance(run)
        told += [*accounted, *missing]
        import_site.end_run(kept, RunState.DONE, told)
        self.stdout.write(f"The whole report: /admin/newsroom/import/{kept.pk}/change/")
        self._finish(run, told, RunState.DONE, report, missing)

    def _person(self, username: str | None) -> User:
        person = command.find_user(username)
        may = (
            permissions.can_write(person)
            and permissions.can_publish(person)
            and reply_rules.can_decide(person)
        )
        if not (
            may
            and person.has_perms(
                ["articles.add_section", "articles.add_author", "articles.add_picture"]
            )
        ):
            raise CommandError(
                f"{person} may not bring in an archive: it takes the rights of an editor-in-chief."
            )
        return person

    def _media(self, survey: Survey, folder: Path | None, fetch: bool) -> Media:
        if folder:
            return Folder(folder)
        address = survey.site.base_blog_url or survey.site.link
        return Fetched((urlsplit(address).hostname or "").lower()) if fetch else Nowhere()

    def _filing(self, survey: Survey, path: Path | None, *, write: bool) -> Filing:
        there = [
            dict(model.objects.values_list("slug", "name")[:50_000])
            for model in (Section, Topic, Author)
        ]
        filing = mapping.propose(survey, sections=there[0], topics=there[1], authors=there[2])
        round_trip.restore_filing(filing, survey.files)
        if path is None:
            return filing
        if path.exists():
            try:
                return mapping.from_toml(path.read_text(encoding="utf-8"), filing)
            except (BadMapping, UnicodeDecodeError) as error:
                raise BadMapping(f"{path}: {error}") from None
        if not write:
            raise CommandError(f"{path} isn't there. A dry run writes the proposal: add --dry-run.")
        path.write_text(mapping.to_toml(filing, survey), encoding="utf-8")
        self.stdout.write(
            f"The proposed mapping is in {path}: change it as you like, and give it again."
        )
        return filing

    def _say_what_stands(self, survey: Survey, media: Media, filing: Filing) -> None:
        has = None
        if not isinstance(media, Fetched):
            has = sum(
                bool(media.has(each.address, each.file))
                for each in survey.catalogue.all()
                if each.is_picture
            )
        for line in import_report.survey_in_words(survey, has, import_site.unknown_fields(survey)):
            self.stdout.write(line)
        for name, trouble in survey.troubles[:20]:
            self.stdout.write(f"{name}, line {trouble.line}: {trouble.words}")
        sections = sorted(
            {place.name for place in filing.categories.values() if place.kind == "section"}
        )
        topics = sum(place.kind == "topic" for place in filing.categories.values())
        self.stdout.write(
            f"Sections: {import_report.join_words(sections) or 'none of the categories'};"
            f" {pluralise(topics, 'category', 'categories')} become topics, as tags do."
            f" Stories of no section come into {filing.default.name}, pages into"
            f" {filing.pages.name}."
        )

    def _finish(
        self, run: Run, told: list[str], state: str, report: Path | None, missing: list[str]
    ) -> None:
        lines, survey = run.lines, run.survey
        self.stdout.write("")
        for line in told + import_report.in_words(lines.counts()):
            self.stdout.write(line)
        if report:
            with report.open("w", encoding="utf-8") as file:
                import_report.write_report(
                    file,
                    lines,
                    source=survey.source,
                    files=[p.name for p in survey.files],
                    state=state,
                    summary=told,
                )
            self.stdout.write(f"The report, as JSON: {report}")
        if missing:
            raise CommandError(
                " ".join(["The sums don’t add up.", *missing, "Please report this as a bug."])
            )


def _would(run: Run) -> list[str]:
    return [line.replace("Came in:", "Will come in:") for line in run.in_words()]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None


class Bar:
    """How far it is: a line that is written over on a terminal, now and then one in a log."""

    def __init__(self, out, size: int) -> None:
        self.out, self.size, self.terminal = out, max(1, size), sys.stderr.isatty()
        self.last, self.begun, self.read, self.shown = time.monotonic(), time.monotonic(), {}, False

    def reading(self, path: Path, at: int) -> None:
        self.read[path] = at
        self("reading", sum(self.read.values()))

    def __call__(self, what: str, at: int) -> None:
        now = time.monotonic()
        if now - self.last < (0.2 if self.terminal else 10):
            return
        self.last = now
        if what == "pictures":
            words = f"{what}: {at:,}"
        else:
            part = min(1.0, at / self.size)
            filled = "█" * int(part * 30)
            words = f"{what} [{filled:<30}] {part:4.0%}"
        self._write(f"{words}  {now - self.begun:,.0f} s")

    def end(self) -> None:
        if self.shown and self.terminal:
            self.out.write("\r\033[K", ending="")
        self.shown, self.begun = False, time.monotonic()

    def _write(self, words: str) -> None:
        self.shown = True
        self.out.write(
            f"\r\033[K{words}" if self.terminal else words, ending="" if self.terminal else "\n"
        )
        self.out.flush()
