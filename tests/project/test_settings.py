"""Settings: safe with nothing set, and a clear word when something is missing.

Covers newsroom/settings.py, newsroom/lib/config/env.py, newsroom/lib/config/secret.py.

Covers newsroom/lib/config/database.py, newsroom/lib/config/home.py, newsroom/management/run.py.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.lib.config.env import Env

ROOT = Path(__file__).resolve().parents[2]
REAL = {"NEWSROOM_HOSTS": "paper.example", "NEWSROOM_SECRET_KEY": "long-and-random-" * 5}


def manage(home, *arguments, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, "NEWSROOM_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_set_is_enough_on_a_laptop(tmp_path):
    done = manage(tmp_path, "check")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "environment", [{"NEWSROOM_HOSTS": "paper.example"}, {"NEWSROOM_DEBUG": "0"}]
)
def test_a_public_site_without_a_secret_does_not_start(tmp_path, environment):
    done = manage(tmp_path, "check", **environment)
    assert done.returncode != 0
    assert "NEWSROOM_SECRET_KEY is not set" in done.stderr


def test_production_settings_pass_djangos_own_checks(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **REAL)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_word_that_is_neither_yes_nor_no_is_refused():
    assert Env({"A": "on"}).flag("A", False) is True
    assert Env({"A": "0"}).flag("A", True) is False
    assert Env({"A": " "}).flag("A", True) is True
    for call in (
        lambda: Env({"A": "maybe"}).flag("A", False),
        lambda: Env({"A": "x1"}).number("A", 1),
        lambda: Env({"A": "9" * 5000}).number("A", 1),
        lambda: Env({"A": "0"}).number("A", 1, least=1),
        lambda: Env({"A": "65536"}).number("A", 1, most=65535),
    ):
        with pytest.raises(ImproperlyConfigured, match="^A="):
            call()


@pytest.mark.parametrize(
    ("environment", "sender"),
    [
        ({}, "newsroom@localhost"),
        (REAL, "newsroom@paper.example"),
        ({**REAL, "NEWSROOM_HOSTS": "*,.courier.example"}, "newsroom@courier.example"),
        (
            {**REAL, "NEWSROOM_MAIL_FROM": "The Courier <desk@paper.example>"},
            "The Courier <desk@paper.example>",
        ),
    ],
)
def test_whom_mail_comes_from(tmp_path, environment, sender):
    words = "from django.conf import settings; print(settings.DEFAULT_FROM_EMAIL)"
    assert (
        manage(tmp_path, "shell", "--no-imports", "-c", words, **environment).stdout.strip()
        == sender
    )


def fails(done: subprocess.CompletedProcess, *words: str) -> None:
    """It ended with these words, and that in one line."""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSROOM_TIME_ZONE", "Europe/Lissabon"),
        ("NEWSROOM_HOSTS", "https://paper.example"),
        ("NEWSROOM_TRUSTED_PROXIES", "10.0.0.300"),
        ("NEWSROOM_SHARED_CACHES", "10.0.0.5:6081"),
        ("NEWSROOM_WEBSUB_HUB", "hub.example"),
        ("NEWSROOM_HSTS", "-1"),
        ("NEWSROOM_MAIL_FROM", "nobody"),
        ("DATABASE_URL", "postgres//newsroom:secret@host/paper"),
        ("REDIS_URL", "host:6379"),
        ("EMAIL_URL", "mail.example:25"),
        ("MEDIA_URL_S3", "bucket"),
        ("AKISMET_URL", "akismet"),
        ("PORT", "0"),
    ],
)
def test_a_wrong_value_is_said_in_one_sentence(tmp_path, name, value):
    for command in ("check", "serve"):
        done = manage(tmp_path, command, **{name: value})
        fails(done, name)
        assert "secret" not in done.stderr


def test_a_home_that_is_not_there_is_not_made(tmp_path):
    home = tmp_path / "papr"
    for command in ("migrate", "serve", "worker", "prepare", "check"):
        fails(manage(home, command), f"NEWSROOM_HOME={home}", "prepare --new")
        assert not home.exists()
    done = subprocess.run(
        [sys.executable, "-c", "from newsroom import settings"],
        cwd=ROOT,
        env={**os.environ, "NEWSROOM_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"NEWSROOM_HOME={home}" in done.stderr
    assert not home.exists()


@pytest.mark.parametrize("database", ["", "postgresql://newsroom@127.0.0.1:9/paper"])
def test_a_home_without_a_paper_is_not_taken_for_a_new_one(tmp_path, database):
    (tmp_path / "lost+found").mkdir()  # a disk of its own
    for command in (["serve"], ["serve", "--only-server"], ["prepare"]):
        done = manage(tmp_path, *command, DATABASE_URL=database)
        fails(done, f"no paper in NEWSROOM_HOME={tmp_path}", "--new")
    assert not list(tmp_path.glob("*.sqlite3"))


def test_a_new_paper_is_made_when_that_is_said(tmp_path):
    home = tmp_path / "new" / "home"
    made = manage(home, "prepare", "--new")
    assert made.returncode == 0, made.stderr
    assert (home / "newsroom.sqlite3").exists()
    again = manage(home, "prepare")
    assert again.returncode == 0, again.stderr


#: As somebody who may not do everything: the tests may be run by root.
READY_HOME = """
import os, pathlib, sys
from newsroom.lib.config.home import ready_home
if os.geteuid() == 0:
    os.setuid(65534)
ready_home(pathlib.Path(sys.argv[1]), make=False)
"""


@pytest.mark.parametrize("closed", [".", "newsroom.sqlite3", "static"])
def test_a_home_that_can_not_be_written_to(closed):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "newsroom.sqlite3").touch()
        (home / "static").mkdir()
        for path in (home, *home.iterdir()):
            path.chmod(0o777)
        (home / closed).chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", READY_HOME, folder],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        home.chmod(0o777)
    assert f"NEWSROOM_HOME={folder}: the user " in done.stderr
    assert f"may not write to {home / closed}." in done.stderr


@pytest.mark.parametrize(
    ("database", "name"),
    [
        ("postgresql://newsroom:secret@127.0.0.1:9/paper", "DATABASE_URL: "),
        ("sqlite:////nowhere/at/all.sqlite3", "DATABASE_URL: "),
    ],
)
def test_a_database_that_can_not_be_reached(tmp_path, database, name):
    for command in (["migrate"], ["prepare", "--new"], ["createsuperuser", "--noinput"]):
        done = manage(tmp_path, *command, DATABASE_URL=database, DJANGO_SUPERUSER_PASSWORD="x")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert done.stderr.strip().splitlines()[-1].startswith(name), done.stderr
        assert "secret" not in done.stderr


def test_a_database_that_is_damaged(tmp_path):
    (tmp_path / "newsroom.sqlite3").write_text("no database at all" * 100)
    done = manage(tmp_path, "prepare")
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().endswith("file is not a database")
    assert f"NEWSROOM_HOME={tmp_path}: " in done.stderr


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, "0 False False"),
        (REAL, f"{30 * 24 * 3600} False False"),
        ({**REAL, "NEWSROOM_HSTS": "0"}, "0 False False"),
        ({**REAL, "NEWSROOM_HSTS": "31536000"}, "31536000 False False"),
    ],
)
def test_how_long_browsers_ask_by_https_alone(tmp_path, environment, seconds):
    words = (
        "from django.conf import settings as s; print(s.SECURE_HSTS_SECONDS,"
        " s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
    )
    done = manage(tmp_path, "shell", "--no-imports", "-c", words, **environment)
    assert done.stdout.strip() == seconds
