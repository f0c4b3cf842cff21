"""Two people's changes of one list of paragraphs, brought together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.lib.text.sequences import Hunk, find_hunks, find_matches


@dataclass(frozen=True)
class Collision:
    """The same place changed in two ways: what stood there, and the two ways."""

    base: tuple[str, ...]
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def merge_sequences(
    base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]
) -> list[str | Collision]:
    """Both sides' changes of `base`, a list of blocks (blocks.split), as one list.

    Changes beside one another are both made, the same change is made once. Where both sides changed
    the same block, or put different ones in at the same place, stands a Collision for somebody to
    decide.
    """
    changes = sorted(
        [(hunk, "theirs") for hunk in _changes(base, theirs)]
        + [(hunk, "mine") for hunk in _changes(base, mine)]
    )
    made: list[str | Collision] = []
    done = 0
    for group in _groups(changes):
        start = group[0][0][0]
        end = max(hunk[1] for hunk, _ in group)
        made += base[done:start]
        ways = [
            _as_changed(base, text, [hunk for hunk, side in group if side == whose], start, end)
            for text, whose in ((theirs, "theirs"), (mine, "mine"))
        ]
        sides = {side for _, side in group}
        if len(sides) == 1 or ways[0] == ways[1]:
            made += ways[0] if "theirs" in sides else ways[1]
        else:
            made += _block_by_block(tuple(base[start:end]), *ways)
        done = end
    return [*made, *base[done:]]


def _block_by_block(
    base: tuple[str, ...], theirs: tuple[str, ...], mine: tuple[str, ...]
) -> list[str | Collision]:
    """Where no side has more or fewer blocks, each is decided alone: what one side alone changed is
    made."""
    if not len(base) == len(theirs) == len(mine):
        return [Collision(base, theirs, mine)]
    return [_decide(*each) for each in zip(base, theirs, mine, strict=True)]


def _decide(before: str, their: str, my: str) -> str | Collision:
    if my == before:
        return their
    return my if their in (before, my) else Collision((before,), (their,), (my,))


def _changes(base: Sequence[str], text: Sequence[str]) -> list[Hunk]:
    return find_hunks(find_matches(base, text), len(base), len(text))


def _groups(changes: list[tuple[Hunk, str]]) -> list[list[tuple[Hunk, str]]]:
    """Changes that lie over one another in the base, together."""
    groups: list[list[tuple[Hunk, str]]] = []
    start = end = -1
    for change in changes:
        here, until = change[0][:2]
        if groups and (here < end or (here, until) == (start, end)):
            groups[-1].append(change)
            end = max(end, until)
        else:
            groups.append([change])
            start, end = here, until
    return groups


def _as_changed(
    base: Sequence[str], text: Sequence[str], own: list[Hunk], start: int, end: int
) -> tuple[str, ...]:
    """The base from start to end, as one side has it."""
    made: list[str] = []
    for i1, i2, j1, j2 in own:
        made += base[start:i1]
        made += text[j1:j2]
        start = i2
    return (*made, *base[start:end])
