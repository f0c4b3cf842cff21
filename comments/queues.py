"""Queues: the lists that moderators work through."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from django.db.models import Count, F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from articles.paging import Page, newest, page_of
from comments.models import Comment, Decision, Reason, Report, State

PER_PAGE = 20
MANY = 1000
#: So many of a reply's reports are told in full.
REPORTS_SHOWN = 10


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


#: What readers have said against replies, and nobody has settled yet.
REPORTED = Report.objects.filter(settled_at__isnull=True)
QUEUES = (
    Queue("held", "Held", Q(state=State.HELD), waiting=True, empty="Nothing is waiting. Well done."),
    Queue("reported", "Reported", Q(state=State.SHOWN, pk__in=REPORTED.values("comment")), waiting=True,
          empty="Nobody has reported anything that is still shown."),
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
    reports: list[Report] = field(default_factory=list)  # the newest that are open, at most REPORTS_SHOWN
    reasons: dict[str, int] = field(default_factory=dict)  # of all that are open, how often each is given

    @property
    def is_first(self) -> bool:
        """Whether nothing else came from this address."""
        return not self.record


def page(queue: Queue, *, number: int = 1, query: str = "", story: int | None = None) -> Page:
    """One page of a queue, as cards. Six queries, or seven where any is reported, one more to search for words;
    however many replies there are."""
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
    cards = [_card(comment, record) for comment in found]
    add_reports(cards)
    return replace(found, rows=cards)


def add_reports(cards: list[Card]) -> None:
    """What readers say against these replies: reasons counted, the newest in full. One query, two where there are any.

    Only what is shown can be reported."""
    by_number = {card.comment.pk: card for card in cards if card.comment.state == State.SHOWN}
    here = REPORTED.filter(comment__in=by_number)
    counted = here.values_list("comment", "reason").annotate(n=Count("*")).order_by("-n", "reason")
    for number, reason, count in counted:
        by_number[number].reasons[Reason(reason).label] = count
    if any(card.reasons for card in cards):
        place = Window(RowNumber(), partition_by=F("comment"), order_by=[F("at").desc(), F("pk").desc()])
        newest_of_each = here.annotate(place=place).filter(place__lte=REPORTS_SHOWN).exclude(text="")
        for report in newest_of_each.order_by("comment", "-at", "-pk"):
            by_number[report.comment_id].reports.append(report)


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


def reported() -> int:
    """How many reports are open; as `waiting`."""
    return REPORTED.order_by()[: MANY + 1].count()
