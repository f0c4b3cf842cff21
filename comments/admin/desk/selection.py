"""What is asked of the desk: the place in it, the act, and to which replies."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, fields

from django.http import Http404, QueryDict
from django.urls import reverse

from comments.desk import queues
from comments.desk.filters import Filters
from comments.models import State
from newsroom.lib.text.strings import number

#: What becomes of replies, as it is told.
DONE = {
    State.SHOWN: "shown to readers",
    State.REJECTED: "rejected",
    State.SPAM: "marked as spam",
    State.HELD: "held again",
}
#: What the address of the desk holds.
KEPT = ("queue", "order", "after", "before", *(each.name for each in fields(Filters)))


@dataclass(frozen=True)
class Place:
    """Where in the desk somebody is. Raises Http404 for a queue that there is not."""

    queue: queues.Queue
    filters: Filters
    order: str
    after: int
    before: int

    @classmethod
    def read(cls, asked: QueryDict) -> Place:
        queue = queues.BY_NAME.get(asked.get("queue", "held"))
        if queue is None:
            raise Http404("There is no such queue.")
        order = asked.get("order", "")
        order = order if order in queues.ORDERS else queue.order
        return cls(
            queue,
            Filters.read(asked),
            order,
            number(asked.get("after")),
            number(asked.get("before")),
        )

    @property
    def query(self) -> str:
        """Queue, order and filters as they stand in the address; not which page."""
        made = QueryDict(mutable=True)
        made["queue"] = self.queue.name
        if self.order != self.queue.order:
            made["order"] = self.order
        made.update(self.filters.given)
        return made.urlencode()


@dataclass(frozen=True)
class Act:
    """A decision as a button sends it: “shown:12” for one reply, “shown” for all that are ticked,
    and with a house rule “rejected:12:3” or “rejected::3”."""

    to: str
    one: str = ""
    rule: int = 0
    numbers: list[int] = field(default_factory=list)
    seen: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, given: QueryDict) -> Act:
        to, _, rest = given.get("act", "").partition(":")
        one, _, rule = rest.partition(":")
        if to not in DONE:
            raise Http404("There is no such decision.")
        if given.get("frozen"):
            seen = thawed(given["frozen"])
            return cls(to, "", number(rule), list(seen), seen)
        ids = [one] if one else given.getlist("ids")
        numbers = [found for word in ids if (found := number(word))]
        suffix = f"-{one}" if one else ""
        chosen = number(rule) or number(given.get(f"rule{suffix}"))
        return cls(
            to,
            one,
            chosen,
            numbers,
            {pk: given[f"seen-{pk}"] for pk in numbers if f"seen-{pk}" in given},
        )

    def note(self, given: QueryDict) -> str:
        return given.get(f"note-{self.one}" if self.one else "note", "").strip()


def frozen(rows) -> str:
    """Replies and how each stood when it was seen, as one field: (number, state, version, turn)
    each."""
    return ",".join(f"{pk} {state} {version}.{turn}" for pk, state, version, turn in rows)


def thawed(text: str) -> dict[int, str]:
    found = (row.partition(" ") for row in text.split(","))
    return {number(pk): stand for pk, _, stand in found if number(pk)}


def batch_of(asked: QueryDict, name: str = "batch") -> uuid.UUID | None:
    try:
        return uuid.UUID(asked.get(name, ""))
    except ValueError:
        return None


def count_of(things) -> str:
    return "1 reply" if len(things) == 1 else f"{len(things):,} replies"


def desk_url(asked: QueryDict | None = None, done: uuid.UUID | None = None, at: int = 0) -> str:
    """The address of the desk as it was asked for, with what was `done` to be undone, `at` a
    reply."""
    query = QueryDict(mutable=True)
    query.update({name: asked[name] for name in KEPT if asked and asked.get(name)})
    if done:
        query["done"] = str(done)
    address = reverse("admin:comments_comment_changelist")
    return f"{address}{'?' if query else ''}{query.urlencode()}{f'#reply-{at}' if at else ''}"
