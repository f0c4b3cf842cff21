"""Phrases found in texts, however many: as readers see them, not as they are spelled.

Case, accents and the width of letters make no difference, nor do letters that can't be seen. Letters that look like
others count as these where a word is disguised: it mixes alphabets, has digits among its letters, or is written in an
alphabet that the text does not use otherwise. Scripts that put no space between words are read letter by letter.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile

import regex

from newsroom.lib.names import LOOKS_LIKE

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Hangul}ー"
_TOKEN = regex.compile(
    rf"[{_UNSPACED}][\p{{M}}\p{{Cf}}]*|[[\p{{L}}\p{{N}}]--[{_UNSPACED}]][[\p{{L}}\p{{N}}\p{{M}}\p{{Cf}}]--[{_UNSPACED}]]*",
    regex.V1,
)
_SPACES = re.compile(" +")
_BETWEEN = "\ue000"  # stands in no word
#: Between the words of a phrase that is written with spaces, so many characters that are no letters may stand.
GAP = 3
#: Longer phrases are looked up by a piece of this length where they may stand inside words.
GRAM = 4
#: Marks that change how a letter sounds, not which it is: Latin, Greek, Cyrillic accents, Hebrew and Arabic points.
_ACCENTS = ((0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670))
#: One sign for several: quotes, dashes, the letters of Arabic and Persian keyboards; the tatweel only stretches.
_ONE = {**dict.fromkeys("’‘ʼ´`＇", "'"), **dict.fromkeys("‐‑‒–—−", "-"), "ي": "ی", "ى": "ی", "ك": "ک", "ـ": ""}
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"}


class _Folding(dict):
    """A table for str.translate that makes the entry of a character when it first comes up."""

    def __missing__(self, code: int) -> str:
        made = self[code] = self.fold(chr(code))
        return made

    def fold(self, character: str) -> str:
        """A character as it is compared: small, without accents, of usual width; nothing where none is seen."""
        if character.isspace():
            return " "
        if unicodedata.category(character) in ("Cf", "Cc") or "\ufe00" <= character <= "\ufe0f":
            return ""
        parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
        bare = "".join(part for part in parts if not any(first <= ord(part) <= last for first, last in _ACCENTS))
        return "".join(_ONE.get(part, part) for part in unicodedata.normalize("NFC", bare))


_PLAIN = _Folding()
#: From letters as they are compared to what they look like, one for one: "1", "l" and "i" are one.
_SHAPES = {chr(code): letter.replace("i", "l") for code, letter in LOOKS_LIKE.items()}
_SHAPES = str.maketrans({**_SHAPES, "3": "e", "4": "a", "5": "s", "7": "t", "i": "l", "|": "|"})
#: The small letters of an alphabet that can be taken for those of another.
_CYRILLIC = "асеһіјкорѕтухԁԛԝьгп"
_TAKEN = {"LATIN": set(_CYRILLIC.translate(LOOKS_LIKE))}
for _code in LOOKS_LIKE:
    _TAKEN.setdefault(unicodedata.name(chr(_code), "").partition(" ")[0], set()).add(chr(_code))


class Reading:
    """A text, read once for any number of lists."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in _TOKEN.finditer(text)]
        words = _BETWEEN.join([text[start:end] for start, end in self.spans]).translate(_PLAIN)
        self.plains = words.split(_BETWEEN) if self.spans else []
        self.looks = words.translate(_SHAPES).split(_BETWEEN) if self.spans else []

    @cached_property
    def plain(self) -> str:
        """The whole text as it is compared, with single spaces."""
        return _SPACES.sub(" ", self.text.translate(_PLAIN))

    @cached_property
    def look(self) -> str:
        """The same, as letters look."""
        return self.plain.translate(_SHAPES)

    @cached_property
    def places(self) -> list[int]:
        """Where in the text each character of `plain` stands."""
        if self.text.isascii() and len(self.text) == len(self.plain):
            return list(range(len(self.text)))
        found, after_space = [], False
        for place, character in enumerate(self.text):
            for part in _PLAIN[ord(character)]:
                if not (part == " " and after_space):
                    found.append(place)
                after_space = part == " "
        return found

    @cached_property
    def alphabets(self) -> set[str]:
        """The alphabets that the text is written in: a word of it can't be taken for one of another."""
        used = set()
        for plain in self.plains:
            found = _alphabets(plain)
            if len(found) == 1:
                [alphabet] = found
                if any(letter.isalpha() and letter not in _TAKEN.get(alphabet, ()) for letter in plain):
                    used.add(alphabet)
        return used

    def is_disguised(self, number: int, phrase: str) -> bool:
        """Whether a word is written so that it only looks like what the phrase says."""
        plain = self.plains[number]
        found = _alphabets(plain)
        if len(found) != 1:
            return len(found) > 1
        [alphabet] = found
        if any(letter.isdigit() for letter in plain):
            return True
        return alphabet not in _alphabets(phrase) and alphabet not in self.alphabets

    def is_said(self, number: int, plain: str) -> bool:
        """Whether the words from `number` on are these, or are disguised as these."""
        return all(
            self.plains[number + place] == word or self.is_disguised(number + place, word)
            for place, word in enumerate(plain.split(" "))
        )

    def is_within_hangul(self, number: int) -> bool:
        """Whether a Korean word has begun before: its endings are written with it, its beginning isn't."""
        start = self.spans[number][0]
        return number > 0 and self.spans[number - 1][1] == start and _is_hangul(self.text[start - 1 : start + 1])

    def is_close(self, number: int, count: int) -> bool:
        """Whether no more stands between these words than one would write between those of a phrase."""
        spans = self.spans[number : number + count]
        return all(start - end <= GAP for (_, end), (start, _) in zip(spans, spans[1:], strict=False))

    def is_whole(self, begin: int, end: int) -> bool:
        """Whether no letter continues a word before or behind this stretch of the text."""
        return not any(first < edge < last for edge in (begin, end) for first, last in self.near(edge))

    def near(self, place: int) -> list[tuple[int, int]]:
        """The words that may be around this place."""
        number = bisect_right(self.spans, (place, 0))
        return self.spans[max(0, number - 1) : number + 1]


@dataclass(frozen=True)
class Phrases:
    """A list that a text can be searched for in about a thousandth of a second, of any length.

    Whole words are found unless `inside`: then a phrase may stand within longer ones, too.
    """

    words: Words
    parts: Parts

    @classmethod
    def of(cls, phrases: Iterable[str], *, inside: bool = False) -> Phrases:
        words, parts = Words(), Parts(inside)
        for phrase in phrases:
            if inside or not words.add(phrase.strip()):
                parts.add(phrase.strip())
        parts.index()
        return cls(words, parts)

    def find(self, reading: Reading, most: int = 10) -> list[str]:
        """What of the text is on the list, letter by letter as it stands there; each once, in its order."""
        spans = [*islice(self.words.find(reading), most), *islice(self.parts.find(reading), most)]
        return list(dict.fromkeys(reading.text[begin:end] for begin, end in sorted(spans)))[:most]


class Words:
    """Phrases of nothing but words, by what these look like; and by how the longer ones begin, how long they are."""

    def __init__(self) -> None:
        self.phrases: dict[str, tuple[str, ...]] = {}
        self.firsts: set[str] = set()
        self.lengths: dict[str, tuple[int, ...]] = {}

    def add(self, phrase: str) -> bool:
        """Take a phrase; False for one in which something else stands that has to be there."""
        reading = Reading(phrase)
        if not reading.looks or _has_signs(reading) or _is_odd(phrase):
            return False
        look, said, count = " ".join(reading.looks), " ".join(reading.plains), len(reading.looks)
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
            if key in found or not reading.is_close(number, count) or reading.is_within_hangul(number):
                continue
            if any(reading.is_said(number, said) for said in self.phrases[key]):
                found.add(key)
                yield reading.spans[number][0], reading.spans[number + count - 1][1]

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
    """Phrases with other signs than letters, and (`inside`) all that may stand within words: by the rarest piece of
    what they look like. Short ones are taken by what they say alone."""

    def __init__(self, inside: bool) -> None:
        self.inside = inside
        self.phrases: dict[str, tuple[str, ...]] = {}
        self.grams: dict[str, list[tuple[int, str]]] = {}
        self.short: dict[int, set[str]] = {}

    def add(self, phrase: str) -> None:
        reading = Reading(phrase)
        said = _SPACES.sub(" ", phrase) if _is_odd(phrase) else reading.plain
        look = said.translate(_PLAIN).translate(_SHAPES)
        if look.strip() and said not in self.phrases.get(look, ()):
            self.phrases[look] = (*self.phrases.get(look, ()), said)

    def index(self) -> None:
        """Make the look-up of all that was added."""
        often = Counter(gram for look in self.phrases for gram in _grams(look))
        for look, known in self.phrases.items():
            if len(look) < GRAM:
                self.short.setdefault(len(look), set()).update(said.translate(_PLAIN) for said in known)
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
            if (self.inside or reading.is_whole(begin, end)) and self.is_said(reading, begin, end, start, look):
                found.add(look)
                yield begin, end

    def is_said(self, reading: Reading, begin: int, end: int, start: int, look: str) -> bool:
        known = self.phrases[look]
        if reading.plain[start : start + len(look)] in known or _SPACES.sub(" ", reading.text[begin:end]) in known:
            return True
        if len(look) < GRAM:
            return False
        first = max(0, bisect_right(reading.spans, (begin, end)) - 1)
        words = takewhile(lambda number: reading.spans[number][0] < end, range(first, len(reading.spans)))
        over = [number for number in words if reading.spans[number][1] > begin]
        return any(reading.is_disguised(number, said) for number in over for said in known)

    def candidates(self, reading: Reading) -> Iterator[tuple[int, str]]:
        """What looks like a phrase, and where. Each place is looked up once for every length of a piece."""
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
    return not phrase.isascii() and unicodedata.normalize("NFKC", phrase) != unicodedata.normalize("NFC", phrase)


def _alphabets(word: str) -> set[str]:
    """The alphabets of a word's letters, of those that have letters which look alike."""
    if word.isascii():
        return {"LATIN"} if any(letter.isalpha() for letter in word) else set()
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha())
    return {name for name in names if name in _ALPHABETS}


def _is_hangul(letters: str) -> bool:
    return all("가" <= letter <= "힣" for letter in letters)
