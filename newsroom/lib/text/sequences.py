"""What two sequences have in common, in time that stays bounded on long ones that have little in
common."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher

#: A stretch that is the same in both: its place in the old, its place in the new, its length.
Match = tuple[int, int, int]
#: The parts of a change: from and to in the old, from and to in the new.
Hunk = tuple[int, int, int, int]

#: Stretches are compared closely up to this product of their lengths: difflib takes that many
#: steps, and more.
CLOSELY = 40_000
#: How often a stretch is cut at what stands once in both before it counts as wholly different.
CUTS = 8


def find_matches(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    ignore: Callable[[Hashable], bool] | None = None,
) -> list[Match]:
    """Equal stretches in ascending order, none beside another in both.

    Short stretches are compared by difflib, long ones first cut at what stands once in each of them
    ("patience"). Nothing is found in long ones that share no such thing. What `ignore` says is
    matched beside other things only.
    """
    found: list[Match] = []
    todo = [(0, len(old), 0, len(new), CUTS)]
    while todo:
        i1, i2, j1, j2, cuts = todo.pop()
        head = _common(zip(old[i1:i2], new[j1:j2], strict=False))
        found.append((i1, j1, head))
        i1, j1 = i1 + head, j1 + head
        tail = _common(zip(reversed(old[i1:i2]), reversed(new[j1:j2]), strict=False))
        i2, j2 = i2 - tail, j2 - tail
        found.append((i2, j2, tail))
        if (i2 - i1) * (j2 - j1) <= CLOSELY:
            close = SequenceMatcher(ignore, old[i1:i2], new[j1:j2], autojunk=False)
            found += [(i1 + i, j1 + j, size) for i, j, size in close.get_matching_blocks()]
        elif cuts:
            cut = _landmarks(old, new, (i1, i2, j1, j2), ignore)
            ends = [(i1 - 1, j1 - 1), *cut, (i2, j2)]
            found += [(i, j, 1) for i, j in cut]
            if cut:
                todo += [
                    (a + 1, c, b + 1, d, cuts - 1)
                    for (a, b), (c, d) in zip(ends, ends[1:], strict=False)
                ]
    return _joined(sorted(match for match in found if match[2]))


def find_hunks(found: list[Match], size_old: int, size_new: int) -> list[Hunk]:
    """What lies between matches: the changes, in order."""
    made, i, j = [], 0, 0
    for place_old, place_new, size in [*found, (size_old, size_new, 0)]:
        if i < place_old or j < place_new:
            made.append((i, place_old, j, place_new))
        i, j = place_old + size, place_new + size
    return made


def _common(pairs) -> int:
    """How many pairs from the start are of equals."""
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _landmarks(
    old: Sequence, new: Sequence, hunk: Hunk, ignore: Callable | None
) -> list[tuple[int, int]]:
    """The places of what stands once in both stretches: the longest row of them that ascends in
    both."""
    i1, i2, j1, j2 = hunk
    in_old = Counter(old[i1:i2])
    in_new = Counter(new[j1:j2])
    at = {new[j]: j for j in range(j1, j2)}
    once = [
        (i, at[old[i]])
        for i in range(i1, i2)
        if in_old[old[i]] == 1 and in_new[old[i]] == 1 and not (ignore and ignore(old[i]))
    ]
    return _ascending(once)


def _ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence of `pairs` whose second numbers ascend (patience sorting)."""
    tops: list[int] = []  # the smallest second number that ends a row of each length …
    ends: list[int] = []  # … and whose it is
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(tops, place)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1], ends[length : length + 1] = [place], [number]
    row = []
    number = ends[-1] if ends else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _joined(found: list[Match]) -> list[Match]:
    """Matches that touch in both, as one."""
    made: list[Match] = []
    for i, j, size in found:
        if made and (made[-1][0] + made[-1][2], made[-1][1] + made[-1][2]) == (i, j):
            i = made[-1][0]
            j = made[-1][1]
            size = made.pop()[2] + size
        made.append((i, j, size))
    return made
