"""What stands in a WordPress export file (WXR 1.0 to 1.2), one class for each kind of thing.

Texts are as in the file, with the XML undone: nothing is cleaned, cut or converted here. Dates are
the file's own strings ("2010-08-08 12:00:00", "0000-00-00 00:00:00" for none), those in `…_gmt` in
UTC, the others in the zone of the site. `line` is where the thing begins in its file, counted from
1; 0 where it comes from no file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Site:
    """The channel: what the file says of the site as a whole."""

    title: str = ""
    link: str = ""
    description: str = ""
    language: str = ""
    version: str = ""  # of WXR
    base_site_url: str = ""  # of the network, where there is one
    base_blog_url: str = ""
    generator: str = ""  # what wrote the file, where that stands before the first author


@dataclass
class Person:
    """A `wp:author`; WXR 1.0 has none and names logins in `dc:creator` alone."""

    login: str
    number: int = 0
    email: str = ""
    display_name: str = ""
    first_name: str = ""
    last_name: str = ""
    line: int = 0


@dataclass
class Term:
    """A `wp:category`, `wp:tag` or `wp:term`; `parent` is a slug of the same taxonomy."""

    taxonomy: str  # "category", "post_tag", "nav_menu", or what a plugin calls its own
    slug: str
    name: str = ""
    number: int = 0
    parent: str = ""
    description: str = ""
    meta: list[tuple[str, str]] = field(default_factory=list)
    line: int = 0


@dataclass
class Filed:
    """A term as an item names it: `domain` is the taxonomy ("tag" in WXR 1.0 means "post_tag")."""

    domain: str
    slug: str
    name: str = ""


@dataclass
class Reply:
    """A `wp:comment`. `approved` is "1", "0", "spam", "trash" or "post-trashed"; `kind` "" or
    "comment", "pingback", "trackback", or what a plugin calls its own; `parent` the number of the
    reply it answers, or 0."""

    number: int
    author: str = ""
    email: str = ""
    url: str = ""
    ip: str = ""
    date: str = ""
    date_gmt: str = ""
    content: str = ""
    approved: str = ""
    kind: str = ""
    parent: int = 0
    user: int = 0
    meta: list[tuple[str, str]] = field(default_factory=list)
    line: int = 0


@dataclass
class Item:
    """An `item`: a post, a page, an attachment, or something of a plugin, by its `kind`."""

    number: int
    kind: str = "post"
    title: str = ""
    link: str = ""
    guid: str = ""
    creator: str = ""  # a login
    content: str = ""
    excerpt: str = ""
    date: str = ""
    date_gmt: str = ""
    modified: str = ""
    modified_gmt: str = ""
    comment_status: str = ""
    ping_status: str = ""
    slug: str = ""
    status: str = ""
    parent: int = 0
    menu_order: int = 0
    password: str = ""
    is_sticky: bool = False
    attachment_url: str = ""
    filed: list[Filed] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    replies: Iterable[Reply] = field(default_factory=list)
    is_ours: bool = False  # it stands in a file that a Newsroom wrote
    line: int = 0

    def value(self, key: str) -> str:
        """The first `wp:postmeta` of that key, or ""."""
        return next((value for name, value in self.meta if name == key), "")
