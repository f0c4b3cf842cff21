"""A page as a file: what needs a server goes, and each address leads to the file that stands for
it."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

#: Elements that do nothing without a server, by tag, identifier or class.
_TAGS, _IDS = {"form", "button"}, {"respond"}
_CLASSES = {
    "follow",
    "reply-acts",
    "thread-orders",
    "thread-live",
    "thread-new",
    "to-search",
    "thread-notice",
}
#: What stands at the end of addresses that do something, or ask for what is not in a copy.
_NOT_COPIED = re.compile(
    r"/(?:reply|follow|report|recommend|notice|receipt)/|^/(?:search|admin|style-guide|your-data)/"
)
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
_SRCSET = re.compile(r"(/[^\s,]+)\s+\d+w")
#: Queries that lead to further parts of a page.
PARTS = ("page", "thread")


def is_copied(path: str) -> bool:
    return not _NOT_COPIED.search(path)


def place(address: str) -> str:
    """Where in a copy a page stands: its path, and of its query what leads to a part of it."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    asked = next(((name, query[name]) for name in PARTS if query.get(name, "").isdigit()), None)
    return (
        f"{parts.path}{asked[0]}-{asked[1]}/" if asked and parts.path.endswith("/") else parts.path
    )


class Page(HTMLParser):
    """Reads a page; then `text` is the page of the copy, `links` are the own addresses that it
    leads to (with their queries), `files` those of pictures and the like."""

    def __init__(self, source: str, site: str) -> None:
        super().__init__(convert_charrefs=False)
        self.site = site
        self.made: list[str] = []
        self.links: set[str] = set()
        self.files: set[str] = set()
        self.dropped = 0  # so many elements deep in one that goes
        self.feed(source)
        self.close()
        self.text = "".join(self.made)
        # those told to machines
        self.files.update(re.findall(rf'{re.escape(site)}(/pictures/[^"\s]+)', self.text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self.dropped or self._goes(tag, given):
            self.dropped += tag not in _VOID
            return
        text = self.get_starttag_text() or ""
        for name in ("href", "src", "content", "srcset", "imagesrcset"):
            if value := given.get(name):
                text = self._rewritten(text, name, value)
        self.made.append(text)

    def handle_endtag(self, tag: str) -> None:
        if self.dropped:
            self.dropped -= tag not in _VOID
        else:
            self.made.append(f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.dropped:
            self.made.append(self.get_starttag_text() or "")

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._write(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        self._write(f"<!--{data}-->")

    def _write(self, text: str) -> None:
        if not self.dropped:
            self.made.append(text)

    def _goes(self, tag: str, given: dict[str, str]) -> bool:
        if tag == "script":
            return given.get("type") != "application/ld+json"
        if tag == "a" and given.get("href", "").startswith("/") and not is_copied(given["href"]):
            return True
        return (
            tag in _TAGS
            or given.get("id") in _IDS
            or bool(_CLASSES & set(given.get("class", "").split()))
        )

    def _rewritten(self, text: str, name: str, value: str) -> str:
        if name in ("srcset", "imagesrcset"):
            self.files.update(_SRCSET.findall(value))
            return text
        own = value.removeprefix(self.site) if value.startswith(f"{self.site}/") else value
        if not own.startswith("/") or own.startswith("//"):
            return text
        path = urlsplit(own).path
        if path.startswith(("/static/", "/pictures/")):
            self.files.add(path)
            return text
        if name != "href":
            return text
        self.links.add(own.partition("#")[0])
        fragment = own.partition("#")[2]
        led = place(own) + (f"#{fragment}" if fragment else "")
        if led == own or own is not value:
            return text
        return text.replace(f'{name}="{escape(value)}"', f'{name}="{escape(led)}"').replace(
            f'{name}="{value}"', f'{name}="{escape(led)}"'
        )
