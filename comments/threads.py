"""Threads: the replies of a story as a page shows them.

A page holds the first ROOTS threads, or the next, and ROWS replies: of long threads the first answers, the
rest is a step away, on the page of that conversation. So a page costs the same under any story.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from comments import paths
from comments.models import Comment

ROOTS = 50
ROWS = 200
#: So much is shown of each thread, however long the others are.
FEWEST = 3
#: What a page may know of a reply.
PUBLIC = (
    "pk", "path", "depth", "name", "website", "text", "user_id", "reader_id", "created_at", "edited_at", "state",
)  # fmt: skip
#: Up to so many replies all stand on a story's first page.
SURELY_WHOLE = min(ROOTS, ROWS)


@dataclass
class Row:
    """One place in a thread: a reply, or what is left of one that is not shown but has answers that are."""

    number: int
    root: int  # the number of the reply that begins its thread
    depth: int
    comment: Comment | None = None
    answers: Comment | None = None  # the reply it answers, when that does not stand right above
    pending: bool = False
    folded: int = 0  # so many replies of its thread come after it, and stand on the thread's own page

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

    @cached_property
    def is_whole(self) -> bool:
        """Whether all replies of the story stand here, so that a link within the page leads to any."""
        return not self.of_one and self.number == 1 and not self.has_next and not any(row.folded for row in self.rows)


def page(article_id: int, number: int = 1, pending: Comment | None = None) -> Page | None:
    """The threads of a story, ROOTS on a page, oldest first; None where there is no such page. Three queries.

    A writer's own `pending` reply is put in its place.
    """
    if number < 1:
        return None
    shown = Comment.objects.shown().filter(article=article_id)
    first = (number - 1) * ROOTS
    lengths = list(shown.values_list("root").annotate(n=Count("*")).order_by("root")[first : first + ROOTS + 1])
    if not lengths and number > 1:
        return None
    has_next, lengths = len(lengths) > ROOTS, dict(lengths[:ROOTS])
    most = longest(lengths.values())
    comments = Comment.objects.none()
    if lengths:
        comments = shown.filter(root__gte=min(lengths), root__lte=max(lengths))
        if max(lengths.values()) > most:
            place = Window(RowNumber(), partition_by=F("root"), order_by="path")
            firsts = comments.alias(place=place).filter(place__lte=most)
            comments = Comment.objects.filter(pk__in=firsts.values("pk"))
    rows = in_order(public(comments.in_thread_order()), pending)
    last_of_thread = {row.root: row for row in rows}
    for root, row in last_of_thread.items():
        row.folded = max(0, lengths.get(paths.segment(root), 0) - most)
    count = sum(lengths.values()) if number == 1 and not has_next else shown.count()
    return Page(rows, count=count, number=number, has_next=has_next)


def longest(lengths: Iterable[int]) -> int:
    """How many replies of each thread fit, so that there are at most ROWS in all, but FEWEST of each."""
    lengths, left = sorted(lengths), ROWS
    for place, length in enumerate(lengths):
        share = left // (len(lengths) - place)
        if length > share:
            return max(share, FEWEST)
        left -= length
    return ROWS


def conversation(article_id: int, number: int, pending: Comment | None = None) -> Page | None:
    """The thread in which the reply `number` stands, ROWS around it; None when it is not shown here.

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
    return Page(in_order(comments, pending), count=shown.count(), of_one=True, earlier=earlier, later=later)


def alone(comment: Comment) -> Page:
    """A page with nothing but the writer's own pending reply."""
    count = Comment.objects.shown().filter(article=comment.article_id).count()
    return Page(in_order([], pending=comment), count=count, of_one=True)


def is_short(article_id: int) -> bool:
    """Whether all replies of a story surely stand on its first page. One bounded query."""
    shown = Comment.objects.shown().filter(article=article_id).in_thread_order()
    return not shown.values_list("pk")[SURELY_WHOLE : SURELY_WHOLE + 1]


def address_of(comment: Comment) -> str:
    """Where a reply that is shown is to be found: under its story, in a long thread with its conversation."""
    story = comment.edition.address.get_absolute_url()
    asked = "" if is_short(comment.article_id) else f"?thread={comment.pk}"
    return f"{story}{asked}#comment-{comment.pk}"


def public(comments: QuerySet) -> QuerySet:
    """Replies as named tuples of all that a page may know of them: no address, no network."""
    return comments.values_list(*PUBLIC, named=True)


def in_order(comments: Iterable[Comment], pending: Comment | None = None) -> list[Row]:
    """The rows of these replies in thread order, with a place for each reply that is answered but not shown."""
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
    return rows
