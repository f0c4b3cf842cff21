"""Backups of sites that are written to meanwhile, restored and compared row by row; on the tests' own
database, by the real commands in processes of their own.

Covers newsroom/operations/databases.py, newsroom/operations/manifest.py,
newsroom/operations/restore.py, newsroom/operations/thinning.py, newsroom/operations/progress.py,
newsroom/operations/errors.py, newsroom/management/commands/backup.py,
newsroom/management/commands/restore.py.
"""

import contextlib
import datetime as dt
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from articles.models import Picture
from newsroom.operations import backup, databases, manifest, restore, thinning
from newsroom.operations.errors import Refused
from tests import factories, services
from tests.services import ROOT, database_url, until

NOW = dt.datetime(2026, 11, 30, 3, 0, tzinfo=dt.UTC)
#: Writes pairs of rows, each pair in one transaction, until it is killed.
WRITER = """
import django; django.setup()
from django.db import transaction
from django.utils import timezone
from articles.models import Version
from newsroom.models import Chore
for number in range(1_000_000):
    with transaction.atomic():
        Version.objects.create(key=f"w{number}", number=number)
        Chore.objects.create(name=f"w{number}", begun_at=timezone.now())
"""


def silent(what: str, done: int, total: int) -> None:
    pass


def manage(*words: str, home: Path, url: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**os.environ, "NEWSROOM_HOME": str(home), "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


@contextlib.contextmanager
def empty_database(folder: Path):
    """The address of a database that is empty, of the same kind as the tests'."""
    name = f"newsroom_restored_{os.getpid()}"
    with services.database(name):
        yield os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'restored.sqlite3'}"


def rows_of(url: str) -> dict[str, list[str]]:
    """All that a database holds, by table."""
    if url.startswith("sqlite"):
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as there:
            names = [name for (name,) in there.execute(tables)]
            return {
                name: sorted(map(repr, there.execute(f'SELECT * FROM "{name}"'))) for name in names
            }
    with psycopg.connect(url) as there:
        return {
            name.removeprefix("public."): sorted(
                map(repr, there.execute(f"SELECT * FROM {name}").fetchall())
            )
            for (name,) in there.execute(databases.PostgreSQL.TABLES).fetchall()
        }


@pytest.fixture
def home(tmp_path):
    """The home of a site with a picture in it."""
    home = tmp_path / "home"
    for name, data in (
        ("public/pictures/abc/wide-320.jpg", b"rendition"),
        ("private/originals/abc.jpg", b"original" * 1000),
        ("private/originals/with\nbreak.jpg", b"odd"),
        ("secret.key", b"a secret of fifty characters, made for this test.."),
        ("pages/release/1/abc", b"a page of other versions"),
    ):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(data)
    return home


@pytest.mark.django_db(transaction=True)
class TestWhileOthersWrite:
    def test_all_comes_back_as_it_stood_in_one_moment(self, home, tmp_path):
        factories.published()
        source = database_url()
        environment = {"NEWSROOM_HOME": str(home), "DATABASE_URL": source}
        environment["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
        writer = services.Service(
            [sys.executable, "-c", WRITER], 0, tmp_path / "log", **environment
        )
        writer.start()
        try:
            until(lambda: _count("articles_version", "w") > 20)
            done = manage("backup", str(tmp_path / "kept"), home=home, url=source)
            assert done.returncode == 0, done.stderr
            before = _count("articles_version", "w")
            until(lambda: _count("articles_version", "w") > before + 20)
        finally:
            writer.kill()
        [made] = (tmp_path / "kept").glob("newsroom-*")
        with empty_database(tmp_path) as target:
            back = manage("restore", str(made), home=tmp_path / "new", url=target)
            assert back.returncode == 0, back.stderr
            found, there = rows_of(target), rows_of(source)
            again = manage("restore", str(made), home=tmp_path / "third", url=target)
        versions, chores = (
            {row for row in found[table] if "'w" in row}
            for table in ("articles_version", "newsroom_chore")
        )
        assert 20 < len(versions) == len(chores) < _count("articles_version", "w")
        assert found.keys() == there.keys()
        for table, rows in found.items():
            if table in ("articles_version", "newsroom_chore"):
                assert set(rows) < set(there[table])
            else:
                assert rows == there[table], table
        assert _files(tmp_path / "new") == _files(home) - {"pages/release/1/abc"}
        for name in _files(tmp_path / "new"):
            assert (tmp_path / "new" / name).read_bytes() == (home / name).read_bytes()
        assert again.returncode == 1
        assert "overwrites nothing" in again.stderr

    def test_one_that_is_killed_leaves_nothing_that_looks_whole(self, home, tmp_path):
        for number in range(3000):
            (home / f"private/originals/{number}.jpg").write_bytes(b"x")
        kept = tmp_path / "kept"
        command = [sys.executable, "manage.py", "backup", str(kept)]
        environment = {"NEWSROOM_HOME": str(home), "DATABASE_URL": database_url()}
        process = services.Service(command, 0, tmp_path / "log", **environment)
        process.start()
        until(lambda: list(kept.glob(f"{backup.PARTIAL}*/private/originals/*")))
        process.kill(signal.SIGKILL)
        assert list(kept.glob("newsroom-*")) == []
        assert list(kept.glob(f"{backup.PARTIAL}*"))
        done = manage("backup", str(kept), home=home, url=database_url())
        assert done.returncode == 0, done.stderr
        assert [manifest.is_backup(path) for path in kept.glob("newsroom-*")] == [True]
        assert list(kept.glob(f"{backup.PARTIAL}*")) == []

    def test_one_that_is_stopped_takes_its_beginnings_away(self, home, tmp_path):
        for number in range(3000):
            (home / f"private/originals/{number}.jpg").write_bytes(b"x")
        kept = tmp_path / "kept"
        command = [sys.executable, "manage.py", "backup", str(kept)]
        environment = {"NEWSROOM_HOME": str(home), "DATABASE_URL": database_url()}
        process = services.Service(command, 0, tmp_path / "log", **environment)
        process.start()
        until(lambda: list(kept.glob(f"{backup.PARTIAL}*/private/originals/*")))
        process.process.send_signal(signal.SIGTERM)
        assert process.process.wait(timeout=120) != 0
        assert [path.name for path in kept.iterdir()] == [backup.LOCK]


def _count(table: str, prefix: str) -> int:
    column = "key" if table == "articles_version" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} LIKE '{prefix}%%'")
        return cursor.fetchone()[0]


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def made(transactional_db, home, settings, tmp_path):
    """A backup of the site of the tests; with `here` a place is at hand to restore it into."""
    settings.HOME = home
    settings.STORAGES = _storages(settings.STORAGES, home)
    Picture.objects.create(
        original="originals/abc.jpg", format="jpeg", width=1, height=1, digest="a"
    )
    path, _ = backup.make_backup(tmp_path / "kept", now=NOW, say=silent)
    settings.HOME = tmp_path / "new"
    settings.HOME.mkdir()
    settings.STORAGES = _storages(settings.STORAGES, settings.HOME)
    return path


def _storages(given: dict, home: Path) -> dict:
    backend = "django.core.files.storage.FileSystemStorage"
    places = {"default": "public", "private": "private"}
    return {
        **given,
        **{
            alias: {"BACKEND": backend, "OPTIONS": {"location": home / name}}
            for alias, name in places.items()
        },
    }


class TestWhatItHolds:
    def test_nobody_else_may_read_it(self, made):
        modes = {path.stat().st_mode & 0o777 for path in made.rglob("*") if path.is_file()}
        folders = {
            path.stat().st_mode & 0o777 for path in [made, *made.rglob("*")] if path.is_dir()
        }
        assert (modes, folders, made.parent.stat().st_mode & 0o777) == ({0o600}, {0o700}, 0o700)

    def test_its_sums_are_those_that_any_tool_reads(self, made):
        command = ["sha256sum", "--check", "--strict", manifest.SUMS]
        done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(done.stdout.splitlines()) == len(_files(made)) - 2

    def test_it_names_what_is_not_in_it(self, made, settings, tmp_path):
        Picture.objects.create(
            original="originals/lost.jpg", format="jpeg", width=1, height=1, digest="b"
        )
        settings.STORAGES = _storages(settings.STORAGES, tmp_path / "home")
        _, other = backup.make_backup(tmp_path / "more", now=NOW, say=silent)
        assert other.lost == ["originals/lost.jpg"]
        settings.STORAGES = {
            **settings.STORAGES,
            "private": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {"bucket_name": "pictures", "location": "private"},
            },
        }
        _, other = backup.make_backup(tmp_path / "bucket", now=NOW, say=silent)
        assert (other.not_copied, other.lost) == ({"private": "pictures/private"}, [])

    def test_a_picture_that_comes_meanwhile_is_whole(self, made, settings, tmp_path):
        """Its file is half there when files are copied, and its row is there before the database
        is."""
        settings.STORAGES = _storages(settings.STORAGES, tmp_path / "home")
        file = tmp_path / "home/private/originals/new.jpg"
        file.write_bytes(b"half")

        def finish(what: str, done: int, total: int) -> None:
            if what == "database" and not Picture.objects.filter(digest="n").exists():
                file.write_bytes(b"half and half")
                Picture.objects.create(
                    original="originals/new.jpg", format="jpeg", width=1, height=1, digest="n"
                )

        path, other = backup.make_backup(tmp_path / "more", now=NOW, say=finish)
        assert other.rows[_name("articles_picture")] == Picture.objects.count() == 2
        assert (path / "private/originals/new.jpg").read_bytes() == b"half and half"

    def test_a_database_without_tables_is_said(self, made, tmp_path):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE django_migrations RENAME TO elsewhere")
        try:
            with pytest.raises(Refused, match="django_migrations"):
                backup.make_backup(tmp_path / "more", now=NOW, say=silent)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE elsewhere RENAME TO django_migrations")
        assert [path.name for path in (tmp_path / "more").iterdir()] == [backup.LOCK]

    @pytest.mark.parametrize("place", ["public/kept", "private", "pages/kept"])
    def test_it_is_not_written_where_it_would_be_handed_out(self, made, settings, place):
        with pytest.raises(Refused, match="lies in"):
            backup.make_backup(settings.HOME / place, now=NOW, say=silent)

    def test_two_at_a_time_are_refused(self, made):
        with backup.alone(made.parent), pytest.raises(Refused, match="under way"):
            backup.make_backup(made.parent, now=NOW, say=silent)

    def test_a_full_disk_is_told_before(self, made, monkeypatch, tmp_path):
        monkeypatch.setattr(backup, "SPARE", 10**18)
        with pytest.raises(Refused, match="no room"):
            backup.make_backup(tmp_path / "full", now=NOW, say=silent)
        assert [path.name for path in (tmp_path / "full").iterdir()] == [backup.LOCK]


def _name(table: str) -> str:
    """What a manifest calls a table."""
    return table if connection.vendor == "sqlite" else f"public.{table}"


class Elsewhere(databases.SQLite):
    """SQLite's, in another place than the site's."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        return self._path


class TestRestoring:
    """What is refused is refused before anything is written."""

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("private/originals/abc.jpg", "originals/abc.jpg is not what was written"),
            ("database", "database.* is not what was written"),
            (manifest.SUMS, "SHA256SUMS is missing or not what was written"),
        ],
    )
    def test_damage_is_found(self, made, settings, name, words):
        path = made / (databases.of_site().dump if name == "database" else name)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        with pytest.raises(Refused, match=words):
            restore.restore(made, silent)
        assert _files(settings.HOME) == set()

    def test_a_lost_file_is_found(self, made):
        (made / "private/originals/abc.jpg").unlink()
        with pytest.raises(Refused, match=r"abc\.jpg can't be read"):
            restore.check(made, silent)

    def test_a_line_that_leads_out_is_refused(self, made):
        sums = made / manifest.SUMS
        sums.write_bytes(sums.read_bytes() + manifest.line("0" * 64, "public/../../etc/passwd"))
        _rewrite(made, sums=manifest.digest_of(sums))
        with pytest.raises(Refused, match="a line that is none"):
            restore.check(made, silent)

    @pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/etc/hostname")])
    def test_what_is_no_file_is_refused(self, made, make):
        """A link might lead anywhere on this machine; a pipe would be waited at for ever."""
        make(made / "public" / "other")
        digest = manifest.digest_of(Path("/etc/hostname"))
        sums = made / manifest.SUMS
        sums.write_bytes(sums.read_bytes() + manifest.line(digest, "public/other"))
        _rewrite(made, sums=manifest.digest_of(sums))
        with pytest.raises(Refused, match="public/other is a link, or no file"):
            restore.check(made, silent)

    @pytest.mark.parametrize(
        "changes",
        [
            {"rows": [1]},
            {"rows": {"a": "b"}},
            {"migrations": [["a"]]},
            {"not_copied": ["a"]},
            {"files": "many"},
            {"key": None},
        ],
    )
    def test_a_manifest_of_other_things_is_none(self, made, changes):
        _rewrite(made, **changes)
        with pytest.raises(Refused, match="holds other than it should"):
            restore.check(made, silent)

    def test_a_manifest_without_a_bottom_is_none(self, made):
        (made / manifest.NAME).write_text("[" * 100_000)
        with pytest.raises(Refused, match="not a backup that this version can read"):
            restore.check(made, silent)

    @pytest.mark.parametrize("keep", [10, 20_000])
    def test_a_database_that_is_none_is_not_put_in_place(self, tmp_path, keep):
        """Though its sum is right."""
        with contextlib.closing(sqlite3.connect(tmp_path / "whole")) as whole:
            whole.execute("CREATE TABLE t AS SELECT randomblob(100000)")
            whole.commit()
        (tmp_path / "bad").write_bytes((tmp_path / "whole").read_bytes()[:keep])
        target = Elsewhere(tmp_path / "home/newsroom.sqlite3")
        with pytest.raises(Refused, match="no database that can be used"):
            target.restore(tmp_path / "bad", manifest.digest_of(tmp_path / "bad"), silent)
        assert not any((tmp_path / "home").iterdir())

    def test_a_damaged_database_is_overwritten_by_nothing(self, tmp_path):
        (tmp_path / "newsroom.sqlite3").write_text("no database at all" * 1000)
        assert not Elsewhere(tmp_path / "newsroom.sqlite3").is_empty()

    def test_a_place_that_is_taken_is_refused(self, made):
        with pytest.raises(Refused, match="There is a database here already"):
            restore.restore(made, silent)

    def test_of_a_newer_version(self, made):
        known = manifest.read(made).migrations
        _rewrite(made, migrations=[*known, "articles.0999_from_the_future"])
        with pytest.raises(Refused, match=r"newer version.*articles\.0999_from_the_future"):
            restore.restore(made, silent)

    def test_of_the_other_database(self, made):
        _rewrite(made, database="oracle")
        with pytest.raises(Refused, match="of a site on oracle"):
            restore.restore(made, silent)


def _rewrite(folder: Path, **changes) -> None:
    path = folder / manifest.NAME
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


@pytest.mark.django_db(transaction=True)
def test_of_an_older_version_is_told_to_be_migrated(home, tmp_path):
    """And a restore that was interrupted goes on from where it was."""
    source = database_url()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0013_operations'")
    done = manage("backup", str(tmp_path / "kept"), home=home, url=source)
    assert done.returncode == 0, done.stderr
    [made] = (tmp_path / "kept").glob("newsroom-*")
    new = tmp_path / "new"
    (new / "private/originals").mkdir(parents=True)
    (new / "private/originals/abc.jpg").write_bytes(b"half")
    with empty_database(tmp_path) as target:
        taken = manage("restore", str(made), home=new, url=target)
        assert (taken.returncode, "private is not empty" in taken.stderr) == (1, True)
        (new / restore.MARK).write_text(json.dumps({"made_at": manifest.read(made).made_at}))
        back = manage("restore", str(made), home=new, url=target)
        assert back.returncode == 0, back.stderr
    assert "1 migrations came since" in back.stdout
    assert (new / "private/originals/abc.jpg").read_bytes() == b"original" * 1000
    assert not (new / restore.MARK).exists()


class TestKeeping:
    @pytest.mark.parametrize("text", ["", "7", "7x", "7d,7d", "0d", "7d;4w", "-1d"])
    def test_what_is_no_rule_is_refused(self, text):
        with pytest.raises(Refused, match="not understood"):
            thinning.read_rule(text)

    def test_the_newest_of_days_and_weeks_stay(self):
        made = [NOW - dt.timedelta(hours=12 * n) for n in range(60)]
        kept = thinning.kept(made, thinning.read_rule("3d,4w"))
        assert sorted((NOW - at).days for at in kept) == [0, 0, 1, 7, 14]

    def test_without_new_ones_the_old_ones_stay(self):
        made = [NOW - dt.timedelta(days=100 + n) for n in range(3)]
        assert thinning.kept(made, {"d": 2}) == set(made[:2])
        assert thinning.kept(made[2:], {"m": 1}) == {made[2]}

    def test_nothing_else_is_touched(self, tmp_path):
        def put(at: dt.datetime, name: str = "") -> Path:
            folder = tmp_path / (name or manifest.name_at(at))
            folder.mkdir()
            manifest.Manifest(at.isoformat(), "sqlite", "d", [], {}, 0, 0, {}, [], "", "").write(
                folder
            )
            return folder

        days = [put(NOW - dt.timedelta(days=n)) for n in range(4)]
        others = [
            put(NOW - dt.timedelta(days=9), "newsroom-of-ours"),
            put(NOW - dt.timedelta(days=9), "newsroom-20260101T000000Z"),  # not when it was made
            tmp_path / "newsroom-20260102T000000Z",
            tmp_path / "newsroom-20261120T030000Z",
        ]
        others[2].mkdir()
        (others[2] / manifest.NAME).write_text("{}")
        others[3].symlink_to(days[0])
        assert thinning.thin(tmp_path, {"d": 2}) == [path.name for path in (days[3], days[2])]
        assert {path for path in tmp_path.iterdir() if path.name != backup.LOCK} == {
            *days[:2],
            *others,
        }


def test_files_are_whole_or_not_there(tmp_path):
    """The modes hold from the beginning, whatever was there before."""
    (tmp_path / "a").write_bytes(b"1234")
    (tmp_path / "b").write_bytes(b"what was there")
    (tmp_path / "b").chmod(0o666)
    digest, size = manifest.copy(tmp_path / "a", tmp_path / "b", 0o600)
    assert (size, digest) == (4, manifest.digest_of(tmp_path / "a"))
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
