"""Queues: the lists that moderators work through."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from django.db.models import Prefetch, Q, QuerySet

from articles.paging import Page, newest, page_of
from comments.models import Comment, Decision, State

PER_PAGE = 20
MANY = 1000


@dataclass(frozen=True)
class Queue:
    """A named list of replies; `waiting` ones are worked off from the oldest."""

    name: str
    label: str
    where: Q
    waiting: bool = False
    empty: str = "Nothing here."

    def ordered(self, comments: QuerySet) -> QuerySet:
        return comments.order_by("created_at", "pk") if self.waiting else comments.order_by("-created_at", "-pk")


QUEUES = (
    Queue("held", "Held", Q(state=State.HELD), waiting=True, empty="Nothing is waiting. Well done."),
    Queue("unseen", "Shown, not looked at", Q(state=State.SHOWN, seen=False), waiting=True,
          empty="Somebody has looked at everything that is shown."),
    Queue("shown", "Shown", Q(state=State.SHOWN)),
    Queue("rejected", "Rejected", Q(state=State.REJECTED)),
    Queue("spam", "Spam", Q(state=State.SPAM)),
    Queue("all", "All", Q()),
)  # fmt: skip
BY_NAME = {queue.name: queue for queue in QUEUES}


@dataclass
class Card:
    """A reply with all that a moderator needs to decide about it."""

    comment: Comment
    why: list[str]
    history: list[Decision]
    record: dict[str, int] = field(default_factory=dict)

    @property
    def is_first(self) -> bool:
        """Whether nothing else came from this address."""
        return not self.record


def page(queue: Queue, *, number: int = 1, query: str = "", story: int | None = None) -> Page:
    """One page of a queue, as cards. Five queries, one more to search for words, however many replies there are."""
    comments = Comment.objects.filter(queue.where)
    if story:
        comments = comments.filter(article=story)
    if query:
        comments = _matching(comments, query)
    decisions = Decision.objects.select_related("by", "rule").order_by("decided_at", "pk")
    comments = (
        queue.ordered(comments)
        .select_related("edition__address", "edition__section", "parent")
        .defer("edition__body")
        .prefetch_related(Prefetch("decisions", decisions))
    )
    found = page_of(comments, number, PER_PAGE)
    record = Comment.objects.states_by_email({comment.email for comment in found})
    return replace(found, rows=[_card(comment, record) for comment in found])


def is_address(query: str) -> bool:
    """Whether this is a whole email address: such a one is found among all replies."""
    return bool(re.fullmatch(r"\S+@\S+\.\S+", query))


def _matching(comments: QuerySet, query: str) -> QuerySet:
    """Those from this email address; or those of the newest that hold these words."""
    if is_address(query):
        return comments.filter(email=query.lower())
    words = Q(name__icontains=query) | Q(email__icontains=query) | Q(text__icontains=query)
    return newest(comments, "created_at").filter(words)


def _card(comment: Comment, record: dict[str, dict[str, int]]) -> Card:
    history = list(comment.decisions.all())
    others = dict(record.get(comment.email, {}))
    if others.get(comment.state):
        others[comment.state] -= 1
    return Card(
        comment,
        why=history[0].reasons if history else [],
        history=history[1:],
        record={state: count for state, count in others.items() if count},
    )


def waiting() -> int:
    """How many replies are held; beyond MANY nobody needs to know exactly."""
    return Comment.objects.held().order_by()[: MANY + 1].count()
