"""From texts to what is looked up: folded, stemmed by their language, and in letters that every
database's index takes for one word.

What is indexed of a story and what is asked go the same way, so both databases find the same.
Words are those of `newsroom.lib.text.scripts.words`. Scripts without spaces, and Korean, whose
endings are written with its words, are indexed by pairs of letters: whatever is asked stands there
as pairs in a row.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import regex
import snowballstemmer
from django.conf import settings

from newsroom.lib.matching import language
from newsroom.lib.text import slugs
from newsroom.lib.text.scripts import words

#: The stemmer of a language, by its name there.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip
#: Languages whose questions are taken for each other's: few words don't tell.
BY_ALPHABET = {
    "latin": ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu",
              "ro", "tr"),
    "cyrillic": ("ru", "sr"),
    "arabic": ("ar", "fa"),
}  # fmt: skip
#: Number of letters by which a language is guessed.
MAX_GUESSED = 2_000
#: Maximum number of letters of what is indexed of a part: PostgreSQL takes a megabyte of words.
MAX_LENGTH = 400_000
_PAIRED = regex.compile(rf"[[{words.UNSPACED}\p{{Hangul}}]&&[\p{{L}}\p{{N}}]]", regex.V1)
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_ARABIC = regex.compile(r"\p{Arabic}")
#: Marks of how a letter sounds, which texts leave away: Arabic, Hebrew, and the stress of Cyrillic.
_POINTS = regex.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_SAME = str.maketrans("ёєґأإآىيكة", "еегاااییکه")
#: Sixteen letters without vowels: no stemmer of a database finds an ending in them.
_LETTERS = str.maketrans("0123456789abcdef", "bcfghjkmnpqrtvwx")


def fold(word: str) -> str:
    """A word without case, accents and the forms of letters that only look different, as addresses
    have it."""
    text = word.casefold().translate(slugs.LATIN)
    if text.isascii():
        return text.replace("'", "")
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    text = _POINTS.sub("", text).translate(slugs.LATIN).translate(_SAME)
    return unicodedata.normalize("NFC", text).replace("’", "").replace("'", "")


@cache
def _stemmer(name: str):
    return snowballstemmer.stemmer(name)


@lru_cache(50_000)
def stem(word: str, of: str) -> str:
    """A folded word without its endings, in the language `of`; itself where there is no stemmer.

    The possessive of English goes first: its apostrophe is folded away.
    """
    if of not in STEMMERS or not word.isalpha() and word.isascii():
        return word
    return fold(_stemmer(STEMMERS[of]).stemWord(word)) or word


def written(term: str) -> str:
    """A term as an index takes it for one word, whatever its script; beginnings stay beginnings."""
    if term.isascii():
        return term
    return "z" + term.encode("utf-16-be", "replace").hex().translate(_LETTERS)


def language_of(text: str) -> str:
    """The language that a text is taken for; where its small words don't tell, by letters that only
    one language has, and the site's at last."""
    if guessed := language.guess(text):
        return guessed
    head = text[:MAX_GUESSED].casefold()
    letters = Counter(
        own for letter in head if (own := language.LETTER.get(letter)) and own in STEMMERS
    )
    if letters and (most := letters.most_common(1)[0])[1] > 1:
        return most[0]
    return "ru" if 2 * len(_CYRILLIC.findall(head)) > len(head) else site_language()


def site_language() -> str:
    return settings.LANGUAGE_CODE.partition("-")[0].lower()


def of_text(text: str, spoken: str) -> str:
    """What is indexed of a text in the language `spoken`."""
    made: list[str] = []
    length = 0
    for term in _terms(text, spoken):
        length += len(term) + 1
        if length > MAX_LENGTH:
            break
        made.append(term)
    return " ".join(made)


def _terms(text: str, spoken: str) -> Iterator[str]:
    for run in runs(text):
        if isinstance(run, list):
            yield from map(written, pairs(run))
        else:
            yield of_word(run, spoken)


def of_word(word: str, spoken: str) -> str:
    """The term of a single word."""
    return written(stem(_bare(word), spoken))


def is_paired(word: str) -> bool:
    """Whether a word is of a script that is indexed by pairs of letters."""
    return bool(_PAIRED.match(word))


def _bare(word: str) -> str:
    return fold(regex.sub(r"['’]s\Z", "", word, flags=regex.IGNORECASE))


def runs(text: str) -> Iterator[str | list[str]]:
    """Words, and the letters of scripts that are read in pairs, as long as they stand together."""
    together: list[str] = []
    end = -1
    for match in words.find(unicodedata.normalize("NFKC", text)):
        word = match[0]
        paired = is_paired(word)
        if together and not (paired and match.start() == end):
            yield together
            together = []
        end = match.end()
        if paired:
            together += [fold(each) for each in regex.findall(r"\X", word)]
        else:
            yield word
    if together:
        yield together


def pairs(letters: list[str]) -> Iterator[str]:
    """Each letter with the next one, and the last alone."""
    for one, next_one in zip(letters, [*letters[1:], ""], strict=True):
        yield one + next_one


# -- what is asked
# --------------------------------------------------------------------------------------

#: Terms in a row; the last may be a beginning.
Row = tuple[str, ...]


def in_twos(text: str) -> list[str]:
    """A term of several words of a script without spaces, cut into such as words mostly are there:
    two letters each. [] for any other."""
    cut = list(runs(text))
    if len(cut) != 1 or isinstance(cut[0], str) or len(cut[0]) < 4:
        return []
    letters = cut[0]
    return ["".join(letters[at : at + 2]) for at in range(0, len(letters) - 1, 2)]


def asked(text: str, spoken: Iterable[str], *, typing: bool = False) -> list[tuple[Row, bool]]:
    """What would be found for a word or phrase in one of these languages: rows of terms of an
    index, each with whether its last is a beginning."""
    found: dict[tuple[Row, bool], None] = {}
    cut = list(runs(text))
    for each in spoken:
        row: list[str] = []
        begins = typing
        for number, run in enumerate(cut):
            if isinstance(run, str):
                row.append(of_word(run, each))
            elif len(run) == 1:
                row.append(written(run[0]))
                begins = begins or number == len(cut) - 1
            else:
                row += [written(pair) for pair in list(pairs(run))[:-1]]
        if not row:
            continue
        # the beginning of words is no single letter, where words have many
        if typing and isinstance(cut[-1], str):
            begins = len(cut[-1]) > 1
            found[(*row[:-1], written(_bare(cut[-1]))), begins] = None
        found[tuple(row), begins] = None
    return list(found)


def languages(text: str, *, wide: bool = False) -> tuple[str, ...]:
    """Those in which a question may be: the one it is taken for, and the site's; `wide`, all that
    are written in its alphabet."""
    likely = dict.fromkeys([language.guess(text) or site_language(), site_language()])
    if wide:
        alphabet = (
            "cyrillic" if _CYRILLIC.search(text) else "arabic" if _ARABIC.search(text) else "latin"
        )
        likely |= dict.fromkeys(BY_ALPHABET[alphabet])
    return tuple(likely)


def is_small(word: str, spoken: Iterable[str]) -> bool:
    """Whether a word says nothing of what a text is about: “the”, “how”."""
    return any(word.lower() in _small(each) for each in spoken)


@cache
def _small(of: str) -> frozenset[str]:
    return frozenset(language.SMALL.get(of, "").split())
