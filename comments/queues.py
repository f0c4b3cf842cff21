"""Queues: the lists that moderators work through."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

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


@dataclass
class CardPage:
    """One page of cards; the rest is not counted, so that a long queue costs no more than a short one."""

    cards: list[Card]
    number: int
    has_next: bool


def page(queue: Queue, *, number: int = 1, query: str = "", story: int | None = None) -> CardPage:
    """The cards of one page of a queue. Five queries, however many replies there are."""
    comments = Comment.objects.filter(queue.where)
    if story:
        comments = comments.filter(article=story)
    if query:
        comments = comments.filter(Q(name__icontains=query) | Q(email__icontains=query) | Q(text__icontains=query))
    first = (number - 1) * PER_PAGE
    decisions = Decision.objects.select_related("by", "rule").order_by("decided_at", "pk")
    rows = list(
        queue.ordered(comments)
        .select_related("edition__address", "edition__section", "parent")
        .defer("edition__body")
        .prefetch_related(Prefetch("decisions", decisions))[first : first + PER_PAGE + 1]
    )
    shown = rows[:PER_PAGE]
    record = Comment.objects.states_by_email({comment.email for comment in shown})
    return CardPage([_card(comment, record) for comment in shown], number, has_next=len(rows) > PER_PAGE)


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
    return len(Comment.objects.held().values_list("pk")[: MANY + 1])
