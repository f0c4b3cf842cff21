"""Names as readers give them: without tricks, and compared as eyes compare them.

After Unicode TR39, sections 4 and 5, as far as it matters for names: characters that can't be seen,
letters of several alphabets in one word, and letters of one alphabet that look like those of
another.
"""

from __future__ import annotations

import functools
import re
import unicodedata

#: Marks of direction, joiners and other characters that take no room (the general category Cf), and
#: controls.
_UNSEEN = {"Cf", "Cc", "Co", "Cn", "Cs"}
#: Maximum number of marks on one letter; more only scrawl over what stands around it.
MAX_MARKS = 3
#: Small letters, after case folding and decomposition, that look like a Latin one.
LOOKS_LIKE = str.maketrans(
    {
        **dict(zip("асеһіјкорѕтухԁԛԝьгп", "acehijkopstyxdqwbrn", strict=True)),
        **dict(zip("αβγεικνορτυχω", "abyeiknoptuxw", strict=True)),
        **dict(zip("օսոցզաե", "ounggwe", strict=True)),
        "0": "o", "1": "l", "|": "l", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ɑ": "a", "ʟ": "l",
    }
)  # fmt: skip
#: Capitals that look like Latin ones where their small letters don't, small capitals, and the signs
#: that stand for letters: for names that nobody may take, where too much is found rather than too
#: little.
_LOOSELY = str.maketrans(
    {
        **dict(zip("АВЕКМНОРСТХУІЈЅ", "ABEKMHOPCTXYIJS", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
        **dict(zip("мвнт", "mbht", strict=True)),
        **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True)),
        **{chr(first + n): chr(97 + n) for first in (0x1F150, 0x1F170, 0x1F1E6) for n in range(26)},
        **dict(zip("0134578@$!€£", "oieastbasiel", strict=True)),
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_COUNTED = re.compile(r"\d+(?![^\W_])")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
#: From so many letters on, a name is found within a longer word, too.
_LONG = 8
_ALPHABETS = (
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "ARMENIAN",
    "CHEROKEE",
    "COPTIC",
    "GEORGIAN",
    "HEBREW",
    "ARABIC",
)


def plain(name: str) -> str:
    """A name without what can't be seen or scrawls, composed (NFC), with single spaces.

    Joiners stay where a script needs them.
    """
    kept: list[str] = []
    marks = 0
    for character in name:
        category = unicodedata.category(character)
        if category in ("Zs", "Zl", "Zp") or character in "\t\n\r":
            character, marks = " ", 0
        elif character in "\u200c\u200d":
            if not (kept and _joins(kept[-1])):
                continue
        elif category in _UNSEEN:
            continue
        elif category in ("Mn", "Me"):
            marks += 1
            if marks > MAX_MARKS or not kept or kept[-1] == " ":
                continue
        else:
            marks = 0
        kept.append(character)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _joins(character: str) -> bool:
    """Whether a joiner after this character can mean something: in Arabic and Indic scripts, and in
    emoji."""
    return ord(character) >= 0x600 and unicodedata.category(character) in (
        "Lo",
        "Mn",
        "Mc",
        "So",
        "Sk",
    )


def mixes_alphabets(name: str) -> bool:
    """Whether a word of the name takes letters from more than one alphabet, as no language does."""
    for word in re.split(r"[\s\-.,'’]+", name):
        found = {alphabet for alphabet in map(_alphabet, word) if alphabet}
        if len(found) > 1:
            return True
    return False


def _alphabet(character: str) -> str:
    if not character.isalpha():
        return ""
    first = unicodedata.name(character, "").partition(" ")[0]
    return first if first in _ALPHABETS else ""


@functools.lru_cache(4096)
def skeleton(name: str) -> str:
    """What a name looks like: two names with one skeleton can be taken for each other."""
    folded = unicodedata.normalize("NFKD", plain(name).casefold())
    bare = "".join(
        c for c in folded if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
    )
    letters = bare.translate(LOOKS_LIKE).replace("rn", "m").replace("vv", "w")
    return "".join(c for c in letters if c.isalnum())


@functools.lru_cache(4096)
def _words(name: str) -> tuple[str, ...]:
    """What the words of a name look like, loosely; letters that stand alone are one word."""
    found: list[str] = []
    spelled = ""
    shown = _HUMP.sub(" ", _COUNTED.sub(" ", plain(name)).translate(_LOOSELY))
    for word in _WORD.findall(shown):
        folded = skeleton(word).replace("l", "i")
        if len(folded) == 1:
            spelled += folded
            continue
        found += [spelled] * bool(spelled) + [folded.removesuffix("s") or folded]
        spelled = ""
    return tuple(found + [spelled] * bool(spelled))


def could_be_read_as(name: str, other: str) -> bool:
    """Whether a name says another one: as it is, spelled out, run together, or among more words, in
    whatever letters. A plural is the same word."""
    words, wanted = _words(name), _words(other)
    if not wanted:
        return False
    squeezed, sought = "".join(words), "".join(wanted)
    if squeezed == sought or (len(sought) >= _LONG and sought in squeezed):
        return True
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def as_latin(word: str) -> str:
    """A word that mixes alphabets with each small letter as the Latin one that it looks like; any
    other as it is."""
    return word.translate(LOOKS_LIKE) if mixes_alphabets(word) else word
