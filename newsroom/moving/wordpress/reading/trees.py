"""A piece of an export file as a small tree of fields: read as XML, or after repair, or by its
known tags alone.

Prefixes need no declaration, and no entity means anything but the five of XML and the characters
that HTML names.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from newsroom.lib.text.strings import in_xml


@dataclass
class Node:
    """An element: its `text`, as it stands in the file where elements of others are in it, and what
    is in it."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Node]:
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> str:
        """The text of the first child of that name, or ""."""
        return next((child.text for child in self.children if child.name == name), "")


#: What holds others; all else is a leaf, and elements in it are part of its text.
PARENTS = {
    "item",
    "channel",
    "wp:author",
    "wp:category",
    "wp:tag",
    "wp:term",
    "wp:postmeta",
    "wp:comment",
    "wp:commentmeta",
    "wp:termmeta",
}
LEAVES = {
    "title", "link", "pubDate", "dc:creator", "guid", "description", "content:encoded",
    "excerpt:encoded", "category",
    "language", "generator", "wp:wxr_version", "wp:base_site_url", "wp:base_blog_url",
    "wp:post_id", "wp:post_date", "wp:post_date_gmt", "wp:post_modified", "wp:post_modified_gmt",
    "wp:comment_status",
    "wp:ping_status", "wp:post_name", "wp:status", "wp:post_parent", "wp:menu_order",
    "wp:post_type",
    "wp:post_password", "wp:is_sticky", "wp:attachment_url", "wp:meta_key", "wp:meta_value",
    "wp:comment_id", "wp:comment_author", "wp:comment_author_email", "wp:comment_author_url",
    "wp:comment_author_IP",
    "wp:comment_date", "wp:comment_date_gmt", "wp:comment_content", "wp:comment_approved",
    "wp:comment_type",
    "wp:comment_parent", "wp:comment_user_id",
    "wp:author_id", "wp:author_login", "wp:author_email", "wp:author_display_name",
    "wp:author_first_name",
    "wp:author_last_name", "wp:term_id", "wp:category_nicename", "wp:category_parent",
    "wp:cat_name",
    "wp:category_description", "wp:tag_slug", "wp:tag_name", "wp:tag_description",
    "wp:term_taxonomy", "wp:term_slug",
    "wp:term_parent", "wp:term_name", "wp:term_description",
}  # fmt: skip


def parse_tree(source: bytes, line: int) -> tuple[Node, list[tuple[int, str]]]:
    """The element that `source` is, which begins at `line`; and what had to be mended in it, each
    with its line.

    Raises ValueError where nothing of it can be understood.
    """
    try:
        return _strict(source, line), []
    except expat.ExpatError as error:
        at = line + error.lineno - 1
    text, mended = repair(source)
    try:
        return _strict(text.encode(), line), [(at, words) for words in mended] or [
            (at, "read after repair")
        ]
    except expat.ExpatError as error:
        at = line + error.lineno - 1
        words = f"isn't well-formed XML ({expat.ErrorString(error.code)}): read by its known tags"
    return _lenient(text, line), [*((at, words) for words in mended), (at, words)]


# -- as XML
# ------------------------------------------------------------------------------------------------


def _strict(source: bytes, line: int) -> Node:
    """Raises ExpatError."""
    builder = _Builder(source, line)
    builder.parser.Parse(source, True)
    if builder.root is None:
        raise ValueError("There is no element in it.")
    return builder.root


class _Builder:
    """Makes the tree from what expat calls. A piece has no document type, so expat knows no entity
    but XML's five."""

    def __init__(self, source: bytes, line: int) -> None:
        self.source, self.line = source, line
        self.root: Node | None = None
        self.open: list[Node] = []
        self.inner = 0  # elements of others that are open inside a leaf
        self.begins = 0  # where the text of a leaf begins that has such elements
        self.raw = False
        self.texts: list[str] = []
        parser = self.parser = expat.ParserCreate("utf-8")
        parser.buffer_text, parser.buffer_size = True, 1 << 16
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.texts.append

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.open and self.open[-1].name not in PARENTS:
            self.raw = True
            self.inner += 1
            return
        node = Node(name, self.line + self.parser.CurrentLineNumber - 1, attributes)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)
        self.texts.clear()
        self.raw = False
        self.begins = self.parser.CurrentByteIndex

    def end(self, name: str) -> None:
        if self.inner:
            self.inner -= 1
            return
        node = self.open.pop()
        if node.name in PARENTS:
            return
        if self.raw:
            begins = self.source.index(b">", self.begins) + 1
            node.text = self.source[begins : self.parser.CurrentByteIndex].decode()
        else:
            node.text = "".join(self.texts)
        self.texts.clear()


# -- repair
# ------------------------------------------------------------------------------------------------

_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_AMPERSAND = re.compile(
    r"&(?:#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));|([A-Za-z][A-Za-z0-9]{1,31});)?"
)
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}


def repair(source: bytes) -> tuple[str, list[str]]:
    """The text with bytes, characters and entities that XML can't hold mended, and in words what
    was."""
    mended = []
    try:
        text = source.decode()
    except UnicodeDecodeError:
        text, count = _decoded(source)
        mended.append(f"{count} bytes that are no UTF-8: read as Windows-1252")
    clean = in_xml(text)
    if len(clean) < len(text):
        mended.append(f"{len(text) - len(clean)} control characters: left out")
    parts = _CDATA.split(clean)
    count = 0
    for number in range(0, len(parts), 2):
        parts[number], changed = _entities(parts[number])
        count += changed
    if count:
        mended.append(f"{count} ampersands or entities that XML doesn't know")
    return "".join(parts), mended


def _decoded(source: bytes) -> tuple[str, int]:
    """Text whose stray bytes are what Windows takes them for: the most common mix by far."""
    pieces, count = [], 0
    while True:
        try:
            pieces.append(source.decode())
            return "".join(pieces), count
        except UnicodeDecodeError as error:
            pieces.append(source[: error.start].decode())
            stray = source[error.start : error.end]
            pieces.append(stray.decode("cp1252", "replace"))
            count += len(stray)
            source = source[error.end :]


def _entities(text: str) -> tuple[str, int]:
    changed = 0

    def mend(found: re.Match[str]) -> str:
        nonlocal changed
        base16, base10, name = found.groups()
        if name in _OF_XML:
            return found[0]
        if base16 or base10:
            number = int(base16, 16) if base16 else int(base10)
            if number <= 0x10FFFF and in_xml(chr(number)):
                return found[0]
            changed += 1
            return ""
        changed += 1
        if name and f"{name};" in html.entities.html5:
            return (
                in_xml(html.entities.html5[f"{name};"]).replace("&", "&amp;").replace("<", "&lt;")
            )
        return "&amp;" + found[0][1:]

    return _AMPERSAND.sub(mend, text), changed


# -- by known tags
# -----------------------------------------------------------------------------------------

_NAMES = "|".join(sorted(PARENTS | LEAVES, key=len, reverse=True))
_TAG = re.compile(rf"<!\[CDATA\[|<(/?)({_NAMES})(?=[\s>/])([^<>]*?)(/?)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_STRAY_END = re.compile(r"\s*(?:</[\w:.-]+\s*>\s*)*\Z")


def _lenient(text: str, line: int) -> Node:
    """The tree by its known tags. What is open ends where something begins that can't be in it, or
    its parent ends.

    Raises ValueError where it doesn't even begin with a known tag.
    """
    open_: list[Node] = []
    root: Node | None = None
    position = counted = 0
    for kind, start, end, found in _tokens(text):
        line += text.count("\n", counted, start)
        counted = start
        if open_ and open_[-1].name not in PARENTS:
            open_[-1].text += html.unescape(text[position:start])
        position = end
        if kind == "cdata":
            if open_ and open_[-1].name not in PARENTS:
                open_[-1].text += found
        elif kind == "end":
            if any(node.name == found for node in open_):
                while open_.pop().name != found:
                    pass
        else:
            name, attributes, closed = found
            node = Node(name, line, attributes)
            if root is None:
                root = node
            else:
                while len(open_) > 1 and not _holds(open_[-1].name, name):
                    without_end = open_.pop()
                    without_end.text = _STRAY_END.sub("", without_end.text)
                if not open_:
                    break  # behind the end of the root
                open_[-1].children.append(node)
            if not closed:
                open_.append(node)
    if root is None:
        raise ValueError("There is no known element in it.")
    return root


def _holds(parent: str, name: str) -> bool:
    """Whether an element may stand in another."""
    if parent not in PARENTS:
        return False
    if parent in ("wp:postmeta", "wp:commentmeta", "wp:termmeta"):
        return name in ("wp:meta_key", "wp:meta_value")
    if parent == "wp:comment":
        return name.startswith("wp:comment") and name != "wp:comment"
    return True


def _tokens(text: str) -> Iterator[tuple]:
    """Known tags and CDATA sections: kind, where it begins and ends, and what it holds."""
    position, leaf = 0, ""
    while found := _TAG.search(text, position):
        if found[0] == "<![CDATA[":
            inside, position = _section(text, found.end(), leaf)
            yield "cdata", found.start(), position, inside
            continue
        slash, name, attributes, closed = found.groups()
        position = found.end()
        if leaf and name != leaf and not slash and ":" not in name:
            continue  # HTML in a text that isn't in CDATA has a <title> or <link> of its own
        if slash:
            leaf = "" if name == leaf else leaf
            yield "end", found.start(), position, name
        else:
            leaf = (
                name
                if not closed and name not in PARENTS and _is_closed(text, name, position)
                else ""
            )
            given = {
                key: html.unescape(one or other)
                for key, one, other in _ATTRIBUTE.findall(attributes)
            }
            yield "start", found.start(), position, (name, given, bool(closed))


def _is_closed(text: str, name: str, position: int) -> bool:
    """Whether an element that begins before `position` has an end of its own."""
    end = text.find(f"</{name}", position)
    other = text.find(f"<{name}>", position)
    return end >= 0 and (other < 0 or end < other)


def _section(text: str, start: int, leaf: str) -> tuple[str, int]:
    """What a CDATA section holds, and where it ends: where its mark is missing, with the field it
    stands in."""
    end = text.find("]]>", start)
    closing = re.compile(rf"</{re.escape(leaf)}\s*>") if leaf else None
    closed = closing.search(text, start) if closing else None
    if end < 0:
        until = closed.start() if closed else len(text)
        return text[start:until], until
    if closed and closed.start() < end and text.find("<![CDATA[", closed.end(), end) >= 0:
        split = text[end - 2 : end] == "]]" and text[end + 3 : end + 13] == "<![CDATA[>"
        if not split and re.match(r"\s*<", text[closed.end() :][:200]):
            return text[start : closed.start()], closed.start()
    return text[start:end], end + 3
