"""Awkward material, small and written by hand. Where a folder `shared` of public material stands
beside the checkout, each function gives what it finds there too."""

from __future__ import annotations

import json
from pathlib import Path

from tests.material.attacks import ATTACKS
from tests.material.texts import TEXTS

HERE = Path(__file__).resolve().parent
BESIDE = HERE.parents[2] / "shared"


def attacks() -> list[str]:
    """HTML that must not do what it tries to."""
    file = BESIDE / "data/xss/payloads.jsonl"
    rows = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [*ATTACKS, *(json.loads(row)["payload"] for row in rows)]


def texts() -> list[str]:
    """Strings that break software; some hold halves of characters."""
    file = BESIDE / "data/text/naughty-strings.json"
    return [*TEXTS, *(json.loads(file.read_text(encoding="utf-8")) if file.exists() else [])]


def exports() -> list[Path]:
    """Export files of WordPress that are well-formed."""
    odd = ("malformed", "invalid-version-tag", "missing-version-tag")
    beside = (path for path in sorted(BESIDE.glob("data/wxr/*.xml")) if path.stem not in odd)
    return [*sorted(HERE.glob("wxr/*.xml")), *beside]


def stories() -> list[list[str]]:
    """The lines of stories as they come in: the headline, and paragraphs."""
    files = [HERE / "seed.txt", *sorted(BESIDE.glob("seed/*.txt"))]
    texts = [file.read_text(encoding="utf-8") for file in files]
    return [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]


def pictures() -> list[Path]:
    """PNGs of every kind that there is."""
    return sorted(BESIDE.glob("data/images/pngsuite/**/*.png"))


def turned() -> list[tuple[Path, Path]]:
    """Photographs in all orientations, each with the one that is upright."""
    folder = BESIDE / "data/images/orientation"
    return [(path, path.with_stem(path.stem[:-1] + "1")) for path in sorted(folder.glob("*_?.jpg"))]
