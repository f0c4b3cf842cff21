"""HTML as a tree: read from what a sanitiser or html.py wrote, so that tags are balanced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "param", "source", "track", "wbr"}
#: Maximum depth; what lies deeper is taken as if it lay here.
MAX_DEPTH = 150


@dataclass
class Node:
    """An element: its children are elements and texts."""

    tag: str = ""
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def elements(self) -> list[Node]:
        return [child for child in self.children if isinstance(child, Node)]

    def find(self, *tags: str) -> Iterator[Node]:
        """The elements of these names in it, in the order in which one reads."""
        for child in self.elements:
            if child.tag in tags:
                yield child
            yield from child.find(*tags)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


def parse(value: str) -> Node:
    """A nameless element that holds all of `value`."""
    builder = _Builder()
    builder.feed(value)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node()
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[min(len(self.open), MAX_DEPTH) - 1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        self.open[min(len(self.open), MAX_DEPTH) - 1].children.append(data)
