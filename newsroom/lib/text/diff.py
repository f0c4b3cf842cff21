"""Differences between two texts: by words, and by paragraphs of a story's text.

`words` compares plain text, `prose` the HTML that html.clean_body gives. Both stay quick on long
texts that have nothing in common (sequences.py). html.runs shows what they give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Literal

import regex

from newsroom.lib.text import blocks
from newsroom.lib.text.scripts.words import PATTERN
from newsroom.lib.text.sequences import Hunk, find_hunks, find_matches

#: A number with its points and colons, a character of a script without spaces, a word, space, a
#: sign.
_WORD = regex.compile(rf"\d+(?:[.,:]\d+)+|{PATTERN}|\s+|\S", regex.V1)
#: Words up to this length are found everywhere: two versions of a sentence hardly share one.
_SHORT = 3
#: As many pairs of paragraphs are compared as likenesses are worth; further apart they are not
#: looked for.
_COMPARED, _PLACES = 4_000, 250_000
#: From which share of common words on a paragraph is a version of another.
_ALIKE = 0.4


@dataclass(frozen=True)
class Run:
    """A stretch of text. "marked" is the same in both but for its links and emphasis, of which
    `note` tells."""

    kind: Literal["equal", "removed", "added", "marked"]
    text: str
    note: str = ""


@dataclass(frozen=True)
class Change:
    """What became of a paragraph (or heading, list …): its HTML before and now, and its words in
    runs.

    `note` tells of what is no word: that it is a heading now, or stood elsewhere.
    """

    kind: Literal["same", "changed", "added", "removed", "moved"]
    old: str = ""
    new: str = ""
    runs: tuple[Run, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        """ "paragraph", "heading" and the like."""
        return blocks.name(self.new or self.old)


@dataclass(frozen=True)
class Unchanged:
    """So many paragraphs between changes, left out."""

    count: int
    kind: str = "unchanged"


# -- words
# -----------------------------------------------------------------------------------------------


def sides(runs: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """The runs of the old text, with what is removed from it, and those of the new one, with what
    is added."""
    return [run for run in runs if run.kind != "added"], [
        run for run in runs if run.kind != "removed"
    ]


def words(old: str, new: str) -> list[Run]:
    """The runs that lead from one plain text to the other.

    All but the added ones make up `old`, all but the removed ones `new`. Where nearly all words of
    a stretch are new it is one removed and one added run, whatever "the" and "of" it has kept.
    """
    cut_old = _WORD.findall(old)
    cut_new = _WORD.findall(new)
    found = find_hunks(
        find_matches(cut_old, cut_new, ignore=str.isspace), len(cut_old), len(cut_new)
    )
    runs, done = [], 0
    for i1, i2, j1, j2 in _whole(found, cut_old, cut_new):
        runs += [
            ("equal", cut_old[done:i1]),
            ("removed", cut_old[i1:i2]),
            ("added", cut_new[j1:j2]),
        ]
        done = i2
    runs.append(("equal", cut_old[done:]))
    return [Run(kind, "".join(cut)) for kind, cut in runs if cut]


def _whole(found: list[Hunk], old: list[str], new: list[str]) -> list[Hunk]:
    """Changes with too little between them to be told apart, as one."""
    sum_old = [0, *accumulate(map(_weight, old))]
    sum_new = [0, *accumulate(map(_weight, new))]

    def size(hunk: Hunk) -> int:
        return max(sum_old[hunk[1]] - sum_old[hunk[0]], sum_new[hunk[3]] - sum_new[hunk[2]])

    made: list[Hunk] = []
    for hunk in found:
        while made and sum_old[hunk[0]] - sum_old[made[-1][1]] <= min(size(made[-1]), size(hunk)):
            before = made.pop()
            hunk = (before[0], hunk[1], before[2], hunk[3])
        made.append(hunk)
    return made


def _weight(word: str) -> int:
    """How much a word tells: its length, hardly anything for a short one, nothing for a sign."""
    if not (word[0].isalnum() or word[0] == "_"):
        return 0
    return len(word) if len(word) > _SHORT else 1


# -- paragraphs
# ------------------------------------------------------------------------------------------


def prose(old: str, new: str) -> list[Change]:
    """What became of each paragraph of a story's clean HTML, in the order of the new text.

    Those that are not "removed" make up the new text, those that are neither "added" nor "moved"
    stand in the order of the old one.
    """
    was = blocks.split(old)
    now = blocks.split(new)
    made: list[Change] = []
    done = 0
    for i1, i2, j1, j2 in find_hunks(find_matches(was, now), len(was), len(now)):
        made += map(_same, was[done:i1])
        made += _replaced(was[i1:i2], now[j1:j2])
        done = i2
    return _with_moves([*made, *map(_same, was[done:])])


def condensed(changes: Sequence[Change], around: int = 1) -> list[Change | Unchanged]:
    """The changes, with so many unchanged paragraphs before and after each; Unchanged stands for
    the others."""
    shown = {
        near
        for number, change in enumerate(changes)
        if change.kind != "same"
        for near in range(number - around, number + around + 1)
    }
    made: list[Change | Unchanged] = []
    for kept, group in groupby(enumerate(changes), key=lambda item: item[0] in shown):
        row = [change for _, change in group]
        made += row if kept else [Unchanged(len(row))]
    return made


def _same(block: str) -> Change:
    return Change("same", block, block, (Run("equal", blocks.read(block)[0]),))


def _replaced(was: list[str], now: list[str]) -> list[Change]:
    """These blocks instead of those: each beside its other version, where it has one."""
    made: list[Change] = []
    i = j = 0
    for here, there in [*_versions(was, now), (len(was), len(now))]:
        made += [
            Change("removed", old=block, runs=(Run("removed", blocks.read(block)[0]),))
            for block in was[i:here]
        ]
        made += [
            Change("added", new=block, runs=(Run("added", blocks.read(block)[0]),))
            for block in now[j:there]
        ]
        if here < len(was):
            made.append(_changed(was[here], now[there]))
        i, j = here + 1, there + 1
    return made


def _changed(old: str, new: str) -> Change:
    (was, marks_before), (now, marks_now) = blocks.read(old), blocks.read(new)
    runs: list[Run] = []
    i = j = 0
    for run in words(was, now):
        size = len(run.text)
        if run.kind == "equal":
            runs += _marked(run.text, marks_before[i : i + size], marks_now[j : j + size])
        else:
            runs.append(run)
        i += size if run.kind != "added" else 0
        j += size if run.kind != "removed" else 0
    note = ""
    if blocks.name(old) != blocks.name(new):
        note = f"was a {blocks.name(old)}, is a {blocks.name(new)}"
    elif all(run.kind == "equal" for run in runs):
        note = "set differently"
    return Change("changed", old, new, tuple(runs), note)


def _marked(text: str, before: list[blocks.Marks], now: list[blocks.Marks]) -> list[Run]:
    """Equal text, divided where links and emphasis differ."""
    runs, place = [], 0
    for (was, is_now), group in groupby(zip(before, now, strict=True)):
        size = len(list(group))
        piece, place = text[place : place + size], place + size
        lost = [f"no longer {mark}" for mark in was if mark not in is_now]
        note = "; ".join([*(f"now {mark}" for mark in is_now if mark not in was), *lost])
        kind = "marked" if note else "equal"
        if runs and (runs[-1].kind, runs[-1].note) == (kind, note):
            runs[-1] = Run(kind, runs[-1].text + piece, note)
        else:
            runs.append(Run(kind, piece, note))
    return runs


def _versions(was: list[str], now: list[str]) -> list[tuple[int, int]]:
    """Which of these blocks are versions of one another: their places, ascending in both, as much
    alike as may be."""
    if len(was) == len(now) == 1:
        return [(0, 0)]
    if not was or not now or len(was) * len(now) > _PLACES:
        return []
    bags = [_bag(block) for block in was]
    others = [_bag(block) for block in now]
    reach = max(5, _COMPARED // max(len(was), len(now)) // 2)
    slope = len(now) / len(was)
    best = [[0.0] * (len(now) + 1)]
    alike: dict[tuple[int, int], float] = {}
    for i, bag in enumerate(bags):
        row = [0.0]
        for j, other in enumerate(others):
            here = _likeness(bag, other) if abs(j - i * slope) <= reach else 0.0
            if here >= _ALIKE:
                alike[i, j] = here
                row.append(max(best[i][j + 1], row[j], best[i][j] + here))
            else:
                row.append(max(best[i][j + 1], row[j]))
        best.append(row)
    return _path(best, alike)


def _path(best: list[list[float]], alike: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The way through the table that gave its last number."""
    i = len(best) - 1
    j = len(best[0]) - 1
    found = []
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found.append((i, j))
    return found[::-1]


def _bag(block: str) -> Counter[str]:
    found = Counter(word.lower() for word in _WORD.findall(blocks.read(block)[0]) if _weight(word))
    return Counter({word: count for word, count in found.items() if len(word) > _SHORT}) or found


def _likeness(bag: Counter[str], other: Counter[str]) -> float:
    total = bag.total() + other.total()
    small, large = sorted((bag, other), key=len)
    return (
        2 * sum(min(count, large[word]) for word, count in small.items()) / total if total else 0.0
    )


def _with_moves(changes: list[Change]) -> list[Change]:
    """What was taken out at one place and put in at another, unchanged, as moved to where it stands
    now."""
    gone = Counter(change.old for change in changes if change.kind == "removed")
    come = Counter(change.new for change in changes if change.kind == "added")
    moved = {
        block
        for block, count in (gone & come).items()
        if count == 1 and len(blocks.read(block)[0]) > 20
    }
    made = []
    for change in changes:
        if change.kind == "added" and change.new in moved:
            made.append(
                Change(
                    "moved",
                    change.new,
                    change.new,
                    _same(change.new).runs,
                    "stood elsewhere before",
                )
            )
        elif not (change.kind == "removed" and change.old in moved):
            made.append(change)
    return made
