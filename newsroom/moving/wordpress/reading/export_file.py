"""Reading a WordPress export file, WXR 1.0 to 1.2, as a stream of what stands in it (items.py).

After pieces.py, which finds the pieces by their bytes, and trees.py, which reads each by itself: a
file of gigabytes needs no more memory than its largest item, and a broken item costs nothing but
itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsroom.lib.text import strings
from newsroom.moving.wordpress import own_meta
from newsroom.moving.wordpress.items import Filed, Item, Person, Reply, Site, Term
from newsroom.moving.wordpress.reading.pieces import MAX_BYTES, Piece, Refused, as_utf8, read_pieces
from newsroom.moving.wordpress.reading.trees import Node, parse_tree, repair

__all__ = ["VERSIONS", "Refused", "Trouble", "read"]

VERSIONS = ("1.0", "1.1", "1.2")
#: Maximum number of bytes read before the first piece.
_MAX_HEAD = 4 << 20
#: Maximum number of bytes read behind the last piece.
_MAX_TAIL = 1 << 16
_IS_RSS = re.compile(r"<rss[\s>]|<channel[\s>]")
_IS_WORDPRESS = re.compile(r"wordpress\.org/export/|<wp:[a-z]")


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a part of the file. `is_lost`: it could not be read; else it was, and is
    worth a look."""

    line: int
    words: str
    is_lost: bool = False


def read(
    path: Path, *, largest: int = MAX_BYTES, say: Callable[[int], None] = lambda at: None
) -> Iterator[Site | Person | Term | Item | Trouble]:
    """All that stands in a file, in its order: first the site, once. A trouble stands before what
    it is about.

    `say` is told now and then how many bytes of the file were read. Raises Refused where it is no
    WordPress export, or declares a document type or entities; OSError.
    """
    with path.open("rb") as stream:
        head, tail, begun, is_ours = "", b"", False, False
        line = 1
        for piece in read_pieces(as_utf8(stream), largest=largest):
            say(stream.tell())
            if piece.name and not begun:
                for each in _beginning(head):
                    is_ours = is_ours or isinstance(each, Site) and own_meta.is_own_file(each)
                    yield each
                begun = True
            if piece.name:
                for each in _read(piece):
                    if isinstance(each, Item):
                        each.is_ours = is_ours
                    yield each
            elif not begun and len(head) < _MAX_HEAD:
                head += repair(piece.source)[0]
            tail = piece.source[-_MAX_TAIL:]
            line = piece.line + piece.source.count(b"\n")
        if not begun:
            yield from _beginning(head)
        yield from _ending(tail, line)


def _beginning(head: str) -> Iterator[Site | Trouble]:
    """What stands before the first item, author or term."""
    if not _IS_RSS.search(head) or not _IS_WORDPRESS.search(head):
        raise Refused(
            "This is no WordPress export file: it holds no RSS of WordPress's kind. Such a file is"
            " made in WordPress under Tools → Export, and ends in .xml."
        )
    found = {name: _first(head, name) for name in ("title", "link", "description", "language")}
    site = Site(
        **found,
        version=_first(head, "wp:wxr_version"),
        generator=_first(head, "generator"),
        base_site_url=_first(head, "wp:base_site_url"),
        base_blog_url=_first(head, "wp:base_blog_url"),
    )
    first = 1 + head[: found_at.start()].count("\n") if (found_at := _IS_RSS.search(head)) else 1
    if not site.version:
        yield Trouble(
            first, "The file doesn't say which version of the format it is in: read as version 1.2."
        )
    elif site.version not in VERSIONS:
        yield Trouble(
            first,
            f"The file says that it is in version “{site.version[:40]}” of the format, which is not"
            f" known ({', '.join(VERSIONS)} are): read as version 1.2.",
        )
    if not re.search(r"<channel[\s>]", head):
        yield Trouble(first, "The file has no <channel>: what stands in it is read all the same.")
    before = head[: _IS_RSS.search(head).start()]
    if re.match(r"\ufeff?\s*[^\s<\ufeff]|\ufeff?\s*<(?!\?xml|!--|rss)", before):
        yield Trouble(1, "Something stands before the XML begins: left out.")
    yield site


def _ending(tail: bytes, line: int) -> Iterator[Trouble]:
    """What stands behind the last piece."""
    _, end, after = tail.rpartition(b"</rss")
    if not end:
        yield Trouble(line, "The file ends before </rss>: its last part may be missing.")
    elif re.search(
        rb"[^\s\0]", re.sub(rb"<!--.*?-->", b"", after.partition(b">")[2], flags=re.DOTALL)
    ):
        yield Trouble(line, "Something stands behind the end of the XML: left out.")


def _first(head: str, name: str) -> str:
    found = re.search(rf"<{name}(?:\s[^<>]*)?>(.*?)</{name}\s*>", head, re.DOTALL)
    if not found:
        return ""
    parts = re.split(r"<!\[CDATA\[(.*?)\]\]>", found[1], flags=re.DOTALL)
    return "".join(
        part if number % 2 else html.unescape(part) for number, part in enumerate(parts)
    ).strip()


def _read(piece: Piece) -> Iterator[Person | Term | Item | Trouble]:
    if piece.large:
        yield Trouble(
            piece.line,
            f"This <{piece.name}> has {piece.large >> 20} MB, more than can be read.",
            is_lost=True,
        )
        return
    if not piece.complete:
        words = (
            f"{'The file ends within' if piece.cut else 'There is no end tag for'} this"
            f" <{piece.name}>"
        )
        if piece.cut or b"wp:post_type" not in piece.source and piece.name == "item":
            yield Trouble(piece.line, f"{words}: it is not complete.", is_lost=True)
            return
        yield Trouble(piece.line, f"{words}: it may not be complete.")
    try:
        node, mended = parse_tree(piece.source, piece.line)
        what = _MAKERS[piece.name](node)
    except ValueError as error:
        yield Trouble(piece.line, f"This <{piece.name}> can't be read: {error}", is_lost=True)
        return
    for line, words in mended:
        yield Trouble(line, f"<{piece.name}>: {words}.")
    yield what


def _item(node: Node) -> Item:
    found = {child.name: child for child in reversed(node.children)}

    def raw(name: str) -> str:
        return found[name].text if name in found else ""

    def word(name: str) -> str:
        return raw(name).strip()

    if not any(name.startswith("wp:") for name in found):
        raise ValueError("nothing in it is WordPress's.")
    return Item(
        number=strings.number(word("wp:post_id")),
        kind=word("wp:post_type") or "post",
        title=word("title"),
        link=word("link"),
        guid=word("guid"),
        creator=word("dc:creator"),
        content=raw("content:encoded"),
        excerpt=raw("excerpt:encoded"),
        date=word("wp:post_date"),
        date_gmt=word("wp:post_date_gmt"),
        modified=word("wp:post_modified"),
        modified_gmt=word("wp:post_modified_gmt"),
        comment_status=word("wp:comment_status"),
        ping_status=word("wp:ping_status"),
        slug=word("wp:post_name"),
        status=word("wp:status"),
        parent=strings.number(word("wp:post_parent")),
        menu_order=strings.number(word("wp:menu_order")),
        password=word("wp:post_password"),
        is_sticky=word("wp:is_sticky") == "1",
        attachment_url=word("wp:attachment_url"),
        filed=_filed(node),
        meta=_meta(node, "wp:postmeta"),
        replies=[_reply(each) for each in node.all("wp:comment")],
        line=node.line,
    )


def _filed(node: Node) -> list[Filed]:
    """Each term once. WXR 1.0 names each twice, once without its slug."""
    found: list[Filed] = []
    for each in node.all("category"):
        domain = each.attributes.get("domain", "")
        slug = each.attributes.get("nicename", "")
        if slug:
            found.append(
                Filed(
                    {"tag": "post_tag"}.get(domain, domain or "category"), slug, each.text.strip()
                )
            )
    return list({(each.domain, each.slug): each for each in found}.values())


def _meta(node: Node, name: str) -> list[tuple[str, str]]:
    return [
        (each.first("wp:meta_key").strip(), each.first("wp:meta_value")) for each in node.all(name)
    ]


def _reply(node: Node) -> Reply:
    found = {child.name: child.text for child in reversed(node.children)}

    def word(name: str) -> str:
        return found.get(f"wp:comment_{name}", "").strip()

    return Reply(
        number=strings.number(word("id")),
        author=word("author"),
        email=word("author_email"),
        url=word("author_url"),
        ip=word("author_IP"),
        date=word("date"),
        date_gmt=word("date_gmt"),
        content=found.get("wp:comment_content", ""),
        approved=word("approved"),
        kind=word("type"),
        parent=strings.number(word("parent")),
        user=strings.number(word("user_id")),
        meta=_meta(node, "wp:commentmeta"),
        line=node.line,
    )


def _person(node: Node) -> Person:
    def word(name: str) -> str:
        return node.first(f"wp:author_{name}").strip()

    return Person(
        login=word("login"),
        number=strings.number(word("id")),
        email=word("email"),
        display_name=word("display_name"),
        first_name=word("first_name"),
        last_name=word("last_name"),
        line=node.line,
    )


def _category(node: Node) -> Term:
    return _term(
        node, "category", "category_nicename", "cat_name", "category_parent", "category_description"
    )


def _tag(node: Node) -> Term:
    return _term(node, "post_tag", "tag_slug", "tag_name", "", "tag_description")


def _other(node: Node) -> Term:
    taxonomy = node.first("wp:term_taxonomy").strip()
    return _term(node, taxonomy, "term_slug", "term_name", "term_parent", "term_description")


def _term(node: Node, taxonomy: str, slug: str, name: str, parent: str, description: str) -> Term:
    def word(field: str) -> str:
        return node.first(f"wp:{field}").strip() if field else ""

    return Term(
        taxonomy=taxonomy,
        slug=word(slug),
        name=word(name) or word(slug),
        number=strings.number(word("term_id")),
        parent=word(parent),
        description=word(description),
        meta=_meta(node, "wp:termmeta"),
        line=node.line,
    )


_MAKERS = {
    "item": _item,
    "wp:author": _person,
    "wp:category": _category,
    "wp:tag": _tag,
    "wp:term": _other,
}
