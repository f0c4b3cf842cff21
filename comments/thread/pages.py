"""Threads: the replies of a story as a page shows them.

A page holds the first ROOTS threads, or the next, and ROWS replies: of long threads the first
answers, the rest is a step away, on the page of that conversation. So a page costs the same under
any story.

Threads come in one of ORDERS, and answers always oldest first: a conversation reads from top to
bottom.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from comments.models import Comment, State
from comments.thread import paths, queries
from comments.thread.queries import PublicReply, public

ROOTS = 50
ROWS = 200
#: So much is shown of each thread, however long the others are.
MIN_ROWS = 3
#: In which threads can be read; “latest” and “picks” are replies alone: all, the last shown first,
#: and those that the newsroom has picked.
OLDEST, NEWEST, BEST, LATEST, PICKS = ORDERS = ("oldest", "newest", "best", "latest", "picks")
SINGLY = {LATEST: queries.latest, PICKS: queries.picked}
#: Up to so many replies all stand on a story's first page.
SURELY_WHOLE = min(ROOTS, ROWS)


@dataclass
class Row:
    """One place in a thread: a reply, or what is left of one that is not shown but has answers that
    are."""

    number: int
    root: int  # the number of the reply that begins its thread
    depth: int
    comment: Comment | None = None
    answers: Comment | None = None  # the reply it answers, when that does not stand right above
    pending: bool = False
    is_withdrawn: bool = False  # it is not shown because its author took it off
    # so many replies of its thread come after it, and stand on the thread's own page
    folded: int = 0

    @property
    def level(self) -> int:
        """How far it is set in: deeper than four is not."""
        return min(self.depth, 4)


@dataclass
class Page:
    """A page of replies: of all threads of a story, or of one conversation."""

    rows: list[Row]
    count: int  # the replies that are shown under the story
    number: int = 1
    has_next: bool = False
    of_one: bool = False  # one conversation alone
    earlier: int = 0  # a reply of the conversation's page before this, and of the one after
    later: int = 0
    order: str = OLDEST

    @property
    def is_first(self) -> bool:
        """Whether the thread begins here."""
        return self.number == 1 and not self.of_one

    @cached_property
    def is_whole(self) -> bool:
        """Whether all replies of the story stand here, so that a link within the page leads to
        any."""
        whole = self.is_first and self.order not in SINGLY and not self.has_next
        return whole and not any(row.folded for row in self.rows)


def page(
    article_id: int, number: int = 1, pending: Comment | None = None, order: str = OLDEST
) -> Page | None:
    """The threads of a story, ROOTS on a page, in one of ORDERS; None where there is no such page.
    At most six queries.

    A writer's own `pending` reply is put in its place among the oldest first.
    """
    if number < 1:
        return None
    if order in SINGLY:
        return _singly(article_id, number, order)
    shown = Comment.objects.shown().filter(article=article_id)
    first = (number - 1) * ROOTS
    if order == BEST:
        lengths = _best(shown, first)
    elif order == NEWEST or first:
        lengths = _by_age(shown, first, newest=order == NEWEST)
    else:
        lengths = queries.first_threads(ROOTS + 1)(article_id)
    if not lengths and number > 1:
        return None
    has_next = len(lengths) > ROOTS
    lengths = dict(lengths[:ROOTS])
    most = longest(lengths.values())
    found = _replies(article_id, lengths, most, are_neighbours=order != BEST) if lengths else []
    if order != OLDEST:
        rank = {root: place for place, root in enumerate(lengths)}
        found.sort(key=lambda comment: rank[comment.path[: paths.WIDTH]])
    rows = in_order(found, pending)
    last_of_thread = {row.root: row for row in rows}
    for root, row in last_of_thread.items():
        row.folded = max(0, lengths.get(paths.segment(root), 0) - most)
    # where all of them stand here, they are counted already
    is_all = number == 1 and not has_next
    count = sum(lengths.values()) if is_all else queries.count(article_id)
    return Page(rows, count=count, number=number, has_next=has_next, order=order)


def _replies(
    article_id: int, lengths: dict[str, int], most: int, *, are_neighbours: bool
) -> list[PublicReply]:
    """The first `most` replies of each of these threads, in thread order. By age the threads are
    neighbours: one range of the index. One query."""
    is_cut = max(lengths.values()) > most
    if are_neighbours and not is_cut:
        return queries.threads(article_id, min(lengths), max(lengths))
    comments = Comment.objects.shown().filter(article=article_id)
    if are_neighbours:
        comments = comments.filter(root__gte=min(lengths), root__lte=max(lengths))
    else:
        comments = comments.filter(root__in=lengths)
    if is_cut:
        place = Window(RowNumber(), partition_by=F("root"), order_by="path")
        firsts = comments.alias(place=place).filter(place__lte=most)
        comments = Comment.objects.filter(pk__in=firsts.values("pk"))
    return list(public(comments.in_thread_order()))


def _by_age(shown: QuerySet, first: int, newest: bool) -> list[tuple[str, int]]:
    """The roots of a page and how long their threads are; one more than fits, where there are more.
    One query."""
    lengths = (
        shown.values_list("root").annotate(n=Count("*")).order_by("-root" if newest else "root")
    )
    return list(lengths[first : first + ROOTS + 1])


def _best(shown: QuerySet, first: int) -> list[tuple[str, int]]:
    """As _by_age: the threads whose first reply is recommended, best first; then all others. At
    most four queries."""
    leaders = (
        shown.filter(parent__isnull=True, best__gt=0)
        .order_by("-best", "root")
        .values_list("root", flat=True)
    )
    here = list(leaders[first : first + ROOTS + 1])
    lengths = dict(
        shown.filter(root__in=here).values_list("root").annotate(n=Count("*")).order_by()
    )
    found = [(root, lengths[root]) for root in here]
    left = ROOTS + 1 - len(here)
    if left:
        # how many leaders there are follows from where they end, unless that was pages ago
        before = first + len(here) if here or not first else leaders.count()
        others = shown.values_list("root").annotate(
            n=Count("*"), top=Max("best", filter=Q(parent__isnull=True))
        )
        others = others.filter(Q(top__isnull=True) | Q(top__lte=0)).order_by("root")
        start = max(0, first - before)
        found += [(root, n) for root, n, _ in others[start : start + left]]
    return found


def _singly(article_id: int, number: int, order: str) -> Page | None:
    """Replies each alone, in one of the orders for that. Three queries."""
    first = (number - 1) * ROOTS
    found = list(public(SINGLY[order](article_id))[first : first + ROOTS + 1])
    if not found and number > 1:
        return None
    comments = found[:ROOTS]
    shown = Comment.objects.shown().filter(article=article_id)
    answered = {paths.numbers(comment.path)[-2] for comment in comments if comment.depth}
    above = {comment.pk: comment for comment in public(shown.filter(pk__in=answered))}
    rows = []
    for comment in comments:
        numbers = paths.numbers(comment.path)
        rows.append(
            Row(
                comment.pk,
                numbers[0],
                0,
                comment,
                answers=above.get(numbers[-2]) if comment.depth else None,
            )
        )
    return Page(
        rows,
        count=queries.count(article_id),
        number=number,
        has_next=len(found) > ROOTS,
        order=order,
    )


def longest(lengths: Iterable[int]) -> int:
    """How many replies of each thread fit, so that there are at most ROWS in all, but MIN_ROWS of
    each."""
    lengths = sorted(lengths)
    left = ROWS
    for place, length in enumerate(lengths):
        share = left // (len(lengths) - place)
        if length > share:
            return max(share, MIN_ROWS)
        left -= length
    return ROWS


def conversation(article_id: int, number: int, pending: Comment | None = None) -> Page | None:
    """The thread in which the reply `number` stands, ROWS around it; None when it is not shown
    here.

    What the first of them answers stands above it. At most six queries.
    """
    shown = Comment.objects.shown().filter(article=article_id)
    asked = shown.filter(pk=number).values("path", "root").first()
    if asked is None:
        return None
    thread = shown.filter(root=asked["root"]).in_thread_order()
    start = thread.filter(path__lt=asked["path"]).count() // ROWS * ROWS
    comments = list(public(thread)[start : start + ROWS + 1])
    later = comments.pop().pk if len(comments) > ROWS else 0
    earlier = 0
    if start:
        earlier = thread.values_list("pk", flat=True)[start - ROWS]
        above = paths.numbers(comments[0].path)[:-1]
        comments = [*public(thread.filter(pk__in=above)), *comments]
    return Page(
        in_order(comments, pending),
        count=queries.count(article_id),
        of_one=True,
        earlier=earlier,
        later=later,
    )


def alone(comment: Comment) -> Page:
    """A page with nothing but the writer's own pending reply."""
    count = queries.count(comment.article_id)
    return Page(in_order([], pending=comment), count=count, of_one=True)


def is_short(article_id: int) -> bool:
    """Whether all replies of a story surely stand on its first page. One bounded query."""
    shown = Comment.objects.shown().filter(article=article_id).in_thread_order()
    return not shown.values_list("pk")[SURELY_WHOLE : SURELY_WHOLE + 1]


def address_of(comment: Comment) -> str:
    """Where a reply that is shown is to be found: under its story, in a long thread with its
    conversation."""
    story = comment.edition.address.get_absolute_url()
    asked = "" if is_short(comment.article_id) else f"?thread={comment.pk}"
    return f"{story}{asked}#comment-{comment.pk}"


def tell_counts(sender, stories: list[int], **more) -> dict[int, int]:
    """How many replies are shown under these stories: the receiver of
    articles.signals.replies_counted."""
    return Comment.objects.counts(stories)


def in_order(comments: Iterable[Comment], pending: Comment | None = None) -> list[Row]:
    """The rows of these replies in thread order, with a place for each reply that is answered but
    not shown."""
    comments = list(comments)
    if pending:
        others = [comment for comment in comments if comment.pk != pending.pk]
        comments = sorted([*others, pending], key=lambda comment: comment.path)
    rows: list[Row] = []
    placed: dict[int, Row] = {}
    for comment in comments:
        above = rows[-1].number if rows else None
        numbers = paths.numbers(comment.path)
        root, ancestors = numbers[0], numbers[:-1]
        for depth, number in enumerate(ancestors):
            if number not in placed:
                placed[number] = Row(number, root, depth)
                rows.append(placed[number])
                above = number
        row = Row(comment.pk, root, comment.depth, comment, pending=comment is pending)
        if ancestors and ancestors[-1] != above:
            row.answers = placed[ancestors[-1]].comment
        placed[comment.pk] = row
        rows.append(row)
    _tell_withdrawn([row for row in rows if row.comment is None])
    return rows


def _tell_withdrawn(gone: list[Row]) -> None:
    """Which of these places are empty at an author's wish. One query, none where none is empty."""
    if not gone:
        return
    theirs = Comment.objects.filter(pk__in=[row.number for row in gone], state=State.WITHDRAWN)
    withdrawn = set(theirs.order_by().values_list("pk", flat=True))
    for row in gone:
        row.is_withdrawn = row.number in withdrawn
