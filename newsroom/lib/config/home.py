"""The home of a site: the folder for all that is written. One that is misspelt, or whose disk is
not mounted, is never taken for a new one."""

from __future__ import annotations

import os
import pwd
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from newsroom.lib.config.env import Env

DEFAULT = Path(__file__).resolve().parents[3] / "var"
#: Of these, each site has some; the database is first where there is no other.
DATABASE = "newsroom.sqlite3"
FOLDERS = ("static", "public", "private", "pages")


def home_of(env: Env) -> Path:
    """The folder that NEWSROOM_HOME names, or var/ beside the code. It need not be there."""
    return Path(env.text("NEWSROOM_HOME", str(DEFAULT))).resolve()


def holds_paper(home: Path, database: Mapping) -> bool:
    """Whether a site has its home there. `database`: Django's settings for it."""
    if database["ENGINE"].endswith("sqlite3"):
        file = Path(database["NAME"])
        return file.exists() and file.stat().st_size > 0
    return any((home / name).is_dir() for name in FOLDERS)


def ready_home(home: Path, *, make: bool) -> None:
    """See to it that the home is there and can be written to; `make` it where it is not there.
    Raises ImproperlyConfigured."""
    try:
        if make:
            home.mkdir(parents=True, exist_ok=True)
        there = home.is_dir()
    except OSError as error:
        raise ImproperlyConfigured(
            f"NEWSROOM_HOME={home} can't be made: {error.strerror}."
        ) from None
    if not there:
        raise ImproperlyConfigured(
            f"NEWSROOM_HOME={home} is no folder. Is it misspelt, or its disk not mounted? For a new"
            " paper there, say so once: manage.py prepare --new"
        )
    for path in (home, *(home / name for name in (DATABASE, *FOLDERS))):
        if path.exists() and not os.access(path, os.W_OK | (os.X_OK if path.is_dir() else 0)):
            raise ImproperlyConfigured(f"NEWSROOM_HOME={home}: {user()} may not write to {path}.")


def user() -> str:
    """Who we are, for people."""
    try:
        return f"the user {pwd.getpwuid(os.geteuid()).pw_name}"
    except KeyError:
        return f"the user {os.geteuid()}"
