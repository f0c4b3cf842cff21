"""What files say of themselves: read where it is honest, and nothing where it isn't.

Covers newsroom/lib/pictures/metadata.py, newsroom/lib/pictures/iim.py,
newsroom/lib/pictures/xmp.py.
"""

import datetime as dt
import struct
from io import BytesIO

import pytest
from PIL import Image

from newsroom.lib.pictures import images, metadata, xmp

NAMESPACES = " ".join(f'xmlns:{prefix}="{space}"' for space, prefix in xmp.NAMES.items())


def packet(inside: str = "", attributes: str = "", head: str = "") -> bytes:
    return (
        f'{head}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{xmp.RDF}"><rdf:Description'
        f' rdf:about="" {NAMESPACES} {attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def lang(name: str, **texts: str) -> str:
    items = "".join(
        f'<rdf:li xml:lang="{lang.replace("_", "-")}">{text}</rdf:li>'
        for lang, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


FULL = packet(
    lang("dc:description", de="Im Hafen", x_default="In the harbour &amp; beyond")
    + lang("dc:rights", x_default="© Ana Lima 2026")
    + lang("Iptc4xmpCore:AltTextAccessibility", x_default="A boat at a quay")
    + lang("xmpRights:UsageTerms", x_default="One year, web only")
    + "<dc:creator><rdf:Seq><rdf:li>Ana Lima</rdf:li><rdf:li>Bo"
    " Dahl</rdf:li></rdf:Seq></dc:creator>"
    + "<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    "</Iptc4xmpExt:DigitalSourceType>",
    'photoshop:Credit="Northern Pictures" photoshop:City="Bergen" photoshop:Country="Norway" '
    'photoshop:DateCreated="2026-03-04T05:06:07+02:00"',
)


def iptc(charset: bytes = b"\x1b%G", **sets: bytes) -> bytes:
    numbers = {
        "caption": 120,
        "byline": 80,
        "credit": 110,
        "city": 90,
        "date": 55,
        "time": 60,
        "expires": 37,
    }
    rows = [(1, 90, charset)] + [(2, numbers[name], value) for name, value in sets.items()]
    return b"".join(
        bytes([0x1C, record, number]) + struct.pack(">H", len(value)) + value
        for record, number, value in rows
    )


def app13(block: bytes) -> bytes:
    data = (
        b"Photoshop 3.0\x008BIM\x04\x04\x00\x00"
        + struct.pack(">I", len(block))
        + block
        + b"\x00" * (len(block) % 2)
    )
    return b"\xff\xed" + struct.pack(">H", len(data) + 2) + data


def jpeg(exif: Image.Exif | None = None, xmp: bytes = b"", iim: bytes = b"") -> bytes:
    out = BytesIO()
    more = {"exif": exif} if exif else {}
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG", **more, **({"xmp": xmp} if xmp else {}))
    data = out.getvalue()
    return data[:2] + app13(iim) + data[2:] if iim else data


def said(data: bytes) -> metadata.Said:
    return images.inspect(BytesIO(data)).said


def test_a_full_packet():
    assert said(jpeg(xmp=FULL)) == metadata.Said(
        alt="A boat at a quay",
        caption="In the harbour & beyond",
        credit="Ana Lima, Bo Dahl / Northern Pictures",
        copyright="© Ana Lima 2026",
        place="Bergen, Norway",
        taken_at=dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        source_type="trainedAlgorithmicMedia",
        licence="One year, web only",
    )


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_in_other_formats(format):
    from PIL import PngImagePlugin

    out, more = BytesIO(), {"xmp": FULL}
    if format == "PNG":
        more = {"pnginfo": PngImagePlugin.PngInfo()}
        more["pnginfo"].add_itxt("XML:com.adobe.xmp", FULL.decode())
    Image.new("RGB", (40, 30), "teal").save(out, format, **more)
    assert said(out.getvalue()).alt == "A boat at a quay"


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_iptc_in_either_charset(charset):
    block = iptc(
        b"\x1b%G" if charset == "utf-8" else b"",
        caption="Møre «by» night".encode(charset),
        byline=b"Ana Lima",
        credit=b"Ana Lima / NP",
        city=b"Bergen",
        date=b"20260304",
        time=b"050607+0100",
        expires=b"20270101",
    )
    found = said(jpeg(iim=block))
    assert (found.caption, found.credit, found.place) == (
        "Møre «by» night",
        "Ana Lima / NP",
        "Bergen",
    )
    assert found.taken_at == dt.datetime(
        2026, 3, 4, 5, 6, 7, tzinfo=dt.timezone(dt.timedelta(hours=1))
    )
    assert found.licence_until == dt.date(2027, 1, 1)


def exif(**values) -> Image.Exif:
    made = Image.Exif()
    made[metadata.DESCRIPTION] = values.get("description", "In the harbour")
    made[metadata.ARTIST] = "Ana Lima"
    made[metadata.COPYRIGHT] = "Ana Lima 2026"
    made.get_ifd(metadata.EXIF)[metadata.TAKEN] = values.get("taken", "2026:03:04 05:06:07")
    return made


def test_exif_without_a_zone():
    found = said(jpeg(exif()))
    assert found.known() == {
        "caption": "In the harbour",
        "credit": "Ana Lima",
        "copyright": "Ana Lima 2026",
        "taken_at": dt.datetime(2026, 3, 4, 5, 6, 7),
    }


@pytest.mark.parametrize(
    "taken",
    [
        "0000:00:00 00:00:00",
        "2026:13:45 99:00:00",
        "soon",
        "    :  :     :  :  ",
        "9999:01:01 00:00:00",
    ],
)
def test_a_date_that_is_none(taken):
    assert said(jpeg(exif(taken=taken))).taken_at is None


def test_what_cameras_write_by_themselves_is_no_caption():
    assert said(jpeg(exif(description="OLYMPUS DIGITAL CAMERA"))).caption == ""


def test_xmp_goes_before_iptc_and_iptc_before_exif():
    found = said(
        jpeg(
            exif(),
            packet(lang("dc:description", x_default="By XMP")),
            iptc(caption=b"By IPTC", byline=b"Bo Dahl"),
        )
    )
    assert (found.caption, found.credit, found.copyright) == ("By XMP", "Bo Dahl", "Ana Lima 2026")


def test_the_place_where_it_was_taken_is_not_read_from_positions():
    made = exif()
    made.get_ifd(0x8825)[2] = (60.0, 23.0, 1.0)
    assert "60" not in str(said(jpeg(made)))


def test_lists_with_gaps_repeated_properties_and_addresses():
    text = (
        '<cc:license rdf:resource="https://licence.example/"/><dc:rights>One</dc:rights>'
        "<dc:rights>Two</dc:rights><dc:creator><rdf:Seq><rdf:li> Ana Lima </rdf:li><rdf:li/>"
        "<rdf:li>Bo Dahl</rdf:li></rdf:Seq></dc:creator>"
    )
    found = said(jpeg(xmp=packet(text)))
    assert (found.licence, found.copyright, found.credit) == (
        "https://licence.example/",
        "One, Two",
        "Ana Lima, Bo Dahl",
    )


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "hostile",
    [
        packet(lang("dc:description", x_default="&b;"), head=ENTITIES),
        packet(lang("dc:description", x_default="&a;"), head=OUTSIDE),
        packet("<dc:description>" * 50 + "x" + "</dc:description>" * 50),
        packet("<dc:subject/>" * 30_000),
        packet("<dc:description>no end"),
        b"\xff\xfe\x00\x00nonsense",
        b'<?xml version="1.0" encoding="x-unknown"?><a/>',
        b"<" * 60_000,
    ],
    ids=["entities", "outside", "deep", "many", "open", "bytes", "charset", "brackets"],
)
def test_hostile_xml_says_nothing(hostile):
    out = BytesIO()
    # takes more than 64 KB in one piece
    Image.new("RGB", (40, 30), "teal").save(out, "WEBP", xmp=hostile)
    assert said(out.getvalue()) == metadata.Said()


def test_more_than_a_block_may_hold_is_not_looked_into():
    out = BytesIO()
    large = packet(lang("dc:description", x_default="x" * (metadata.MAX_BLOCK + 1)))
    Image.new("RGB", (40, 30), "teal").save(out, "WEBP", xmp=large)
    assert said(out.getvalue()) == metadata.Said()


@pytest.mark.parametrize(
    "block",
    [
        b"\x1c",
        b"\x1c\x02\x78\xff\xff" + b"x" * 100,
        b"\x1c\x02\x78\x00\x50short",
        b"\x00" * 64,
        iptc() * 900,
    ],
)
def test_broken_iptc_is_no_failure(block):
    assert isinstance(said(jpeg(iim=block[:60_000])), metadata.Said)


def test_texts_are_one_line_without_control_characters_and_end_between_words():
    text = lang("dc:description", x_default="One\n\n  two\u202fthree &#9; " + "words " * 200)
    found = said(jpeg(xmp=packet(text))).caption
    assert found.startswith("One two three words")
    assert len(found) <= 500
    assert found.endswith("words…")
    assert "\x07" not in metadata.tidy("a\x07b\x00c", 10)


def test_former_names_of_source_types():
    kind = 'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/minorHumanEdits"'
    assert said(jpeg(xmp=packet(attributes=kind))).source_type == "humanEdits"
