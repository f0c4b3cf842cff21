"""A place on disk where replies wait until all of a story's are there: exports name them in any
order."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Thread:
    """What replies were written under: `names` are addresses and identifiers by which its story may
    be found."""

    number: str
    names: str  # one a line
    title: str = ""


@dataclass(frozen=True)
class Reply:
    """As in the export; `text` is plain or HTML, `state` one of comments' states, `written` a
    moment in ISO 8601."""

    number: int
    thread: str
    parent: int = 0
    name: str = ""
    email: str = ""
    website: str = ""
    text: str = ""
    state: str = "shown"
    written: str = ""
    network: str = ""


class Staging(AbstractContextManager):
    """Holds threads and replies in a file of its own, which is gone afterwards."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="newsroom-")
        self.rows = sqlite3.connect(
            Path(self.folder.name) / "staging.sqlite3", isolation_level=None
        )
        self.rows.execute("PRAGMA synchronous = OFF")
        self.rows.execute("PRAGMA journal_mode = OFF")
        for kind, key in ((Thread, ", PRIMARY KEY (number)"), (Reply, "")):
            self.rows.execute(
                f"CREATE TABLE {kind.__name__} ({', '.join(kind.__dataclass_fields__)}{key})"
            )
        self.rows.execute("CREATE INDEX replies_of_thread ON Reply (thread, number)")
        self.rows.execute("BEGIN")

    def __exit__(self, *error) -> None:
        self.rows.close()
        self.folder.cleanup()

    def put(self, row: Thread | Reply) -> None:
        """Keep a row; of a thread that is told of more than once, the first."""
        values = asdict(row)
        marks = ", ".join("?" * len(values))
        table = type(row).__name__
        command = f"INSERT OR IGNORE INTO {table} VALUES ({marks})"  # noqa: S608 - one of two names
        self.rows.execute(command, tuple(values.values()))

    def counts(self) -> dict[str, int]:
        """How many replies there are in each state."""
        return dict(
            self.rows.execute("SELECT state, COUNT(*) FROM Reply GROUP BY state ORDER BY state")
        )

    def threads(self) -> Iterator[tuple[Thread, int]]:
        """Each thread that has replies, with how many; one that the export doesn't describe has a
        number alone."""
        query = """
            SELECT thread, COALESCE(names, ''), COALESCE(title, ''), COUNT(*) FROM Reply
            LEFT JOIN Thread ON Thread.number = Reply.thread
            GROUP BY thread ORDER BY MIN(Reply.number)
        """
        for number, names, title, count in self.rows.execute(query):
            yield Thread(number, names, title), count

    def replies(self, thread: Thread) -> Iterator[Reply]:
        """Those of a thread, as they were written."""
        found = self.rows.execute(
            "SELECT * FROM Reply WHERE thread = ? ORDER BY number", (thread.number,)
        )
        return (Reply(*row) for row in found)
