"""What HTML of other programs means, said with the elements that we have: one reading for all that
comes in, pasted, typed, imported or returned.

It takes a tree (tree.py) and gives one without spans, styles, tracked changes, merged cells and
numbers of single items. What may pass is decided in html.py, what is written in prose.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from newsroom.lib.text.tree import Node

#: Elements that say the same as another one.
SAME = {
    "b": "strong", "i": "em", "var": "em", "dfn": "em", "kbd": "code", "samp": "code",
    "tt": "code", "strike": "s",
}  # fmt: skip
MARKS = {"strong", "em", "code", "s", "sub", "sup"}
#: What only stands around words.
DISSOLVED = {"span", "font", "ins", "u", "mark", "abbr", "label", "bdi", "bdo", "wbr", "time"}
#: What is left out with all that is in it.
UNSAID = {
    "script", "style", "title", "template", "iframe", "object", "svg", "video", "audio", "select",
    "textarea", "noscript", "button", "xml",
}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LISTS = {"ul", "ol"}
#: Maximum number of columns of a table.
MAX_COLUMNS = 30
#: Maximum number of cells that a table has more than are written, where some are merged.
MAX_FILLED = 3_000
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SEPARATORS = re.compile("[\x0b\x85\u2028\u2029]")
_NUMBER = re.compile(r"0|[1-9]\d{0,4}")
_SPAN = re.compile(r"[1-9]\d{0,3}")


_SCRIPT = re.compile(r"<(script|style)\b[^>]*?(/?)>", re.IGNORECASE)
#: Where a text goes on behind a script that nothing closes.
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|table|tr|td|blockquote|figure|section|article|hr|pre)\b"
    r"|<!-- /?wp:|\n[ \t\r]*\n",
    re.IGNORECASE,
)


def closed(html: str) -> str:
    """HTML whose scripts end: one that nothing closes where the next block begins."""
    pieces: list[str] = []
    at = 0
    lower = html.lower()
    unclosed: set[str] = set()  # what is not closed anywhere behind
    while begun := _SCRIPT.search(html, at):
        end = f"</{begun[1].lower()}"
        if begun[2]:
            pieces += [html[at : begun.end()], end, ">"]
            at = begun.end()
            continue
        close = -1 if end in unclosed else lower.find(end, begun.end())
        if close < 0:
            unclosed.add(end)
            block = _BLOCK.search(html, begun.end())
            until = block.start() if block else len(html)
            pieces += [html[at:until], end, ">"]
            at = until
        else:
            pieces.append(html[at : close + len(end)])
            at = close + len(end)
    return "".join([*pieces, html[at:]])


def _nobody(node: Node) -> None:
    """Nobody is told."""


def understand(node: Node, dropped: Callable[[Node], None] = _nobody) -> Node:
    """A tree in the elements that we have. `dropped` hears of what was deleted there, or hidden."""
    return Node(node.tag, node.attrs, _children(node, dropped, within=frozenset()))


def _children(
    node: Node, dropped: Callable[[Node], None], within: frozenset[str]
) -> list[Node | str]:
    made: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str):
            made += _text(child, within)
        else:
            made += _element(child, dropped, within)
    return made


def _text(text: str, within: frozenset[str]) -> list[Node | str]:
    """Text with a break for each soft end of a line."""
    ends = _LINE_ENDS if "lines" in within else _SEPARATORS
    if "pre" in within or not ends.search(text):
        return [text]
    first, *more = ends.split(text)
    return [first, *(piece for line in more for piece in (Node("br"), line))]


def _element(
    node: Node, dropped: Callable[[Node], None], within: frozenset[str]
) -> list[Node | str]:
    tag = SAME.get(node.tag, node.tag)
    style = _style(node)
    if tag == "del" or _is_hidden(style):
        if node.text.strip():
            dropped(node)
        return []
    if tag == "pre":
        return [Node(tag, node.attrs, _children(node, dropped, within | {"pre"}))]
    if tag == "q":
        return ["“", *_children(node, dropped, within), "”"]
    marks = [mark for mark in _marks(tag, style, within) if mark not in within]
    inner = within | set(marks) | ({"heading"} if tag in HEADINGS else set())
    if spaces := style.get("white-space"):
        inner = inner | {"lines"} if spaces.startswith("pre") else inner - {"lines"}
    if tag == "table":
        children = _head_by_look(node)
        return [_filled(Node(tag, node.attrs, _children(children, dropped, inner)))]
    children = _children(node, dropped, inner)
    if tag in LISTS:
        return [*_lists(Node(tag, node.attrs, children))]
    for mark in reversed(marks):
        children = [Node(mark, node.attrs if mark == tag else {}, children)]
    if tag in DISSOLVED or tag in MARKS:
        return children
    return [Node(tag, node.attrs, children)]


# -- how it looks
# ----------------------------------------------------------------------------------


def _style(node: Node) -> dict[str, str]:
    """What a style says, in lower case."""
    given = node.attrs.get("style", "").lower()
    pairs = (each.partition(":") for each in given.split(";")) if given else ()
    return {name.strip(): value.strip() for name, _, value in pairs}


def _is_hidden(style: dict[str, str]) -> bool:
    return (
        style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or style.get("mso-list") == "ignore"
    )


def _marks(tag: str, style: dict[str, str], within: frozenset[str]) -> Iterator[str]:
    """What lies over the words of an element, by its name and, which counts more, its look."""
    if tag not in MARKS and tag not in DISSOLVED and tag != "a":
        return
    weight = style.get("font-weight", "")
    if weight:
        bold = weight.startswith("bold") or (weight.isdecimal() and int(weight[:4]) >= 600)
    else:
        bold = tag == "strong"
    if bold and "heading" not in within:
        yield "strong"
    slant = style.get("font-style", "")
    if slant.startswith(("italic", "oblique")) or (not slant and tag == "em"):
        yield "em"
    drawn = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    if tag == "s" or "line-through" in drawn:
        yield "s"
    place = style.get("vertical-align", "")
    if tag in ("sub", "sup"):
        if place != "baseline":
            yield tag
    elif place in ("sub", "super"):
        yield "sub" if place == "sub" else "sup"
    if tag == "code":
        yield "code"


# -- lists
# -----------------------------------------------------------------------------------------


def _lists(node: Node) -> Iterator[Node]:
    """A list whose items count as they are numbered, each list within it in the item before: one
    list, or several that begin anew where a number does."""
    items = _items(node)
    if node.tag == "ul":
        yield Node("ul", node.attrs, items)
        return
    counted = sum(item.tag == "li" for item in items if isinstance(item, Node))
    back = "reversed" in node.attrs
    start = node.attrs.get("start", "")
    number = int(start) if _NUMBER.fullmatch(start) else counted if back else 1
    part = _numbered(number)
    follows = number
    for item in items:
        if isinstance(item, Node) and item.tag == "li":
            given = item.attrs.get("value", "")
            number = int(given) if _NUMBER.fullmatch(given) else number
            if number != follows:
                if part.elements:
                    yield part
                part = _numbered(number)
            follows = number + 1
            number += -1 if back else 1
            item = Node("li", {}, item.children)
        part.children.append(item)
    yield part


def _numbered(start: int) -> Node:
    return Node("ol", {"start": str(max(0, start))})


def _items(node: Node) -> list[Node | str]:
    """What is in a list. Lists beside items, as Google Docs and old editors write them, go into the
    item before."""
    items: list[Node | str] = []
    last: Node | None = None
    for child in node.children:
        if isinstance(child, Node) and child.tag in LISTS:
            if last is None:
                last = Node("li")
                items.append(last)
            last.children.append(child)
            continue
        if isinstance(child, Node):
            last = child if child.tag == "li" else None
        items.append(child)
    return items


# -- tables
# ----------------------------------------------------------------------------------------


def _head_by_look(node: Node) -> Node:
    """A table whose first row alone is all bold: that is how a head looks in programs that have no
    other sign for it."""
    rows = [row for row in _rows(node) if row.text.strip()]
    if len(rows) < 2 or any(cell.tag == "th" for cell in rows[0].elements):
        return node
    if _all_bold(rows[0], bold=False) and not _all_bold(rows[1], bold=False):
        for cell in rows[0].elements:
            cell.tag = "th" if cell.tag == "td" else cell.tag
    return node


def _all_bold(node: Node, *, bold: bool) -> bool:
    for child in node.children:
        if isinstance(child, str):
            if child.strip() and not bold:
                return False
            continue
        tag = SAME.get(child.tag, child.tag)
        over = bold or "strong" in _marks(tag, _style(child), frozenset())
        if not _all_bold(child, bold=over):
            return False
    return True


def _rows(node: Node) -> list[Node]:
    found = []
    for part in node.elements:
        if part.tag == "tr":
            found.append(part)
        elif part.tag in ("thead", "tbody", "tfoot"):
            found += [row for row in part.elements if row.tag == "tr"]
    return found


def _filled(table: Node) -> Node:
    """A table without merged cells: the text stands in the first place of each, the others are
    empty."""
    below: dict[int, int] = {}  # for how many rows more a column is taken from above
    left = MAX_FILLED
    for row in _rows(table):
        cells: list[Node | str] = []
        column = 0
        pending = [child for child in row.elements if child.tag in ("td", "th")]
        while pending or any(place >= column for place in below):
            if below.get(column, 0):
                below[column] -= 1
                if not below[column]:
                    del below[column]
                cells.append(Node("td"))
                column += 1
                continue
            if not pending:
                cells.append(Node("td"))
                column += 1
                continue
            cell = pending.pop(0)
            width = min(_span(cell, "colspan"), MAX_COLUMNS)
            height = min(_span(cell, "rowspan"), left)
            cells.append(Node(cell.tag, {}, _unbold(cell) if cell.tag == "th" else cell.children))
            cells += [Node("td") for _ in range(width - 1)]
            if height > 1:
                left -= width * (height - 1)
                below |= dict.fromkeys(range(column, column + width), height - 1)
            column += width
        row.children = cells[:MAX_COLUMNS] if len(cells) > MAX_COLUMNS else cells
        below = {place: rows for place, rows in below.items() if place < MAX_COLUMNS}
    return table


def _unbold(node: Node) -> list[Node | str]:
    """What stands in the head of a column or row: it is bold by being that."""
    made: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str):
            made.append(child)
        elif child.tag == "strong":
            made += _unbold(child)
        else:
            made.append(Node(child.tag, child.attrs, _unbold(child)))
    return made


def _span(cell: Node, name: str) -> int:
    given = cell.attrs.get(name, "").strip()
    return int(given) if _SPAN.fullmatch(given) else 1
