"""The pinned packages are enough for every Python that Newsroom runs on, not only for the one they
were compiled with."""

import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


def pinned(file: str) -> set[str]:
    return {
        canonicalize_name(name)
        for name in re.findall(r"^([\w.-]+)==", (ROOT / file).read_text(encoding="utf-8"), re.M)
    }


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt"])
@pytest.mark.parametrize("python", ["3.11.0", "3.12.0", "3.13.0", "3.14.0"])
def test_all_that_a_package_asks_for_is_pinned(file, python):
    names = pinned(file)
    assert len(names) > 15
    there = {
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "extra": "",
    }
    missing = {
        (name, need.name)
        for name in names
        for need in map(Requirement, distribution(name).requires or ())
        if (need.marker is None or need.marker.evaluate(there))
        and canonicalize_name(need.name) not in names
    }
    assert missing == set()
