"""One WordPress text on its way to a story's: HTML is walked as it is read, and blocks are written
as they end.

shortcodes.py has found blocks and shortcodes before; handlers.py says what becomes of each. What
comes out is understood by `newsroom.lib.text.html.clean_body`, which has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import urlsplit

from newsroom.lib.text import prose
from newsroom.lib.text.tree import Node
from newsroom.moving.wordpress.converting import handlers, media_references, nodes, tables
from newsroom.moving.wordpress.converting.media_references import Pointed
from newsroom.moving.wordpress.converting.running_text import Flow, Mark
from newsroom.moving.wordpress.converting.shortcodes import PART, Part

KINDS_OF_PLAYERS = {"video": "film", "audio": "sound"}


class Converting:
    """Walks a text once. `picture`, `base` and `own` are those of `convert`."""

    def __init__(
        self,
        parts: list[Part],
        *,
        picture: Callable[[Pointed], int | None],
        base: str,
        own: Iterable[int],
        notes: dict[str, str],
        breaks: bool,
    ) -> None:
        self.parts, self.find_picture, self.base, self.own = parts, picture, base, tuple(own)
        self.notes = notes
        self.breaks = breaks
        self.flow = Flow(embed=self.embed)
        self.marks: list[Mark] = []
        self.pictures: list[int] = []
        self.lost: list[str] = []
        self.unknown: list[str] = []
        self.pages = 1

    # walking

    def walk(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, str):
                self.flow.text(child, tuple(self.marks), breaks=self.breaks)
            else:
                self.element(child)

    def element(self, node: Node) -> None:
        tag = node.tag
        if tag == PART:
            self.part(node)
        elif "data-fn" in node.attrs:
            self.note(node)
        elif tag in nodes.MARKS:
            self.marked(tag, "", node)
        elif tag in nodes.TEXT_BLOCKS:
            self.text_block(node)
        elif tag in nodes.DROPPED:
            self.drop(node)
        elif tag in nodes.PLAYERS:
            self.player(node)
        elif tag in nodes.AROUND:
            self.around(node)
        elif method := _METHODS.get(tag):
            method(self, node)
        else:
            self.walk(node)

    def part(self, node: Node) -> None:
        number = node.attrs.get("n", "")
        if number.isdecimal() and len(number) < 9 and int(number) < len(self.parts):
            handlers.write(self, self.parts[int(number)], node)
        else:
            self.walk(node)

    def around(self, node: Node) -> None:
        self.flow.end_paragraph()
        if node.tag == "aside" and node.attrs.get("data-block") in ("pull-quote", "key-points"):
            self.box(node)
        else:
            self.walk(node)
            self.flow.end_paragraph()

    def text_block(self, node: Node) -> None:
        self.flow.end_paragraph()
        self.flow.tag = nodes.TEXT_BLOCKS[node.tag]
        if node.tag in ("summary", "dt"):
            self.marked("strong", "", node)
        else:
            self.walk(node)
        self.flow.end_paragraph()

    def marked(self, tag: str, attrs: str, node: Node) -> None:
        if any(name == tag for name, _ in self.marks):
            self.walk(node)
            return
        self.marks.append((tag, attrs))
        self.walk(node)
        self.marks.pop()

    def apart(self, node: Node, *, inside: bool = True) -> Flow:
        """What stands in an element, gathered by itself; what can't lie in there goes beside what
        we write now."""
        outer, marks, self.marks = self.flow, self.marks, []
        self.flow = inner = Flow(inside=inside)
        self.walk(node)
        inner.end_paragraph()
        self.flow, self.marks = outer, marks
        return inner

    def line(self, node: Node) -> str:
        """What stands in an element, as one run of text; pictures in it stand after the block we
        are in."""
        inner = self.apart(node)
        for block in inner.beside:
            self.flow.figure(block)
        runs = re.split("(?:</?(?:p|h2|h3)>|<br>)+", inner.result())
        return "<br>".join(run for run in runs if run)

    # lines

    def anchor(self, node: Node) -> None:
        written = node.attrs.get("href", "").strip()
        address = self.href(written)
        images = [image for image in node.find("img") if media_references.words_for(image) is None]
        if images:
            for image in images:
                self.image(image, link=media_references.join_address(self.base, written))
            node = Node("a", node.attrs, [child for child in node.children if child not in images])
            if not node.text.strip():
                return
            node = nodes.without(node, "img")
        if not address:
            if written and node.text.strip():
                words = nodes.shorten(node.text)
                led = written[: nodes.MAX_QUOTED]
                self.lost.append(f"A link was left out, its words stay: “{words}” ({led}).")
            self.walk(node)
            return
        self.marked("a", f' href="{escape(address)}"', node)

    def href(self, written: str) -> str:
        """Where a link leads from our pages: to the old site's own pages by their path, so that it
        finds what they became; "" where it leads nowhere."""
        if not written or written.startswith("#"):
            return ""
        address = media_references.join_address(self.base, written)
        try:
            there = urlsplit(address)
            here = urlsplit(self.base)
        except ValueError:
            return ""
        own = here.hostname and (there.hostname or "").removeprefix(
            "www."
        ) == here.hostname.removeprefix("www.")
        if own and there.scheme in ("http", "https") and "/wp-content/" not in there.path:
            address = there._replace(
                scheme="", netloc="", path="/" + there.path.lstrip("/")
            ).geturl()
        return address if prose.safe_href(address) else ""

    def note(self, node: Node) -> None:
        words = self.notes.get(node.attrs["data-fn"], "")
        if not words.strip():
            self.lost.append(f"A footnote ({nodes.shorten(node.text)}) has no text in the file.")
            self.flow.text(node.text, tuple(self.marks), breaks=False)
            return
        self.write_note(nodes.read(words))

    def write_note(self, node: Node) -> None:
        breaks, self.breaks = self.breaks, False
        said = self.line(node)
        self.breaks = breaks
        if said:
            self.flow.made(f'<small data-note="">{said}</small>')

    def small(self, node: Node) -> None:
        if "data-note" in node.attrs:
            self.write_note(Node("", {}, node.children))
        else:
            self.walk(node)

    def line_break(self, node: Node) -> None:
        self.flow.line_break()

    def form(self, node: Node) -> None:
        self.lost.append("A form was left out; the words in it stay.")
        self.around(node)

    def field(self, node: Node) -> None:
        self.around(node)

    # blocks

    def rule(self, node: Node) -> None:
        self.flow.end_paragraph()
        if not self.flow.inside:
            self.flow.block("<hr>")

    def list_of(self, node: Node) -> None:
        """A list. What can't lie in a list parts it, and it goes on after that."""
        if self.pictures_of(node) and not node.text.strip() and node.tag == "ul":
            self.gallery(node)
            return
        start = node.attrs.get("start", "")
        number = int(start) if node.tag == "ol" and re.fullmatch(r"\d{1,5}", start) else 1
        items: list[str] = []
        begins = number
        for child in node.children:
            if isinstance(child, str) and not child.strip():
                continue
            item = child if isinstance(child, Node) else Node("li", {}, [child])
            for each in nodes.list_items(item):
                inner = self.apart(each)
                if written := inner.result():
                    items.append(f"<li>{written}</li>")
                    number += 1
                if inner.beside:
                    self._list(node.tag, begins, items)
                    items, begins = [], number
                    for block in inner.beside:
                        self.flow.block(block)
        self._list(node.tag, begins, items)

    def _list(self, tag: str, begins: int, items: list[str]) -> None:
        if items:
            start = f' start="{begins}"' if tag == "ol" and begins != 1 else ""
            self.flow.text_block(f"<{tag}{start}>{''.join(items)}</{tag}>")

    def quotation(self, node: Node, pulled: bool = False) -> None:
        self.flow.end_paragraph()
        said, source = nodes.split_source(node)
        inner = self.apart(said)
        inner.end_paragraph()
        quote = "".join(inner.blocks)
        signed = self.line(source) if source else ""
        if pulled and quote and not self.flow.inside:
            footer = f"<footer>{signed}</footer>" if signed else ""
            self.flow.block(f'<aside data-block="pull-quote">{quote}{footer}</aside>')
        elif quote and signed and not self.flow.inside:
            said = f"<blockquote>{quote}</blockquote><figcaption>{signed}</figcaption>"
            self.flow.block(f'<figure data-block="quote">{said}</figure>')
        elif quote:
            self.flow.text_block(
                f"<blockquote>{quote}{f'<p>{signed}</p>' if signed else ''}</blockquote>"
            )
        elif signed:
            self.flow.text_block(f"<p>{signed}</p>")
        for block in inner.beside:
            self.flow.block(block)

    def box(self, node: Node) -> None:
        inner = self.apart(
            Node("", {}, [child for child in node.children if not nodes.is_a(child, "footer")])
        )
        source = next((child for child in node.elements if child.tag == "footer"), None)
        inner.end_paragraph()
        footer = f"<footer>{self.line(source)}</footer>" if source else ""
        self.flow.block(
            "<aside"
            f' data-block="{node.attrs["data-block"]}">{"".join(inner.blocks)}{footer}</aside>'
        )
        for block in inner.beside:
            self.flow.block(block)

    def preformatted(self, node: Node) -> None:
        if "wp-block-verse" in node.attrs.get("class", ""):
            breaks, self.breaks = self.breaks, True
            self.around(Node("div", {}, node.children))
            self.breaks = breaks
            return
        self.code(nodes.code_lines(node))
        for image in node.find("img"):
            self.image(image)

    def code(self, text: str) -> None:
        if text.strip():
            # The line that HTML leaves out after <pre> comes first.
            self.flow.block(f"<pre><code>\n{escape(text, quote=False)}</code></pre>")

    def table(self, node: Node) -> None:
        tables.write(self, node)

    def figure(self, node: Node) -> None:
        """A figure by what is in it: a gallery, a player, a pull quote, a table, a picture, a
        quotation."""
        classes = node.attrs.get("class", "")
        caption = next(
            (child for child in reversed(node.elements) if child.tag == "figcaption"), None
        )
        rest = Node("", {}, [child for child in node.children if child is not caption])
        images = self.pictures_of(rest)
        if address := node.attrs.get("data-embed"):
            self.flow.block(media_references.embed_figure(address, nodes.plain_text(caption)))
        elif "gallery" in classes or node.attrs.get("data-block") == "gallery":
            self.gallery(node)
        elif "wp-block-embed" in classes:
            self.shown_from_elsewhere(rest, caption)
        elif "pullquote" in classes:
            quote = next(rest.find("blockquote"), None)
            self.quotation(quote or rest, pulled=True)
            if caption:
                self.around(caption)
        elif (
            len(own := [each for each in rest.elements if each.tag == "table"]) == 1
            and len(rest.elements) == 1
        ):
            tables.write(self, own[0], caption)
        elif len(images) == 1 and not nodes.text_outside_players(rest):
            self.picture_with(rest, images[0], caption)
        elif (
            (players := list(rest.find(*nodes.PLAYERS)))
            and not nodes.text_outside_players(rest)
            and not images
        ):
            self.player(players[0], caption)
        elif [each.tag for each in rest.elements] == ["blockquote"] and caption:
            self.quotation(
                Node(
                    "blockquote",
                    {},
                    [*rest.elements[0].children, Node("footer", {}, caption.children)],
                )
            )
        else:
            self.around(node)

    # pictures and players

    def pictures_of(self, node: Node) -> list[Node]:
        return [
            i
            for i in node.find("img")
            if media_references.words_for(i) is None and not media_references.is_counter(i)
        ]

    def picture_with(self, node: Node, image: Node, caption: Node | None) -> None:
        self.flow.end_paragraph()
        link = next((each for each in node.find("a") if image in each.find("img")), None)
        said = self.line(caption) if caption else ""
        self.flow.figure(self.picture(image, said, self._linked(link)))
        self.flow.end_paragraph()

    def image(self, node: Node, link: str = "") -> None:
        """A picture in the midst of text."""
        if (words := media_references.words_for(node)) is not None:
            self.flow.text(words, tuple(self.marks), breaks=False)
        elif media_references.is_counter(node):
            address = media_references.join_address(self.base, node.attrs.get("src", ""))
            self.lost.append(
                "A picture of one dot, there to be counted, was left out"
                f" ({address[: nodes.MAX_QUOTED]})."
            )
        else:
            self.flow.figure(self.picture(node, "", link))

    def picture(self, image: Node, caption: str, link: str = "") -> str:
        """The block for a picture; `link` is where a click on it led."""
        found = media_references.read_picture(image, self.base, link, prose.text_of(caption))
        address = self.href(link)
        if address and not self._is_of_the_picture(link, found):
            words = escape(found.alt or media_references.file_name(link), quote=False)
            caption = f'{caption} <a href="{escape(address)}">{words}</a>'.strip()
        return self.show(found, caption)

    def _linked(self, link: Node | None) -> str:
        written = link.attrs.get("href", "") if link else ""
        return media_references.join_address(self.base, written) if written else ""

    def _is_of_the_picture(self, link: str, found: Pointed) -> bool:
        return (
            media_references.is_file(link)
            or "attachment_id=" in link
            or media_references.file_name(link).lower() in found.address.lower()
        )

    def show(self, found: Pointed, caption: str) -> str:
        """A picture that is pointed to: ours by its number, or a link to where it still is."""
        if not found.address and not found.number:
            self.lost.append("A picture without an address was left out.")
            return f"<p>{caption or escape(found.alt, quote=False)}</p>"
        if re.match(r"(?!https?:)[\w+.-]+:", found.address, re.IGNORECASE):
            self.lost.append(
                f"A picture that has no address of the web was left out ({found.address[:30]}…)."
            )
            return f"<p>{caption or escape(found.alt, quote=False)}</p>"
        if (number := self.find_picture(found)) is not None:
            self.pictures.append(number)
            if len(found.alt) > 300:
                self.lost.append(
                    f"An alternative text is cut after 300 letters: “{nodes.shorten(found.alt)}”."
                )
            alt = f' data-alt="{escape(found.alt)}"' if found.alt else ""
            said = f"<figcaption>{caption}</figcaption>" if caption else ""
            return f'<figure data-picture="{number}"{alt}>{said}</figure>'
        if not found.address:
            self.lost.append(
                f"A picture did not come over, and only its number is known: {found.number}."
            )
            return f"<p>{caption}</p>" if caption else ""
        self.lost.append(f"A picture did not come over; a link to it stands: {found.address}.")
        words = escape(found.alt or media_references.file_name(found.address), quote=False)
        below = f"<p>{caption}</p>" if caption else ""
        if not prose.safe_href(found.address):
            return f"<p>{words}</p>{below}"
        return f'<p><a href="{escape(found.address)}">{words}</a></p>{below}'

    def gallery(self, node: Node) -> None:
        """Every picture in an element, as one gallery."""
        self.flow.end_paragraph()
        found, rest = [], []
        caption = ""
        for image, said in nodes.pair_captions(node):
            if image is None:
                if any(self.pictures_of(said)) or not said.text.strip():
                    continue
                caption = self.line(said)
            else:
                link = next((each for each in node.find("a") if image in each.elements), None)
                made = self.picture(image, self.line(said) if said else "", self._linked(link))
                (found if made.startswith("<figure") else rest).append(made)
        self.write_gallery(found, rest, caption)

    def write_gallery(self, found: list[str], rest: list[str], caption: str) -> None:
        said = f"<figcaption>{caption}</figcaption>" if caption else ""
        if found:
            self.flow.block(f'<figure data-block="gallery">{"".join(found)}{said}</figure>')
        elif caption:
            rest = [*rest, f"<p>{caption}</p>"]
        for block in rest:
            self.flow.block(block)

    def embed(self, address: str, title: str = "") -> str:
        return media_references.embed_figure(media_references.watch_page(address), title)

    def shown_from_elsewhere(self, node: Node, caption: Node | None, address: str = "") -> None:
        """An embed of WordPress: its address is its text, or its frame's."""
        text = node.text.strip()
        frame = next(node.find(*nodes.PLAYERS), None)
        address = address or (text if media_references.is_web(text) and " " not in text else "")
        address = address or (media_references.player_address(frame, self.base) if frame else "")
        if not media_references.is_web(address):
            self.around(Node("div", {}, [*node.children, *([caption] if caption else [])]))
            return
        self.put_embed(address, caption)
        if text and text != address and not media_references.is_web(text):
            self.around(Node("div", {}, [nodes.without(node, *nodes.PLAYERS)]))

    def put_embed(self, address: str, caption: Node | None) -> None:
        linked = caption is not None and any(caption.find("a", "img"))
        self.flow.block(self.embed(address, "" if linked else nodes.plain_text(caption)))
        if linked and caption:
            self.around(caption)

    def player(self, node: Node, caption: Node | None = None) -> None:
        address = media_references.player_address(node, self.base)
        self.flow.end_paragraph()
        if not address:
            self.lost.append(
                f"Something shown from elsewhere ({node.tag}) was left out: it has no address."
            )
            if caption:
                self.around(caption)
        elif node.tag in KINDS_OF_PLAYERS:
            self.lost.append(
                f"A {KINDS_OF_PLAYERS[node.tag]} stays where it is, with a link to it: {address}."
            )
            self.put_embed(address, caption or nodes.caption_from_title(node))
        else:
            self.put_embed(address, caption or nodes.caption_from_title(node))
        if (
            node.tag != "iframe"
            and (words := nodes.without(node, *nodes.PLAYERS, "img").text.strip())
            and not address
        ):
            self.flow.text(words, (), breaks=False)
            self.flow.end_paragraph()

    def drop(self, node: Node) -> None:
        sentence = nodes.DROPPED[node.tag]
        if sentence:
            source = node.attrs.get("src", "")
            length = (
                f", {len(node.text):,} letters long" if len(node.text) > nodes.MAX_QUOTED else ""
            )
            told = f" ({source[: nodes.MAX_QUOTED]})" if source else ""
            self.lost.append(f"{sentence}{length}{told}.")

    def nothing(self, node: Node) -> None:
        """Says nothing, and has nothing in it."""


_METHODS: dict[str, Callable[[Converting, Node], None]] = {
    "a": Converting.anchor,
    "area": Converting.nothing,
    "blockquote": Converting.quotation,
    "br": Converting.line_break,
    "figure": Converting.figure,
    "form": Converting.form,
    "hr": Converting.rule,
    "img": Converting.image,
    "input": Converting.nothing,
    "ol": Converting.list_of,
    "pre": Converting.preformatted,
    "select": Converting.field,
    "small": Converting.small,
    "table": Converting.table,
    "textarea": Converting.field,
    "ul": Converting.list_of,
}
