"""Text as databases and XML take it, and numbers as they come with an address."""

import re

import regex

#: What XML 1.0 can't hold, escaped or not (section 2.2).
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Two regional indicators (TR29, GB12 and GB13).
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
#: How an address of the web begins, in a text.
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


def storable(text: str) -> str:
    """`text` without NUL, which PostgreSQL can't store, and without space around it."""
    return text.replace("\x00", "").strip()


def number(given: object, digits: int = 15) -> int:
    """A number as it came with an address or a form; 0 for what is none, or has more `digits`."""
    text = str(given or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else 0


def in_xml(text: str) -> str:
    """`text` without the characters that would make an XML document unreadable; markup is not
    escaped."""
    return _NOT_IN_XML.sub("", text)


def length(text: str) -> int:
    """How many characters people see in a text: grapheme clusters, after Unicode TR29.

    Takes time in proportion to the text. Of a row of flags, `\\X` goes back to the first before
    each: so every flag is one letter first.
    """
    return sum(1 for _ in regex.finditer(r"\X", _FLAG.sub("x", text)))


def raised(text: str) -> str:
    """A superscript where there is nothing but text: `10⁶`; with a sign before it where a figure
    has no such letters. Words stay as they are (`1st`)."""
    return _placed(text, _RAISED, "^")


def lowered(text: str) -> str:
    """A subscript where there is nothing but text: `H₂O`."""
    return _placed(text, _LOWERED, "_")


def _placed(text: str, signs: dict[int, str], mark: str) -> str:
    bare = text.strip()
    if not any(each.isdecimal() for each in bare) and len(bare) != 1:
        return text
    if all(ord(each) in signs for each in bare):
        return text.translate(signs)
    if len(bare) == 1:
        return text
    return text.replace(bare, f"{mark}({bare})")
