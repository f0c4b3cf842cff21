"""A copy of the site that readers see, page by page, as files that any web server hands out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles.models import Author, Edition, FormerToken, Picture, Section, Series, Topic
from articles.pictures import library
from newsroom import public_addresses
from newsroom.lib.pictures.images import BadPicture
from newsroom.moving.site_copy.rewrite import Page, is_copied, place
from newsroom.serving import site_client, static_files

BATCH = 500
#: What a folder answers with, by the media type of the page.
INDEX = {
    "text/html": "index.html",
    "application/rss+xml": "index.xml",
    "application/atom+xml": "index.xml",
    "application/feed+json": "index.json",
    "application/json": "index.json",
}
LISTS = (Section, Topic, Series, Author)


@dataclass
class Tally:
    """What became of it. `bad` are addresses that answered with something else than a page."""

    pages: int = 0
    files: int = 0
    bad: list[str] | None = None


class Copy:
    """Writes into `folder`; `say` is told what could not be copied."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.folder, self.say = folder, say
        self.began = _clock(folder)
        self.tally = Tally(bad=[])

    def addresses(self) -> Iterator[str]:
        """Where pages begin; what belongs to each (its further pages, feeds, versions) is found on
        it."""
        yield from public_addresses.of_site()
        now = timezone.now()
        live = Edition.objects.live(now)
        last = live.order_by("-article_id").values_list("article_id", flat=True).first() or 0
        yield from (
            reverse("articles:sitemap-part", args=[part]) for part in range(last // 10_000 + 1)
        )
        for model in LISTS:
            for subject in model.objects.order_by("pk").iterator(BATCH):
                yield subject.get_absolute_url()
        stories = live.order_by("article_id").select_related("address").only("address")
        for edition in stories.iterator(BATCH):
            yield edition.address.get_absolute_url()

    def count(self) -> int:
        """About how many addresses there are."""
        lists = sum(model.objects.count() for model in LISTS)
        return Edition.objects.live(timezone.now()).count() + lists

    def static_files(self) -> None:
        static_files.collect()
        shutil.copytree(
            settings.STATIC_ROOT,
            self.folder / "static",
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("admin", "*.gz", "*.br", static_files.STAMP),
        )
        for path in (self.folder / "static").rglob("*"):
            path.touch()

    def whole(self, start: str) -> None:
        """Copy a page and all below it: further pages of a list or thread, its feeds, its
        versions."""
        todo, seen = [start], {start}
        while todo:
            address = todo.pop()
            for link in self._page(address):
                path = link.partition("?")[0]
                if start != "/" and path.startswith(start) and is_copied(path):
                    key = place(link)
                    if key not in seen and key != place(address):
                        seen.add(key)
                        todo.append(link)

    def _page(self, address: str) -> set[str]:
        """Copy one page; the own addresses that it leads to."""
        answer = site_client.of_this_code(address)
        if answer.status != 200:
            if answer.status != 404:
                self.tally.bad.append(address)
                self.say(f"{address} answers {answer.status}.")
            return set()
        path = place(address)
        links = set()
        body = answer.body
        if answer.kind == "text/html":
            page = Page(body.decode(), settings.SITE_URL)
            body = page.text.encode()
            links = page.links
            for file in sorted(page.files):
                self._file(file)
        name = INDEX.get(answer.kind, "index") if path.endswith("/") else ""
        self._write(f"{path}{name}", body)
        self.tally.pages += 1
        return links

    def _file(self, path: str) -> None:
        """Copy a rendition of a picture; what is there already is of this address for ever."""
        if not path.startswith("/pictures/"):
            return
        target = self._target(path)
        if target.exists():
            target.touch()
            return
        try:
            _, _, token, name = path.split("/")
            crop, _, rest = name.rpartition("-")
            width, ext = rest.split(".")
            picture = (
                Picture.objects.filter(token=token).first()
                or FormerToken.objects.get(token=token).picture
            )
            self._write(path, library.rendition(picture, crop, int(width), ext))
            self.tally.files += 1
        except (BadPicture, OSError, ValueError, FormerToken.DoesNotExist) as error:
            self.tally.bad.append(path)
            self.say(f"{path} can't be made: {error}")

    def _target(self, path: str) -> Path:
        parts = [part for part in unquote(path).split("/") if part not in ("", ".", "..")]
        return self.folder.joinpath(*parts)

    def _write(self, path: str, body: bytes) -> None:
        target = self._target(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        part.write_bytes(body)
        part.replace(target)

    def finish(self) -> None:
        """Take away what an earlier copy held and this one does not."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            if path.is_file() and path.stat().st_mtime < self.began - 1:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()


def _clock(folder: Path) -> float:
    """What time it is where the folder lies: on a disk of the network that may be another than
    here."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / ".now"
    mark.touch()
    now = mark.stat().st_mtime
    mark.unlink()
    return now
