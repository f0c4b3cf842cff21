"""`manage.py export_wordpress FILE`: the whole paper as a WordPress export file."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import Picture
from articles.models.pictures.picture import private_storage
from newsroom.moving.wordpress.exporting.paper import Leaving
from newsroom.moving.wordpress.exporting.write_file import write
from newsroom.moving.wordpress.items import Item

EVERY = 200


class Command(BaseCommand):
    help = (
        "Writes the whole paper, drafts and replies in every state included, as a WordPress export"
        " file (WXR 1.2): what WordPress's importer takes, and what import_wordpress brings back as"
        " it was."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", help="where to write it; - is the standard output")
        parser.add_argument(
            "--media", metavar="DIR", help="put the originals of all pictures into this folder, too"
        )

    def handle(self, *args, file: str, media: str | None, **options) -> None:
        leaving = Leaving(timezone.now())
        names = _Originals(Path(media) if media else None, self.stderr.write)
        items = self._told(leaving.items(names.take), leaving.count())
        pieces = write(leaving.site(), leaving.persons(), leaving.terms(), items, now=leaving.now)
        if file == "-":
            sys.stdout.writelines(pieces)
            return
        part = Path(f"{file}.part")
        try:
            with part.open("w", encoding="utf-8", newline="\n") as out:
                out.writelines(pieces)
                out.flush()
                os.fsync(out.fileno())
            part.replace(file)
        except OSError as error:
            raise CommandError(f"It can't be written: {error}") from error
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(f"Written: {file}, {Path(file).stat().st_size:,} bytes.")
        if media:
            self.stdout.write(
                f"Pictures: {names.taken:,} originals in {media}; {names.missing:,} are missing."
            )

    def _told(self, items: Iterator[Item], total: int) -> Iterator[Item]:
        """The items, with a line on the error output now and then."""
        number = 0
        for number, item in enumerate(items, 1):
            if number % EVERY == 0:
                self.stderr.write(f"{number:,} of {total:,} stories and pictures", ending="\r")
            yield item
        self.stderr.write(f"{number:,} stories and pictures           ")


class _Originals:
    """Copies originals into a folder; one that is there already is left."""

    def __init__(self, folder: Path | None, say) -> None:
        self.folder, self.say = folder, say
        self.taken = self.missing = 0

    def take(self, picture: Picture) -> str:
        """The name of its original in the folder; "" where there is no folder, or no original."""
        if self.folder is None:
            return ""
        name = f"{picture.pk}.{picture.format}"
        try:
            with private_storage().open(picture.original.name) as original:
                self.folder.mkdir(parents=True, exist_ok=True)
                target = self.folder / name
                if not target.exists() or target.stat().st_size != original.size:
                    with target.with_suffix(".part").open("wb") as out:
                        shutil.copyfileobj(original, out)
                    target.with_suffix(".part").replace(target)
        except FileNotFoundError:
            self.missing += 1
            self.say(f"The original of picture {picture.pk} is gone.")
            return ""
        self.taken += 1
        return name
