"""Backup: everything that can't be made anew, in one folder, while people write.

Files are copied first, then the database, then the files that came meanwhile. A file is complete
before a row names it, so all that the copied rows name is in the backup. Files so new that they may
still be being written are left to the second pass. Originals and renditions never change under
their name.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import DatabaseError

from articles.models import Picture
from newsroom.operations import databases, erasure_list, manifest
from newsroom.operations.errors import Refused
from newsroom.operations.manifest import Manifest

#: The folders of a backup that hold files of the site, and the storage that each is of.
STORAGES = {"public": "default", "private": "private"}
#: What a backup is called until it is whole, and what is being deleted.
PARTIAL = ".newsroom-partial-"
LOCK = ".newsroom-backup.lock"
SPARE = 64 * 1024 * 1024  # bytes that are to be left free
SETTLED = 10.0  # seconds after its last change a file is no longer being written
#: Maximum number of lost originals that are named.
MAX_NAMED = 1_000

#: Is told how far it is: what, how many bytes or files, of how many (0: not known).
Say = Callable[[str, int, int], None]


@dataclass
class Tally:
    files: int = 0
    bytes: int = 0


def make_backup(folder: Path, *, now: dt.datetime, say: Say) -> tuple[Path, Manifest]:
    """Make a backup below `folder`; where it is, and what it holds.

    Nothing bears the name of a backup before it is whole and on disk. Raises Refused.
    """
    _check_place(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} can't be made: {error.strerror}.") from None
    with alone(folder):
        sweep(folder)
        final = folder / manifest.name_at(now)
        if final.exists():
            raise Refused(f"{final} is there already.")
        partial = folder / f"{PARTIAL}{final.name}"
        try:
            _check_room(folder)
            partial.mkdir(mode=0o700)
            made = _fill(partial, now, say)
            partial.rename(final)
            erasure_list.keep(folder)
            manifest.settle_folder(folder)
        except OSError as error:
            raise Refused(f"The backup can't be written: {error}") from error
        except (DatabaseError, sqlite3.Error) as error:
            raise Refused(f"The database can't be copied: {error}") from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return final, made


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One backup at a time. The system opens the lock when a process dies."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Refused(f"Nothing can be written in {folder}: {error.strerror}.") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Refused(f"Another backup into {folder} is under way.") from None
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Delete what an interrupted run left."""
    for left in folder.glob(f"{PARTIAL}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)


def folders() -> dict[str, Path]:
    """The storages that are folders, by what they are called in a backup."""
    found = {name: storages[alias] for name, alias in STORAGES.items()}
    return {
        name: Path(storage.location)
        for name, storage in found.items()
        if isinstance(storage, FileSystemStorage)
    }


def elsewhere() -> dict[str, str]:
    """The storages that are no folders, and where they lie: those are not copied."""
    found = {name: storages[alias] for name, alias in STORAGES.items()}
    return {
        name: f"{storage.bucket_name}/{storage.location}" if hasattr(storage, "bucket_name")
        else type(storage).__name__
        for name, storage in found.items()
        if not isinstance(storage, FileSystemStorage)
    }  # fmt: skip


def _check_place(folder: Path) -> None:
    place = folder.resolve()
    forbidden = [*folders().values(), Path(settings.STATIC_ROOT), settings.HOME / "pages"]
    for other in forbidden:
        if place.is_relative_to(other.resolve()):
            raise Refused(f"{folder} lies in {other}, which is copied or handed out itself.")


def _check_room(folder: Path) -> None:
    needed = databases.of_site().size() + sum(
        facts.st_size for place in folders().values() for _, facts in _files(place)
    )
    free = shutil.disk_usage(folder).free
    if needed + SPARE > free:
        raise Refused(
            f"There is no room in {folder}: the backup takes about {needed / 1e6:,.0f} MB, and"
            f" {free / 1e6:,.0f} MB are free."
        )


def _fill(partial: Path, now: dt.datetime, say: Say) -> Manifest:
    database, tally = databases.of_site(), Tally()
    with manifest.created(partial / manifest.SUMS, 0o600) as sums:

        def keep(name: str, source: Path) -> None:
            digest, size = manifest.copy(source, partial / name, 0o600)
            sums.write(manifest.line(digest, name))
            tally.files += 1
            tally.bytes += size

        _copy_files(partial, keep, say, tally, before=time.time() - SETTLED)
        say("database", 0, database.size())
        counted = database.copy_to(
            partial / database.dump, lambda done, total: say("database", done, total)
        )
        sums.write(manifest.line(manifest.digest_of(partial / database.dump), database.dump))
        tally.files += 1
        tally.bytes += (partial / database.dump).stat().st_size
        _copy_files(partial, keep, say, tally)
        if (key := settings.HOME / "secret.key").exists():
            keep("secret.key", key)
        manifest.settle(sums)
    made = Manifest(
        made_at=now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        database=database.vendor,
        dump=database.dump,
        migrations=counted.migrations,
        rows=counted.rows,
        files=tally.files,
        bytes=tally.bytes,
        not_copied=elsewhere(),
        lost=_lost(partial),
        key=manifest.fingerprint(settings.SECRET_KEY),
        sums=manifest.digest_of(partial / manifest.SUMS),
    )
    made.write(partial)
    for below, _, _ in os.walk(partial):
        manifest.settle_folder(Path(below))
    return made


def _copy_files(
    partial: Path,
    keep: Callable[[str, Path], None],
    say: Say,
    tally: Tally,
    *,
    before: float = float("inf"),
) -> None:
    """Copy the files that are not copied yet, and were last changed before that moment; what goes
    meanwhile is not wanted any more."""
    for name, place in folders().items():
        for path, facts in _files(place):
            if facts.st_mtime >= before:
                continue
            inner = f"{name}/{path.relative_to(place).as_posix()}"
            target = partial / inner
            if target.exists():
                continue
            _make_folders(partial, target.parent)
            with contextlib.suppress(FileNotFoundError):
                keep(inner, path)
            say("pictures", tally.files, 0)


def _make_folders(partial: Path, folder: Path) -> None:
    """As mkdir(parents=True), which gives the mode to the last one alone."""
    if folder != partial and not folder.exists():
        _make_folders(partial, folder.parent)
        folder.mkdir(mode=0o700)


def _files(place: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """The files below a folder; links are none of ours."""
    for below, _, names in os.walk(place):
        for name in names:
            path = Path(below, name)
            try:
                facts = path.lstat()
            except FileNotFoundError:  # it has just gone
                continue
            if stat.S_ISREG(facts.st_mode):
                yield path, facts


def _lost(partial: Path) -> list[str]:
    """Originals that a picture names and that are not in the backup."""
    if "private" not in folders():
        return []
    names = Picture.objects.order_by("pk").values_list("original", flat=True)
    missing = (name for name in names.iterator(1000) if not (partial / "private" / name).exists())
    return [name for name, _ in zip(missing, range(MAX_NAMED), strict=False)]
