"""Feeds: the same entries as RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from django.http import HttpResponse
from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    Stylesheet,
    SyndicationFeed,
    rfc3339_date,
)
from django.utils.html import escape

from newsroom.lib.text.strings import in_xml

THREADS = "http://purl.org/syndication/thread/1.0"  # RFC 4685
WELL_FORMED = "http://wellformedweb.org/CommentAPI/"
MEDIA = "http://search.yahoo.com/mrss/"
#: The names of RSS beyond its own.
SPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": MEDIA,
    "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
    "xmlns:thr": THREADS,
    "xmlns:wfw": WELL_FORMED,
}
#: After how many minutes a reader without a hub may ask again.
ASK_AGAIN = 15
#: When an empty feed was last changed: it has to be the same bytes whenever it is made.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Shown:
    """A picture that an entry shows: its address and size, whose it is, and what there is to
    see."""

    address: str
    width: int
    height: int
    credit: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Replies:
    """Those to an entry: where they stand on its page, their feed in the same form, and how many
    are shown."""

    address: str
    feed: str
    count: int


@dataclass(frozen=True)
class Entry:
    """Something in a feed. `id` stays whatever else changes; all addresses are absolute ones."""

    id: str
    address: str
    title: str
    content: str  # HTML
    published: dt.datetime
    updated: dt.datetime
    summary: str = ""  # plain text
    authors: Sequence[tuple[str, str]] = ()  # name, and address or ""
    tags: Sequence[str] = ()
    picture: Shown | None = None
    answers: tuple[str, str] | None = None  # id and address of what this one answers
    replies: Replies | None = None


class Feed(SyndicationFeed):
    """What all forms share. Each item holds, beside Django's own words for it, its `content` and
    its Entry."""

    def add(self, entry: Entry) -> None:
        self.add_item(
            title=in_xml(entry.title),
            link=entry.address,
            description=in_xml(escape(entry.summary)) or None,
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            categories=[in_xml(tag) for tag in entry.tags],
            content=in_xml(entry.content),
            authors=[(in_xml(name), address) for name, address in entry.authors],
            entry=entry,
        )

    def latest_post_date(self) -> dt.datetime:
        return super().latest_post_date() if self.items else self.feed["since"]


class Rss(Feed, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **SPACES}

    def add_root_elements(self, handler) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", "", {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler, item: dict) -> None:
        super().add_item_elements(handler, item)
        for name, _ in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        add_what_it_answers(handler, item["entry"])
        if replies := item["entry"].replies:
            handler.addQuickElement("comments", replies.address)
            handler.addQuickElement("wfw:commentRss", replies.feed)
            handler.addQuickElement("slash:comments", str(replies.count))
        handler.addQuickElement("content:encoded", item["content"])
        add_picture(handler, item["entry"])


class Atom(Feed, Atom1Feed):
    def write(self, outfile, encoding: str) -> None:
        """As Django does it, with the style sheets, which it writes into RSS alone."""
        made = StringIO()
        super().write(made, encoding)
        declaration, _, rest = made.getvalue().partition("\n")
        outfile.write(f"{declaration}\n")
        for stylesheet in self.feed["stylesheets"] or []:
            outfile.write(f"<?xml-stylesheet {stylesheet}?>")
        outfile.write(rest)

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:media": MEDIA, "xmlns:thr": THREADS}

    def add_root_elements(self, handler) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler, item: dict) -> None:
        super().add_item_elements(handler, item)
        for name, address in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            if address:
                handler.addQuickElement("uri", address)
            handler.endElement("author")
        add_what_it_answers(handler, item["entry"])
        if replies := item["entry"].replies:
            of_page = {"rel": "replies", "type": "text/html", "href": replies.address}
            of_feed = {"rel": "replies", "type": "application/atom+xml", "href": replies.feed}
            for link in (of_page, of_feed):
                handler.addQuickElement("link", "", {**link, "thr:count": str(replies.count)})
        handler.addQuickElement("content", item["content"], {"type": "html"})
        add_picture(handler, item["entry"])


class Json(Feed):
    content_type = "application/feed+json"

    def write(self, outfile, encoding: str) -> None:
        head = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "hubs": [{"type": "WebSub", "url": self.feed["hub"]}] if self.feed["hub"] else None,
        }
        items = [without_blanks(self.item(each)) for each in self.items]
        json.dump({**without_blanks(head), "items": items}, outfile, ensure_ascii=False)

    def item(self, item: dict) -> dict:
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["entry"].summary,
            "content_html": item["content"],
            "image": picture.address if (picture := item["entry"].picture) else "",
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [
                without_blanks({"name": name, "url": address}) for name, address in item["authors"]
            ],
            "tags": item["categories"],
        }


FORMS: dict[str, type[Feed]] = {"rss": Rss, "atom": Atom, "json": Json}


def feed(
    form: str,
    *,
    title: str,
    about: str,
    address: str,
    own_address: str,
    publisher: str,
    language: str,
    entries: Iterable[Entry],
    hub: str = "",
    since: dt.datetime = NEVER,
    stylesheet: str = "",
) -> HttpResponse:
    """A feed in one of FORMS: `address` is that of the page it is the feed of, `own_address` the
    feed's own, `hub` that of a hub that is told when it changes (WebSub), if any. While nothing
    stands in it, it was last changed `since` then. A browser shows it by the `stylesheet`."""
    made = FORMS[form](
        title=in_xml(title),
        link=address,
        description=in_xml(about),
        feed_url=own_address,
        language=language,
        author_name=in_xml(publisher),
        hub=hub,
        ttl=ASK_AGAIN,
        since=since,
        stylesheets=[Stylesheet(stylesheet)] if stylesheet else None,
    )
    for entry in entries:
        made.add(entry)
    response = HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
    if hub:
        response["Link"] = f'<{hub}>; rel="hub", <{own_address}>; rel="self"'
    return response


def add_what_it_answers(handler, entry: Entry) -> None:
    if entry.answers:
        ref, address = entry.answers
        handler.addQuickElement(
            "thr:in-reply-to", "", {"ref": ref, "href": address, "type": "text/html"}
        )


def add_picture(handler, entry: Entry) -> None:
    """As Media RSS has it, which is understood in Atom as well. It comes after the text: readers
    that know little of it take its description for a text of the entry, too, and show the first."""
    if entry.picture is None:
        return
    shown = {"url": entry.picture.address, "type": "image/jpeg", "medium": "image"}
    size = {"width": str(entry.picture.width), "height": str(entry.picture.height)}
    handler.startElement("media:content", shown | size)
    if entry.picture.credit:
        handler.addQuickElement("media:credit", in_xml(entry.picture.credit))
    if entry.picture.alt:
        handler.addQuickElement("media:description", in_xml(entry.picture.alt), {"type": "plain"})
    handler.endElement("media:content")


def without_blanks(values: dict) -> dict:
    return {key: value for key, value in values.items() if value}
