"""XMP: properties of a picture as RDF in XML (ISO 16684-1), read without a tree.

A document type or an entity is refused, and so is more than an honest packet holds.
"""

from __future__ import annotations

from xml.parsers import expat

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
#: What a value may hold, how deep elements may lie in each other, and how many there may be.
LONGEST, DEEPEST, MOST = 4000, 30, 20_000
DEFAULT = "x-default"


class Refused(Exception):
    """It is not a packet that can be read safely."""


def read(packet: bytes) -> dict[str, str]:
    """The properties we know, as "prefix:name"; of a list all values, of texts in several languages
    the default.

    Raises Refused, or expat's error for what is no XML.
    """
    if not packet.strip(b"\x00 \r\n"):
        return {}
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    for handler in (
        "StartDoctypeDeclHandler",
        "EntityDeclHandler",
        "ExternalEntityRefHandler",
        "UnparsedEntityDeclHandler",
    ):
        setattr(parser, handler, _refuse)
    parser.Parse(packet.strip(b"\x00"), True)
    return reader.found()


def _refuse(*_: object) -> None:
    raise Refused("A document type or an entity stands in it.")


def _named(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"{prefix}:{local}" if (prefix := NAMES.get(space)) else ""


class _Reader:
    """Collects the values of the properties directly under an rdf:Description of the packet."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.property, self.at, self.language = "", 0, ""
        self.values: dict[str, list[tuple[str, str]]] = {}
        self.written, self.count = "", 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.stack) >= DEEPEST or self.count > MOST:
            raise Refused("There is too much in it.")
        in_description = self.stack[-2:] == [f"{RDF} RDF", f"{RDF} Description"]
        self.stack.append(name)
        self.written = ""
        if name == f"{RDF} Description" and len(self.stack) > 1 and self.stack[-2] == f"{RDF} RDF":
            for attribute, value in attributes.items():
                self.keep(_named(attribute), "", value)
        elif in_description and not self.property:
            self.property, self.at = _named(name), len(self.stack)
            self.language = ""
            self.keep(self.property, "", attributes.get(f"{RDF} resource", ""))
        if name == f"{RDF} li":
            self.language = attributes.get("http://www.w3.org/XML/1998/namespace lang", "")

    def text(self, data: str) -> None:
        if self.property and len(self.written) < LONGEST:
            self.written += data[:LONGEST]

    def end(self, name: str) -> None:
        if self.property and (len(self.stack) == self.at or name == f"{RDF} li"):
            self.keep(self.property, self.language, self.written)
            self.written = ""
        if len(self.stack) == self.at:
            self.property, self.at = "", 0
        self.stack.pop()

    def keep(self, name: str, language: str, value: str) -> None:
        if name and value.strip() and len(self.values.setdefault(name, [])) < 50:
            self.values[name].append((language, value.strip()[:LONGEST]))

    def found(self) -> dict[str, str]:
        found = {}
        for name, values in self.values.items():
            by_default = [value for language, value in values if language == DEFAULT]
            is_choice = any(language for language, _ in values)
            found[name] = (
                (by_default or [values[0][1]])[0]
                if is_choice
                else ", ".join(value for _, value in values)
            )
        return found
