"""A story's text as WordPress's block editor keeps it: each block between comments that say what it
is, in the markup that the editor itself writes for it
(https://developer.wordpress.org/block-editor/reference-guides/core-blocks/)."""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import urljoin

from django.utils.safestring import SafeString

from articles.models import Picture
from articles.pages import story_text
from newsroom.lib.text import html
from newsroom.lib.text.tree import Node, parse
from newsroom.lib.web import players

#: Wider than any rendition: it asks for the widest. A text shows the same file as the attachment:
#: by that the importer knows it.
MAX_WIDTH = 10_000
#: What WordPress would take for a shortcode, and run.
_SHORTCODE = re.compile(r"\[(?=/?[\w-])")
#: Addresses of frames, which no oEmbed provider knows, and the page that shows the same.
_FRAMES = (
    (
        re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{11})\b.*"),
        "https://www.youtube.com/watch?v={}",
    ),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d+)\b.*"), "https://vimeo.com/{}"),
)
#: In an attribute of a block, these would end the comment or the tag that it stands in.
_UNSAFE = {"--": "\\u002d\\u002d", "<": "\\u003c", ">": "\\u003e", "&": "\\u0026", '\\"': "\\u0022"}


class BlockText(story_text.FeedText):
    """A text that needs nothing of ours. `address` is that of its page, `story` its number,
    `first_picture` what is added to the number of a picture."""

    def __init__(
        self, found: story_text.Found, *, address: str, story: int, first_picture: int
    ) -> None:
        super().__init__(found)
        self.address, self.story_number, self.first_picture = address, story, first_picture

    def whole(self, body: str) -> SafeString:
        made = [self.top(node) for node in parse(body).children]
        return html.body("\n\n".join(filter(None, [*made, self.notes()])))

    def top(self, node: Node | str) -> str:
        if isinstance(node, str):
            return _block("paragraph", f"<p>{self.show(node)}</p>") if node.strip() else ""
        for name, make in self.by_attribute.items():
            if name in node.attrs:
                return make(node)
        make = {
            "p": self._paragraph,
            "h2": self._heading,
            "h3": self._heading,
            "ul": self._list,
            "ol": self._list,
            "blockquote": self._quotation,
            "hr": self._rule,
            "pre": self._code,
            "table": self.table,
        }.get(node.tag)
        return make(node) if make else _block("html", self.show(node))

    def show(self, node: Node | str) -> str:
        if isinstance(node, str):
            return _SHORTCODE.sub("&#091;", super().show(node))
        if node.tag == "a" and node.attrs.get("href", "").startswith("/"):
            node = Node(
                "a", node.attrs | {"href": urljoin(self.address, node.attrs["href"])}, node.children
            )
        return super().show(node)

    # -- running text
    # ----------------------------------------------------------------------------------------

    def _paragraph(self, node: Node) -> str:
        return _block("paragraph", f"<p>{self.inside(node)}</p>")

    def _heading(self, node: Node) -> str:
        level = {} if node.tag == "h2" else {"level": 3}
        attrs = {"class": "wp-block-heading", "id": self.part(node)}
        return _block("heading", self.element(node.tag, attrs, self.inside(node)), **level)

    def _list(self, node: Node) -> str:
        # which no item of theirs can hold
        if next(node.find("h2", "h3", "blockquote", "hr"), None):
            return _block("html", self.show(node))
        attrs = {"ordered": True} if node.tag == "ol" else {}
        if start := node.attrs.get("start"):
            attrs["start"] = int(start)
        items = "\n\n".join(self._item(item) for item in node.elements)
        return _block(
            "list", self.element(node.tag, node.attrs | {"class": "wp-block-list"}, items), **attrs
        )

    def _item(self, node: Node) -> str:
        lines = [Node()]
        lists = []
        for child in node.children:
            if isinstance(child, Node) and child.tag in ("ul", "ol"):
                lists.append(self._list(child))
            elif isinstance(child, Node) and child.tag == "p":
                lines += [child, Node()]
            else:
                lines[-1].children.append(child)
        words = "<br>".join(filter(None, (self.inside(line).strip() for line in lines)))
        return _block("list-item", f"<li>{words}{''.join(lists)}</li>")

    def _quotation(self, node: Node, source: str = "") -> str:
        inner = "\n\n".join(filter(None, (self.top(child) for child in node.children)))
        return _block(
            "quote", f'<blockquote class="wp-block-quote">{inner}{_cited(source)}</blockquote>'
        )

    def _rule(self, node: Node) -> str:
        return _block("separator", '<hr class="wp-block-separator has-alpha-channel-opacity">')

    def _code(self, node: Node) -> str:
        return _block("code", f'<pre class="wp-block-code">{self.inside(node)}</pre>')

    def note(self, node: Node) -> str:
        self.footnotes.append(html.body(self.inside(node)))
        number = len(self.footnotes)
        mark = {"href": f"#{self._note(number)}", "id": f"{self._note(number)}-mark"}
        return f"<sup>{self.element('a', mark, str(number))}</sup>"

    def notes(self) -> str:
        """The footnotes, as HTML of one's own: the block for them keeps its notes elsewhere, and
        few know it."""
        if not self.footnotes:
            return ""
        items = "".join(
            f'<li id="{self._note(number)}">{note} <a href="#{self._note(number)}-mark">↩</a></li>'
            for number, note in enumerate(self.footnotes, 1)
        )
        return f"{self._rule(Node())}\n\n{_block('html', f'<ol>{items}</ol>')}"

    def _note(self, number: int) -> str:
        return f"note-{self.story_number}-{number}"

    # -- what is more than running text
    # ----------------------------------------------------------------------

    def picture(self, node: Node, sizes: str = "") -> str:
        picture = self.found.pictures.get(int(node.attrs["data-picture"]))
        if picture is None:
            return ""
        words = self.words(node, picture)
        number = self.first_picture + picture.pk
        attrs = {
            "src": urljoin(self.address, picture.address("whole", MAX_WIDTH)),
            "alt": words["alt"],
            "class": f"wp-image-{number}",
        }
        caption = _caption(self._told(words["caption"], words["credit"], picture))
        figure = (
            '<figure class="wp-block-image'
            f' size-full">{self.element("img", attrs, "")}{caption}</figure>'
        )
        return _block("image", figure, id=number, sizeSlug="full", linkDestination="none")

    def _told(self, caption: str, credit: str, picture: Picture) -> str:
        """A caption, and behind it in brackets whose picture it is, for which WordPress has no
        place of its own."""
        whose = self.show(", ".join(filter(None, [credit, picture.origin_label])))
        words = caption if isinstance(caption, SafeString) else self.show(caption)
        return " ".join(filter(None, [words, f"({whose})" if whose else ""]))

    def block_gallery(self, node: Node) -> str:
        pictures = [self.picture(child) for child in node.elements if "data-picture" in child.attrs]
        if not any(pictures):
            return ""
        inner = "\n\n".join(filter(None, pictures)) + _caption(
            self.caption(node), "blocks-gallery-caption "
        )
        kind = "wp-block-gallery has-nested-images columns-default is-cropped"
        return _block("gallery", f'<figure class="{kind}">{inner}</figure>', linkTo="none")

    def embed(self, node: Node) -> str:
        address = node.attrs["data-embed"]
        player = players.find(node.attrs["data-embed"])
        for frame, page in _FRAMES:
            if found := frame.fullmatch(address):
                address = page.format(found[1])
        attrs, kind = {"url": address}, "wp-block-embed"
        if player:
            name = player.provider.lower()
            attrs |= {"type": "video", "providerNameSlug": name, "responsive": True}
            kind += f" is-type-video is-provider-{name} wp-block-embed-{name}"
        title = _caption(self.show(" ".join(node.text.split())))
        frame = f'<div class="wp-block-embed__wrapper">\n{escape(address)}\n</div>'
        return _block("embed", f'<figure class="{kind}">{frame}{title}</figure>', **attrs)

    def story(self, node: Node) -> str:
        edition = self.found.stories.get(int(node.attrs["data-story"]))
        if edition is None:
            return ""
        link = {"href": urljoin(self.address, edition.get_absolute_url())}
        words = self.element("a", link, self.show(edition.headline))
        return _block(
            "paragraph", f'<p class="related-story">{words}</p>', className="related-story"
        )

    def block_key_points(self, node: Node) -> str:
        inner = "\n\n".join(filter(None, (self.top(child) for child in node.children)))
        heading = _block("paragraph", "<p><strong>Key points</strong></p>")
        box = f'<div class="wp-block-group key-points">{heading}\n\n{inner}</div>'
        return _block("group", box, className="key-points")

    def block_pull_quote(self, node: Node) -> str:
        words = "<br>".join(self.inside(child) for child in node.elements if child.tag == "p")
        source = next((self.inside(child) for child in node.elements if child.tag == "footer"), "")
        quote = f"<blockquote><p>{words}</p>{_cited(source)}</blockquote>"
        return _block("pullquote", f'<figure class="wp-block-pullquote">{quote}</figure>')

    def block_quote(self, node: Node) -> str:
        quote = next(node.find("blockquote"))
        return self._quotation(quote, self.caption(node))

    def table(self, node: Node) -> str:
        caption = "".join(self.inside(child) for child in node.elements if child.tag == "caption")
        rows = Node("table", {}, [child for child in node.elements if child.tag != "caption"])
        table = f"<table>{self.inside(rows)}</table>{_caption(caption)}"
        return _block(
            "table", f'<figure class="wp-block-table">{table}</figure>', hasFixedLayout=False
        )


def _block(name: str, inner: str, **attrs) -> str:
    """A block of WordPress's own: its comments around `inner`."""
    given = ""
    if attrs:
        given = json.dumps(attrs, ensure_ascii=False, separators=(",", ":"))
        for unsafe, safe in _UNSAFE.items():
            given = given.replace(unsafe, safe)
        given += " "
    return f"<!-- wp:{name} {given}-->\n{inner}\n<!-- /wp:{name} -->"


def _caption(words: str, kind: str = "") -> str:
    return f'<figcaption class="{kind}wp-element-caption">{words}</figcaption>' if words else ""


def _cited(source: str) -> str:
    return f"<cite>{source}</cite>" if source else ""
