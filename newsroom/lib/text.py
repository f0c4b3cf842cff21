"""Text as databases and XML take it, and numbers as they come with an address."""

import re
import unicodedata

#: What XML 1.0 can't hold, escaped or not (section 2.2).
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def storable(text: str) -> str:
    """`text` without NUL, which PostgreSQL can't store, and without space around it."""
    return text.replace("\x00", "").strip()


def folded(name: str) -> str:
    """`name` as one compares names: without regard to case, to space, and to forms of a letter that look the same."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def number(given: object, digits: int = 15) -> int:
    """A number as it came with an address or a form; 0 for what is none, or has more `digits`."""
    text = str(given or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else 0


def in_xml(text: str) -> str:
    """`text` without the characters that would make an XML document unreadable; markup is not escaped."""
    return _NOT_IN_XML.sub("", text)
