"""The tests' database: migrated once for each state of the migrations, copied by each process, put
back after tests.

Migrating takes a quarter of a minute of processor time. So the migrated database is kept as a
template: a file in pytest's cache on SQLite (`pytest --cache-clear` removes it), a database beside
the tests' own on PostgreSQL (`newsroom_template_…`, dropped when another takes its place).
"""

from __future__ import annotations

import ast
import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import django

ROOT = Path(__file__).resolve().parents[1]
OWN = ("articles", "comments", "newsroom")


def fingerprint() -> str:
    """A hash of all that the migrated database is made from: migrations, and what ours import."""
    from django.apps import apps

    digest = hashlib.sha256(django.__version__.encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for path in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(path.read_bytes())
            if config.label in OWN:
                for module in sorted(_own_imports(path)):
                    digest.update(Path(find_spec(module).origin).read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()[:16]


def _own_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        yield from (name for name in names if name.split(".")[0] in OWN)


def migrate(url: str, home: Path) -> None:
    """Migrate the database at `url` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "NEWSROOM_HOME": str(home)},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The migrations failed:\n{done.stderr[-2000:]}")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time: the others wait, and find what it has made."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class SQLite:
    """The template is a file, and so is each copy."""

    def __init__(self, cache: Path, home: Path) -> None:
        self.cache, self.home = cache, home
        self.template = cache / f"{fingerprint()}.sqlite3"

    def make_template(self) -> None:
        if self.template.exists():
            return
        partial = self.cache / "partial.sqlite3"
        partial.unlink(missing_ok=True)
        migrate(f"sqlite:///{partial}", self.home)
        for old in self.cache.glob("*.sqlite3"):
            if old != partial:
                old.unlink()
        partial.rename(self.template)

    def copy(self) -> str:
        """Copy the template for this process; gives the copy's name."""
        path = self.home / "test.sqlite3"
        shutil.copyfile(self.template, path)
        return str(path)

    def restore(self, connection) -> None:
        """Make the copy what it was. A request that still writes is waited for."""
        connection.ensure_connection()
        source = sqlite3.connect(f"file:{self.template}?mode=ro", uri=True)
        try:
            source.backup(connection.connection, sleep=0.01)
        finally:
            source.close()

    def drop(self) -> None:
        pass  # it goes with the tests' home


class PostgreSQL:
    """The template is a database. A copy keeps what migrations wrote in a schema beside, to be put
    back from there."""

    #: Empties what holds rows, and puts back what migrations wrote. `TRUNCATE` of all tables takes
    #: seconds.
    RESTORE = """
        CREATE SCHEMA seed;
        DO $$
        DECLARE name text; filled boolean;
        BEGIN
            FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
                EXECUTE format('SELECT EXISTS (TABLE public.%I)', name) INTO filled;
                IF filled THEN
                    EXECUTE format('CREATE TABLE seed.%I AS TABLE public.%I', name, name);
                END IF;
            END LOOP;
        END $$;
        CREATE FUNCTION seed.restore() RETURNS void LANGUAGE plpgsql AS $$
        DECLARE name text; seeded boolean; differs boolean;
        BEGIN
            FOR name, seeded IN
                SELECT tablename, to_regclass(format('seed.%I', tablename)) IS NOT NULL
                FROM pg_tables WHERE schemaname = 'public'
            LOOP
                IF seeded THEN
                    EXECUTE format(
                        'SELECT EXISTS (TABLE public.%1$I EXCEPT TABLE seed.%1$I)
                             OR EXISTS (TABLE seed.%1$I EXCEPT TABLE public.%1$I)', name
                    ) INTO differs;
                ELSE
                    EXECUTE format('SELECT EXISTS (TABLE public.%I)', name) INTO differs;
                END IF;
                IF differs THEN
                    EXECUTE format('DELETE FROM public.%I', name);
                    IF seeded THEN
                        EXECUTE format('INSERT INTO public.%1$I TABLE seed.%1$I', name);
                    END IF;
                END IF;
            END LOOP;
        END $$;
    """

    def __init__(self, url: str, home: Path) -> None:
        self.url, self.home = url, home
        self.template = f"newsroom_template_{fingerprint()}"
        checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
        self.name = f"newsroom_test_{checkout}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"

    @contextlib.contextmanager
    def _cursor(self, database: str = ""):
        import psycopg

        with psycopg.connect(
            self._url(database) if database else self.url, autocommit=True
        ) as connection:
            yield connection

    def _url(self, database: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{database}").geturl()

    def _names(self, cursor, pattern: str) -> list[str]:
        return [
            row[0]
            for row in cursor.execute(
                "SELECT datname FROM pg_database WHERE datname ~ %s", [pattern]
            )
        ]

    def make_template(self) -> None:
        with self._cursor() as cursor:
            if self.template in self._names(cursor, "^newsroom_template_"):
                return
            for old in self._names(cursor, "^newsroom_(template|partial)"):
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            cursor.execute('CREATE DATABASE "newsroom_partial"')
            migrate(self._url("newsroom_partial"), self.home)
            with self._cursor("newsroom_partial") as partial:
                partial.execute(self.RESTORE)
            cursor.execute(f'ALTER DATABASE "newsroom_partial" RENAME TO "{self.template}"')

    def copy(self) -> str:
        """Copy the template for this process; gives the copy's name."""
        with self._cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        return self.name

    def restore(self, connection) -> None:
        """Make the copy what it was."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT seed.restore()")

    def drop(self) -> None:
        with self._cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def prepare(cache: Path, home: Path) -> SQLite | PostgreSQL:
    """Make the template where there is none, copy it, and lead Django's connection to the copy."""
    from django.db import connection

    kept = connection.settings_dict
    if connection.vendor == "sqlite":
        database = SQLite(cache, home)
        # What a power cut takes away is tested on sites in processes of their own, with the real
        # setting.
        kept["OPTIONS"]["init_command"] = kept["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
    else:
        database = PostgreSQL(os.environ["DATABASE_URL"], home)
    with locked(cache / "lock"):
        database.make_template()
        name = database.copy()
    connection.close()
    kept["NAME"] = name
    return database
