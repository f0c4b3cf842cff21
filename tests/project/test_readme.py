"""README, CONTRIBUTING and their like: short, and true about commands, settings and files."""

import re
import subprocess
import tomllib
from pathlib import Path

from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
PAPERS = {path.name: path.read_text() for path in ROOT.glob("*.md")}


def test_it_is_short():
    """Without its table of settings, which grows with them."""
    rows = [line for line in README.splitlines() if re.match(r"\| `[A-Z0-9_]+` \|", line)]
    assert len(README.splitlines()) - len(rows) < 100


def test_their_commands_exist():
    text = "\n".join(PAPERS.values())
    targets = set(re.findall(r"(?:`|^ {4})make ([a-z-]+)", text, re.MULTILINE))
    assert {"run", "test"} <= targets
    assert targets - set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)) == set()
    commands = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert {"serve", "worker"} <= commands
    assert commands - set(get_commands()) == set()


def test_help_lists_all_there_is_to_make():
    (targets,) = re.findall(r"^\.PHONY: (.+)", MAKEFILE, re.MULTILINE)
    told = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z-]+) +\w", told, re.MULTILINE)) == set(targets.split()) - {
        "help"
    }


def test_the_changelog_tells_of_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"\n## [{version}] - " in PAPERS["CHANGELOG.md"]


def settings() -> set[str]:
    """The names in the table of settings."""
    rows = re.findall(r"^\| (`[^|]*`) \|", README, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}


def test_its_settings_are_those_that_are_read():
    read = set()
    for path in (ROOT / "newsroom").rglob("*.py"):
        read |= set(
            re.findall(
                r"env\.(?:text|flag|number|words|isset)\(\s*\"([A-Z0-9_]+)\"", path.read_text()
            )
        )
    assert settings() == read, "The table of settings in README.md has a row for each."


def test_the_example_environment_sets_what_there_is():
    names = re.findall(r"^(\w+)=", (ROOT / "deploy/environment.example").read_text(), re.MULTILINE)
    assert names
    assert {name for name in names if not name.startswith("AWS_")} <= settings()


def test_their_links_lead_somewhere():
    links = [
        (name, link)
        for name, text in PAPERS.items()
        for link in re.findall(r"\]\(([^):#]+)(?:#[^)]*)?\)", text)
    ]
    assert {name for name, _ in links} >= {"README.md", "CONTRIBUTING.md"}
    lost = [(name, link) for name, link in links if not (ROOT / link).exists()]
    assert not lost, lost


def test_the_modules_it_names_exist():
    there = {
        path.name
        for part in ("articles", "comments", "newsroom")
        for path in (ROOT / part).rglob("*.py")
    }
    named = set(re.findall(r"`([a-z_]+\.py)`", README))
    assert named
    assert named - there == set()
