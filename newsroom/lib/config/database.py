"""The database that DATABASE_URL names, or SQLite in the home."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

#: SQLite is set up for real use: readers never wait for the writer (WAL), a transaction takes the
#: write lock when it begins instead of failing half-way (IMMEDIATE), a second writer waits its turn
#: (busy timeout), and a commit is on disk when it is acknowledged, power cut or not
#: (synchronous=FULL).
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-8000;"
    ),
}
#: The pool checks a connection before it hands it out, and gives up quickly where there is none to
#: be had: a restart of the server is over for us as soon as it is over there.
POSTGRESQL = {
    "pool": {"min_size": 1, "max_size": 8, "timeout": 2, "reconnect_timeout": 1},
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
}


def database_at(address: str) -> dict:
    """Django's settings for the database at `address`. Raises ImproperlyConfigured."""
    try:
        found = dict(dj_database_url.parse(address))
        urlsplit(address).port  # noqa: B018  (a port that is none)
    except ValueError:
        found = {}
    kind = found.get("ENGINE", "").rpartition(".")[2]
    if kind not in ("sqlite3", "postgresql") or not found["NAME"]:
        raise ImproperlyConfigured(  # without repeating it: there is a password in it
            "DATABASE_URL does not name a database. One that does:"
            " postgresql://user:password@host/name (where a password holds one of @ : / ? # %,"
            " write that as URLs do: %40 for @)"
        )
    options = found.get("OPTIONS", {})
    if kind == "sqlite3":
        return found | {"OPTIONS": {**SQLITE, **options}, "CONN_MAX_AGE": None}
    return found | {
        "ENGINE": "newsroom.serving.postgresql",
        "OPTIONS": {**POSTGRESQL, **options},
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
    }


def database_file(database: Mapping) -> Path | None:
    """The file of a database with these settings; None where it is none."""
    name = str(database["NAME"])
    if not database["ENGINE"].endswith("sqlite3") or name.startswith((":memory:", "file:")):
        return None
    return Path(name)
