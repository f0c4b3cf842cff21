"""How a reply stands in WordPress, and how here."""

from __future__ import annotations

from comments.models import State
from newsroom.moving.wordpress.items import Reply

PINGS = ("pingback", "trackback")
#: What WordPress says of a reply, and how it stands here. What it doesn't know is not shown to
#: anybody.
STATES = {
    "1": State.SHOWN,
    "approved": State.SHOWN,
    "approve": State.SHOWN,
    "0": State.HELD,
    "hold": State.HELD,
    "": State.HELD,
    "spam": State.SPAM,
    "trash": State.REJECTED,
    "post-trashed": State.REJECTED,
}
APPROVED = {
    State.SHOWN: "1",
    State.HELD: "0",
    State.SPAM: "spam",
    State.REJECTED: "trash",
    State.WITHDRAWN: "trash",
}
#: Under which a reply of ours takes along how it stands.
STATE = "_newsroom_state"


def state_of(reply: Reply) -> State:
    """How a reply stands here, from how it stood there."""
    own = dict(reply.meta).get(STATE, "")
    there = STATES.get(reply.approved.strip().lower(), State.HELD)
    return State(own) if own in State.values and APPROVED[State(own)] == APPROVED[there] else there
