"""Phrases found in texts, however many, as readers see them: see normalise.py for what counts as
the same."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from newsroom.lib.matching.normalise import PLAIN, SHAPES, SPACES, Reading

#: Longer phrases are looked up by a piece of this length where they may stand inside words.
GRAM = 4


@dataclass(frozen=True)
class Phrases:
    """A list that a text can be searched for in about a thousandth of a second, of any length.

    Whole words are found unless `inside`: then a phrase may stand within longer ones, too.
    """

    words: Words
    parts: Parts

    @classmethod
    def of(cls, phrases: Iterable[str], *, inside: bool = False) -> Phrases:
        words = Words()
        parts = Parts(inside)
        for phrase in phrases:
            if inside or not words.add(phrase.strip()):
                parts.add(phrase.strip())
        parts.index()
        return cls(words, parts)

    def find(self, reading: Reading, most: int = 10) -> list[str]:
        """What of the text is on the list, letter by letter as it stands there; each once, in its
        order."""
        spans = [*islice(self.words.find(reading), most), *islice(self.parts.find(reading), most)]
        return list(dict.fromkeys(reading.text[begin:end] for begin, end in sorted(spans)))[:most]


class Words:
    """Phrases of nothing but words, by what these look like; and by how the longer ones begin, how
    long they are."""

    def __init__(self) -> None:
        self.phrases: dict[str, tuple[str, ...]] = {}
        self.firsts: set[str] = set()
        self.lengths: dict[str, tuple[int, ...]] = {}

    def add(self, phrase: str) -> bool:
        """Take a phrase; False for one in which something else stands that has to be there."""
        reading = Reading(phrase)
        if not reading.looks or _has_signs(reading) or _is_odd(phrase):
            return False
        look = " ".join(reading.looks)
        said = " ".join(reading.plains)
        count = len(reading.looks)
        if said not in self.phrases.get(look, ()):
            self.phrases[look] = (*self.phrases.get(look, ()), said)
            begin = " ".join(reading.looks[:2])
            if count > 1 and count not in self.lengths.get(begin, ()):
                self.firsts.add(reading.looks[0])
                self.lengths[begin] = (*self.lengths.get(begin, ()), count)
        return True

    def find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        found: set[str] = set()
        for number, count, key in self.candidates(reading.looks):
            if (
                key in found
                or not reading.is_close(number, count)
                or reading.is_within_hangul(number)
            ):
                continue
            if any(reading.is_said(number, said) for said in self.phrases[key]):
                found.add(key)
                yield reading.spans[number][0], reading.spans[number + count - 1][1]
        for begin, end, plain in reading.spelled:
            if plain in self.phrases.get(plain.translate(SHAPES), ()):
                yield begin, end

    def candidates(self, looks: list[str]) -> Iterator[tuple[int, int, str]]:
        """Where words look like a phrase, how many, and the phrase."""
        phrases, firsts, lengths = self.phrases, self.firsts, self.lengths
        last = len(looks) - 1
        for number, look in enumerate(looks):
            if look in phrases:
                yield number, 1, look
            if look in firsts and number < last:
                for count in lengths.get(f"{look} {looks[number + 1]}", ()):
                    key = " ".join(looks[number : number + count])
                    if key in phrases and number + count <= last + 1:
                        yield number, count, key


class Parts:
    """Phrases with other signs than letters, and (`inside`) all that may stand within words: by the
    rarest piece of what they look like. Short ones are taken by what they say alone."""

    def __init__(self, inside: bool) -> None:
        self.inside = inside
        self.phrases: dict[str, tuple[str, ...]] = {}
        self.grams: dict[str, list[tuple[int, str]]] = {}
        self.short: dict[int, set[str]] = {}

    def add(self, phrase: str) -> None:
        reading = Reading(phrase)
        said = SPACES.sub(" ", phrase) if _is_odd(phrase) else reading.plain
        look = said.translate(PLAIN).translate(SHAPES)
        if look.strip() and said not in self.phrases.get(look, ()):
            self.phrases[look] = (*self.phrases.get(look, ()), said)

    def index(self) -> None:
        """Make the look-up of all that was added."""
        often = Counter(gram for look in self.phrases for gram in _grams(look))
        for look, known in self.phrases.items():
            if len(look) < GRAM:
                self.short.setdefault(len(look), set()).update(
                    said.translate(PLAIN) for said in known
                )
            else:
                gram = min(_grams(look), key=often.__getitem__)
                self.grams.setdefault(gram, []).append((look.index(gram), look))

    def find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        found: set[str] = set()
        for start, look in self.candidates(reading) if self.phrases else ():
            if look in found:
                continue
            stretch = reading.places[start : start + len(look)]
            begin, end = stretch[0], stretch[-1] + 1
            if (self.inside or reading.is_whole(begin, end)) and self.is_said(
                reading, begin, end, start, look
            ):
                found.add(look)
                yield begin, end

    def is_said(self, reading: Reading, begin: int, end: int, start: int, look: str) -> bool:
        known = self.phrases[look]
        if (
            reading.plain[start : start + len(look)] in known
            or SPACES.sub(" ", reading.text[begin:end]) in known
        ):
            return True
        if len(look) < GRAM:
            return False
        first = max(0, bisect_right(reading.spans, (begin, end)) - 1)
        words = takewhile(
            lambda number: reading.spans[number][0] < end, range(first, len(reading.spans))
        )
        over = [number for number in words if reading.spans[number][1] > begin]
        return any(reading.is_disguised(number, said) for number in over for said in known)

    def candidates(self, reading: Reading) -> Iterator[tuple[int, str]]:
        """What looks like a phrase, and where. Each place is looked up once for every length of a
        piece."""
        line, plain, grams = reading.look, reading.plain, self.grams
        for place in range(len(line) - GRAM + 1) if grams else ():
            if known := grams.get(line[place : place + GRAM]):
                for offset, look in known:
                    if place >= offset and line.startswith(look, place - offset):
                        yield place - offset, look
        for size, known in self.short.items():
            for place in range(len(plain) - size + 1):
                if plain[place : place + size] in known:
                    yield place, line[place : place + size]


def _grams(look: str) -> list[str]:
    return [look[place : place + GRAM] for place in range(len(look) - GRAM + 1)]


def _has_signs(reading: Reading) -> bool:
    """Whether anything but spaces stands around or between its words."""
    ends = [0, *(end for _, end in reading.spans)]
    starts = [*(start for start, _ in reading.spans), len(reading.text)]
    return any(reading.text[end:start].strip() for end, start in zip(ends, starts, strict=True))


def _is_odd(phrase: str) -> bool:
    """Whether it is written in letters of unusual form: who lists these means them alone."""
    return not phrase.isascii() and unicodedata.normalize("NFKC", phrase) != unicodedata.normalize(
        "NFC", phrase
    )
