"""Writing a WordPress export file, WXR 1.2, as WordPress's own importer reads it.

Piece by piece: whatever is given as an iterator is written as it comes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from email.utils import format_datetime
from xml.sax.saxutils import escape

from newsroom.lib.text.strings import in_xml
from newsroom.moving.wordpress import own_meta
from newsroom.moving.wordpress.dates import parse_moment
from newsroom.moving.wordpress.items import Filed, Item, Person, Reply, Site, Term

VERSION = "1.2"
NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}


def write(
    site: Site,
    persons: Iterable[Person],
    terms: Iterable[Term],
    items: Iterable[Item],
    *,
    now: dt.datetime,
) -> Iterator[str]:
    """The file, in pieces of text; `now` is told as its date."""
    spaces = "".join(f'\n\txmlns:{name}="{address}"' for name, address in NAMESPACES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{spaces}\n>\n<channel>\n'
    yield (
        _plain("title", site.title)
        + _plain("link", site.link)
        + _plain("description", site.description)
    )
    yield _plain("pubDate", format_datetime(now)) + _plain("language", site.language)
    yield _plain("wp:wxr_version", VERSION)
    yield _plain("wp:base_site_url", site.base_site_url) + _plain(
        "wp:base_blog_url", site.base_blog_url
    )
    yield _plain("generator", own_meta.GENERATOR)
    for person in persons:
        yield _person(person)
    for term in terms:
        yield _term(term)
    for item in items:
        yield from _item(item)
    yield "</channel>\n</rss>\n"


def _person(person: Person) -> str:
    parts = (
        _plain("wp:author_id", person.number),
        _said("wp:author_login", person.login),
        _said("wp:author_email", person.email),
        _said("wp:author_display_name", person.display_name),
        _said("wp:author_first_name", person.first_name),
        _said("wp:author_last_name", person.last_name),
    )
    return f"<wp:author>{''.join(parts)}</wp:author>\n"


def _term(term: Term) -> str:
    meta = _meta("wp:termmeta", term.meta)
    number = _plain("wp:term_id", term.number)
    if term.taxonomy == "category":
        parts = (
            number,
            _said("wp:category_nicename", term.slug),
            _said("wp:category_parent", term.parent),
            _said("wp:cat_name", term.name),
            _said("wp:category_description", term.description),
            meta,
        )
        return f"<wp:category>{''.join(parts)}</wp:category>\n"
    if term.taxonomy == "post_tag":
        parts = (
            number,
            _said("wp:tag_slug", term.slug),
            _said("wp:tag_name", term.name),
            _said("wp:tag_description", term.description),
            meta,
        )
        return f"<wp:tag>{''.join(parts)}</wp:tag>\n"
    parts = (
        number,
        _said("wp:term_taxonomy", term.taxonomy),
        _said("wp:term_slug", term.slug),
        _said("wp:term_parent", term.parent),
        _said("wp:term_name", term.name),
        _said("wp:term_description", term.description),
        meta,
    )
    return f"<wp:term>{''.join(parts)}</wp:term>\n"


def _item(item: Item) -> Iterator[str]:
    at = parse_moment(item.date_gmt, item.date)
    yield "<item>\n"
    yield _said("title", item.title) + _plain("link", item.link)
    yield _plain("pubDate", format_datetime(at)) if at else ""
    yield _said("dc:creator", item.creator)
    yield f'<guid isPermaLink="false">{_escaped(item.guid)}</guid>\n<description></description>\n'
    yield _said("content:encoded", item.content) + _said("excerpt:encoded", item.excerpt)
    yield _plain("wp:post_id", item.number)
    for name, value in (
        ("post_date", item.date),
        ("post_date_gmt", item.date_gmt),
        ("post_modified", item.modified),
        ("post_modified_gmt", item.modified_gmt),
        ("comment_status", item.comment_status),
        ("ping_status", item.ping_status),
        ("post_name", item.slug),
        ("status", item.status),
    ):
        yield _said(f"wp:{name}", value)
    yield _plain("wp:post_parent", item.parent) + _plain("wp:menu_order", item.menu_order)
    yield _said("wp:post_type", item.kind) + _said("wp:post_password", item.password)
    yield _plain("wp:is_sticky", int(item.is_sticky))
    if item.attachment_url:
        yield _said("wp:attachment_url", item.attachment_url)
    for filed in item.filed:
        yield _filed(filed)
    yield _meta("wp:postmeta", item.meta)
    for reply in item.replies:
        yield _reply(reply)
    yield "</item>\n"


def _filed(filed: Filed) -> str:
    place = f'domain="{_quoted(filed.domain)}" nicename="{_quoted(filed.slug)}"'
    return f"<category {place}>{_cdata(filed.name)}</category>\n"


def _reply(reply: Reply) -> str:
    parts = (
        _plain("wp:comment_id", reply.number),
        _said("wp:comment_author", reply.author),
        _said("wp:comment_author_email", reply.email),
        _plain("wp:comment_author_url", reply.url),
        _said("wp:comment_author_IP", reply.ip),
        _said("wp:comment_date", reply.date),
        _said("wp:comment_date_gmt", reply.date_gmt),
        _said("wp:comment_content", reply.content),
        _said("wp:comment_approved", reply.approved),
        _said("wp:comment_type", reply.kind),
        _plain("wp:comment_parent", reply.parent),
        _plain("wp:comment_user_id", reply.user),
        _meta("wp:commentmeta", reply.meta),
    )
    return f"<wp:comment>\n{''.join(parts)}</wp:comment>\n"


def _meta(tag: str, pairs: Iterable[tuple[str, str]]) -> str:
    made = (f"{_said('wp:meta_key', key)}{_said('wp:meta_value', value)}" for key, value in pairs)
    return "".join(f"<{tag}>{pair}</{tag}>\n" for pair in made)


def _plain(tag: str, value: object) -> str:
    return f"<{tag}>{_escaped(str(value))}</{tag}>\n"


def _said(tag: str, text: str) -> str:
    return f"<{tag}>{_cdata(text)}</{tag}>\n"


def _cdata(text: str) -> str:
    return f"<![CDATA[{in_xml(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _escaped(text: str) -> str:
    return escape(in_xml(text))


def _quoted(text: str) -> str:
    return escape(in_xml(text), {'"': "&quot;", "\n": " "})
