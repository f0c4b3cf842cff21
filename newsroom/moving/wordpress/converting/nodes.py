"""HTML of WordPress as a tree, and what is asked of its elements."""

from __future__ import annotations

from collections.abc import Callable

import nh3

from newsroom.lib.text import prose
from newsroom.lib.text.incoming import meaning
from newsroom.lib.text.incoming.meaning import MARKS, SAME, understand
from newsroom.lib.text.tree import Node, parse
from newsroom.moving.wordpress.converting.shortcodes import PART

TEXT_BLOCKS = {**prose.TEXT_BLOCKS, "summary": "p", "dt": "p"}
#: Elements around blocks: they end the paragraph before them and say nothing themselves.
AROUND = {
    "address", "article", "aside", "button", "caption", "center", "dd", "details", "div", "dl",
    "fieldset",
    "figcaption", "footer", "header", "hgroup", "label", "legend", "li", "main", "menu", "nav",
    "option", "section",
    "td", "th", "tr",
}  # fmt: skip
PLAYERS = {"iframe", "embed", "object", "video", "audio"}
DROPPED = {
    "script": "A script was left out", "style": "A style sheet was left out",
    "svg": "A drawing (SVG) was left out",
    "canvas": "A drawing made by a script was left out", "noscript": "", "head": "", "title": "",
    "template": "",
    "applet": "A program (applet) was left out",
}  # fmt: skip

#: HTML as a browser reads it, with nothing in it that the walk below doesn't ask for.
_READER = nh3.Cleaner(
    tags={
        *MARKS, *SAME, *meaning.DISSOLVED, *TEXT_BLOCKS, *AROUND, *PLAYERS, *DROPPED, PART,
        "a", "blockquote", "br", "cite",
        "colgroup", "del",
        "figure", "form", "hr", "img", "input", "ins", "map", "area", "ol", "param", "pre", "q",
        "s", "select",
        "small", "source", "span", "strike", "sub", "sup", "table", "tbody", "textarea", "tfoot",
        "thead", "ul",
        "font",
    } - {"head", "title"},
    attributes={
        "*": {"alt", "class", "colspan", "data", "height", "href", "id", "name", "rel", "reversed",
        "rowspan", "src",
              "start", "style", "title", "value", "width", "type"},
        PART: {"n"},
    },
    generic_attribute_prefixes={"data-"},
    clean_content_tags={"title"},
    # Those that no text of ours may lead to are read, too: it is told that they were left out.
    url_schemes={
        "http", "https", "mailto", "data", "tel", "sms", "ftp", "file", "feed", "irc",
        "javascript", "magnet", "skype",
        "webcal", "whatsapp",
    },
    link_rel=None,
    strip_comments=True,
)  # fmt: skip

#: Maximum length of what is quoted of a link or of struck-out words.
MAX_QUOTED = 80


def read(html: str, told: Callable[[str], None] = lambda sentence: None) -> Node:
    """A tree in the elements that we have; `told` hears what it lacks."""

    def tell(node: Node) -> None:
        how = "deleted" if node.tag == "del" else "hidden"
        told(f"Words that were {how} there were left out: “{shorten(node.text)}”.")

    tree = parse(_READER.clean(meaning.closed(html)))
    for each in tree.find("abbr"):
        if each.attrs.get("title", "").strip():
            said = f"“{shorten(each.text)}”: {shorten(each.attrs['title'])}"
            told(f"What an abbreviation stands for is not kept ({said}).")
    return understand(tree, tell)


def is_a(child: Node | str, *tags: str) -> bool:
    return isinstance(child, Node) and child.tag in tags


def shorten(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MAX_QUOTED else f"{words[:MAX_QUOTED].rstrip()}…"


def plain_text(node: Node | None) -> str:
    return " ".join(node.text.split()) if node else ""


def caption_from_title(node: Node) -> Node | None:
    title = node.attrs.get("title", "").strip()
    return Node("figcaption", {}, [title]) if title else None


def text_outside_players(node: Node) -> str:
    """The text of an element that is not that of a player, which is for browsers that have none."""
    return without(node, *PLAYERS, *DROPPED).text.strip()


def without(node: Node, *tags: str) -> Node:
    """A copy of an element without those of these names in it."""
    left = [child for child in node.children if not is_a(child, *tags)]
    children = [child if isinstance(child, str) else without(child, *tags) for child in left]
    return Node(node.tag, node.attrs, children)


def list_items(node: Node) -> list[Node]:
    """The items that a child of a list stands for; a block around an item is looked into."""
    if node.tag == PART and any(child.tag in ("li", PART) for child in node.elements):
        return [
            each
            for child in node.children
            for each in (list_items(child) if isinstance(child, Node) else [])
        ]
    return [Node("", {}, node.children if node.tag == "li" else [node])]


def split_source(node: Node) -> tuple[Node, Node | None]:
    """A quotation and its source, which stands at its end in a `<cite>` or `<footer>`."""
    children = list(node.children)
    while children and isinstance(children[-1], str) and not children[-1].strip():
        children.pop()
    last = children[-1] if children else None
    if not isinstance(last, Node):
        return node, None
    inner = last.elements
    if (
        last.tag == "p"
        and [each.tag for each in inner] == ["cite"]
        and last.text.strip() == inner[0].text.strip()
    ):
        last = inner[0]
    if last.tag not in ("cite", "footer") or not last.text.strip():
        return node, None
    return Node("", {}, children[:-1]), Node("", {}, last.children)


def code_lines(node: Node) -> str:
    """Text of code as it stands, with the lines that breaks and blocks make."""
    pieces = []
    for child in node.children:
        if isinstance(child, str):
            pieces.append(child)
        elif child.tag not in DROPPED:
            ends = "\n" if child.tag in ("br", "hr", "li", "tr", "div", *TEXT_BLOCKS) else ""
            pieces.append(code_lines(child) + ends)
    return "".join(pieces)


def pair_captions(node: Node) -> list[tuple[Node | None, Node | None]]:
    """The pictures of a gallery, each with its caption, then the caption of the whole, which has no
    picture."""
    found: list[tuple[Node | None, Node | None]] = []
    for child in node.elements:
        if child.tag == "img":
            found.append((child, None))
        elif child.tag == "figcaption" or (child.tag in ("dd", "p") and not any(child.find("img"))):
            if child.tag == "dd" and found and found[-1][1] is None:
                found[-1] = (found[-1][0], child)
            else:
                found.append((None, child))
        else:
            inner = pair_captions(child)
            images = [image for image, _ in inner if image is not None]
            said = [caption for image, caption in inner if image is None]
            if len(images) == 1 and len(said) == 1:
                found.append((images[0], said[0]))
            else:
                found += inner
    return found
