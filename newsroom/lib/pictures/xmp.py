"""XMP: properties of a picture as RDF in XML (ISO 16684-1).

Pillow reads the XML, with defusedxml: entities and what lies outside are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from PIL import Image

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://creativecommons.org/ns#": "cc",
}
#: Maximum length of a value, and number of values in a list.
MAX_LENGTH, MAX_VALUES = 4000, 50
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DEFAULT = "x-default"


def read(image: Image.Image) -> dict[str, str]:
    """The properties we know, as "prefix:name"; of a list all values, of texts in several languages
    the default.

    Raises whatever Pillow and defusedxml raise for a packet that can't be read safely.
    """
    root = image.getxmp(strip_namespaces=False)
    rdf = root.get("{adobe:ns:meta/}xmpmeta", root)[f"{{{RDF}}}RDF"] if root else {}
    found: dict[str, str] = {}
    for description in _as_list(rdf.get(f"{{{RDF}}}Description")):
        for name, value in description.items():
            space, _, local = name[1:].rpartition("}")
            if space in NAMES and (text := _text(value)):
                found.setdefault(f"{NAMES[space]}:{local}", text)
    return found


def _as_list(value: object) -> list:
    return value if isinstance(value, list) else [value] if value else []


def _text(value: object) -> str:
    """The value of a property: of a list all, of texts in several languages the default."""
    by_language = list(islice(_values(value), MAX_VALUES))
    if any(language for language, _ in by_language):
        return dict(reversed(by_language)).get(DEFAULT) or by_language[0][1]
    return ", ".join(text for _, text in by_language)


def _values(value: object) -> Iterator[tuple[str, str]]:
    """Texts with their language, "" where none is told."""
    for each in _as_list(value):
        told = each if isinstance(each, dict) else {"text": each}
        text = told.get("text") or told.get(f"{{{RDF}}}resource") or ""
        if text.strip():
            yield told.get(LANGUAGE, ""), text.strip()[:MAX_LENGTH]
        for kind in ("Alt", "Bag", "Seq"):
            yield from _values((told.get(f"{{{RDF}}}{kind}") or {}).get(f"{{{RDF}}}li"))
