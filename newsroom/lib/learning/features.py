"""What a text is judged by: its words, their parts, what can be counted in it, and how it fits
where it stands.

Each of these is a place in one list of numbers, found by hashing: no vocabulary is kept, so that
nobody can read in it what was learned from. Equal on every machine and in every process: CRC-32,
not Python's own hashes.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from newsroom.lib.matching import lookalikes
from newsroom.lib.text.scripts import words

#: Number of places: two bytes name one.
PLACES = 1 << 16
#: Number of characters read at the beginning and at the end of a long text.
HEAD, TAIL = 1_500, 500
#: How much each thing that was counted weighs, where words and their parts weigh 1 together.
EACH_COUNTED = 0.35
MAX_WORD_LENGTH = 24
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
#: As scripts/words.py has it, for ASCII alone: three times as fast.
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_REPEATED = re.compile(r"(\w)\1{2,}")


@dataclass(frozen=True)
class Context:
    """Where a text stands."""

    about: str = ""  # headline and standfirst of the story
    section: str = ""
    answered: str = ""  # the reply that it answers


@dataclass(frozen=True)
class Features:
    """Places of a text by kind: those of one kind weigh as much together, however long the text
    is."""

    words: array
    parts: array
    counted: array

    def kinds(self) -> Iterator[tuple[array, float]]:
        """Each kind, with how much each of its places counts."""
        for places, all_together in ((self.words, 1.0), (self.parts, 1.0)):
            if places:
                yield places, all_together / len(places) ** 0.5
        if self.counted:
            yield self.counted, EACH_COUNTED


@dataclass(frozen=True)
class Word:
    """A word as it stands in the text, and as it is compared."""

    start: int
    end: int
    folded: str


_ENDS = "com|net|org|info|biz|ru|tk|ly|me|tv|co|io|xyz|site|online|shop"
_HOST = rf"(?<![\w-])[\w-]{{2,63}}\s?(?:\.|\(dot\)|\[dot\]|\bdot\b)\s?(?:{_ENDS})"
#: What can be counted: its name in words, how it is found, and how often makes a difference.
COUNTED: tuple[tuple[str, re.Pattern, tuple[int, ...]], ...] = (
    ("a link", _LINK, (1, 2, 4)),
    ("an address of a site", re.compile(_HOST + r"\b", re.IGNORECASE), (1, 3)),
    ("markup", re.compile(r"<\s*a\s|</?\w+>|\[/?(?:url|b|link)\b", re.IGNORECASE), (1,)),
    ("an email address", re.compile(r"[\w.+-]@[\w-]{1,63}\.\w"), (1,)),
    ("long numbers", re.compile(r"\d[\d\s().-]{6,30}\d"), (1,)),
    ("figures", re.compile(r"\d+"), (1, 4)),
    ("sums of money", re.compile(r"[$€£]\s?\d|\d\s?[$€£%]|\d+k\b"), (1,)),
    ("repeated marks", re.compile(r"[!?.,*~_=-]{3,}|!!|\?\?"), (1, 3)),
    ("repeated letters", _REPEATED, (1,)),
    ("exclamation marks", re.compile("!"), (1, 4)),
    ("questions", re.compile(r"\?"), (1,)),
    (
        "pictures for words",
        re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]|[:;][-^]?[)(DPp]|<3"),
        (1, 4),
    ),
    ("names with @ or #", re.compile(r"(?:^|\s)[@#]\w"), (1,)),
    ("letters one by one", re.compile(r"\b(?:\w[\s.\-_*]){4,20}\w\b"), (1,)),
)


def read(text: str) -> tuple[str, list[Word]]:
    """What is read of a text, and the words in it; a link is one word: its host."""
    if len(text) > HEAD + TAIL:
        text = f"{text[:HEAD]} {text[-TAIL:]}"
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    found, at = [], 0
    for link in _LINK.finditer(text):
        found += _words(text, at, link.start())
        host = link[0].split("://")[-1].split("/")[0].lower().removeprefix("www.")
        found.append(Word(link.start(), link.end(), f"@{host[:40]}"))
        at = link.end()
    return text, found + _words(text, at, len(text))


def _words(text: str, start: int, end: int) -> list[Word]:
    found = _WORD.finditer if text.isascii() else words.find
    return [Word(m.start(), m.end(), fold(m[0])) for m in found(text, start, end)]


@lru_cache(4096)
def fold(word: str) -> str:
    """A word without case, accents and forms of letters that only look different; no letter more
    than twice."""
    if not word.isascii():
        bare = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in bare if not unicodedata.combining(letter)).replace(
            "’", "'"
        )
        word = lookalikes.as_latin(word.casefold())
    return _REPEATED.sub(r"\1\1", word.casefold())[:MAX_WORD_LENGTH]


@lru_cache(4096)
def places_of(word: str) -> tuple[int, array]:
    """The hash of a word, and the places of its parts: each three to five letters, edges among
    them."""
    edged = f"<{word}>"
    parts = {
        crc32(edged[i : i + size].encode(), 3) % PLACES
        for size in (3, 4, 5)
        for i in range(len(edged) - size + 1)
    }
    return crc32(word.encode(), 1), array("H", sorted(parts))


def features(text: str, context: Context | None = None) -> Features:
    """The places of a text."""
    text, found = read(text)
    own_places = set()
    parts = set()
    before = crc32(b"^", 1)
    for word in found:
        own, its_parts = places_of(word.folded)
        own_places.add(own % PLACES)
        own_places.add(pair_place(before, word.folded))
        parts.update(its_parts)
        before = own
    own_places.add(pair_place(before, "$"))
    counted = {place_of(name) for name in (*counts(text, found), *fits(found, context))}
    return Features(
        array("H", sorted(own_places)), array("H", sorted(parts)), array("H", sorted(counted))
    )


def pair_place(before: int, word: str) -> int:
    """The place of a word after another one."""
    return crc32(word.encode(), before ^ 2) % PLACES


def place_of(name: str) -> int:
    return crc32(name.encode(), 5) % PLACES


def counts(text: str, found: list[Word]) -> Iterator[str]:
    """What there is to be counted in a text: "a link", "a link 2" for two and more."""
    for name, pattern, steps in COUNTED:
        times = sum(1 for _ in zip(pattern.finditer(text), range(steps[-1]), strict=False))
        for step in steps:
            if times >= step:
                yield name if step == 1 else f"{name} {step}"
    letters = sum(map(str.isalpha, text))
    if not text.isascii():
        letters += sum(unicodedata.category(each) in ("Mn", "Mc") for each in text)
    if letters >= 10 and sum(map(str.isupper, text)) > 0.6 * letters:
        yield "capitals"
    if letters < 0.5 * len(text):
        yield "few letters"
    if len(found) >= 6 and len({word.folded for word in found}) < 0.6 * len(found):
        yield "the same words again"
    if text[:1].islower():
        yield "a small letter first"
    if len(found) <= 3:
        yield "few words"


def fits(found: list[Word], context: Context | None) -> Iterator[str]:
    """How a text fits where it stands: what it has in common with the story and with what it
    answers."""
    if context is None:
        return
    yield f"section {context.section}"
    if context.answered:
        yield "an answer"
    mine = {word.folded for word in found if len(word.folded) > 3}
    for name, other in (("the story", context.about), ("the reply before", context.answered)):
        theirs = {fold(word) for word in words.split(other[:HEAD])} if other else set()
        if theirs:
            common = len(mine & theirs)
            yield (
                f"nothing of {name}"
                if not common
                else f"words of {name}" + (" 3" if common >= 3 else "")
            )
