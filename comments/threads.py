"""Threads: the replies of a story as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from comments import paths
from comments.models import Comment


@dataclass
class Row:
    """One place in a thread: a reply, or what is left of one that is not shown but has answers that are."""

    number: int
    depth: int
    comment: Comment | None = None
    answers: Comment | None = None  # the reply it answers, when that does not stand right above
    pending: bool = False

    @property
    def level(self) -> int:
        """How far it is set in: deeper than four is not."""
        return min(self.depth, 4)


def thread(article_id: int, pending: Comment | None = None) -> list[Row]:
    """The rows of a story's thread in order, with the writer's own `pending` reply in its place. One query."""
    comments = list(Comment.objects.shown().filter(article=article_id).in_thread_order().defer("email", "network"))
    if pending and pending.path and not any(comment.pk == pending.pk for comment in comments):
        comments.append(pending)
        comments.sort(key=lambda comment: comment.path)
    rows: list[Row] = []
    placed: dict[int, Row] = {}
    for comment in comments:
        above = rows[-1].number if rows else None
        *ancestors, _ = paths.numbers(comment.path)
        for depth, number in enumerate(ancestors):
            if number not in placed:
                placed[number] = Row(number, depth)
                rows.append(placed[number])
                above = number
        row = Row(comment.pk, comment.depth, comment, pending=comment is pending)
        if ancestors and ancestors[-1] != above:
            row.answers = placed[ancestors[-1]].comment
        placed[comment.pk] = row
        rows.append(row)
    return rows
