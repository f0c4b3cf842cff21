"""The catalogue of an import: the files of the media library, on disk, and by which keys things of
the old site are known again."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newsroom.moving.wordpress.items import Item

_SCHEME = re.compile(r"^https?://", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
_RESIZED = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|rotated|e\d{13})(?=\.[A-Za-z0-9]{2,5}$)")
_TABLES = """
    CREATE TABLE item (key TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE attachment (
        number INTEGER, key TEXT PRIMARY KEY, address TEXT, file TEXT, name TEXT, alt TEXT,
        caption TEXT, description TEXT, parent INTEGER, guid TEXT, link TEXT, slug TEXT,
        source_file TEXT, line INTEGER
    );
    CREATE INDEX attachment_number ON attachment (number);
    CREATE INDEX attachment_parent ON attachment (parent, number);
    CREATE TABLE line (
        outcome TEXT, kind TEXT, file TEXT, line INTEGER, number INTEGER, subject TEXT, about TEXT,
        words TEXT
    );
"""


@dataclass
class Attachment:
    """A file of the media library. `file` is its place under wp-content/uploads, where the export
    tells it."""

    number: int
    key: str
    address: str
    file: str
    name: str
    alt: str
    caption: str
    description: str
    parent: int
    guid: str
    link: str
    slug: str
    source_file: str
    line: int

    @property
    def is_picture(self) -> bool:
        return bool(_PICTURE.search(urlsplit(self.address).path or self.file))


_COLUMNS = tuple(Attachment.__dataclass_fields__)


class Catalogue:
    """The attachments of the files, on disk, and the lines of a report that isn't kept."""

    def __init__(self, folder: Path) -> None:
        self.rows = sqlite3.connect(folder / "catalogue.sqlite3", isolation_level=None)
        self.rows.execute("PRAGMA journal_mode=OFF")
        self.rows.execute("PRAGMA synchronous=OFF")
        self.rows.executescript(_TABLES)

    def is_new(self, key: str) -> bool:
        """Whether this item was not seen yet."""
        return self.rows.execute("INSERT OR IGNORE INTO item VALUES (?)", [key]).rowcount == 1

    def add(self, attachment: Attachment) -> None:
        values = [getattr(attachment, name) for name in _COLUMNS]
        marks = ", ".join("?" * len(_COLUMNS))
        into = f"attachment ({', '.join(_COLUMNS)})"
        command = f"INSERT OR IGNORE INTO {into} VALUES ({marks})"  # noqa: S608 - names of ours
        self.rows.execute(command, values)

    def all(self) -> Iterator[Attachment]:
        """In the order of the files, a few at a time."""
        last = 0
        while rows := self._rows("rowid > ? ORDER BY rowid LIMIT 500", last):
            for rowid, *values in rows:
                last = rowid
                yield Attachment(*values)

    def of_number(self, number: int) -> Attachment | None:
        return self._first("number = ?", number) if number else None

    def at(self, address: str) -> Attachment | None:
        """The one that an address leads to, in whatever size."""
        return self._first("key = ?", picture_key(address)) if address else None

    def of_parent(self, number: int) -> list[int]:
        """The numbers of the pictures that were uploaded with an item, in order: what its own
        gallery shows."""
        rows = self._rows("parent = ? ORDER BY number LIMIT 500", number)
        return [
            each.number for each in (Attachment(*values) for _, *values in rows) if each.is_picture
        ]

    def _first(self, where: str, value: object) -> Attachment | None:
        rows = self._rows(f"{where} LIMIT 1", value)
        return Attachment(*rows[0][1:]) if rows else None

    def _rows(self, where: str, value: object) -> list[tuple]:
        columns = ", ".join(_COLUMNS)
        query = f"SELECT rowid, {columns} FROM attachment WHERE {where}"  # noqa: S608 - ours
        return self.rows.execute(query, [value]).fetchall()


def item_key(item: Item) -> str:
    """What an item is known by: its GUID without the scheme, which changes, else its number."""
    guid = _SCHEME.sub("", item.guid.replace("&#038;", "&").replace("&amp;", "&").strip())
    if not guid and not item.number:
        return "digest:" + digest(item)
    return shorten_key(guid) if guid else f"#{item.number}"


def shorten_key(key: str) -> str:
    """A key that fits into its column."""
    return key if len(key) <= 180 else "sha256:" + hashlib.sha256(key.encode()).hexdigest()


def digest(item: Item) -> str:
    """Of what a story says, to see whether it is the same."""
    parts = (
        item.kind,
        item.title,
        item.content,
        item.excerpt,
        item.status,
        item.date,
        item.slug,
        item.password,
    )
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def picture_key(address: str) -> str:
    """What a file of the media library is known by: its address without scheme and query, as it was
    uploaded."""
    parts = urlsplit(address.strip())
    return shorten_key(f"{parts.netloc.lower()}{_RESIZED.sub('', unquote(parts.path))}")
