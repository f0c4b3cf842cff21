"""Settings: safe with nothing set, and a clear word when something is missing.

Covers newsroom/settings.py, newsroom/lib/config/env.py, newsroom/lib/config/secret.py.
"""

import os
import subprocess
import sys
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
    ):
        with pytest.raises(ImproperlyConfigured, match="A='"):
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
