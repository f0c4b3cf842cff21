"""What a change of a few words is about: a number, a name, spelling, or signs alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsroom.lib.text.diff import Run

#: A change of more words than these is a new wording: that a number is among them says little.
FEW = 12

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„]*[”\"»“]")
#: What stands before the first word of a sentence.
_BEGINS = re.compile(r"(?:^|[.!?:…\n])[\s“\"«„‘'(]*$")
NUMBERS = {
    "zero", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty",
    "forty", "fifty",
    "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "billion",
}  # fmt: skip
DATES = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "yesterday", "today",
    "tomorrow",
}  # fmt: skip
NEGATIONS = {"not", "no", "never", "none", "nobody", "nothing", "cannot", "without"}
QUALIFYING = {
    "about", "allegedly", "alleged", "almost", "apparently", "approximately", "around", "claimed",
    "estimated",
    "nearly", "partly", "possibly", "probably", "reportedly", "roughly", "suspected",
}  # fmt: skip
#: Signs that say the same, and spaces that only look different.
_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‹›′", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("–—−‐‑", "-"),
        **dict.fromkeys("\xa0\u2009\u202f\u200a", " "),
        "…": "...",
        "\xad": "",
        "\u200b": "",
    }
)


@dataclass(frozen=True)
class Edit:
    """One changed place: both texts, and from where to where they differ."""

    old: str
    new: str
    here: slice
    there: slice

    @property
    def was(self) -> str:
        return self.old[self.here]

    @property
    def now(self) -> str:
        return self.new[self.there]

    @property
    def size(self) -> int:
        """The number of words, of the side that has more."""
        return max(len(self.was.split()), len(self.now.split()))


def find_edits(runs: Iterable[Run]) -> Iterator[Edit]:
    """The changed places among the runs of two texts; new links and emphasis are none."""
    runs = list(runs)
    old = "".join(run.text for run in runs if run.kind != "added")
    new = "".join(run.text for run in runs if run.kind != "removed")
    i = j = 0
    while runs:
        here, there = i, j
        while runs and runs[0].kind in ("removed", "added"):
            run = runs.pop(0)
            i += len(run.text) if run.kind == "removed" else 0
            j += len(run.text) if run.kind == "added" else 0
        if (here, there) != (i, j):
            yield Edit(old, new, slice(here, i), slice(there, j))
        if runs:
            size = len(runs.pop(0).text)
            i, j = i + size, j + size


def is_typography(edit: Edit) -> bool:
    """Whether only spacing, the form of quotation marks and dashes, and the like are different."""
    return _plain(edit.was) == _plain(edit.now)


def name_fact(edit: Edit) -> str:
    """What was set right, in a word or two: "A number", "A date", "A name", "Quoted words"; "" for
    none of these."""
    if edit.size > FEW:
        return ""
    for what, find in (("A date", _dates), ("A number", _numbers), ("A name", _names)):
        before = find(edit.old, edit.here)
        now = find(edit.new, edit.there)
        if before and now and before != now:
            return what
    if _negations(edit.was) != _negations(edit.now):
        return "A yes or no"
    if _is_quoted(edit.old, edit.here) and _is_quoted(edit.new, edit.there):
        return "Quoted words"
    return ""


def is_qualifying(edit: Edit) -> bool:
    """Whether words like "allegedly" came in or went."""
    return edit.size <= FEW and (QUALIFYING & _words(edit.was)) != (QUALIFYING & _words(edit.now))


def is_spelling(edit: Edit) -> bool:
    """Whether each word is nearly the one before: a slip of the hand, or of a sign."""
    was, now = (_LETTERS.findall(text) for text in (edit.was, edit.now))
    if _numbers(edit.old, edit.here) != _numbers(edit.new, edit.there):
        return False
    if len(was) != len(now):
        return bool(was and now) and _nearly("".join(was), "".join(now))
    return all(_nearly(one, other) for one, other in zip(was, now, strict=True))


def _plain(text: str) -> str:
    return " ".join(text.translate(_SAME).split())


def _words(text: str) -> set[str]:
    return {word.lower() for word in _LETTERS.findall(text)}


def _numbers(text: str, part: slice) -> list[str]:
    digits = [number.replace(",", "") for number in _NUMBER.findall(text[part])]
    return digits + sorted(_words(text[part]) & NUMBERS)


def _dates(text: str, part: slice) -> set[str]:
    found = _LETTERS.findall(text[part])
    return {
        word.lower() for word in found if word.lower() in DATES and word not in ("may", "march")
    }


def _names(text: str, part: slice) -> set[str]:
    """Words with a capital that no beginning of a sentence has given them."""
    found = set()
    for match in _LETTERS.finditer(text, part.start, part.stop):
        word = re.sub("['’]s$", "", match[0])
        before = text[max(0, match.start() - 20) : match.start()]
        if word[0].isupper() and word != "I" and not _BEGINS.search(before):
            found.add(word)
    return found


def _negations(text: str) -> int:
    words = [word.lower() for word in _LETTERS.findall(text)]
    return sum(word in NEGATIONS or word.endswith(("n't", "n’t")) for word in words)


def _is_quoted(text: str, part: slice) -> bool:
    return any(
        match.start() < part.start and part.stop < match.end() for match in _QUOTED.finditer(text)
    )


def _nearly(one: str, other: str) -> bool:
    """Whether one word may be the other misspelt: the shorter they are, the less may differ."""
    one = one.lower()
    other = other.lower()
    size = max(len(one), len(other))
    if size <= 3:
        return sorted(one) == sorted(other)
    return (
        abs(len(one) - len(other)) <= 2
        and size < 40
        and distance(one, other) <= (1 if size <= 5 else 2)
    )


def distance(one: str, other: str) -> int:
    """How many letters have to be put in, taken out, changed or swapped with the next (optimal
    string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        earlier, before, row = before, row, [i + 1]
        for j, there in enumerate(other):
            steps = min(before[j + 1] + 1, row[j] + 1, before[j] + (letter != there))
            if i and j and letter == other[j - 1] and one[i - 1] == there:
                steps = min(steps, earlier[j - 1] + 1)
            row.append(steps)
    return row[-1]
