"""How a story's text is shown: what its blocks name is looked up and put in its place.

`look_up` asks for all pictures and related stories of some texts at once; a Text shows one of them
on a page, a FeedText in a feed, a Sketch where nothing is looked up. What isn't there (any more) is
left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from itertools import zip_longest

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Edition, Picture
from articles.pages import keys as page_keys
from newsroom.lib.text import blocks, html, slugs
from newsroom.lib.text.scripts.direction import direction
from newsroom.lib.text.tree import VOID, Node, parse
from newsroom.lib.web import players

#: What has a direction of its own, by its first letter that has one.
RUNNING = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "td", "th"}


@dataclass(frozen=True)
class Found:
    """The pictures that texts show, and the live editions of the stories they point to, by the
    story's number."""

    pictures: dict[int, Picture] = field(default_factory=dict)
    stories: dict[int, Edition] = field(default_factory=dict)


def keys(body: str) -> list[str]:
    """The keys (keys.py) on which a page with this text depends, beside FURNITURE for its
    pictures."""
    return [page_keys.story(number) for number in blocks.stories(body)]


def look_up(bodies: Iterable[str], now: dt.datetime | None = None) -> Found:
    """What these texts name: pictures and, as readers see them at `now`, related stories. Two
    queries at most."""
    bodies = list(bodies)
    shown = {number for body in bodies for number in blocks.pictures(body)}
    related = {number for body in bodies for number in blocks.stories(body)} if now else set()
    editions = Edition.objects.live(now).filter(article__in=related).for_lists() if related else ()
    return Found(
        pictures=Picture.objects.in_bulk(shown) if shown else {},
        stories={edition.article_id: edition for edition in editions},
    )


def has_players(body: str) -> bool:
    """Whether a reader can have a player of others loaded from this text."""
    return any(players.find(address) for address in blocks.embeds(body))


class Text:
    """A text on a page, shown at once (`whole`) or block by block, with the footnotes after it.

    `folder` gives where the renditions of a picture are asked for, if not in public.
    """

    def __init__(self, found: Found, folder: Callable[[Picture], str] = lambda picture: "") -> None:
        self.found, self.folder = found, folder
        self.footnotes: list[SafeString] = []
        self.parts: set[str] = set()
        self.way = "ltr"  # in which direction the text runs where we write
        self.by_attribute = {
            "data-picture": self.picture,
            "data-story": self.story,
            "data-embed": self.embed,
            "data-block": self.named_block,
            "data-note": self.note,
        }

    def whole(self, body: str) -> SafeString:
        return html.body(self.block(body) + self.notes())

    def block(self, body: str) -> SafeString:
        """HTML that html.clean_body gave, or blocks of it; its footnotes are numbered on."""
        return html.body("".join(self.top(node) for node in parse(body).children))

    def notes(self) -> str:
        """The footnotes of what was shown so far."""
        return (
            render_to_string("articles/blocks/notes.html", {"notes": self.footnotes})
            if self.footnotes
            else ""
        )

    def top(self, node: Node | str) -> str:
        """An outermost block. Headings can be linked to."""
        if isinstance(node, str) or node.tag not in ("h2", "h3"):
            return self.show(node)
        return self.running(node, {"id": self.part(node)})

    def part(self, heading: Node) -> str:
        """What links to a heading name, another for each."""
        name = slugs.made_of(heading.text, 60) or "heading"
        number = next(
            n for n in range(1, len(self.parts) + 2) if self._part(name, n) not in self.parts
        )
        self.parts.add(self._part(name, number))
        return self._part(name, number)

    def show(self, node: Node | str) -> str:
        if isinstance(node, str):
            return escape(node, quote=False)
        attrs = node.attrs
        for name, make in self.by_attribute.items():
            if name in attrs:
                return make(node)
        if node.tag == "table":
            return self.table(node)
        return self.running(node, attrs)

    def running(self, node: Node, attrs: dict[str, str]) -> str:
        """An element of running text, which says which way it runs where what is around it runs the
        other."""
        outer = self.way
        if node.tag in RUNNING:
            self.way = direction(node.text) or outer
        given = attrs | ({"dir": self.way} if self.way != outer else {})
        made = self.element(node.tag, given, self.inside(node))
        self.way = outer
        return made

    def inside(self, node: Node) -> str:
        """What stands in an element. A footnote's number follows the word it belongs to, with no
        space between."""
        made: list[str] = []
        for child, after in zip_longest(node.children, node.children[1:]):
            is_noted = isinstance(after, Node) and "data-note" in after.attrs
            made.append(self.show(child.rstrip() if is_noted and isinstance(child, str) else child))
        return "".join(made)

    # the blocks, by the attribute that names them

    def picture(
        self, node: Node, sizes: str = "(min-width: 42rem) 38rem, calc(96.4vw - 1.2rem)"
    ) -> str:
        picture = self.found.pictures.get(int(node.attrs["data-picture"]))
        if picture is None:
            return ""
        context = {
            "picture": picture,
            "sizes": sizes,
            "folder": self.folder(picture),
            **self.words(node, picture),
        }
        return self.template("picture", **context)

    def words(self, node: Node, picture: Picture) -> dict:
        """The words that a picture bears here: its own where the text says none."""
        decorative = "data-decorative" in node.attrs
        return {
            "alt": "" if decorative else node.attrs.get("data-alt") or picture.alt,
            "decorative": decorative,
            "caption": html.body(self.caption(node)) or picture.caption,
            "credit": node.attrs.get("data-credit") or picture.credit,
        }

    def story(self, node: Node) -> str:
        edition = self.found.stories.get(int(node.attrs["data-story"]))
        return self.template("story", edition=edition) if edition else ""

    def embed(self, node: Node) -> str:
        address = node.attrs["data-embed"]
        player = players.find(address)
        title = " ".join(node.text.split())
        return self.template(
            "embed", address=address, player=player, title=title, site=players.site_name(address)
        )

    def block_gallery(self, node: Node) -> str:
        sizes = "(min-width: 42rem) 19rem, calc(48vw - 1rem)"
        pictures = [
            self.picture(child, sizes) for child in node.elements if "data-picture" in child.attrs
        ]
        pictures = [picture for picture in pictures if picture]
        if not pictures:
            return ""
        return self.template(
            "gallery", pictures=map(html.body, pictures), caption=html.body(self.caption(node))
        )

    def block_key_points(self, node: Node) -> str:
        return self.element(
            "aside", {"class": "key-points"}, f"<h2>Key points</h2>{self.inside(node)}"
        )

    def named_block(self, node: Node) -> str:
        kind = node.attrs["data-block"]
        make = getattr(self, f"block_{kind.replace('-', '_')}", None)
        return make(node) if make else self.element(node.tag, {"class": kind}, self.inside(node))

    def note(self, node: Node) -> str:
        self.footnotes.append(html.body(self.inside(node)))
        number = len(self.footnotes)
        return (
            f'<sup class="note-mark"><a id="note-mark-{number}" href="#note-{number}" '
            f'aria-label="Note {number}">{number}</a></sup>'
        )

    def table(self, node: Node) -> str:
        caption = next((child for child in node.elements if child.tag == "caption"), None)
        name = " ".join(caption.text.split()) if caption else "Table"
        room = {"class": "table-room", "role": "region", "aria-label": name, "tabindex": "0"}
        return self.element("div", room, self.element("table", {}, self.inside(node)))

    # helpers

    def caption(self, node: Node) -> str:
        found = next((child for child in node.elements if child.tag == "figcaption"), None)
        return self.inside(found) if found else ""

    def template(self, name: str, **context) -> str:
        return render_to_string(f"articles/blocks/{name}.html", context).strip()

    @staticmethod
    def element(tag: str, attrs: dict[str, str], inner: str) -> str:
        given = "".join(f' {name}="{escape(value)}"' for name, value in attrs.items())
        return f"<{tag}{given}>" if tag in VOID else f"<{tag}{given}>{inner}</{tag}>"

    @staticmethod
    def _part(name: str, number: int) -> str:
        return f"part-{name}" if number == 1 else f"part-{name}-{number}"


class FeedText(Text):
    """A text in a feed: nothing that needs our styles or scripts, nothing that changes without the
    story."""

    def top(self, node: Node | str) -> str:
        return self.show(node)

    def notes(self) -> str:
        items = "".join(f"<li>{note}</li>" for note in self.footnotes)
        return f"<hr><ol>{items}</ol>" if items else ""

    def picture(self, node: Node, sizes: str = "") -> str:
        picture = self.found.pictures.get(int(node.attrs["data-picture"]))
        return (
            self.template("feed_picture", picture=picture, **self.words(node, picture))
            if picture
            else ""
        )

    def story(self, node: Node) -> str:
        return ""

    def embed(self, node: Node) -> str:
        address = node.attrs["data-embed"]
        title = " ".join(node.text.split()) or address
        return (
            f"<p>{self.element('a', {'href': address}, escape(title))}"
            f" ({escape(players.site_name(address))})</p>"
        )

    def block_gallery(self, node: Node) -> str:
        caption = self.caption(node)
        pictures = "".join(
            self.picture(child) for child in node.elements if "data-picture" in child.attrs
        )
        return pictures + (f"<p>{caption}</p>" if caption and pictures else "")

    def block_key_points(self, node: Node) -> str:
        return f"<p><strong>Key points</strong></p>{self.inside(node)}"

    def block_pull_quote(self, node: Node) -> str:
        return ""  # its words stand in the text as well

    def block_quote(self, node: Node) -> str:
        return self.element("figure", {}, self.inside(node))

    def note(self, node: Node) -> str:
        self.footnotes.append(html.body(self.inside(node)))
        return f"<sup>[{len(self.footnotes)}]</sup>"

    def table(self, node: Node) -> str:
        return self.element("table", {}, self.inside(node))


class Sketch(Text):
    """A text for the newsroom, where two versions of it stand side by side: it says what its blocks
    show."""

    def __init__(self) -> None:
        super().__init__(Found())

    def picture(self, node: Node, sizes: str = "") -> str:
        return self._told(node)

    story = embed = picture

    def block_gallery(self, node: Node) -> str:
        return "".join(self._told(child) for child in node.elements if child.tag == "figure")

    def note(self, node: Node) -> str:
        return f' <small class="note-text">[{self.inside(node)}]</small>'

    def _told(self, node: Node) -> str:
        told = [
            blocks.TOLD[name].format(value)
            for name, value in node.attrs.items()
            if name in blocks.TOLD
        ]
        words = "".join(f"<p>{escape(each)}</p>" for each in told)
        caption = self.caption(node)
        below = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f'<figure class="sketch">{words}{below}</figure>'
