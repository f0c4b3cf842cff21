"""What the commands that take in replies have in common."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments import permissions
from newsroom.models import User
from newsroom.moving import command
from newsroom.moving.replies import take_in
from newsroom.moving.replies.staging import Staging


class TakesInReplies(BaseCommand):
    """A command that fills a Staging, and takes in what is there."""

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would come in, and write nothing"
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the report there, as JSON"
        )
        parser.add_argument(
            "--stories",
            type=Path,
            metavar="CSV",
            help=(
                "two columns: what a thread is called there, and the address or number of its story"
                " here"
            ),
        )
        command.add_by(parser)

    def person(self, username: str | None) -> User:
        person = command.find_user(username)
        if not permissions.can_decide(person):
            raise CommandError(
                f"{person} may not bring in replies: it takes the rights of a moderator."
            )
        return person

    def take(
        self, staging: Staging, *, source: str, text, by, dry_run: bool, report, stories, **options
    ) -> None:
        """Take in what is staged, and tell of it."""
        try:
            names = take_in.stories_in(stories) if stories else None
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{stories}: {error}") from None
        total = sum(staging.counts().values())

        def done(count: int) -> None:
            self.progress(f"{count:,} of {total:,} replies")

        found = take_in.take_in(
            staging, source=source, by=by, dry_run=dry_run, names=names, text=text, done=done
        )
        for line in found.in_words(dry_run=dry_run):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("A dry run: nothing was written.")
        if report:
            try:
                report.write_text(
                    json.dumps(found.as_dict(), ensure_ascii=False, indent=1), encoding="utf-8"
                )
            except OSError as error:
                raise CommandError(
                    f"What came in is here; the report can't be written: {error}"
                ) from None
            self.stdout.write(f"The report is in {report}.")

    def progress(self, words: str) -> None:
        self.stderr.write(f"\r{words}   ", ending="")
