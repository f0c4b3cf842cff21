"""Reads a page of ours as machines do: what its head says, and what it says of itself in
JSON-LD."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Page(HTMLParser):
    """`metas`: name (or property) and content, in order; `links`: their attributes; `told`: what
    JSON-LD holds."""

    metas: list[tuple[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)
        self.within = False

    @property
    def told(self) -> list[dict]:
        """The things in the page's one block."""
        [block] = self.blocks
        data = json.loads(block)
        assert data["@context"] == "https://schema.org"
        return data["@graph"]

    def of_kind(self, kind: str) -> dict:
        [found] = [thing for thing in self.told if thing["@type"] == kind]
        return found

    def meta(self, name: str) -> list[str]:
        return [content for each, content in self.metas if each == name]

    def link(self, rel: str) -> list[str]:
        return [link["href"] for link in self.links if rel in link.get("rel", "").split()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and "content" in given:
            self.metas.append((given.get("property") or given.get("name", ""), given["content"]))
        if tag == "link" or (tag == "a" and "rel" in given):
            self.links.append(given)
        self.within = tag == "script" and given.get("type") == "application/ld+json"
        if self.within:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if self.within:
            self.blocks[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.within = False


def read(page: str) -> Page:
    reader = Page()
    reader.feed(page)
    reader.close()
    return reader
