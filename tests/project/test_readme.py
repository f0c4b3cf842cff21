"""README: short, and true about commands, settings and files."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def test_it_is_short():
    assert len(README.splitlines()) < 200


def test_its_commands_exist():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"(?:`|^ {4})make ([a-z-]+)", README, re.MULTILINE))
    assert targets
    assert targets - set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) == set()
    commands = set(re.findall(r"manage\.py ([a-z_]+)", README))
    assert commands
    assert commands - set(get_commands()) == set()


def settings() -> set[str]:
    """The names in the table of settings."""
    rows = re.findall(r"^\| (`[^|]*`) \|", README, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}


def test_its_settings_are_those_that_are_read():
    read = set()
    for path in (ROOT / "newsroom").rglob("*.py"):
        read |= set(re.findall(r"env\.(?:text|flag|number|words|isset)\(\s*\"([A-Z0-9_]+)\"", path.read_text()))
    assert settings() == read


def test_the_example_environment_sets_what_there_is():
    names = re.findall(r"^(\w+)=", (ROOT / "deploy/environment.example").read_text(), re.MULTILINE)
    assert names
    assert {name for name in names if not name.startswith("AWS_")} <= settings()


@pytest.mark.parametrize("name", re.findall(r"\]\(([^):]+)\)", README))
def test_its_links_lead_somewhere(name):
    assert (ROOT / name).exists()


def test_the_modules_it_names_exist():
    there = {path.name for part in ("articles", "comments", "newsroom") for path in (ROOT / part).rglob("*.py")}
    named = set(re.findall(r"`([a-z_]+\.py)`", README))
    assert named
    assert named - there == set()
