"""`manage.py backup DIR`: everything that can't be made anew, in one folder."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsroom.operations import backup, thinning
from newsroom.operations.errors import Refused
from newsroom.operations.progress import Progress


class Command(BaseCommand):
    help = (
        "Copies database, pictures and secret key into a new folder below DIR, while people work."
        " It can be interrupted, and run again."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", metavar="DIR", help="where backups are kept")
        parser.add_argument(
            "--keep",
            metavar="7d,4w",
            help=(
                "delete older backups in DIR but the newest of each of the last so many days and"
                " weeks (also h: hours, m: months)"
            ),
        )

    def handle(self, *args, folder: str, keep: str | None, **options) -> None:
        # SIGTERM as well leaves nothing half behind
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        place, progress = Path(folder), Progress(self.stderr)
        try:
            rule = thinning.read_rule(keep) if keep else None
            path, made = backup.make_backup(place, now=timezone.now(), say=progress)
            progress.end()
            gone = thinning.thin(place, rule) if rule else []
        except Refused as refusal:
            progress.end()
            raise CommandError(str(refusal)) from None
        except KeyboardInterrupt:
            progress.end()
            raise CommandError("Stopped. Nothing is left of it.") from None
        self.stdout.write(
            f"{path}: {sum(made.rows.values()):,} rows in {len(made.rows)} tables, {made.files:,}"
            f" files, {made.bytes / 1e6:,.1f} MB."
        )
        for name, elsewhere in made.not_copied.items():
            self.stdout.write(
                f"The {name} pictures are not in it: they lie in the bucket {elsewhere}. Have the"
                " bucket keep versions, or copy it by its own means."
            )
        if made.lost:
            self.stdout.write(
                f"{len(made.lost)} originals that pictures name are missing, the first"
                f" {made.lost[0]}: `manage.py doctor` tells more."
            )
        if "secret.key" not in {each.name for each in path.iterdir()}:
            self.stdout.write(
                "The secret key is not in it: it is set by NEWSROOM_SECRET_KEY. Keep it elsewhere."
            )
        for name in gone:
            self.stdout.write(f"Deleted: {name}")
