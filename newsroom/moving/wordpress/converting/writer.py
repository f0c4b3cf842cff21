"""What the writers of single things (tables, blocks, shortcodes) need of the converter that calls
them."""

from __future__ import annotations

from typing import Protocol

from newsroom.lib.text.tree import Node
from newsroom.moving.wordpress.converting.media_references import Pointed
from newsroom.moving.wordpress.converting.running_text import Flow, Mark


class Writer(Protocol):
    """One text on its way; its methods are explained in converter.py."""

    base: str
    own: tuple[int, ...]
    breaks: bool
    flow: Flow
    marks: list[Mark]
    lost: list[str]
    unknown: list[str]
    pages: int

    def walk(self, node: Node) -> None: ...

    def around(self, node: Node) -> None: ...

    def apart(self, node: Node, *, inside: bool = True) -> Flow: ...

    def anchor(self, node: Node) -> None: ...

    def code(self, text: str) -> None: ...

    def quotation(self, node: Node, pulled: bool = False) -> None: ...

    def pictures_of(self, node: Node) -> list[Node]: ...

    def picture_with(self, node: Node, image: Node, caption: Node | None) -> None: ...

    def show(self, found: Pointed, caption: str) -> str: ...

    def gallery(self, node: Node) -> None: ...

    def write_gallery(self, found: list[str], rest: list[str], caption: str) -> None: ...

    def embed(self, address: str, title: str = "") -> str: ...

    def shown_from_elsewhere(self, node: Node, caption: Node | None, address: str = "") -> None: ...
