"""The last parts of addresses, in any script: letters, digits, hyphens and underscores.

Languages need more than letters for that: vowels of Hindi and Thai are marks, Persian parts its
words by a joiner. Django's own `slugify` and `validate_unicode_slug` know neither.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

#: All that may be one, for a route; `is_slug` looks more closely. No sign of ASCII but those of a
#: slug.
ROUTE = r"[^\x00-\x2c./:-@\[-^`{-\x9f\s]+"

_ASCII = re.compile(r"[-\w]+", re.ASCII)
_JOINERS = "\u200c\u200d"
#: Letters of Latin alphabets that are no letter with a mark.
LATIN = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ŋ": "n",
    }
)
_MARKS_OF_LATIN = re.compile("(?<=[a-z])[\u0300-\u036f]+")
#: What parts words as a space does: dashes, strokes, and between digits all but a comma or an
#: apostrophe, which group them.
_PARTING = re.compile("[‐‑‒–—―/⁄∕|·•]|(?<=[0-9])[^\\w\\s,'’](?=[0-9])")
#: A fraction of one sign (½) is a word beside a number.
_FRACTION = re.compile("(?<=[0-9])(?=[¼-¾⅐-⅞])")


def is_slug(text: str) -> bool:
    """Whether a text can stand in an address as it is."""
    if text.isascii():
        return bool(_ASCII.fullmatch(text))
    return all(
        each in "-_" or each in _JOINERS or unicodedata.category(each)[0] in "LNM" for each in text
    )


def composed(text: str) -> str:
    """A slug as it is stored and looked for, however its accents were typed (NFC)."""
    return unicodedata.normalize("NFC", text)


def adapt_slug(written: str, longest: int = 100) -> str:
    """A slug of another system as it is, however that quotes it (%d0%b1); made into one where it
    can be none here."""
    slug = composed(unquote(written)).strip("-")
    return slug[:longest].strip("-") if is_slug(slug) else made_of(slug, longest)


def made_of(words: str, longest: int = 100) -> str:
    """A slug of a headline or a name, "" where nothing in it can be one.

    Letters of Latin alphabets lose their accents, as in addresses of old; those of other scripts
    stay as they are.
    """
    text = _FRACTION.sub(" ", words.lower().translate(LATIN))
    text = _PARTING.sub(" ", unicodedata.normalize("NFKD", text))
    text = unicodedata.normalize("NFC", _MARKS_OF_LATIN.sub("", text))
    kept = "".join(each if is_slug(each) else " " if each.isspace() else "" for each in text)
    return re.sub(r"[\s-]+", "-", kept)[:longest].strip("-_" + _JOINERS)
