"""docs/operations.md says what the code does.

Covers newsroom/operations/tidying.py.
"""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from newsroom.operations import tidying
from newsroom.operations.backup import STORAGES
from newsroom.serving import counts, health

TEXT = (Path(__file__).resolve().parents[3] / "docs/operations.md").read_text()


def kept(span: dt.timedelta) -> str:
    return f"{span.days} day{'s' if span.days > 1 else ''}" if span else "–"


def test_what_is_kept_for_how_long():
    section = TEXT.partition("## What is kept for how long")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", section, re.MULTILINE)
    assert rows[0] == ("Step", "What", "Kept")
    assert rows[1:] == [(step.name, step.what, kept(step.keep)) for step in tidying.TABLE]


def test_its_commands_exist():
    named = set(re.findall(r"manage\.py ([a-z_]+)", TEXT))
    assert {"backup", "restore", "tidy", "doctor"} <= named
    assert named - set(get_commands()) == set()


@pytest.mark.django_db
def test_parts_of_readyz():
    parts = {*health.read_parts(), *health.read_work()}
    parts = {name for name in parts if not name.endswith("_seconds")}
    section = TEXT.partition("Its parts:")[2].partition("\n`/metrics`")[0]
    told = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (.+?) \|", section, re.MULTILINE)))
    assert set(told) == parts


def test_kinds_of_answers():
    told = TEXT.partition("by how they came about:")[2].partition("|")[0]
    assert set(re.findall(r"`(\w+)`", told)) == set(counts.KINDS) - {"other"}
    told = TEXT.partition("had them from:")[2].partition("|")[0]
    assert tuple(re.findall(r"`(\w+)`", told)) == counts.SOURCES


def test_folders_of_a_backup():
    assert {f"`{name}/`" for name in STORAGES} <= set(re.findall(r"`\w+/`", TEXT))
