"""Surveying: what stands in the export files of a site, counted before anything of it comes in.

The files are read once from end to end. What grows with them is kept in a catalogue on disk, not in
memory: pictures are pointed to from anywhere, so all have to be known before the first story is
converted.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from comments.intake.import_archive import TOO_LARGE
from comments.models import State
from newsroom.moving.wordpress.items import Item, Person, Reply, Site, Term
from newsroom.moving.wordpress.reading.export_file import Trouble, read
from newsroom.moving.wordpress.reading.pieces import Refused
from newsroom.moving.wordpress.replies import PINGS, state_of

#: What comes over as stories.
STORIES = ("post", "page")
#: So many names of custom fields are told apart.
MOST_FIELDS = 2_000
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
        columns = ", ".join(_COLUMNS)
        self.rows.execute(f"INSERT OR IGNORE INTO attachment ({columns}) VALUES ({marks})", values)

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
        return self.rows.execute(
            f"SELECT rowid, {columns} FROM attachment WHERE {where}", [value]
        ).fetchall()


@dataclass
class Category:
    """A category of the files, and how many stories are filed under it."""

    slug: str
    name: str
    parent: str = ""
    description: str = ""
    stories: int = 0
    number: int = 0


@dataclass
class Survey:
    """What stands in the files. Counters are keyed by what they count, as the files call it."""

    site: Site
    source: str
    catalogue: Catalogue
    files: list[Path] = field(default_factory=list)
    kinds: Counter = field(default_factory=Counter)  # (kind, status)
    twice: int = 0
    replies: Counter = field(default_factory=Counter)  # how they stand here
    pings: Counter = field(default_factory=Counter)  # (kind, whether shown)
    other_replies: Counter = field(default_factory=Counter)  # what plugins keep among them, by kind
    depths: Counter = field(default_factory=Counter)
    highest_reply: int = 0
    people: dict[str, Person] = field(default_factory=dict)
    signed: Counter = field(default_factory=Counter)  # stories, by login
    categories: dict[str, Category] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    tagged: set[str] = field(default_factory=set)  # those of them that a story has
    other_terms: Counter = field(default_factory=Counter)  # by taxonomy
    fields: Counter = field(default_factory=Counter)  # custom fields, by name
    sticky: int = 0
    protected: int = 0
    pictures: int = 0
    other_files: int = 0
    # the first of them, with their file
    troubles: list[tuple[str, Trouble]] = field(default_factory=list)
    lost: int = 0
    mended: int = 0

    @property
    def items(self) -> int:
        return sum(self.kinds.values())


def item_key(item: Item) -> str:
    """What an item is known by: its GUID without the scheme, which changes, else its number."""
    guid = _SCHEME.sub("", item.guid.replace("&#038;", "&").replace("&amp;", "&").strip())
    if not guid and not item.number:
        return "digest:" + digest(item)
    return short(guid) if guid else f"#{item.number}"


def short(key: str) -> str:
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
    return short(f"{parts.netloc.lower()}{_RESIZED.sub('', unquote(parts.path))}")


def source_of(site: Site) -> str:
    """The name of the site in our books: its address without the scheme."""
    address = site.base_blog_url or site.link or site.title or "an unknown site"
    bare = _SCHEME.sub("", address.strip()).rstrip("/")
    host, slash, path = bare.partition("/")
    return f"wordpress {host.lower()}{slash}{path}"[:250]


@contextmanager
def surveyed(
    paths: Sequence[Path], *, say: Callable[[Path, int], None] = lambda path, at: None
) -> Iterator[Survey]:
    """The survey of these files, as long as it is needed. `say` is told how many bytes of which
    were read.

    Raises Refused, naming the file; OSError.
    """
    with tempfile.TemporaryDirectory(prefix="newsroom-import-") as folder:
        yield _survey(paths, Catalogue(Path(folder)), say)


def _survey(
    paths: Iterable[Path], catalogue: Catalogue, say: Callable[[Path, int], None]
) -> Survey:
    survey: Survey | None = None
    for path in paths:
        early: list[Trouble] = []
        try:
            for each in read(path, say=lambda at, path=path: say(path, at)):
                if isinstance(each, Site):
                    survey = _begun(survey, each, catalogue)
                    survey.files.append(path)
                if survey is None:
                    early.append(each)
                    continue
                for trouble in early:
                    _trouble(survey, path, trouble)
                early.clear()
                _count(survey, path, each)
        except Refused as refusal:
            raise Refused(f"{path}: {refusal}") from None
    if survey is None:
        raise Refused("No file was given.")
    return survey


def _begun(survey: Survey | None, site: Site, catalogue: Catalogue) -> Survey:
    if survey is None:
        return Survey(site, source_of(site), catalogue)
    if source_of(site) != survey.source:
        names = " and ".join(
            sorted(each.removeprefix("wordpress ") for each in (survey.source, source_of(site)))
        )
        raise Refused(
            f"These files come from different sites, {names}: bring them in one after the other."
        )
    return survey


def _count(survey: Survey, path: Path, each: object) -> None:
    match each:
        case Trouble():
            _trouble(survey, path, each)
        case Person():
            survey.people.setdefault(each.login, each)
        case Term(taxonomy="category"):
            known = survey.categories.get(each.slug)
            stories = known.stories if known else 0
            known_number = known.number if known else 0
            survey.categories[each.slug] = Category(
                each.slug,
                each.name,
                each.parent,
                each.description,
                stories,
                each.number or known_number,
            )
        case Term(taxonomy="post_tag"):
            survey.tags.add(each.slug)
        case Term():
            survey.other_terms[each.taxonomy] += 1
        case Item():
            _item(survey, path, each)


def _trouble(survey: Survey, path: Path, trouble: Trouble) -> None:
    survey.lost += trouble.is_lost
    survey.mended += not trouble.is_lost
    if len(survey.troubles) < 200:
        survey.troubles.append((path.name, trouble))


def _item(survey: Survey, path: Path, item: Item) -> None:
    if not survey.catalogue.is_new(f"{item_key(item)}\x1f{item.number}"):
        survey.twice += 1
        return
    survey.kinds[item.kind, item.status] += 1
    for name, _ in item.meta:
        if name in survey.fields or len(survey.fields) < MOST_FIELDS:
            survey.fields[name] += 1
    _replies(survey, item.replies)
    if item.kind == "attachment":
        found = attachment(item, path.name)
        survey.pictures += found.is_picture
        survey.other_files += not found.is_picture
        survey.catalogue.add(found)
    if item.kind not in STORIES:
        return
    survey.sticky += item.is_sticky
    survey.protected += bool(item.password)
    survey.signed[item.creator] += 1
    for each in item.filed:
        if each.domain == "category":
            survey.categories.setdefault(each.slug, Category(each.slug, each.name)).stories += 1
        elif each.domain == "post_tag":
            survey.tags.add(each.slug)
            survey.tagged.add(each.slug)


def _replies(survey: Survey, replies: list[Reply]) -> None:
    parents = {reply.number: reply.parent for reply in replies}
    for reply in replies:
        if reply.number < TOO_LARGE:
            survey.highest_reply = max(survey.highest_reply, reply.number)
        kind = reply.kind.strip().lower()
        if kind in PINGS:
            survey.pings[kind, state_of(reply) == State.SHOWN] += 1
        elif kind not in ("", "comment"):
            survey.other_replies[kind] += 1
        else:
            survey.replies[str(state_of(reply))] += 1
            survey.depths[_depth(reply.number, parents)] += 1


def _depth(number: int, parents: dict[int, int]) -> int:
    """How many replies stand above this one in the file; a ring is gone through once."""
    depth, passed = 0, {number}
    while (number := parents.get(number, 0)) in parents and number not in passed:
        passed.add(number)
        depth += 1
    return depth


def attachment(item: Item, name: str) -> Attachment:
    """An attachment as the catalogue keeps it; `name` is that of the export file."""
    address = item.attachment_url or item.guid
    return Attachment(
        number=item.number,
        key=picture_key(address),
        address=address,
        file=item.value("_wp_attached_file").strip(),
        name=item.title,
        alt=item.value("_wp_attachment_image_alt").strip(),
        caption=item.excerpt,
        description=item.content,
        parent=item.parent,
        guid=item.guid,
        link=item.link,
        slug=item.slug,
        source_file=name,
        line=item.line,
    )
