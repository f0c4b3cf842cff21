"""Tables of WordPress texts as tables of ours."""

from __future__ import annotations

from newsroom.lib.text.incoming.meaning import MAX_COLUMNS
from newsroom.lib.text.tree import Node
from newsroom.moving.wordpress.converting.running_text import Flow
from newsroom.moving.wordpress.converting.writer import Writer


def write(to: Writer, node: Node, caption: Node | None = None) -> None:
    """A table of lines of text. One that holds others, or a single cell, is a frame around its
    content."""
    cells = [
        (head, [each for each in row.elements if each.tag in ("td", "th")])
        for head, row in _rows(node)
    ]
    width = max((len(row) for _, row in cells), default=0)
    frame = any(node.find("table")) or sum(len(row) for _, row in cells) <= 1
    caption = next((child for child in node.elements if child.tag == "caption"), None) or caption
    if frame or width > MAX_COLUMNS:
        if not frame:
            to.lost.append(
                "A table of more than 30 columns stands as text, a paragraph for each cell."
            )
        if caption:
            to.around(Node("div", {}, caption.children))
        to.around(Node("div", {}, node.children if frame else [c for _, row in cells for c in row]))
        return
    to.flow.end_paragraph()
    said = to.apart(caption) if caption else Flow(inside=True)
    beside, written = said.beside, []
    for head, row in cells:
        made = []
        for cell in row:
            inner = to.apart(cell)
            beside += inner.beside
            made.append(f"<{cell.tag}>{inner.result()}</{cell.tag}>")
        tag = "thead" if head else "tbody"
        written.append(f"<{tag}><tr>{''.join(made)}</tr></{tag}>")
    title = f"<caption>{said.result()}</caption>" if said.blocks else ""
    to.flow.block(f"<table>{title}{''.join(written)}</table>")
    for block in beside:
        to.flow.block(block)


def _rows(node: Node) -> list[tuple[bool, Node]]:
    """The rows of a table, with whether each stands in its head."""
    found = []
    for child in node.elements:
        if child.tag == "tr":
            found.append((False, child))
        elif child.tag in ("thead", "tbody", "tfoot"):
            found += [(child.tag == "thead", row) for row in child.elements if row.tag == "tr"]
    return found
