"""What becomes of each block and each shortcode; of what nobody here knows, the content stays and
it is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from newsroom.lib.text.tree import Node
from newsroom.moving.wordpress.converting import media_references, nodes
from newsroom.moving.wordpress.converting.media_references import Pointed
from newsroom.moving.wordpress.converting.shortcodes import CODE, Part
from newsroom.moving.wordpress.converting.writer import Writer

#: Blocks whose HTML says all there is to say.
SPEAKING = {
    "audio", "button", "buttons", "classic", "code", "column", "columns", "details", "gallery",
    "group", "heading",
    "html", "image", "list", "list-item", "media-text", "paragraph", "preformatted", "pullquote",
    "quote", "row",
    "stack", "separator", "subhead", "table", "text-columns", "verse", "video", "social-links",
    "accordion",
    "accordion-item", "accordion-heading", "accordion-panel", "navigation", "navigation-submenu",
}  # fmt: skip
#: Blocks in which text is written as it was before there were blocks.
CLASSIC = {"freeform", "shortcode"}
SILENT = {"spacer", "more", "nextpage", "footnotes"}
#: Blocks that WordPress fills when a page is shown, with things of the site and not of the text.
OF_THE_SITE = {
    "archives", "avatar", "calendar", "categories", "comment-author-avatar", "comment-author-name",
    "comment-content",
    "comment-date", "comment-edit-link", "comment-reply-link", "comment-template", "comments",
    "comments-pagination",
    "comments-pagination-next", "comments-pagination-numbers", "comments-pagination-previous",
    "comments-title",
    "home-link", "latest-comments", "latest-posts", "loginout", "page-list", "page-list-item",
    "post-author",
    "post-author-biography", "post-author-name", "post-comments", "post-comments-count",
    "post-comments-form",
    "post-comments-link", "post-content", "post-date", "post-excerpt", "post-featured-image",
    "post-navigation-link",
    "post-template", "post-terms", "post-time-to-read", "post-title", "query", "query-no-results",
    "query-pagination",
    "query-pagination-next", "query-pagination-numbers", "query-pagination-previous",
    "query-title", "query-total",
    "read-more", "rss", "search", "site-logo", "site-tagline", "site-title", "tag-cloud",
    "template-part",
    "term-description", "widget-group", "legacy-widget", "breadcrumbs",
}  # fmt: skip


def write(to: Writer, part: Part, node: Node) -> None:
    """Write what a part becomes; `node` holds what stands in it."""
    if part.kind == "page":
        to.flow.end_paragraph()
        to.pages += 1
    elif part.kind == "more":
        to.flow.end_paragraph()
    elif part.kind == "shortcode":
        _shortcode(to, part, node)
    else:
        _block(to, part, node)


# -- blocks
# ----------------------------------------------------------------------------------------------


def _block(to: Writer, part: Part, node: Node) -> None:
    name = part.name
    if name in SILENT:
        return
    breaks = to.breaks
    if name in CLASSIC:
        to.breaks = True
    if method := _BLOCKS.get(name):
        method(to, part, node)
    elif name.startswith("core-embed/"):
        _embed(to, part, node)
    elif name in SPEAKING or name in CLASSIC:
        to.walk(node)
    elif name in OF_THE_SITE:
        to.lost.append(
            f"The block “{name}” shows things of the site when a page is shown; it was left out."
        )
        to.walk(node)
    elif name.endswith("gallery") and to.pictures_of(node):
        to.gallery(node)
    else:
        _unknown(to, part, node)
    to.breaks = breaks


def _unknown(to: Writer, part: Part, node: Node) -> None:
    """A block that nobody here knows: what is in it; its name, where that is nothing."""
    to.unknown.append(part.name)
    to.flow.end_paragraph()
    if node.text.strip() or any(
        node.find("img", "x-part", "iframe", "video", "audio", "embed", "object")
    ):
        to.walk(node)
    else:
        to.flow.block(f"<p>[{escape(part.name)}]</p>")
    to.flow.end_paragraph()


def _reusable(to: Writer, part: Part, node: Node) -> None:
    number = part.value("ref")
    to.unknown.append("block")
    to.flow.block(f"<p>[block {escape(number)}]</p>" if number else "<p>[block]</p>")
    to.walk(node)


def _cover(to: Writer, part: Part, node: Node) -> None:
    """Text over a picture: the picture, then the text."""
    address = media_references.join_address(to.base, part.value("url"))
    number = part.value("id")
    if media_references.is_web(address) and not any(node.find("img", "video")):
        if part.value("backgroundType") == "video":
            to.flow.block(to.embed(address))
        else:
            to.flow.block(to.show(Pointed(address, int(number) if number.isdecimal() else 0), ""))
    to.walk(node)


def _embed(to: Writer, part: Part, node: Node) -> None:
    figure = next(node.find("figure"), node)
    caption = next((child for child in figure.elements if child.tag == "figcaption"), None)
    rest = Node("", {}, [child for child in figure.children if child is not caption])
    address = media_references.join_address(to.base, part.value("url"))
    to.flow.end_paragraph()
    if media_references.is_web(address) or rest.text.strip() or rest.elements:
        to.shown_from_elsewhere(rest, caption, address if media_references.is_web(address) else "")


def _file(to: Writer, part: Part, node: Node) -> None:
    """A file to fetch: a link to it. The button beside it says the same again."""
    links = [
        link
        for link in node.find("a")
        if "wp-block-file__button" not in link.attrs.get("class", "").split()
    ]
    wanted = links or list(node.find("a"))
    to.flow.end_paragraph()
    for link in wanted:
        to.anchor(link)
        to.lost.append(
            f"A file stays where it is, with a link to it: {link.attrs.get('href', '')}."
        )
    to.flow.end_paragraph()


def _link(to: Writer, part: Part, node: Node) -> None:
    """A block that is a link by its attributes: to a page, to somebody's account elsewhere."""
    address = part.value("url")
    words = (
        part.value("label")
        or part.value("service").capitalize()
        or media_references.file_name(address)
    )
    to.flow.end_paragraph()
    if address:
        label = Node("", {}, [re.sub("<[^<>]*>", "", words)])
        to.anchor(Node("a", {"href": address}, label.children))
    to.walk(node)
    to.flow.end_paragraph()


_BLOCKS: dict[str, Callable[[Writer, Part, Node], None]] = {
    "block": _reusable,
    "cover": _cover,
    "cover-image": _cover,
    "embed": _embed,
    "file": _file,
    "navigation-link": _link,
    "social-link": _link,
}


# -- shortcodes
# ------------------------------------------------------------------------------------------


def _shortcode(to: Writer, part: Part, node: Node) -> None:
    if part.code is not None:
        to.code(part.code)
    elif part.name in CODE:
        to.walk(node)
    else:
        _SHORTCODES[part.name](to, part, node)


def _caption(to: Writer, part: Part, node: Node) -> None:
    """`[caption caption="…"]<img>[/caption]`, and the words after the picture in newer texts."""
    images = to.pictures_of(node)
    if len(images) != 1:
        _stays(to, part, node)
        return
    words = (
        nodes.read(part.value("caption"))
        if part.value("caption")
        else Node("", {}, _but(node, images[0]).children)
    )
    if not images[0].attrs.get("class") and (number := re.search(r"\d+", part.value("id"))):
        images[0].attrs["class"] = f"wp-image-{number[0]}"
    breaks, to.breaks = to.breaks, False
    to.picture_with(node, images[0], words)
    to.breaks = breaks


def _but(node: Node, image: Node) -> Node:
    """What stands in an element beside a picture, and beside a link that holds nothing else."""
    children: list[Node | str] = []
    for child in node.children:
        if child is image:
            continue
        if isinstance(child, Node):
            left = _but(child, image)
            if left.children or not child.children:
                children.append(left)
        else:
            children.append(child)
    return Node(node.tag, node.attrs, children)


def _gallery(to: Writer, part: Part, node: Node) -> None:
    """`[gallery ids="3,4"]`, or all pictures of the post, in which case `own` tells them."""
    named = part.value("ids") or part.value("include")
    left_out = set(re.findall(r"\d+", part.value("exclude")))
    numbers = [int(each) for each in re.findall(r"\d{1,15}", named)] if named else list(to.own)
    numbers = [number for number in numbers if number and str(number) not in left_out]
    to.flow.end_paragraph()
    if part.value("id") and not named:
        _stays(to, part, node)
        return
    if not numbers:
        to.lost.append("A gallery of the post's own pictures is empty: none belongs to it.")
    made = [to.show(Pointed("", number), "") for number in dict.fromkeys(numbers)]
    to.write_gallery([each for each in made if each.startswith("<figure")], [], "")
    to.walk(node)


def _player(to: Writer, part: Part, node: Node) -> None:
    """`[youtube=http://…]`, `[audio mp3="…"]`, `[embed]http://…[/embed]`."""
    given = [*part.values, *(part.value(each) for each in _SOURCES), node.text.strip()]
    addresses = (_address(to, each) for each in given)
    address = next((each for each in addresses if each), "")
    number = next((each for each in given if re.fullmatch(r"[\w-]{6,20}", each)), "")
    if not address and number and part.name == "youtube":
        address = f"https://www.youtube.com/watch?v={number}"
    if not address and number.isdecimal() and part.name == "vimeo":
        address = f"https://vimeo.com/{number}"
    if not address:
        _stays(to, part, node)
        return
    if part.name in ("audio", "video"):
        kind = {"audio": "sound", "video": "film"}[part.name]
        to.lost.append(f"A {kind} stays where it is, with a link to it: {address}.")
    to.flow.block(to.embed(address))
    if node.text.strip() and node.text.strip() != address:
        to.around(Node("div", {}, node.children))


def _address(to: Writer, given: str) -> str:
    """An address of the web that somebody gave; a file's may be written as it is found on the old
    site."""
    if not given or re.search(r"\s", given):
        return ""
    address = media_references.join_address(to.base, given) if "/" in given else given
    return address if media_references.is_web(address) else ""


_SOURCES = (
    "src",
    "url",
    "id",
    "mp4",
    "m4v",
    "webm",
    "ogv",
    "flv",
    "wmv",
    "mp3",
    "m4a",
    "ogg",
    "wav",
    "wma",
)


def _quote(to: Writer, part: Part, node: Node) -> None:
    source = part.value("cite") or part.value("author") or part.value("source")
    signed = [Node("footer", {}, [source])] if source else []
    quote = Node("blockquote", {}, [*node.children, *signed])
    to.quotation(quote, pulled=part.name == "pullquote")


def _stays(to: Writer, part: Part, node: Node) -> None:
    """A shortcode that can't be followed stays in the text as it was written."""
    to.unknown.append(f"[{part.name}]")
    to.flow.text(part.source, tuple(to.marks), breaks=False)
    to.walk(node)


def _parts_text(to: Writer, part: Part, node: Node) -> None:
    to.flow.end_paragraph()
    to.walk(node)


_SHORTCODES: dict[str, Callable[[Writer, Part, Node], None]] = {
    "caption": _caption,
    "wp_caption": _caption,
    "gallery": _gallery,
    "quote": _quote,
    "blockquote": _quote,
    "pullquote": _quote,
    "more": _parts_text,
    "nextpage": _parts_text,
    **dict.fromkeys(("embed", "audio", "video", "youtube", "vimeo", "tweet"), _player),
}
