"""Who may read what is written: files of a site are for the user it runs as, and for nobody else.

Static files are everybody's: a web server in front may read them from the disk. They hold nothing
that is not in this repository.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

FILE, FOLDER = 0o600, 0o700
#: What others may not do.
OTHERS = 0o077
#: With it, others may read what is written.
READABLE = 0o022
STATIC = "static"


def write_for_us_alone() -> None:
    """From now on, this process and those that it starts write files that nobody else can read."""
    os.umask(OTHERS)


@contextlib.contextmanager
def writing_for_all() -> Iterator[None]:
    """What is written within, by any thread, others can read."""
    before = os.umask(READABLE)
    try:
        yield
    finally:
        os.umask(before)


def too_open(home: Path, database: Path | None = None) -> Iterator[Path]:
    """What lies in the home itself, and can be read or changed by others though it is not theirs;
    the home, where others may write to it. What lies below a closed folder is closed. `database`:
    its file, where it lies elsewhere."""
    if home.is_dir():
        if _mode(home) & READABLE:
            yield home
        for path in sorted(home.iterdir()):
            if path.name != STATIC and _mode(path) & OTHERS:
                yield path
    if database is not None and database.parent != home:
        beside = (database.with_name(database.name + end) for end in ("", "-wal", "-shm"))
        yield from (path for path in beside if path.exists() and _mode(path) & OTHERS)


def tighten(home: Path, database: Path | None = None) -> list[Path]:
    """Close what is too open, with all that is in it; gives what can't be closed."""
    return [
        path
        for path in list(too_open(home, database))
        if not (_close_home(path) if path == home else _close(path))
    ]


def _close_home(home: Path) -> bool:
    """A web server may have to pass through it to static files: that others may stays."""
    return _chmod(home, stat.S_IMODE(home.stat().st_mode) & ~READABLE)


def _close(path: Path) -> bool:
    if not path.is_dir():
        return _chmod(path, FILE)
    done = _chmod(path, FOLDER)  # at first: from then on nobody gets to what is in it
    for folder, folders, files in os.walk(path):
        for names, mode in ((folders, FOLDER), (files, FILE)):
            for name in names:
                inner = Path(folder, name)
                if not inner.is_symlink():
                    _chmod(inner, mode)
    return done


def _chmod(path: Path, mode: int) -> bool:
    try:
        path.chmod(mode)
    except FileNotFoundError:  # it was somebody's draft
        return True
    except OSError:
        return False
    return True


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0
