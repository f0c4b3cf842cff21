"""`manage.py restore BACKUP`: a backup in an empty place."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from newsroom.operations import restore
from newsroom.operations.errors import Refused
from newsroom.operations.progress import Progress


class Command(BaseCommand):
    help = (
        "Puts a backup into the place that NEWSROOM_HOME and DATABASE_URL name, which must be"
        " empty. Its sums are checked before, its rows are counted after."
    )
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", metavar="BACKUP", help="the folder of one backup")
        parser.add_argument(
            "--check", action="store_true", help="check the sums of the backup, and do nothing else"
        )

        parser.add_argument(
            "--erased",
            metavar="FILE",
            type=Path,
            action="append",
            default=[],
            help="a further list of erasures, such as erased.list of the home before",
        )

    def handle(self, *args, folder: str, check: bool, **options) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        progress = Progress(self.stderr)
        try:
            if check:
                made = restore.check(Path(folder), progress)
                progress.end()
                self.stdout.write(f"{folder} is whole: {made.files:,} files of {made.made_at}.")
                return
            done = restore.restore(Path(folder), progress, options["erased"])
        except Refused as refusal:
            progress.end()
            raise CommandError(str(refusal)) from None
        except KeyboardInterrupt:
            progress.end()
            raise CommandError("Stopped. Run it again, and it goes on from here.") from None
        progress.end()
        self.stdout.write(
            f"Restored as of {done.made.made_at}: {done.rows:,} rows in {len(done.made.rows)}"
            f" tables, as in the backup; {done.files:,} files."
        )
        for words in done.words:
            self.stdout.write(f"- {words}")
