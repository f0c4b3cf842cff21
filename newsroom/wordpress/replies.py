"""Replies of WordPress as ours, and ours as WordPress's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from comments.arriving import Arrived, ArrivedPing
from comments.models import Comment, Ping, State
from newsroom.lib import html
from newsroom.lib.unmarking import from_html
from newsroom.wordpress.items import Reply
from newsroom.wordpress.moments import moment, stamp

PINGS = ("pingback", "trackback")
#: What WordPress says of a reply, and how it stands here. What it doesn't know is not shown to anybody.
STATES = {
    "1": State.SHOWN, "approved": State.SHOWN, "approve": State.SHOWN,
    "0": State.HELD, "hold": State.HELD, "": State.HELD,
    "spam": State.SPAM, "trash": State.REJECTED, "post-trashed": State.REJECTED,
}  # fmt: skip
APPROVED = {State.SHOWN: "1", State.HELD: "0", State.SPAM: "spam", State.REJECTED: "trash", State.WITHDRAWN: "trash"}
#: Under which a reply of ours takes along what WordPress has no place for.
TEXT, STATE, EDITED, PICKED = "_newsroom_text", "_newsroom_state", "_newsroom_edited", "_newsroom_picked"


def state_of(reply: Reply) -> State:
    """How a reply stands here, from how it stood there."""
    own = dict(reply.meta).get(STATE, "")
    there = STATES.get(reply.approved.strip().lower(), State.HELD)
    return State(own) if own in State.values and APPROVED[State(own)] == APPROVED[there] else there


def arrived(reply: Reply, *, users: Mapping[int, object], without_date: dt.datetime) -> Arrived | ArrivedPing | str:
    """The reply for comments.arriving, or in words why it can't come.

    `users` are those of the newsroom by their numbers there; `without_date` is when it counts as written if the file
    doesn't say.
    """
    created_at = moment(reply.date_gmt, reply.date) or without_date
    kind, text = reply.kind.strip().lower(), from_html(reply.content, lines=True)
    if kind in PINGS:
        if state_of(reply) != State.SHOWN:
            return f"a {kind} that was not shown there"
        return ArrivedPing(reply.number, kind, reply.author, reply.url, text, created_at)
    if kind not in ("", "comment"):
        return f"a “{kind}”, which is no reply of a reader"
    meta = dict(reply.meta)
    return Arrived(
        number=reply.number, parent=reply.parent, name=reply.author, email=reply.email,
        website=reply.url, text=meta.get(TEXT, text), state=state_of(reply), created_at=created_at,
        network=reply.ip, user=users.get(reply.user),
        edited_at=moment(meta.get(EDITED, ""), ""), picked_at=moment(meta.get(PICKED, ""), ""),
    )  # fmt: skip


def departing(comment: Comment, zone: dt.tzinfo) -> Reply:
    """A reply of ours as WordPress has it; what it has no place for goes along as its meta."""
    facts = {
        TEXT: comment.text, STATE: comment.state,
        EDITED: stamp(comment.edited_at) if comment.edited_at else "",
        PICKED: stamp(comment.picked_at) if comment.picked_at else "",
    }  # fmt: skip
    return Reply(
        number=comment.pk, parent=comment.parent_id or 0, author=comment.name, email=comment.email,
        url=comment.website, date=stamp(comment.created_at, zone), date_gmt=stamp(comment.created_at),
        content=html.reply(comment.text), approved=APPROVED[State(comment.state)], kind="comment",
        user=comment.user_id or 0, meta=[(key, value) for key, value in facts.items() if value],
    )  # fmt: skip


def departing_ping(ping: Ping, number: int, zone: dt.tzinfo) -> Reply:
    """A ping of ours as WordPress has it, under a number that no reply has."""
    return Reply(
        number=number, author=ping.title, url=ping.address, date=stamp(ping.created_at, zone),
        date_gmt=stamp(ping.created_at), content=html.reply(ping.excerpt), approved="1", kind=ping.kind,
    )  # fmt: skip
