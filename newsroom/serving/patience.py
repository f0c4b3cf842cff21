"""How long the database is waited for: by a process that answers requests as long as its reader
waits, by all others, such as an import, for as long as it takes."""

from __future__ import annotations

from django.db import connections

#: For a lock that somebody else holds, in seconds: what was typed is given back after that.
LOCKED = 3
#: For one statement, in seconds: none of a page takes nearly as long.
STATEMENT = 30

is_limited = False


def limit() -> None:
    """From now on, connections of this process wait no longer than a reader would."""
    global is_limited
    is_limited = True
    database = connections.settings["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"]["timeout"] = LOCKED


def limit_statements(connection) -> bool:
    """Set PostgreSQL's lock and statement timeouts on a new connection; whether there was anything
    to set."""
    if is_limited:
        times = f"lock_timeout = '{LOCKED}s'", f"statement_timeout = '{STATEMENT}s'"
        connection.execute("; ".join(f"SET {time}" for time in times))
    return is_limited
