"""`manage.py export_site DIR`: the whole paper as plain files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from newsroom.moving.site_copy.copy import Copy
from newsroom.moving.site_copy.data import Data

README = """\
site/  What readers see, as files. Put it at the top of any web server. A folder answers with
       index.html, index.xml or index.json, whichever is in it; for nginx:
       index index.html index.xml index.json;
       Forms, search and what else needs a program are left out.
data/  All there is of stories, pictures and replies. It holds drafts, and names and addresses of
       people: don't put it on a web server.
         paper.json, sections.json, topics.json, series.json, authors.json
         stories/N.ninjs.json   the story as News in JSON (IPTC ninjs 3.1)
         stories/N.json         the working copy and every edition, with all that is stored of them
         replies/N.json         all replies to it, in the order of the threads, with every decision
         pictures/N.json        what is said of a picture; its file lies in originals/
"""
MARK = "This is an export of a Newsroom."


class Command(BaseCommand):
    help = (
        "Writes the whole paper as plain files: a copy of the site that any web server can hand"
        " out, and all data as JSON (IPTC ninjs 3.1) with the original pictures. It can be"
        " interrupted, and run again into the same folder."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "folder", help="where to write it: an empty folder, or one of an earlier export"
        )

    def handle(self, *args, folder: str, **options) -> None:
        root = Path(folder)
        mark = root / "README.txt"
        if root.exists() and (not root.is_dir() or (any(root.iterdir()) and not _is_ours(mark))):
            raise CommandError(f"{root} holds something else already. Choose an empty folder.")
        try:
            root.mkdir(parents=True, exist_ok=True)
            mark.write_text(f"{MARK}\n\n{README}", encoding="utf-8")
            self._export(root)
        except OSError as error:
            raise CommandError(f"It can't be written: {error}") from error

    def _export(self, root: Path) -> None:
        data = Data(root / "data", self._say)
        copy = Copy(root / "site", self._say)
        data.lists()
        pictures = self._told("pictures", data.pictures())
        stories = self._told("stories", data.stories())
        copy.static_files()
        total = copy.count()
        for number, address in enumerate(copy.addresses(), 1):
            copy.whole(address)
            if number % 20 == 0:
                self.stderr.write(f"{number:,} of about {total:,} places of the site", ending="\r")
        copy.finish()
        self.stdout.write(
            f"Written to {root}: {stories:,} stories and {pictures:,} pictures as data; "
            f"{copy.tally.pages:,} pages and {copy.tally.files:,} new files of pictures as a site."
        )
        if copy.tally.bad:
            self.stdout.write(
                f"{len(copy.tally.bad):,} addresses could not be copied; they are named above."
            )

    def _told(self, what: str, counts: Iterable[int]) -> int:
        count = 0
        for count in counts:
            if count % 200 == 0:
                self.stderr.write(f"{count:,} {what}", ending="\r")
        return count

    def _say(self, words: str) -> None:
        self.stderr.write(words)


def _is_ours(mark: Path) -> bool:
    return mark.is_file() and mark.read_text(encoding="utf-8", errors="replace").startswith(MARK)
