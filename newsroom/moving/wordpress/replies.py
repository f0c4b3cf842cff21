"""Replies of WordPress as ours, and ours as WordPress's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape

from comments.intake.import_archive import Arrived, ArrivedPing
from comments.models import Comment, Ping, State
from newsroom.lib.text import html
from newsroom.lib.text.html_to_markup import from_html
from newsroom.lib.text.tree import Node, parse
from newsroom.moving.wordpress.dates import format_moment, parse_moment
from newsroom.moving.wordpress.items import Reply
from newsroom.moving.wordpress.reply_states import APPROVED, PINGS, STATE, state_of

#: Under which a reply of ours takes along what WordPress has no place for.
TEXT, EDITED, PICKED = ("_newsroom_text", "_newsroom_edited", "_newsroom_picked")
#: The same of what didn't fit, and of numbers that it would not have understood (as "theirs:ours").
NAME, EMAIL, NUMBER, PARENT = (
    "_newsroom_name",
    "_newsroom_email",
    "_newsroom_number",
    "_newsroom_parent",
)
#: Maximum number of bytes of a name, an address and a text in its columns; it drops a reply with
#: more without a word.
NAME_BYTES, EMAIL_BYTES, TEXT_BYTES = 245, 100, 65_525


def number_of(reply: Reply) -> int:
    """The number that a reply has where it comes from."""
    return _ours(reply, NUMBER, reply.number)


def _ours(reply: Reply, key: str, theirs: int) -> int:
    """A number that was changed for a file. WordPress numbers anew: then that is the one."""
    found = re.fullmatch(rf"{theirs}:(\d{{1,18}})", dict(reply.meta).get(key, ""))
    return int(found[1]) if found else theirs


def convert_reply(
    reply: Reply, *, users: Mapping[int, object], without_date: dt.datetime
) -> Arrived | ArrivedPing | str:
    """The reply for comments.intake.import_archive, or in words why it can't come.

    `users` are those of the newsroom by their numbers there; `without_date` is when it counts as
    written if the file doesn't say.
    """
    created_at = parse_moment(reply.date_gmt, reply.date) or without_date
    kind = reply.kind.strip().lower()
    author = unescape(reply.author)
    text = from_html(reply.content, lines=True)
    if kind in PINGS:
        if state_of(reply) != State.SHOWN:
            return f"a {kind} that was not shown there"
        return ArrivedPing(reply.number, kind, author, reply.url, text, created_at)
    if kind not in ("", "comment"):
        return f"a “{kind}”, which is no reply of a reader"
    meta = dict(reply.meta)
    if (typed := meta.get(TEXT, "")) and _words(_fit(as_theirs(typed), TEXT_BYTES)) == _words(
        reply.content
    ):
        text = typed
    return Arrived(
        number=number_of(reply),
        parent=_ours(reply, PARENT, reply.parent),
        name=_whole(author, meta.get(NAME, ""), NAME_BYTES),
        email=_whole(reply.email, meta.get(EMAIL, ""), EMAIL_BYTES),
        website=reply.url,
        text=text,
        state=state_of(reply),
        created_at=created_at,
        network=reply.ip,
        user=users.get(reply.user),
        edited_at=parse_moment(meta.get(EDITED, ""), ""),
        picked_at=parse_moment(meta.get(PICKED, ""), ""),
    )


def export_replies(
    comments: Iterable[Comment], numbers: Iterator[int], zone: dt.tzinfo
) -> Iterator[Reply]:
    """Replies of ours, each after the one it answers, as WordPress has them; what it has no place
    for goes along as their meta. Its importer takes replies by their numbers, and an answer before
    what it answers loses its place: such a one goes under the next of `numbers`, which are higher
    than any other."""
    renumbered: dict[int, int] = {}
    for comment in comments:
        parent = comment.parent_id or 0
        number = comment.pk
        above = renumbered.get(parent, parent)
        if number < above:
            number = renumbered[comment.pk] = next(numbers)
        name = _fit(comment.name, NAME_BYTES)
        email = _fit(comment.email, EMAIL_BYTES)
        facts = {
            TEXT: comment.text,
            STATE: comment.state,
            EDITED: format_moment(comment.edited_at) if comment.edited_at else "",
            PICKED: format_moment(comment.picked_at) if comment.picked_at else "",
            NAME: comment.name if name != comment.name else "",
            EMAIL: comment.email if email != comment.email else "",
            NUMBER: f"{number}:{comment.pk}" if number != comment.pk else "",
            PARENT: f"{above}:{parent}" if above != parent else "",
        }
        yield Reply(
            number=number,
            parent=above,
            author=name,
            email=email,
            url=comment.website,
            date=format_moment(comment.created_at, zone),
            date_gmt=format_moment(comment.created_at),
            content=_fit(as_theirs(comment.text), TEXT_BYTES),
            approved=APPROVED[State(comment.state)],
            kind="comment",
            user=comment.user_id or 0,
            meta=[(key, value) for key, value in facts.items() if value],
        )


def export_ping(ping: Ping, number: int, zone: dt.tzinfo) -> Reply:
    """A ping of ours as WordPress has it, under a number that no reply has."""
    return Reply(
        number=number,
        author=_fit(ping.title, NAME_BYTES),
        url=ping.address,
        date=format_moment(ping.created_at, zone),
        date_gmt=format_moment(ping.created_at),
        content=as_theirs(ping.excerpt),
        approved="1",
        kind=ping.kind,
    )


def as_theirs(text: str) -> str:
    """The text of a reply as WordPress keeps it: an empty line between paragraphs, an item of a
    list on a line, and no element that its visitors may not use."""
    return "\n\n".join(_paragraphs(parse(html.reply(text))))


def _paragraphs(node: Node) -> Iterator[str]:
    for child in node.elements:
        if child.tag == "blockquote":
            inner = "\n\n".join(_paragraphs(child))
            yield f"<blockquote>{inner}</blockquote>"
        elif child.tag in ("ul", "ol"):
            first = int(child.attrs.get("start", 1))
            marks = (
                f"{number}." if child.tag == "ol" else "-"
                for number, _ in enumerate(child.elements, first)
            )
            yield "\n".join(
                f"{mark} {_line(item)}" for mark, item in zip(marks, child.elements, strict=True)
            )
        else:
            yield (
                f"<code>{escape(child.text, quote=False)}</code>"
                if child.tag == "pre"
                else _line(child)
            )


def _line(node: Node) -> str:
    made = []
    for child in node.children:
        if isinstance(child, str):
            made.append(escape(child, quote=False))
        elif child.tag == "br":
            made.append("\n")
        elif child.tag == "a":
            made.append(f'<a href="{escape(child.attrs["href"])}">{_line(child)}</a>')
        else:
            made.append(f"<{child.tag}>{_line(child)}</{child.tag}>")
    return "".join(made)


def _words(content: str) -> str:
    """What is said in a reply, whatever WordPress did to its markup."""
    return re.sub(r"<[^<>]*>|\s+", "", unescape(content))


def _whole(cut: str, whole: str, size: int) -> str:
    """What was cut to fit, if it still begins so."""
    return whole if whole and _fit(whole, size).strip() == cut else cut


def _fit(text: str, size: int) -> str:
    """As much of the text as so many bytes hold."""
    return text.encode()[:size].decode(errors="ignore")
