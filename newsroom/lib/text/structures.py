"""The blocks of story texts that are more than running text: tables, pictures, quotations, boxes,
embeds, code.

Each lies at the outermost level. docs/story-text.md has the whole of what may be stored. What is
safe is decided in html.py, which hands over the output of its sanitiser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from newsroom.lib.text import prose
from newsroom.lib.text.incoming.meaning import MAX_COLUMNS, understand
from newsroom.lib.text.prose import BOUNDARIES, CONTAINERS, LISTS, TEXT_BLOCKS, Line, Writer
from newsroom.lib.text.tree import Node, parse

#: Maximum length of an alternative text and a credit, as in the fields of pictures.
MAX_LENGTHS = {"data-alt": 300, "data-credit": 200}
_NUMBER = re.compile(r"[1-9]\d{0,14}")


def tidy(value: str) -> str:
    """`value`, sanitised HTML, in our structure. Empty blocks are dropped, bare text becomes
    paragraphs."""
    return write(understand(parse(value)), Writer(), block).result()


def line(node: Node) -> str:
    """All that stands in an element as one run of text, with breaks where blocks were."""
    return write(node, Line()).result()


def write(
    node: Node, writer: Writer, structure: Callable[[Node], str | None] = lambda node: None
) -> Writer:
    """Write what stands in an element; what `structure` makes of an element stands by itself,
    between paragraphs."""
    for child in node.children:
        if isinstance(child, str):
            writer.text(child)
        elif (made := structure(child)) is not None:
            writer.put(made)
        else:
            begun = writer.start(child.tag, child.attrs)
            write(child, writer, structure)
            if begun:
                writer.end(child.tag)
    return writer


def block(node: Node) -> str | None:
    """What an element becomes that stands by itself: HTML, or "" where nothing is left; None for
    running text."""
    if node.tag == "figure":
        return _figure(node)
    if node.tag == "aside":
        return _aside(node)
    if node.tag == "blockquote":
        return _signed_quote(node)
    make = {"table": _table, "pre": _code}.get(node.tag)
    return make(node) if make else None


# -- pictures, embeds, quotations
# ------------------------------------------------------------------------


def _figure(node: Node) -> str | None:
    kind = node.attrs.get("data-block")
    if "data-picture" in node.attrs:
        return _picture(node)
    if "data-embed" in node.attrs:
        return _embed(node)
    if kind == "gallery":
        return _gallery(node)
    quotes = [child for child in node.elements if child.tag == "blockquote"]
    others = [child for child in node.elements if child.tag not in ("blockquote", "figcaption")]
    if len(quotes) == 1 and not others:
        return _quote(quotes[0], _caption(node))
    return None


def _picture(node: Node) -> str:
    """A picture of the library by its number, with the words it bears here."""
    number = node.attrs["data-picture"].strip()
    if not _NUMBER.fullmatch(number):
        return ""
    attrs = {"data-picture": number}
    if "data-decorative" in node.attrs:
        attrs["data-decorative"] = ""
    else:
        attrs |= _words(node, "data-alt")
    return _element("figure", attrs | _words(node, "data-credit"), _captioned("", _caption(node)))


def _embed(node: Node) -> str:
    address = prose.safe_href(node.attrs["data-embed"])
    if not re.match(r"https?://", address, re.IGNORECASE):
        return ""
    title = next(
        (" ".join(child.text.split()) for child in node.elements if child.tag == "figcaption"), ""
    )
    return _element("figure", {"data-embed": address}, _captioned("", escape(title, quote=False)))


def _gallery(node: Node) -> str:
    pictures = [found for found in node.find("figure") if "data-picture" in found.attrs]
    made = "".join(map(_picture, pictures))
    return (
        _element("figure", {"data-block": "gallery"}, _captioned(made, _caption(node)))
        if made
        else ""
    )


def _signed_quote(node: Node) -> str | None:
    """A quotation that ends with its source, as other programs write it."""
    last = node.elements[-1] if node.elements else None
    if last is None or node.children[-1] is not last and str(node.children[-1]).strip():
        return None
    if (
        last.tag == "p"
        and [child.tag for child in last.elements] == ["cite"]
        and last.text == last.elements[0].text
    ):
        last = Node("cite", {}, last.children)
    if last.tag not in ("cite", "footer"):
        return None
    return _quote(
        Node("blockquote", {}, node.children[: node.children.index(node.elements[-1])]), line(last)
    )


def _quote(quote: Node, source: str) -> str:
    said = write(Node("", {}, [Node("blockquote", {}, quote.children)]), Writer()).result()
    if not said.startswith("<blockquote>"):
        return ""
    return _element("figure", {"data-block": "quote"}, _captioned(said, source)) if source else said


# -- boxes
# -----------------------------------------------------------------------------------------------


class _Plain(Writer):
    """Paragraphs alone."""

    TEXT_BLOCKS = dict.fromkeys([*TEXT_BLOCKS, *CONTAINERS], "p")
    CONTAINERS = frozenset()

    def _rule(self) -> None:
        self._end_text_block()


class _Points(_Plain):
    """Paragraphs and lists."""

    TEXT_BLOCKS = dict.fromkeys([*TEXT_BLOCKS, "blockquote"], "p")
    CONTAINERS = frozenset({*LISTS, "li"})


def _aside(node: Node) -> str | None:
    kind = node.attrs.get("data-block")
    if "data-story" in node.attrs:
        number = node.attrs["data-story"].strip()
        return f'<aside data-story="{number}"></aside>' if _NUMBER.fullmatch(number) else ""
    if kind == "key-points":
        made = write(node, _Points()).result()
        return _element("aside", {"data-block": kind}, made) if made else ""
    if kind == "pull-quote":
        source = next(
            (child for child in node.elements if child.tag in ("footer", "figcaption")), None
        )
        said = [child for child in node.children if child is not source]
        made = write(Node("", {}, said), _Plain()).result()
        signed = line(source) if source else ""
        footer = f"<footer>{signed}</footer>" if signed else ""
        return _element("aside", {"data-block": kind}, made + footer) if made else ""
    return None


def _code(node: Node) -> str:
    """Code as it stands, but for empty lines around it."""
    text = re.sub(
        r"\A(?:[ \t]*\n)+|\s+\Z", "", _lines(node).replace("\r\n", "\n").replace("\r", "\n")
    )
    return f"<pre><code>{escape(text, quote=False)}</code></pre>" if text.strip() else ""


def _lines(node: Node) -> str:
    pieces = []
    for child in node.children:
        if isinstance(child, str):
            pieces.append(child)
        else:
            ends = (
                "\n" if child.tag == "br" or child.tag in {*TEXT_BLOCKS, *BOUNDARIES, "li"} else ""
            )
            pieces.append(_lines(child) + ends)
    return "".join(pieces)


# -- tables
# ----------------------------------------------------------------------------------------------


def _table(node: Node) -> str | None:
    """A table with as many cells in each row. None for a frame around other blocks, and for one too
    wide to be read."""
    written = next((child for child in node.elements if child.tag == "caption"), None)
    caption = line(written or Node("", {}, [node.attrs.get("data-caption", "")]))
    rows = [(row, _cells(row)) for row in _rows(node)]
    rows = [(row, cells) for row, cells in rows if any(text for _, text in cells)]
    width = max((len(cells) for _, cells in rows), default=0)
    if (len(rows), width) in ((0, 0), (1, 1)) or width > MAX_COLUMNS:
        return None
    heads, body = [], []
    for row, cells in rows:
        cells += [("td", "")] * (width - len(cells))
        if not body and _is_header(row, cells, first=not heads):
            heads.append(
                "".join(
                    f'<th scope="col">{text}</th>' if text else "<td></td>" for _, text in cells
                )
            )
        else:
            body.append(_body_row(cells))
    if not body:
        return None
    parts = [("thead", heads), ("tbody", body)]
    made = "".join(
        f"<{tag}>{''.join(f'<tr>{row}</tr>' for row in part)}</{tag}>"
        for tag, part in parts
        if part
    )
    return f"<table>{f'<caption>{caption}</caption>' if caption else ''}{made}</table>"


def _rows(node: Node) -> list[tuple[Node, bool]]:
    """The rows with whether they stand in a head; not those of a table in a table."""
    found = []
    for part in node.elements:
        if part.tag == "tr":
            found.append((part, False))
        elif part.tag in ("thead", "tbody", "tfoot"):
            found += [(row, part.tag == "thead") for row in part.elements if row.tag == "tr"]
    return found


def _cells(row: tuple[Node, bool]) -> list[tuple[str, str]]:
    return [(cell.tag, line(cell)) for cell in row[0].elements if cell.tag in ("td", "th")]


def _is_header(row: tuple[Node, bool], cells: list[tuple[str, str]], *, first: bool) -> bool:
    filled = [place for place, (_, text) in enumerate(cells) if text]
    all_heads = all(cells[place][0] == "th" for place in filled)
    return row[1] or (first and all_heads and (filled != [0] or len(cells) == 1))


def _body_row(cells: list[tuple[str, str]]) -> str:
    (tag, text), *others = cells
    first = f'<th scope="row">{text}</th>' if tag == "th" and text else f"<td>{text}</td>"
    return first + "".join(f"<td>{text}</td>" for _, text in others)


# -- helpers
# ---------------------------------------------------------------------------------------------


def _words(node: Node, name: str) -> dict[str, str]:
    text = " ".join(node.attrs.get(name, "").split())[: MAX_LENGTHS[name]].rstrip()
    return {name: text} if text else {}


def _caption(node: Node) -> str:
    return line(next((child for child in node.elements if child.tag == "figcaption"), Node()))


def _captioned(inner: str, caption: str) -> str:
    return f"{inner}<figcaption>{caption}</figcaption>" if caption else inner


def _element(tag: str, attrs: dict[str, str], inner: str) -> str:
    given = "".join(f' {name}="{escape(value)}"' for name, value in attrs.items())
    return f"<{tag}{given}>{inner}</{tag}>"
