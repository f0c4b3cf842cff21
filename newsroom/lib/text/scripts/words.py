"""What a word is, in any script: after Unicode's UAX 29, with what that leaves to dictionaries.

Where a script puts no space between words (Chinese, Japanese, Thai and their neighbours), each
letter with its marks is a word by itself: so it is found, compared and counted. Marks belong to
the letter before them, joiners to the word they stand in.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

#: Scripts without spaces between words, as in a set of `regex`.
UNSPACED = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}"
    r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tai_Tham}ー々"
)
#: Scripts in which words are longer than a letter or two, and how many letters they have in the
#: mean: only dictionaries know where one ends.
_LETTERS_PER_WORD = 3
_BY_DICTIONARY = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tai_Tham}]")
#: What goes on with a word, as in a set: also at its edges nothing of this may follow.
INNER = r"\p{L}\p{N}\p{M}\u200c\u200d"
_LETTER = rf"[[\p{{L}}\p{{N}}]--[{UNSPACED}]]"
_FURTHER = rf"[[\p{{L}}\p{{N}}\p{{M}}\u200c\u200d]--[{UNSPACED}]]"
#: A word, as a pattern of `regex` (V1).
PATTERN = (
    rf"[[{UNSPACED}]&&[\p{{L}}\p{{N}}]][\p{{M}}\u200c\u200d]*+"
    # an apostrophe between letters parts no word (WB6, WB7), nor does a middle dot of Catalan, or
    # the marks of abbreviations in Hebrew
    rf"|{_LETTER}{_FURTHER}*+(?:['’·׳״]{_LETTER}{_FURTHER}*+)*+"
)
_WORD = regex.compile(PATTERN, regex.V1)
#: A number with its points and colons is one word (WB11, WB12).
_NUMBER = regex.compile(r"\p{Nd}+(?:[.,:٫٬]\p{Nd}+)*")
_STANDS = regex.compile(rf"[[\p{{L}}\p{{N}}\p{{M}}]--[{UNSPACED}\p{{Hangul}}]]", regex.V1)


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[regex.Match]:
    """Each word of a text, as a match. Linear."""
    return _WORD.finditer(text, start, len(text) if end is None else end)


def split(text: str) -> list[str]:
    """The words of a text."""
    return [match[0] for match in find(text)]


def count(text: str) -> int:
    """How many words a text has, as its readers would count: in Chinese and Japanese the letters,
    as is custom; in Thai and its neighbours about as many as a dictionary would find."""
    whole = letters = 0
    for match in find(_NUMBER.sub("0", text)):
        if _BY_DICTIONARY.match(match[0]):
            letters += 1
        else:
            whole += 1
    return whole + -(-letters // _LETTERS_PER_WORD)


def goes_on(character: str) -> bool:
    """Whether a character stands in a word of a script that parts words by spaces: so emphasis does
    not begin or end beside it. Korean joins its endings to what is emphasised."""
    return bool(character) and bool(_STANDS.match(character))


def truncate(text: str, most: int, end: str = "…") -> str:
    """A text in `most` characters, whole words where that costs little: no letter is parted from
    its marks, no emoji taken apart."""
    if len(text) <= most:
        return text
    cut = 0
    for match in regex.finditer(r"\X", text[: most + 64]):
        if match.end() > most - len(end):
            break
        cut = match.end()
    head = text[:cut]
    words, _, rest = head.rpartition(" ")
    if not text[cut : cut + 1].isspace() and words and len(rest) < most // 3:
        head = words
    return f"{head.rstrip(' ,;:.-–—、，')}{end}"
