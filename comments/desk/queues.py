"""Queues: the lists that moderators work through, by why a human is needed, filtered and in an
order."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from articles import paging
from comments.desk.filters import Filters
from comments.models import (
    Appeal,
    Campaign,
    Comment,
    Decision,
    Escalation,
    LegalNotice,
    PutAside,
    Report,
    State,
)

PER_PAGE = 20
#: Queues are counted up to this number.
MAX_COUNT = 1000
#: By which fields a queue is read; the most urgent, the oldest or the newest first.
ORDERS: dict[str, tuple[str, ...]] = {
    "priority": ("-priority", "created_at", "pk"),
    "oldest": ("created_at", "pk"),
    "newest": ("-created_at", "-pk"),
}
ORDER_WORDS = {"priority": "Risk × readers", "oldest": "Oldest first", "newest": "Newest first"}
#: What readers have said against replies, and nobody has settled yet.
REPORTED = Report.objects.filter(settled_at__isnull=True)
#: Of a reply: whether somebody put it aside, and it has neither changed nor been decided since.
IS_ASIDE = Exists(
    PutAside.objects.filter(
        comment=OuterRef("pk"),
        until__gt=Now(),
        version=OuterRef("version"),
        decision_count=OuterRef("decision_count"),
    )
)
ESCALATED = Escalation.objects.filter(settled_at__isnull=True)


@dataclass(frozen=True)
class Queue:
    """A named list of replies, and the order in which it is worked off."""

    name: str
    label: str
    where: Q
    order: str = "newest"
    empty: str = "Nothing here."
    key: str = ""  # that leads here, after “g”
    counted: QuerySet | None = None  # rows of what waits in it

    def count(self) -> int | None:
        """How many wait in it, at most MAX_COUNT + 1; None for a list in which nothing waits. One
        query."""
        return None if self.counted is None else self.counted.order_by()[: MAX_COUNT + 1].count()


def waiting() -> dict[str, str]:
    """How many wait in each queue in which something can wait, as it is told; nothing for none.
    One query for each."""
    counted = {queue.name: queue.count() for queue in QUEUES}
    return {name: told(count) for name, count in counted.items() if count is not None}


def told(count: int) -> str:
    """A number that is counted up to MAX_COUNT, in words; nothing for none."""
    return f"{MAX_COUNT}+" if count > MAX_COUNT else str(count or "")


QUEUES = (
    Queue(
        "held",
        "Held",
        Q(~IS_ASIDE, state=State.HELD),
        "oldest",
        "Nothing is waiting. Well done.",
        "h",
        Comment.objects.filter(~IS_ASIDE, state=State.HELD),
    ),
    Queue(
        "reported",
        "Reported",
        Q(state__in=["shown", "held"], pk__in=REPORTED.values("comment")),
        "priority",
        "Nobody has reported anything that is not answered.",
        "r",
        REPORTED.values("comment").distinct(),
    ),
    Queue(
        "unseen",
        "Shown, not looked at",
        Q(state=State.SHOWN, reviewed=False),
        "priority",
        "Somebody has looked at everything that is shown.",
        "u",
        Comment.objects.filter(state=State.SHOWN, reviewed=False),
    ),
    Queue(
        "escalated",
        "Passed on",
        Q(pk__in=ESCALATED.values("comment")),
        "oldest",
        "Nothing waits for the editor or for legal.",
        "e",
        ESCALATED,
    ),
    Queue(
        "aside",
        "Put aside",
        Q(IS_ASIDE, state=State.HELD),
        "oldest",
        "Nothing is put aside.",
        "w",
        Comment.objects.filter(IS_ASIDE, state=State.HELD),
    ),
    Queue("spam", "Spam", Q(state=State.SPAM), key="s"),
    Queue("decided", "Decided lately", Q(), empty="Nobody has decided anything yet.", key="d"),
    Queue("shown", "Shown", Q(state=State.SHOWN)),
    Queue("rejected", "Rejected", Q(state=State.REJECTED)),
    Queue("all", "All", Q(), key="a"),
)
BY_NAME = {queue.name: queue for queue in QUEUES}


@dataclass(frozen=True)
class Page:
    """Some replies of a queue in its order, and whether there are others on either side."""

    numbers: list[int]
    has_earlier: bool
    has_later: bool


def replies(queue: Queue, filters: Filters) -> QuerySet:
    """The replies of a queue that pass the filters, in no order."""
    return filters.apply(Comment.objects.filter(queue.where))


def page(
    queue: Queue, filters: Filters, *, order: str = "", after: int = 0, before: int = 0
) -> Page:
    """The replies behind the reply `after`, or the last ones that come ahead of the reply `before`.

    A place in the queue is a reply, not a number: what others decide meanwhile moves nothing out of
    sight. Two queries at most; one more to search for words. Open a queue of any length, and it
    reads no more than the page.
    """
    if queue.name == "decided":
        return _decided(filters, after, before)
    fields = ORDERS.get(order) or ORDERS[queue.order]
    rows = replies(queue, filters).order_by(*fields)
    anchor = (
        Comment.objects.filter(pk=after or before).only("created_at", "priority").first()
        if after or before
        else None
    )
    return _page(rows, fields, anchor, back=bool(anchor and not after), field="pk")


def size(queue: Queue, filters: Filters) -> str:
    """How many replies of a queue pass the filters, as it is told; nothing for what was decided
    lately. One query."""
    if queue.name == "decided":
        return ""
    return told(replies(queue, filters).order_by()[: MAX_COUNT + 1].count())


def ahead(queue: Queue, filters: Filters, order: str, first: int) -> int | None:
    """How many replies come before the reply `first` in that order; None where that is not counted.
    Two queries."""
    anchor = Comment.objects.filter(pk=first).only("created_at", "priority").first()
    if queue.name == "decided" or anchor is None:
        return None
    fields = ORDERS.get(order) or ORDERS[queue.order]
    rows = replies(queue, filters).filter(_beyond(fields, anchor, back=True)).order_by()
    found = rows[: MAX_COUNT + 1].count()
    return found if found <= MAX_COUNT else None


def _decided(filters: Filters, after: int, before: int) -> Page:
    """The replies about which people decided last, newest decision first. Two queries at most."""
    later = Decision.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    rows = Decision.objects.filter(~Exists(later), by__isnull=False)
    if filters.without("by").given:
        rows = rows.filter(comment__in=filters.apply(Comment.objects.all()).values("pk"))
    if filters.by:
        rows = rows.filter(by=filters.by)
    anchor = None
    if after or before:
        anchor = (
            Decision.objects.filter(comment=after or before).order_by("-decided_at", "-pk").first()
        )
    fields = ("-decided_at", "-pk")
    return _page(
        rows.order_by(*fields), fields, anchor, back=bool(anchor and not after), field="comment_id"
    )


def _page(rows: QuerySet, fields: tuple[str, ...], anchor, *, back: bool, field: str) -> Page:
    """PER_PAGE of ordered rows behind the anchor, or ahead of it: the replies that `field` names.
    Read in an index."""
    if anchor is not None:
        rows = rows.filter(_beyond(fields, anchor, back))
    if back:
        rows = rows.reverse()
    found = list(rows.values_list(field, flat=True)[: PER_PAGE + 1])
    more = len(found) > PER_PAGE
    found = found[:PER_PAGE]
    if back:
        return Page(found[::-1], has_earlier=more, has_later=True)
    return Page(found, has_earlier=anchor is not None, has_later=more)


def _beyond(fields: tuple[str, ...], anchor, back: bool) -> Q:
    """What comes behind the anchor in the order of these fields, or ahead of it.

    The first field is bound by itself, too: so the index is entered at the right place.
    """
    beyond = Q()
    equal = {}
    first = None
    for field in fields:
        name = field.lstrip("-")
        descends = field.startswith("-")
        less = descends != back
        value = getattr(anchor, name)
        beyond |= Q(**equal, **{f"{name}__{'lt' if less else 'gt'}": value})
        equal[name] = value
        first = first or Q(**{f"{name}__{'lte' if less else 'gte'}": value})
    return first & beyond


def newer(queue: Queue, filters: Filters, than: int) -> int:
    """How many replies have come into a queue since the reply `than` was the newest of the site; at
    most MAX_COUNT."""
    return replies(queue, filters).filter(pk__gt=than).order_by()[:MAX_COUNT].count()


def searched(query: str) -> str:
    """How many replies that hold the words are found at most, in figures; nothing for a whole
    address."""
    return "" if not query or Filters.is_address(query) else f"{paging.SEARCHED:,}"


def cases() -> dict[str, int]:
    """How many appeals, notices of illegal content and campaigns are open. Three queries."""
    return {
        "appeals": Appeal.objects.filter(state="open").order_by()[: MAX_COUNT + 1].count(),
        "campaigns": Campaign.objects.filter(state="open").order_by()[: MAX_COUNT + 1].count(),
        "notices": LegalNotice.objects.filter(state="open").order_by()[: MAX_COUNT + 1].count(),
    }
