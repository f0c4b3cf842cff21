"""The export file of Disqus: XML with every thread and post of a forum."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from xml import sax
from xml.sax.handler import (
    ContentHandler,
    feature_external_ges,
    feature_external_pes,
    feature_namespaces,
    property_lexical_handler,
)

from comments.models import State
from newsroom.moving.replies.staging import Reply, Thread

INTERNALS = "http://disqus.com/disqus-internals"
CHUNK = 1 << 20


class Unreadable(Exception):
    """The file can't be read on: what is wrong with it, for whoever gave it."""


def read(
    path: Path, *, done: Callable[[int], None] = lambda count: None
) -> Iterator[Thread | Reply]:
    """Each thread and post of the file (gzipped or not), a piece at a time; `done` is told how many
    bytes are read.

    Raises Unreadable, OSError.
    """
    taker = _Taker()
    parser = sax.make_parser()  # noqa: S317 - _Refusing stops at any document type
    parser.setFeature(feature_namespaces, True)
    parser.setFeature(feature_external_ges, False)
    parser.setFeature(feature_external_pes, False)
    parser.setContentHandler(taker)
    parser.setProperty(property_lexical_handler, _Refusing())
    count = 0
    with _opened(path) as file:
        while piece := file.read(CHUNK):
            count += len(piece)
            try:
                parser.feed(piece)
            except sax.SAXException as error:
                yield from taker.taken()
                raise Unreadable(f"{path.name}: {error}") from None
            yield from taker.taken()
            done(count)
    try:
        parser.close()
    except sax.SAXException as error:
        raise Unreadable(f"{path.name}: {error}") from None
    yield from taker.taken()


def _opened(path: Path):
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if packed else path.open("rb")


class _Refusing:
    """An export has no document type; one that has may hold what grows without end, or what lies
    elsewhere."""

    def startDTD(self, *args) -> None:
        raise sax.SAXException(
            "It declares a document type, which exports of Disqus don't. It is not read."
        )

    def __getattr__(self, name: str):
        if name in ("endDTD", "comment", "startCDATA", "endCDATA", "startEntity", "endEntity"):
            return lambda *args: None
        raise AttributeError(name)


class _Taker(ContentHandler):
    """Takes the texts of the elements in a thread or post."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Thread | Reply] = []
        self.path: list[str] = []
        self.facts: dict[str, str] = {}
        self.text: list[str] = []

    def taken(self) -> list[Thread | Reply]:
        """What is complete since it was last asked."""
        rows, self.rows = self.rows, []
        return rows

    def startElementNS(self, name, qname, attrs) -> None:
        self.path.append(name[1])
        self.text = []
        number = attrs.get((INTERNALS, "id"), "")
        if len(self.path) == 2:
            self.facts = {"number": number}
        elif len(self.path) == 3 and name[1] in ("thread", "parent"):
            self.facts[name[1]] = number

    def characters(self, content: str) -> None:
        self.text.append(content)

    def endElementNS(self, name, qname) -> None:
        if len(self.path) in (3, 4):
            self.facts.setdefault("/".join(self.path[2:]), "".join(self.text).strip())
        elif len(self.path) == 2 and self.path[1] == "thread":
            self.rows.append(self._thread())
        elif len(self.path) == 2 and self.path[1] == "post":
            self.rows.append(self._reply())
        self.path.pop()
        self.text = []

    def _thread(self) -> Thread:
        names = [self.facts.get("link", ""), *self.facts.get("id", "").split()]
        return Thread(
            self.facts["number"], "\n".join(filter(None, names)), self.facts.get("title", "")
        )

    def _reply(self) -> Reply:
        facts = self.facts
        state = State.SPAM if facts.get("isSpam") == "true" else State.SHOWN
        if facts.get("isDeleted") == "true":
            state = State.REJECTED if state == State.SHOWN else state
        return Reply(
            number=_number(facts["number"]),
            thread=facts.get("thread", ""),
            parent=_number(facts.get("parent", "")),
            name=facts.get("author/name") or facts.get("author/username", ""),
            email=facts.get("author/email", ""),
            website=facts.get("author/link", ""),
            text=facts.get("message", ""),
            state=state,
            written=facts.get("createdAt", ""),
            network=facts.get("ipAddress", ""),
        )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
