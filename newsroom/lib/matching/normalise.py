"""A text as readers see it, and not as it is spelled.

Case, accents and the width of letters make no difference, nor do letters that can't be seen.
Letters that look like others count as these where a word is disguised: it mixes alphabets, has
digits among its letters, or is written in an alphabet that the text does not use otherwise. Scripts
that put no space between words are read letter by letter.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

import regex

from newsroom.lib.matching.lookalikes import LOOKS_LIKE

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Hangul}ー"
_TOKEN = regex.compile(
    rf"[{_UNSPACED}][\p{{M}}\p{{Cf}}]*"
    rf"|[[\p{{L}}\p{{N}}]--[{_UNSPACED}]][[\p{{L}}\p{{N}}\p{{M}}\p{{Cf}}]--[{_UNSPACED}]]*",
    regex.V1,
)
#: Three letters or more, each parted from the next by the same sign.
_SPELLED = re.compile(r"(?<!\w)[^\W_]([ ._*·-])(?:[^\W_]\1)+[^\W_](?!\w)")
SPACES = re.compile(" +")
_BETWEEN = "\ue000"  # stands in no word
#: Maximum number of characters that are no letters between the words of a phrase that is written
#: with spaces.
MAX_GAP = 3
#: Marks that change how a letter sounds, not which it is: Latin, Greek, Cyrillic accents, Hebrew
#: and Arabic points.
_ACCENTS = (
    (0x300, 0x36F),
    (0x483, 0x489),
    (0x591, 0x5C7),
    (0x610, 0x61A),
    (0x64B, 0x65F),
    (0x670, 0x670),
)
#: One sign for several: quotes, dashes, the letters of Arabic and Persian keyboards; the tatweel
#: only stretches.
_ONE = {
    **dict.fromkeys("’‘ʼ´`＇", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    "ـ": "",
}
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"}


class Folding(dict):
    """A table for str.translate that makes the entry of a character when it first comes up."""

    def __missing__(self, code: int) -> str:
        made = self[code] = self.fold(chr(code))
        return made

    def fold(self, character: str) -> str:
        """A character as it is compared: small, without accents, of usual width; nothing where none
        is seen."""
        if character.isspace():
            return " "
        if unicodedata.category(character) in ("Cf", "Cc") or "\ufe00" <= character <= "\ufe0f":
            return ""
        parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
        bare = "".join(
            part
            for part in parts
            if not any(first <= ord(part) <= last for first, last in _ACCENTS)
        )
        return "".join(
            _ONE.get(part, part) for part in unicodedata.normalize("NFC", bare) if part != " "
        )


PLAIN = Folding()
#: From letters as they are compared to what they look like, one for one: "1", "l" and "i" are one.
SHAPES = {chr(code): letter.replace("i", "l") for code, letter in LOOKS_LIKE.items()}
SHAPES = str.maketrans({**SHAPES, "3": "e", "4": "a", "5": "s", "7": "t", "i": "l", "|": "|"})
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
        words = _BETWEEN.join([text[start:end] for start, end in self.spans]).translate(PLAIN)
        self.plains = words.split(_BETWEEN) if self.spans else []
        self.looks = words.translate(SHAPES).split(_BETWEEN) if self.spans else []

    @cached_property
    def plain(self) -> str:
        """The whole text as it is compared, with single spaces."""
        return SPACES.sub(" ", self.text.translate(PLAIN))

    @cached_property
    def look(self) -> str:
        """The same, as letters look."""
        return self.plain.translate(SHAPES)

    @cached_property
    def spelled(self) -> list[tuple[int, int, str]]:
        """Words that are spelled out, "c.a.s.i.n.o": where they begin and end, and how they are
        compared."""
        return [
            (*match.span(), match[0].replace(match[1], "").translate(PLAIN))
            for match in _SPELLED.finditer(self.text)
        ]

    @cached_property
    def places(self) -> list[int]:
        """Where in the text each character of `plain` stands."""
        if self.text.isascii() and len(self.text) == len(self.plain):
            return list(range(len(self.text)))
        found, after_space = [], False
        for place, character in enumerate(self.text):
            for part in PLAIN[ord(character)]:
                if not (part == " " and after_space):
                    found.append(place)
                after_space = part == " "
        return found

    @cached_property
    def alphabets(self) -> set[str]:
        """The alphabets that the text is written in: a word of it can't be taken for one of
        another."""
        used = set()
        for plain in self.plains:
            found = _alphabets(plain)
            if len(found) == 1:
                [alphabet] = found
                if any(
                    letter.isalpha() and letter not in _TAKEN.get(alphabet, ()) for letter in plain
                ):
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
        """Whether a Korean word has begun before: its endings are written with it, its beginning
        isn't."""
        start = self.spans[number][0]
        return (
            number > 0
            and self.spans[number - 1][1] == start
            and _is_hangul(self.text[start - 1 : start + 1])
        )

    def is_close(self, number: int, count: int) -> bool:
        """Whether no more stands between these words than one would write between those of a
        phrase."""
        spans = self.spans[number : number + count]
        return all(
            start - end <= MAX_GAP for (_, end), (start, _) in zip(spans, spans[1:], strict=False)
        )

    def is_whole(self, begin: int, end: int) -> bool:
        """Whether no letter continues a word before or behind this stretch of the text."""
        return not any(
            first < edge < last for edge in (begin, end) for first, last in self.near(edge)
        )

    def near(self, place: int) -> list[tuple[int, int]]:
        """The words that may be around this place."""
        number = bisect_right(self.spans, (place, 0))
        return self.spans[max(0, number - 1) : number + 1]


def _alphabets(word: str) -> set[str]:
    """The alphabets of a word's letters, of those that have letters which look alike."""
    if word.isascii():
        return {"LATIN"} if any(letter.isalpha() for letter in word) else set()
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha())
    return {name for name in names if name in _ALPHABETS}


def _is_hangul(letters: str) -> bool:
    return all("가" <= letter <= "힣" for letter in letters)
