"""What a picture's file says of itself: IPTC, XMP and EXIF, from bytes to plain words.

Knows no model. Whatever is said is hostile until read: blocks have a size, texts have a length and
no control characters, XML has no document type and no entities, and what can't be read says
nothing. Where the three disagree, XMP goes before IPTC, and IPTC before EXIF, as the IPTC Photo
Metadata Standard has it. Positions (GPS) are never read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields

from PIL import Image

from newsroom.lib.pictures import iim, xmp
from newsroom.lib.text.strings import in_xml

#: Maximum size of a block in bytes; a larger one is not looked into.
MAX_BLOCK = 1 << 20
#: What cameras write by themselves where a caption would stand.
IDLE = (
    "olympus digital camera",
    "sony dsc",
    "digital camera",
    "dcim",
    "default",
    "untitled",
    "screenshot",
    "image",
)
#: Former names in the IPTC's vocabulary of source types, and what they are called now.
FORMER = {
    "minorHumanEdits": "humanEdits",
    "softwareImage": "digitalCreation",
    "digitalArt": "digitalCreation",
    "digitizedFromNegativeFilm": "negativeFilm",
    "digitizedFromPositiveFilm": "positiveFilm",
    "digitizedFromNegativeOnPaper": "print",
}
DESCRIPTION, ARTIST, COPYRIGHT, EXIF, TAKEN, TAKEN_OFFSET = (
    0x010E,
    0x013B,
    0x8298,
    0x8769,
    0x9003,
    0x9011,
)


@dataclass(frozen=True)
class Said:
    """What the file says; empty where it says nothing. `source_type` is the last part of an address
    of the IPTC's vocabulary, `taken_at` without a zone where none is told."""

    alt: str = ""
    caption: str = ""
    credit: str = ""
    copyright: str = ""
    place: str = ""
    taken_at: dt.datetime | None = None
    source_type: str = ""
    licence: str = ""
    licence_until: dt.date | None = None

    def known(self) -> dict[str, object]:
        """Only what it says."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}


#: Maximum length of each text.
MAX_LENGTHS = {
    "alt": 300,
    "caption": 500,
    "credit": 200,
    "copyright": 300,
    "place": 200,
    "licence": 300,
}


def read(image: Image.Image) -> Said:
    """What an opened picture says of itself. Never raises."""
    said: dict[str, object] = {}
    for source in (_xmp, _iim, _exif):
        with suppress(Exception):  # what can't be read says nothing
            for name, value in source(image).items():
                said.setdefault(name, value)
    said["credit"] = _credit(str(said.pop("creator", "")), str(said.get("credit", "")))
    texts = {name: tidy(str(said.get(name) or ""), length) for name, length in MAX_LENGTHS.items()}
    if texts["caption"].lower() in IDLE:
        texts["caption"] = ""
    return Said(
        **texts,
        taken_at=said.get("taken_at"),
        source_type=str(said.get("source_type", "")),
        licence_until=said.get("licence_until"),
    )


def tidy(text: str, length: int) -> str:
    """One line of words, cut between two of them where it is longer than `length`."""
    line = " ".join(in_xml(text[: length * 8]).split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    return (cut.rpartition(" ")[0] if " " in cut[length // 2 :] else cut) + "…"


def _credit(creator: str, credit: str) -> str:
    """The credit line, with who made it before it where it doesn't say so."""
    if creator and credit and creator.lower() not in credit.lower():
        return f"{creator} / {credit}"
    return credit or creator


def _present(found: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in found.items() if value}


def _xmp(image: Image.Image) -> dict[str, object]:
    said = xmp.read(image) if len(image.info.get("xmp") or b"") <= MAX_BLOCK else {}
    kind = said.get("Iptc4xmpExt:DigitalSourceType", "").rstrip("/").rpartition("/")[2][:60]
    places = ("Iptc4xmpCore:Location", "photoshop:City", "photoshop:State", "photoshop:Country")
    taken = (
        said.get("photoshop:DateCreated")
        or said.get("exif:DateTimeOriginal")
        or said.get("xmp:CreateDate", "")
    )
    return _present(
        {
            "alt": said.get("Iptc4xmpCore:AltTextAccessibility"),
            "caption": said.get("dc:description")
            or said.get("photoshop:Headline")
            or said.get("dc:title"),
            "credit": said.get("photoshop:Credit"),
            "creator": said.get("dc:creator"),
            "copyright": said.get("dc:rights"),
            "place": _place(said.get(name, "") for name in places),
            "taken_at": _moment(taken),
            "source_type": FORMER.get(kind, kind),
            "licence": said.get("xmpRights:UsageTerms")
            or said.get("cc:license")
            or said.get("xmpRights:WebStatement"),
        }
    )


def _iim(image: Image.Image) -> dict[str, object]:
    block = (image.info.get("photoshop") or {}).get(iim.RESOURCE, b"")
    said = iim.read(block) if len(block) <= MAX_BLOCK else {}
    date = said.get(iim.DATE, "")
    taken = f"{date[:4]}-{date[4:6]}-{date[6:8]}T{said.get(iim.TIME, '')}" if len(date) == 8 else ""
    ends = said.get(iim.EXPIRES, "")
    return _present(
        {
            "caption": said.get(iim.CAPTION) or said.get(iim.HEADLINE) or said.get(iim.TITLE),
            "credit": said.get(iim.CREDIT) or said.get(iim.SOURCE),
            "creator": said.get(iim.BYLINE),
            "copyright": said.get(iim.COPYRIGHT),
            "place": _place(
                said.get(name, "") for name in (iim.SUBLOCATION, iim.CITY, iim.STATE, iim.COUNTRY)
            ),
            "taken_at": _moment(taken.rstrip("T")),
            "licence_until": moment.date() if (moment := _moment(ends)) else None,
        }
    )


def _exif(image: Image.Image) -> dict[str, object]:
    if len(image.info.get("exif") or b"") > MAX_BLOCK:
        return {}
    exif = image.getexif()
    inner = exif.get_ifd(EXIF)
    offset = str(inner.get(TAKEN_OFFSET) or "").strip("\x00 ")
    taken = str(inner.get(TAKEN) or "").strip("\x00 ")
    date, _, time = taken.partition(" ")
    return _present(
        {
            "caption": _text(exif.get(DESCRIPTION)),
            "creator": _text(exif.get(ARTIST)),
            "copyright": _text(exif.get(COPYRIGHT)),
            "taken_at": _moment(f"{date.replace(':', '-')}T{time}{offset}") if time else None,
        }
    )


def _text(value: object) -> str:
    """EXIF's texts are bytes in ASCII by the standard, in anything by habit; read as Latin-1 they
    may be UTF-8."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.strip("\x00 ")


def _place(parts) -> str:
    """From near to far, each once."""
    return ", ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _moment(text: str) -> dt.datetime | None:
    """A date, with or without a time, as ISO 8601 has it; nothing for years in which there was no
    photography."""
    text = text.strip()[:32]
    for each in (text, text[:19], text[:10]):
        with suppress(ValueError):
            moment = dt.datetime.fromisoformat(each)
            return moment if 1820 <= moment.year <= 2200 else None
    return None
