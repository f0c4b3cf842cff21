"""Hostile requests: forms as they stand on a page with some values replaced, queries that no page
has, and what was written to the database because of them."""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.db import connection

VALUES = (
    "", " ", "0", "-1", "1", "9" * 30, "1e999", "NaN", "٣", "1_0", "\0", "a\0b", "\x1f",
    "\u202ehidden", "\u200b", "é" * 300, "🐮", "a" * 5_000, "<script>alert(1)</script>",
    "' OR 1=1 --", "{{ 7 }}{% x %}", "%s%n%(a)s", "../../etc/passwd", "//evil.example",
    "javascript:alert(1)", "a\r\nSet-Cookie: x=1", "2026-13-45T99:99", "2026-02-30", "0001-01-01",
    "0001-01-01T00:00", "9999-12-31T23:59:59", "24:00", "true", "on", "None", "null", "[]", "{}",
    "[[[", '{"a": {"b": [1]}}', '["a", null]', "[" * 3_000, "a@b", "a@[127.0.0.1]", "é@ü.example",
    "pk__in", "__all__", "-pk,-pk", "id;drop", "e=1", "\ufffd", "1,2,x", "draft", "shown", "publish",
    "00000000-0000-0000-0000-000000000000", "(a+)+$", "/(", "*", "\\",
)  # fmt: skip
#: Names that pages of Django and of ours know beside the fields of their forms.
NAMES = (
    "q", "p", "o", "e", "page", "order", "next", "action", "_selected_action", "select_across",
    "index", "_save", "_continue", "_addanother", "_saveasnew", "_popup", "_to_field", "state",
    "version", "seen_version", "fields", "tab", "kind", "note", "at", "at_0", "at_1", "when", "to",
    "rule", "law", "text", "email", "name", "term", "app_label", "model_name", "field_name", "since",
    "until", "section", "topic", "author", "thread", "replytocom", "ids", "batch", "expected", "who",
    "all__all", "pk__lt", "state__exact", "created_at__year", "is_active__exact", "is_facets",
)  # fmt: skip
#: Logging in and being counted is no change to the site.
OWN = {"django_session", "accounts_wait", "accounts_signin", "comments_recentpost"}
_writes = re.compile(
    r'\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE
)


class Fields(HTMLParser):
    """The fields of all forms of a page that are sent by POST, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = dict(attributes)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "textarea" and name:
            self.area = name
            self.found[name] = [""]
        elif tag == "select" and name:
            self.select = name
            self.found.setdefault(name, [])
        elif tag == "option" and self.select and "selected" in given:
            self.found[self.select].append(value)
        elif tag in ("input", "button") and name:
            kind = given.get("type", "")
            if kind not in ("checkbox", "radio") or "checked" in given:
                self.found.setdefault(name, []).append(value)
            else:
                self.found.setdefault(name, [])

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area][0] += data


def form_of(page: str) -> dict[str, list[str]]:
    parser = Fields()
    parser.feed(page)
    return parser.found


def query(chance: random.Random) -> dict[str, str]:
    """A few parameters of any name."""
    return {chance.choice(NAMES): chance.choice(VALUES) for _ in range(chance.randint(1, 3))}


def form(chance: random.Random, page: str) -> dict[str, list[str]]:
    """What a browser would send from there, but for some fields; one button of those there are."""
    fields = form_of(page)
    for name in chance.sample(sorted(fields), min(len(fields), chance.randint(0, 3))):
        fields[name] = [chance.choice(VALUES)]
    if chance.random() < 0.5:
        fields |= {name: [value] for name, value in query(chance).items()}
    if fields and chance.random() < 0.2:
        del fields[chance.choice(sorted(fields))]
    return fields


@contextlib.contextmanager
def written() -> Iterator[set[str]]:
    """The tables of the site that are written to meanwhile."""
    tables: set[str] = set()

    def note(execute, sql, params, many, context):
        if found := _writes.match(sql):
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables
    tables -= OWN
