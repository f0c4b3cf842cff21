"""Feeds: the same entries as RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape

from newsroom.lib.text import in_xml

THREADS = "http://purl.org/syndication/thread/1.0"  # RFC 4685
WELL_FORMED = "http://wellformedweb.org/CommentAPI/"
#: When an empty feed was last changed: it has to be the same bytes whenever it is made.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


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
    picture: str = ""
    answers: tuple[str, str] | None = None  # id and address of what this one answers
    replies: tuple[str, str] | None = None  # where those to this one stand on its page, and their feed as RSS or Atom


class Feed(SyndicationFeed):
    """What all forms share. Each item holds, beside Django's own words for it, its `content` and its Entry."""

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
        return super().latest_post_date() if self.items else NEVER


class Rss(Feed, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        content, creator = "http://purl.org/rss/1.0/modules/content/", "http://purl.org/dc/elements/1.1/"
        return {
            **super().rss_attributes(),
            "xmlns:content": content,
            "xmlns:dc": creator,
            "xmlns:thr": THREADS,
            "xmlns:wfw": WELL_FORMED,
        }

    def add_item_elements(self, handler, item: dict) -> None:
        super().add_item_elements(handler, item)
        for name, _ in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        add_what_it_answers(handler, item["entry"])
        if item["entry"].replies:
            place, own_feed = item["entry"].replies
            handler.addQuickElement("comments", place)
            handler.addQuickElement("wfw:commentRss", own_feed)
        handler.addQuickElement("content:encoded", item["content"])


class Atom(Feed, Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:thr": THREADS}

    def add_item_elements(self, handler, item: dict) -> None:
        super().add_item_elements(handler, item)
        for name, address in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            if address:
                handler.addQuickElement("uri", address)
            handler.endElement("author")
        add_what_it_answers(handler, item["entry"])
        if item["entry"].replies:
            place, own_feed = item["entry"].replies
            handler.addQuickElement("link", "", {"rel": "replies", "type": "text/html", "href": place})
            handler.addQuickElement("link", "", {"rel": "replies", "type": "application/atom+xml", "href": own_feed})
        handler.addQuickElement("content", item["content"], {"type": "html"})


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
            "image": item["entry"].picture,
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [without_blanks({"name": name, "url": address}) for name, address in item["authors"]],
            "tags": item["categories"],
        }


FORMS: dict[str, type[Feed]] = {"rss": Rss, "atom": Atom, "json": Json}


def feed(
    form: str, *, title: str, about: str, address: str, own_address: str, publisher: str, language: str,
    entries: Iterable[Entry],
) -> HttpResponse:  # fmt: skip
    """A feed in one of FORMS: `address` is that of the page it is the feed of, `own_address` the feed's own."""
    made = FORMS[form](
        title=in_xml(title), link=address, description=in_xml(about), feed_url=own_address, language=language,
        author_name=in_xml(publisher),
    )  # fmt: skip
    for entry in entries:
        made.add(entry)
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


def add_what_it_answers(handler, entry: Entry) -> None:
    if entry.answers:
        ref, address = entry.answers
        handler.addQuickElement("thr:in-reply-to", "", {"ref": ref, "href": address, "type": "text/html"})


def without_blanks(values: dict) -> dict:
    return {key: value for key, value in values.items() if value}
