"""What a site writes is for its user alone; static files are for a web server, too.

Covers newsroom/lib/config/database.py's `database_file`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom.lib.config import modes
from newsroom.lib.config.database import database_file
from tests.project.test_settings import ROOT


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def home(tmp_path):
    """As it was written with the usual umask."""
    home = tmp_path / "home"
    for name in ("newsroom.sqlite3", "public/pictures/a/whole.jpg", "static/a.css", "secret.key"):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
        path.chmod(0o644)
    for folder, _, _ in os.walk(home):
        Path(folder).chmod(0o755)
    (home / "secret.key").chmod(0o600)
    return home


def test_what_others_can_read_is_found_and_closed(home):
    assert [path.name for path in modes.too_open(home)] == ["newsroom.sqlite3", "public"]
    assert modes.tighten(home) == []
    assert list(modes.too_open(home)) == []
    closed = {path: mode(path) for path in (home / "public").rglob("*")}
    assert {(path.is_dir(), found) for path, found in closed.items()} == {
        (True, 0o700),
        (False, 0o600),
    }
    assert mode(home / "newsroom.sqlite3") == 0o600


def test_a_web_server_still_reads_static_files(home):
    modes.tighten(home)
    assert (mode(home), mode(home / "static"), mode(home / "static/a.css")) == (0o755, 0o755, 0o644)


def test_nobody_else_writes_to_the_home(home):
    home.chmod(0o775)
    assert home in modes.too_open(home)
    modes.tighten(home)
    assert mode(home) == 0o755


def test_a_link_is_not_followed_out_of_it(home, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("of others")
    elsewhere.chmod(0o644)
    (home / "public/link").symlink_to(elsewhere)
    modes.tighten(home)
    assert mode(elsewhere) == 0o644


def test_a_database_elsewhere(home, tmp_path):
    database = tmp_path / "database/paper.sqlite3"
    database.parent.mkdir()
    for end in ("", "-wal"):
        path = database.with_name(database.name + end)
        path.touch()
        path.chmod(0o644)
    assert {path.name for path in modes.too_open(home, database)} > {"paper.sqlite3-wal"}
    modes.tighten(home, database)
    assert list(modes.too_open(home, database)) == []


def test_which_file_is_the_database():
    cases = {
        ("sqlite3", "/a/b.sqlite3"): Path("/a/b.sqlite3"),
        ("sqlite3", ":memory:"): None,
        ("sqlite3", "file:memorydb_default?mode=memory&cache=shared"): None,
        ("newsroom.serving.postgresql", "newsroom"): None,
    }
    for (engine, name), file in cases.items():
        assert database_file({"ENGINE": engine, "NAME": name}) == file


def test_what_a_new_site_writes(tmp_path):
    """All that `prepare` makes, from nothing, with the umask that machines come with; and from a
    home that an older version made."""
    home = tmp_path / "new"
    environment = {
        name: words for name, words in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "MEDIA_URL_S3", "DJANGO_SETTINGS_MODULE")
    } | {"NEWSROOM_HOME": str(home)}  # fmt: skip
    command = [sys.executable, str(ROOT / "manage.py"), "prepare", "--new"]
    for _ in range(2):
        subprocess.run(command, env=environment, check=True, umask=0o022, capture_output=True)
        found = {path.name: mode(path) for path in home.iterdir()}
        assert found.pop("static") == 0o755
        assert found.keys() >= {"newsroom.sqlite3", "secret.key"}
        assert {name: oct(each) for name, each in found.items() if each & 0o077} == {}
        static = [path for path in (home / "static").rglob("*") if mode(path) & 0o044 != 0o044]
        assert static == []
        assert mode(home) in (0o700, 0o755)
        (home / "newsroom.sqlite3").chmod(0o644)
        (home / "public").mkdir(exist_ok=True)
        (home / "public").chmod(0o755)
        home.chmod(0o755)
