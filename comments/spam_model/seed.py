"""The seed: what the model knows before anybody of this newsroom has decided anything, so that it
is not blind.

Learned from a public collection of labelled comments, beside ordinary prose (data/README.md names
both). Only numbers are shipped.
"""

from __future__ import annotations

import csv
import json
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from newsroom.lib.learning import bands, measuring
from newsroom.lib.learning.features import features
from newsroom.lib.learning.linear import Example, Linear, learn, learn_and_calibrate, split_fold

NUMBERS = Path(__file__).parent / "data" / "judging_seed.bin"
FIGURES = Path(__file__).parent / "data" / "judging_seed.json"
#: So many paragraphs of ordinary prose are learned from, so that long and correct sentences are not
#: suspicious.
PARAGRAPHS = 1_000
_LINKED = re.compile(r"\[([^\]]*)\]\(([^)\s]*)[^)]*\)")


@lru_cache(1)
def packed() -> bytes:
    return NUMBERS.read_bytes()


def linear() -> Linear:
    return Linear.unpacked(packed())


def figures() -> dict:
    """How good the seed was on comments held out, as measured when it was made."""
    return json.loads(FIGURES.read_text())


def labelled(path: Path) -> Iterator[tuple[str, bool, str]]:
    """Text, whether it is spam, and the set it belongs to, from a CSV file with `text`, `spam` (0
    or 1) and `set`."""
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["text"], row["spam"] == "1", row.get("set", "")


def examples(rows: Iterable[tuple[str, bool, str]]) -> list[Example]:
    """Examples, grouped by the set that they belong to."""
    rows = list(rows)
    groups = {name: number for number, name in enumerate(sorted({name for _, _, name in rows}))}
    return [Example(features(text), is_one, groups[name]) for text, is_one, name in rows]


def prose(archive: Path, count: int = PARAGRAPHS) -> list[Example]:
    """Paragraphs of the articles in a tar archive of Markdown files, as examples of what is not
    looked for.

    Three of each fourth article; every second of them with its links spelled out.
    """
    found: list[str] = []
    with tarfile.open(archive) as files:
        for number, member in enumerate(sorted(files.getmembers(), key=lambda each: each.name)):
            if (
                number % 4 == 1
                and member.name.endswith(".md")
                and (file := files.extractfile(member))
            ):
                found += _paragraphs(file.read().decode("utf-8", "replace"))
            if len(found) >= count:
                break
    return [Example(features(text), False, -1) for text in found[:count]]


def _paragraphs(article: str) -> list[str]:
    text = article.split("---", 2)[-1]
    whole = [part.strip() for part in text.split("\n\n")]
    plain = [part for part in whole if 60 < len(part) < 900 and part[0] not in "#{!<-*|"]
    return [
        _LINKED.sub(r"\1 \2" if number % 2 else r"\1", part)
        for number, part in enumerate(plain[:3])
    ]


def make(
    found: Sequence[Example],
    beside: Sequence[Example],
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[Linear, dict]:
    """The seed, and its figures: each set is judged by a model that has seen nothing of it."""
    folds = max(2, 1 + max(example.group for example in found))
    model = learn_and_calibrate(
        found, folds=folds, beside=beside, progress=lambda s: progress(s / 2)
    )
    scored = across(found, beside, folds, progress=lambda s: progress(0.5 + s / 2))
    return model, {
        **measuring.figures(scored, *bands.bounds(1.0, 0)),
        "histogram": measuring.histogram(scored),
    }


def across(
    found: Sequence[Example],
    beside: Sequence[Example],
    folds: int,
    progress: Callable[[float], None] = lambda s: None,
) -> list[tuple[float, bool]]:
    """A score for each example, by a model that was learned and calibrated without any of its
    group."""
    scored = []
    for fold in range(folds):
        learned, held = split_fold(found, fold, folds)
        numbered = [Example(e.features, e.is_one, e.group - (e.group > fold)) for e in learned]
        model = learn_and_calibrate(numbered, folds=max(2, folds - 1), beside=beside)
        scored += [(model.score(example.features), example.is_one) for example in held]
        progress((fold + 1) / folds)
    return scored


def keep(
    model: Linear, measured: dict, *, numbers: Path = NUMBERS, figures: Path = FIGURES
) -> None:
    """Write the seed and its figures, where they are shipped from or elsewhere."""
    numbers.write_bytes(model.packed())
    figures.write_text(json.dumps(measured) + "\n")
    packed.cache_clear()


def alone(found: Sequence[Example], beside: Sequence[Example]) -> Linear:
    """A seed from one set only, as measuring needs it: its scores are calibrated by parts of that
    set."""
    parted = [Example(e.features, e.is_one, number) for number, e in enumerate(found)]
    return learn_and_calibrate(parted, folds=3, beside=beside) if parted else learn([])
