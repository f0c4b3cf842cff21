"""The database as one file: copied while people write, and put back.

Each engine does it by its own means (SQLite's online backup, pg_dump), from one snapshot: the rows
that are counted are the rows that are copied.
"""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from newsroom.operations import manifest
from newsroom.operations.errors import Refused

#: Called with how many bytes are done, and of how many (0: not known).
Progress = Callable[[int, int], None]
PAGES = 2_000  # pages of SQLite that are copied between two words about it
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY id"


@dataclass(frozen=True)
class Counted:
    """What a database holds, at one moment."""

    rows: dict[str, int]
    migrations: list[str]


class SQLite:
    vendor, dump = "sqlite", "database.sqlite3"

    @property
    def path(self) -> Path:
        return Path(connection.settings_dict["NAME"])

    def size(self) -> int:
        """About how many bytes a copy will have."""
        return self.path.stat().st_size if self.path.exists() else 0

    def copy_to(self, target: Path, progress: Progress) -> Counted:
        """Copy it as it stands in this moment. Whoever writes meanwhile goes on writing: a read
        transaction holds the snapshot, so that the copy never begins anew."""
        if not self.path.exists():
            raise Refused(f"There is no database: {self.path} is missing.")
        manifest.write(target, b"")
        with contextlib.closing(self._open(self.path, "rw")) as source:
            source.execute("PRAGMA query_only=ON")
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_master").fetchone()
            with contextlib.closing(self._open(target, "rw")) as copy:
                page = source.execute("PRAGMA page_size").fetchone()[0]
                source.backup(
                    copy,
                    pages=PAGES,
                    progress=lambda _, left, total: progress((total - left) * page, total * page),
                )
                copy.execute("PRAGMA journal_mode=DELETE")
                found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
                if found != "ok":
                    raise Refused(f"The database is damaged: {found}.")
                counted = self._count(copy)
        with target.open("rb") as file:
            os.fsync(file.fileno())
        return counted

    def is_empty(self) -> bool:
        """Whether there is nothing in the place where the database belongs."""
        if not self.path.exists():
            return True
        try:
            with contextlib.closing(self._open(self.path, "ro")) as there:
                return not there.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        except sqlite3.DatabaseError:  # damaged, it is somebody's all the same
            return False

    def restore(self, source: Path, digest: str, progress: Progress) -> None:
        """Put the copy in its place. Raises Refused where it is not the file whose sum is given."""
        connection.close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f".{self.path.name}.restoring")
        found, _ = manifest.copy(source, draft, 0o600)
        if found != digest:
            draft.unlink()
            raise Refused(f"{source} is not what was written: its sum is another.")
        try:
            with contextlib.closing(self._open(draft, "ro")) as copy:
                sound = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            sound = str(error)
        if sound != "ok":
            draft.unlink()
            raise Refused(f"{source} is no database that can be used: {sound}.")
        for left in ("", "-wal", "-shm", "-journal"):  # of an empty file that a command made
            self.path.with_name(self.path.name + left).unlink(missing_ok=True)
        draft.replace(self.path)
        manifest.settle_folder(self.path.parent)

    def count(self) -> Counted:
        with contextlib.closing(self._open(self.path, "ro")) as there:
            return self._count(there)

    @staticmethod
    def _open(path: Path, mode: str) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=60
        )

    @staticmethod
    def _count(open_: sqlite3.Connection) -> Counted:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        names = [name for (name,) in open_.execute(f"{tables} ORDER BY name")]
        quoted = {name: '"{}"'.format(name.replace('"', '""')) for name in names}
        count = "SELECT count(*) FROM "
        rows = {name: open_.execute(count + table).fetchone()[0] for name, table in quoted.items()}
        applied = [name for (name,) in open_.execute(MIGRATIONS)] if names else []
        return Counted(rows, applied)


class PostgreSQL:
    vendor, dump = "postgresql", "database.dump"
    TABLES = """
        SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
    """

    def size(self) -> int:
        """About how many bytes a copy will have: a dump is compressed, and has no indexes."""
        with self._connected() as connected:
            return (
                connected.execute("SELECT pg_database_size(current_database())").fetchone()[0] // 4
            )

    def copy_to(self, target: Path, progress: Progress) -> Counted:
        """Copy it as it stands in this moment, whoever writes meanwhile."""
        manifest.write(target, b"")
        with self._connected() as connected:
            connected.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = connected.execute("SELECT pg_export_snapshot()").fetchone()[0]
            command = ["--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
            self._run("pg_dump", command, lambda: progress(target.stat().st_size, 0))
            counted = self._count(connected)
        with target.open("rb") as file:
            os.fsync(file.fileno())
        return counted

    def is_empty(self) -> bool:
        with self._connected() as connected:
            return not connected.execute(self.TABLES).fetchall()

    def restore(self, source: Path, digest: str, progress: Progress) -> None:
        """Put the copy in its place, in one transaction."""
        connection.close()
        if manifest.digest_of(source) != digest:
            raise Refused(f"{source} is not what was written: its sum is another.")
        begun = time.monotonic()
        name = connection.settings_dict["NAME"]
        command = ["--single-transaction", "--exit-on-error", f"--dbname={name}", str(source)]
        self._run("pg_restore", command, lambda: progress(int(time.monotonic() - begun), 0))
        with self._connected() as connected:
            connected.autocommit = True
            connected.execute("ANALYZE")

    def count(self) -> Counted:
        with self._connected() as connected:
            return self._count(connected)

    def _count(self, connected) -> Counted:
        names = [name for (name,) in connected.execute(self.TABLES).fetchall()]
        count = "SELECT count(*) FROM "
        rows = {name: connected.execute(count + name).fetchone()[0] for name in names}
        applied = [name for (name,) in connected.execute(MIGRATIONS).fetchall()] if names else []
        return Counted(rows, applied)

    @contextlib.contextmanager
    def _connected(self) -> Iterator:
        """A connection beside Django's, which may have a transaction open."""
        import psycopg

        given = connection.get_connection_params()
        given = {name: given[name] for name in given if name not in ("cursor_factory", "context")}
        try:
            with psycopg.connect(**given) as connected:
                yield connected
        except psycopg.Error as error:
            raise Refused(f"PostgreSQL says: {str(error).strip()}") from None

    def _run(self, program: str, command: list[str], tick: Callable[[], None]) -> None:
        """Run one of PostgreSQL's programs; it ends with us."""
        own = ["--no-owner", "--no-privileges", "--no-password"]
        with subprocess.Popen(  # noqa: S603 - no shell
            [find_program(program), *own, *command],
            env={**os.environ, **environment()},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        ) as process:
            try:
                while True:
                    try:
                        _, told = process.communicate(timeout=1)
                        break
                    except subprocess.TimeoutExpired:
                        tick()
            except BaseException:
                process.send_signal(signal.SIGTERM)
                raise
        if process.returncode:
            raise Refused(f"{program} ended with an error: {told.strip()[-2000:]}")


def of_site() -> SQLite | PostgreSQL:
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()


def known_migrations() -> set[str]:
    """Those that this version of the code has, those it has taken together included."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {
        pair for migration in loader.disk_migrations.values() for pair in migration.replaces
    }
    return {f"{app}.{name}" for app, name in {*loader.disk_migrations, *replaced}}


def environment() -> dict[str, str]:
    """How PostgreSQL's programs are told which database, without it standing in their command."""
    given = connection.settings_dict
    named = {
        "PGDATABASE": given["NAME"],
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
        "PGHOST": given["HOST"],
        "PGPORT": str(given["PORT"]),
        **{f"PG{name.upper()}": str(value) for name, value in given["OPTIONS"].items()
           if name.startswith("ssl")},
    }  # fmt: skip
    return {name: value for name, value in named.items() if value}


def find_program(name: str) -> str:
    """Where a program of PostgreSQL lies: the newest, as it reads all older servers. Raises
    Refused."""
    debians = glob.glob(f"/usr/lib/postgresql/*/bin/{name}")
    newest = max(debians, key=lambda path: float(Path(path).parts[4]), default="")
    found = newest or shutil.which(name)
    if not found:
        raise Refused(
            f"The program {name} is missing. Install PostgreSQL's client programs, of the version"
            " of the server or a newer one (Debian: postgresql-client)."
        )
    return found
