"""Old backups: which are kept, and how the others go."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from newsroom.operations import manifest
from newsroom.operations.backup import PARTIAL, alone
from newsroom.operations.errors import Refused

#: In which span two backups stand for the same, by the letter of `--keep`.
SPANS: dict[str, Callable[[dt.datetime], tuple]] = {
    "h": lambda at: (at.date(), at.hour),
    "d": lambda at: (at.date(),),
    "w": lambda at: at.isocalendar()[:2],
    "m": lambda at: (at.year, at.month),
}
Rule = dict[str, int]


def read_rule(text: str) -> Rule:
    """`7d,4w`: of each of the last 7 days and 4 weeks that have one, the newest. Raises Refused."""
    rule: Rule = {}
    for word in text.split(","):
        found = re.fullmatch(r"\s*([1-9]\d{0,3})([hdwm])\s*", word)
        if not found or found[2] in rule:
            raise Refused(
                f"--keep={text} is not understood. It names hours, days, weeks or months, each"
                " once: 7d,4w"
            )
        rule[found[2]] = int(found[1])
    return rule


def kept(made: list[dt.datetime], rule: Rule) -> set[dt.datetime]:
    """Those of these moments that a rule keeps; the newest always."""
    newest_first = sorted(made, reverse=True)
    found = set(newest_first[:1])
    for letter, count in rule.items():
        spans: dict[tuple, dt.datetime] = {}
        for at in newest_first:
            spans.setdefault(SPANS[letter](at), at)
        found |= set(list(spans.values())[:count])
    return found


def thin(folder: Path, rule: Rule) -> list[str]:
    """Delete the backups in `folder` that the rule does not keep; their names. Nothing is touched
    but whole backups of ours."""
    with alone(folder):
        backups = {
            manifest.read(path).made: path
            for path in sorted(folder.iterdir())
            if manifest.is_backup(path)
        }
        gone = []
        for at in sorted(set(backups) - kept(list(backups), rule)):
            going = folder / f"{PARTIAL}{backups[at].name}-going"
            backups[at].rename(going)  # half of one must not look like a whole one
            shutil.rmtree(going)
            gone.append(backups[at].name)
        return gone
