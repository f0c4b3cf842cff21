"""What the W3C's feed validator, RFC 4287 and JSON Feed 1.1 ask of a feed, rule by rule, as far as
it concerns ours.

The validator itself is in no package registry; its rules are told at validator.w3.org/feed/docs/.
Each fault is told in words: rule, and what broke it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MEDIA = "{http://search.yahoo.com/mrss/}"
SLASH = "{http://purl.org/rss/1.0/modules/slash/}comments"
WFW = "{http://wellformedweb.org/CommentAPI/}commentRss"
RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d:\d\d:\d\d [+-]\d{4}"
)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TAG_URI = re.compile(r"tag:[\w.-]+,\d{4}(-\d\d(-\d\d)?)?:\S+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
RSS_ONCE = ("title", "link", "description", "pubDate", "guid", "comments", SLASH, WFW, CONTENT)


def faults(address: str, body: bytes, content_type: str) -> list[str]:
    """What is wrong with the feed that was found at `address`."""
    if "json" in content_type:
        return list(_json(address, json.loads(body), content_type))
    root = ElementTree.fromstring(body)  # well-formed, and without characters that XML can't hold
    if not body.startswith(b'<?xml version="1.0" encoding="utf-8"?>'):
        return ["the encoding is not said"]
    rules = _rss if root.tag == "rss" else _atom
    return list(rules(address, root, content_type))


def _rss(address: str, root: ElementTree.Element, content_type: str) -> Iterator[str]:
    if content_type.partition(";")[0] != "application/rss+xml":
        yield f"content type: {content_type}"
    if root.get("version") != "2.0" or [child.tag for child in root] != ["channel"]:
        yield "an rss 2.0 holds one channel"
    [channel] = root
    for name in ("title", "link", "description"):
        if len(channel.findall(name)) != 1:
            yield f"a channel has one {name}"
    yield from _full(channel.findtext("link"), "link of the channel")
    yield from _self(address, channel)
    yield from _date(channel.findtext("lastBuildDate"), RFC822, "lastBuildDate")
    if not LANGUAGE.fullmatch(channel.findtext("language") or ""):
        yield "language"
    if not (channel.findtext("ttl") or "").isdigit():
        yield "ttl is a number of minutes"
    items = channel.findall("item")
    yield from _unique([item.findtext("guid") for item in items])
    for item in items:
        counted = Counter(child.tag for child in item)
        yield from (f"an item has one {name}" for name in RSS_ONCE if counted[name] > 1)
        if not counted["title"] and not counted["description"]:
            yield "an item has a title or a description"
        yield from _plain(item.findtext("title"), "title")
        yield from _full(item.findtext("link"), "link")
        guid = item.find("guid")
        if (
            guid is None
            or guid.get("isPermaLink") != "false"
            or not TAG_URI.fullmatch(guid.text or "")
        ):
            yield "guid is a tag URI and no link"
        yield from _date(item.findtext("pubDate"), RFC822, "pubDate")
        yield from _date(item.findtext(f"{ATOM}updated"), RFC3339, "atom:updated")
        for creator in item.findall(CREATOR):
            yield from _plain(creator.text, "dc:creator")
        yield from _html(item.findtext(CONTENT))
        if counted["comments"] + counted[SLASH] + counted[WFW] not in (0, 3):
            yield "where there are comments, their number and their feed are told"
        if counted[SLASH] and not (item.findtext(SLASH) or "").isdigit():
            yield "slash:comments is a number"
        for tag in ("comments", WFW):
            if counted[tag]:
                yield from _full(item.findtext(tag), tag)
        yield from _media(item)


def _atom(address: str, root: ElementTree.Element, content_type: str) -> Iterator[str]:
    if content_type.partition(";")[0] != "application/atom+xml":
        yield f"content type: {content_type}"
    if root.tag != f"{ATOM}feed":
        yield "the root is a feed"
    entries = root.findall(f"{ATOM}entry")
    for each, kind in [(root, "feed"), *((entry, "entry") for entry in entries)]:
        for name in ("id", "title", "updated"):
            if len(each.findall(f"{ATOM}{name}")) != 1:
                yield f"one {name} in each {kind}"
        yield from _date(each.findtext(f"{ATOM}updated"), RFC3339, f"updated of a {kind}")
        alternates = [
            link for link in each.findall(f"{ATOM}link") if link.get("rel") == "alternate"
        ]
        if len(alternates) != 1:
            yield f"one alternate in each {kind}"
        for link in each.findall(f"{ATOM}link"):
            yield from _full(link.get("href"), f"link of a {kind}")
    yield from _full(root.findtext(f"{ATOM}id"), "id of the feed")
    yield from _self(address, root)
    if not LANGUAGE.fullmatch(root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""):
        yield "xml:lang"
    authors = root.findall(f"{ATOM}author")
    yield from _unique([entry.findtext(f"{ATOM}id") for entry in entries])
    for entry in entries:
        if not TAG_URI.fullmatch(entry.findtext(f"{ATOM}id") or ""):
            yield "the id of an entry is a tag URI"
        if not authors and not entry.findall(f"{ATOM}author"):
            yield "an entry or its feed has an author"
        for author in [*authors, *entry.findall(f"{ATOM}author")]:
            if len(author.findall(f"{ATOM}name")) != 1:
                yield "an author has one name"
            if uri := author.findtext(f"{ATOM}uri"):
                yield from _full(uri, "uri of an author")
        published, updated = entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated")
        yield from _date(published, RFC3339, "published")
        if published and updated and RFC3339.fullmatch(published) and updated < published:
            yield "updated is not before published"
        content = entry.find(f"{ATOM}content")
        if content is None or content.get("type") != "html":
            yield "the content is told as html"
        else:
            yield from _html(content.text)
        for name in ("title", "summary"):
            text = entry.find(f"{ATOM}{name}")
            if text is not None and text.get("type", "text") not in ("text", "html", "xhtml"):
                yield f"type of the {name}"
        yield from _media(entry)


def _json(address: str, feed: dict, content_type: str) -> Iterator[str]:
    if content_type != "application/feed+json":
        yield f"content type: {content_type}"
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "version"
    if not isinstance(feed.get("title"), str) or not feed["title"]:
        yield "title"
    if feed.get("feed_url") != address:
        yield f"feed_url is {feed.get('feed_url')}"
    yield from _full(feed.get("home_page_url"), "home_page_url")
    if not LANGUAGE.fullmatch(feed.get("language", "")):
        yield "language"
    if not isinstance(feed.get("items"), list):
        yield "items"
    for hub in feed.get("hubs", []):
        if hub.get("type") != "WebSub":
            yield "a hub has a type"
        yield from _full(hub.get("url"), "hub")
    yield from _unique([item.get("id") for item in feed["items"]])
    for item in feed["items"]:
        if not isinstance(item.get("id"), str) or not item["id"]:
            yield "an item has an id, a text"
        if not item.get("content_html") and not item.get("content_text"):
            yield "an item has content"
        yield from _html(item.get("content_html"))
        for name in ("url", "image"):
            if name in item:
                yield from _full(item[name], name)
        for name in ("date_published", "date_modified"):
            yield from _date(item.get(name), RFC3339, name)
        for author in item.get("authors", []):
            if not {"name", "url", "avatar"} & set(author):
                yield "an author has at least a name"
        if not all(isinstance(tag, str) for tag in item.get("tags", [])):
            yield "tags are texts"


def _self(address: str, parent: ElementTree.Element) -> Iterator[str]:
    links = [
        link.get("href") for link in parent.findall(f"{ATOM}link") if link.get("rel") == "self"
    ]
    if links != [address]:
        yield f"self is {links}"


def _media(parent: ElementTree.Element) -> Iterator[str]:
    for content in parent.findall(f"{MEDIA}content"):
        yield from _full(content.get("url"), "media:content")
        if content.get("medium") not in ("image", "audio", "video", "document", "executable"):
            yield "medium"
        if (
            "/" not in content.get("type", "")
            or not (content.get("width", "") + content.get("height", "")).isdigit()
        ):
            yield "type and size of media:content"


def _full(address: str | None, what: str) -> Iterator[str]:
    parts = urlsplit(address or "")
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or re.search(r"\s", address or "")
    ):
        yield f"{what} is a full address: {address}"


def _plain(text: str | None, what: str) -> Iterator[str]:
    if text is None or re.search(r"</?[a-z]+[^>]*>|&(amp|lt|gt|quot|#\d+);", text):
        yield f"{what} holds no markup: {text}"


def _unique(ids: list) -> Iterator[str]:
    yield from (f"{each} is there twice" for each, count in Counter(ids).items() if count > 1)


def _date(text: str | None, form: re.Pattern, what: str) -> Iterator[str]:
    if not text or not form.fullmatch(text):
        yield f"{what}: {text}"
        return
    at = (
        parsedate_to_datetime(text)
        if form is RFC822
        else dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    )
    if at > dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1):
        yield f"{what} is to come: {text}"
    if form is RFC822 and f"{at:%a}" != text[:3]:
        yield f"{what} has another day of the week: {text}"


class _Html(HTMLParser):
    """What the validator warns of in the text of an entry: what programs of others strip, or can't
    follow."""

    DANGEROUS = {
        "script",
        "object",
        "embed",
        "iframe",
        "frame",
        "frameset",
        "meta",
        "link",
        "style",
        "applet",
        "base",
    }

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in self.DANGEROUS:
            self.faults.append(f"a {tag} in the text")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.faults.append(f"a {name} in the text")
            if name in ("href", "src", "poster", "cite") and not re.match(
                r"(https?:/|mailto:|#)", value or ""
            ):
                self.faults.append(f"a relative address in the text: {value}")


def _html(text: str | None) -> Iterator[str]:
    if text is None:
        yield "there is no text"
        return
    reader = _Html()
    reader.feed(text)
    yield from reader.faults
