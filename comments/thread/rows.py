"""Rows: the places of a thread as HTML, each kept by the process as long as nothing about it
changes; what is long or deep is folded."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html_join

from articles.models import Edition
from comments.models import Mode, State
from comments.thread import pages
from comments.thread.story_changes import Change
from newsroom.lib.web.addresses import is_web_address

#: Maximum number of rows that each process keeps rendered, and of characters in their texts.
MAX_ROWS_KEPT = 4096
MAX_LENGTH_KEPT = 2000
#: From so many characters or lines on, a reply is folded.
LONG = 1500
LONG_LINES = 20
#: From this depth on, and from so many in a row on, answers are folded.
DEEP = 5
MIN_FOLDED = 3


@dataclass(frozen=True)
class Place:
    """What rows have to know of the page on which they stand."""

    story_url: str
    whole: bool  # a link within the page leads to any reply
    mode: str
    order: str = pages.OLDEST
    acts: str = ""  # from this page to the story's; nothing on its own: there is one in each row
    authors: frozenset[int] = frozenset()  # the users who signed the story

    def address(self, number: int | str) -> str:
        """Where a reply is to be found for good."""
        return f"{self.story_url}{'' if self.whole else f'?thread={number}'}#comment-{number}"


def shown(
    row: pages.Row,
    place: Place,
    changed: dict[int, Change],
    mark=None,
    own=None,
) -> str:
    """A row as HTML, kept from the last time when nothing about it has changed."""
    number = str(row.number)
    comment = row.comment
    css = f"reply level-{row.level}"
    said = {"number": number, "withdrawn": row.is_withdrawn}
    if row.folded:
        kept = "" if place.order == pages.OLDEST else f"&order={place.order}"
        said |= {
            "folded": row.folded,
            "more": f"{place.story_url}?thread={row.root}{kept}#comment-{row.root}",
        }
    if comment is not None:
        css += " reply-pending" if row.pending and comment.state != State.SHOWN else ""
        css += " reply-staff" if comment.user_id else ""
        css += " reply-picked" if comment.picked_at and not row.pending else ""
        change = changed.get(comment.edition_id)
        within = place.order not in pages.SINGLY
        said |= {
            "name": comment.name,
            "website": comment.website
            if is_web_address(comment.website) and not row.pending
            else "",
            "staff": staff_mark(comment.user_id, place),
            "picked": comment.picked_at is not None and not row.pending,
            "confirmed": comment.reader_id is not None,
            "created_at": comment.created_at,
            "edited_at": comment.edited_at,
            "address": place.address(number),
            "text": comment.text,
            "long": not row.pending and is_long(comment.text),
            "answers": answered_by(row, place, within),
            "before": (change.number, change.words(comment.created_at)) if change else None,
            "answer": ""
            if row.pending or place.mode == Mode.CLOSED
            else f"{place.acts}?replytocom={number}#respond",
            "acts": "" if row.pending else f"{place.acts}replies/{number}/",
            "recommended": comment.recommended,
            "own": own if row.pending else None,
            "mark": mark,
        }
        if row.pending or len(comment.text) > MAX_LENGTH_KEPT:
            return row_html.__wrapped__(css=css, **said)
    return row_html(css=css, **said)


def folded(rows: list[pages.Row], made: list[str], wanted: set[int]) -> Iterator[str]:
    """The rows as HTML, with answers to answers at great depth folded away: many of them in a row,
    and none that is `wanted`."""
    for is_deep, run in itertools.groupby(
        zip(rows, made, strict=True), key=lambda pair: pair[0].depth >= DEEP
    ):
        pairs = list(run)
        if not is_deep or len(pairs) < MIN_FOLDED:
            yield from (html for _, html in pairs)
            continue
        is_open = any(row.number in wanted for row, _ in pairs)
        inner = format_html_join("", "{}", ((html,) for _, html in pairs))
        yield render_to_string(
            "comments/_branch.html", {"count": len(pairs), "open": is_open, "rows": inner}
        )


def authors_of(edition: Edition, rows: list[pages.Row]) -> frozenset[int]:
    """The users who signed the story; one query, where somebody of the newsroom has replied."""
    if not any(row.comment and row.comment.user_id for row in rows):
        return frozenset()
    users = edition.credits.filter(author__user__isnull=False).values_list(
        "author__user", flat=True
    )
    return frozenset(users)


def staff_mark(user: int | None, place: Place) -> str:
    """What is said of somebody of the newsroom."""
    return "" if user is None else "Author" if user in place.authors else "Newsroom"


def answered_by(row: pages.Row, place: Place, within: bool) -> tuple[str, str] | None:
    """Address and name of what a reply answers, where that does not stand right above it."""
    if row.answers is None:
        return None
    number = row.answers.pk
    return (f"#comment-{number}" if within else place.address(number), row.answers.name)


def is_long(text: str) -> bool:
    """Whether only the beginning of a reply is seen until somebody reads on."""
    return len(text) > LONG or text.count("\n") > LONG_LINES


@functools.lru_cache(MAX_ROWS_KEPT)
def row_html(**said) -> str:
    """A row, rendered. All that flows into it is said here."""
    return render_to_string("comments/_reply.html", {"row": said})
