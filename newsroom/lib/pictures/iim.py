"""IPTC-IIM, the older of two ways in which agencies write into pictures (Information Interchange
Model 4.2)."""

from __future__ import annotations

#: The image resource of Photoshop's block in which it stands.
RESOURCE = 0x0404
#: Data sets of the application record (2).
TITLE, EXPIRES, DATE, TIME, BYLINE, CITY, SUBLOCATION = 5, 37, 55, 60, 80, 90, 92
STATE, COUNTRY, HEADLINE, CREDIT, SOURCE, COPYRIGHT, CAPTION = 95, 101, 105, 110, 115, 116, 120
_MARK, _APPLICATION = 0x1C, 2
#: In the envelope record (1): which characters are used; this is UTF-8.
_CHARSET, _UTF8 = (1, 90), b"\x1b%G"
#: Maximum number of data sets, and maximum length of one (of a longer one, the length would be told
#: in another way).
_MAX_SETS, _MAX_LENGTH = 500, 0x7FFF


def read(block: bytes) -> dict[int, str]:
    """The texts of the application record, by data set; of one that is repeated, the first."""
    found: dict[int, bytes] = {}
    charset, at = b"", 0
    for _ in range(_MAX_SETS):
        if at + 5 > len(block) or block[at] != _MARK:
            break
        record = block[at + 1]
        number = block[at + 2]
        length = int.from_bytes(block[at + 3 : at + 5], "big")
        if length > _MAX_LENGTH:
            break
        value = block[at + 5 : at + 5 + length]
        at += 5 + length
        if (record, number) == _CHARSET:
            charset = value
        elif record == _APPLICATION:
            found.setdefault(number, value)
    return {number: _decoded(value, charset) for number, value in found.items()}


def _decoded(value: bytes, charset: bytes) -> str:
    try:
        return value.decode("utf-8")  # said or not, most is
    except UnicodeDecodeError:
        return value.decode("utf-8" if charset == _UTF8 else "cp1252", "replace")
