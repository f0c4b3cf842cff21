"""What a backup says of itself: when it was made and of what, and the sum of each of its files.

A backup is a folder:

    manifest.json     this module's Manifest
    SHA256SUMS        of all other files, as sha256sum writes it: `sha256sum -c SHA256SUMS` reads it
    database.sqlite3  or database.dump, which pg_restore reads
    public/ private/  pictures
    secret.key        where the site keeps its own
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from newsroom.operations.errors import Refused

NAME, SUMS = "manifest.json", "SHA256SUMS"
FORMAT = 1
FOLDER = re.compile(r"newsroom-\d{8}T\d{6}Z")
BLOCK = 1024 * 1024
#: What may be the size of a manifest, in bytes: it names tables and migrations, not files.
MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    made_at: str  # ISO 8601, UTC
    database: str  # "sqlite" or "postgresql"
    dump: str  # the name of its file
    migrations: list[str]  # "app.name", those that were applied
    rows: dict[str, int]  # by table
    files: int
    bytes: int
    not_copied: dict[str, str]  # the storages that are no folders, and where they lie
    lost: list[str]  # originals that a picture names and that were not there
    key: str  # a fingerprint of the secret key, to know it again
    sums: str  # the SHA-256 of SHA256SUMS
    format: int = FORMAT

    @property
    def made(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.made_at)

    def write(self, folder: Path) -> None:
        write(folder / NAME, json.dumps(asdict(self), indent=1).encode())


def _all(kind: type) -> Callable[[Iterable], bool]:
    return lambda values: all(type(value) is kind for value in values)


#: Whether a value is of the type that a field of Manifest has.
IS: dict[str, Callable[[object], bool]] = {
    "str": lambda value: type(value) is str,
    "int": lambda value: type(value) is int,
    "list[str]": lambda value: type(value) is list and _all(str)(value),
    "dict[str, int]": lambda value: type(value) is dict and _all(int)(value.values()),
    "dict[str, str]": lambda value: type(value) is dict and _all(str)(value.values()),
}


def is_plain(folder: Path, name: str) -> bool:
    """Whether that is a file in this folder: no link, which may lead anywhere, and nothing that is
    waited for when it is read."""
    path = folder / name
    return path.is_file() and path.resolve() == folder.resolve() / name


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises Refused for a folder that is not a whole one of ours."""
    path = folder / NAME
    try:
        if not is_plain(folder, NAME) or path.stat().st_size > MAX_BYTES:
            raise ValueError("its manifest is no file, or too long")
        found = json.loads(path.read_bytes())
        types = {field.name: field.type for field in fields(Manifest)}
        if found["format"] != FORMAT or set(found) != set(types):
            raise ValueError("another format")
        if not all(IS[types[name]](value) for name, value in found.items()):
            raise ValueError("its manifest holds other than it should")
        manifest = Manifest(**found)
        manifest.made.astimezone(dt.UTC)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(f"{folder} is not a backup that this version can read: {error}.") from None
    return manifest


def name_at(now: dt.datetime) -> str:
    """What the folder of a backup is called."""
    return f"newsroom-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def is_backup(folder: Path) -> bool:
    """Whether it is a whole backup of ours, under the name that we gave it."""
    if folder.is_symlink() or not folder.is_dir() or not FOLDER.fullmatch(folder.name):
        return False
    try:
        return name_at(read(folder).made) == folder.name
    except Refused:
        return False


def fingerprint(key: str) -> str:
    """By which a secret key is known again, and not found out."""
    return hmac.new(key.encode(), b"newsroom backup", hashlib.sha256).hexdigest()[:32]


def line(digest: str, name: str) -> bytes:
    """A line of SHA256SUMS."""
    plain = name.replace("\\", "\\\\").replace("\n", "\\n")
    return f"{'' if plain == name else chr(92)}{digest}  {plain}\n".encode(
        "utf-8", "surrogateescape"
    )


def lines(folder: Path) -> Iterator[tuple[str, str]]:
    """(sum, name) of each file of a backup. Raises Refused for a line that is none, or that leads
    out of the folder."""
    with (folder / SUMS).open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        for text in file:
            digest, _, name = text.removesuffix("\n").partition("  ")
            if digest.startswith("\\"):
                digest = digest[1:]
                name = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], name)
            parts = name.split("/")
            leads_out = {"", ".", ".."} & set(parts) or "\0" in name
            if not re.fullmatch("[0-9a-f]{64}", digest) or leads_out:
                raise Refused(f"{SUMS} has a line that is none: {text[:100]!r}")
            yield digest, name


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy(source: Path, target: Path, mode: int) -> tuple[str, int]:
    """Copy a file so that it is on disk; its SHA-256 and how many bytes it has."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as given, created(target, mode) as file:
        while block := given.read(BLOCK):
            digest.update(block)
            size += len(block)
            file.write(block)
        settle(file)
    return digest.hexdigest(), size


def write(path: Path, data: bytes) -> None:
    """Write a small file that its owner alone may read, so that it is on disk."""
    with created(path, 0o600) as file:
        file.write(data)
        settle(file)


def created(path: Path, mode: int):
    """A file that is written anew, with these permissions from the beginning."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode), "wb")


def settle(file) -> None:
    file.flush()
    os.fsync(file.fileno())


def settle_folder(folder: Path) -> None:
    """Have the names in a folder be on disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
