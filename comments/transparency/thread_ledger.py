"""The open ledger: what became of the replies to a story, counted from the rows, under each
thread."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from articles.pages import keys
from articles.pages.caching import Dependencies
from articles.prepared import Prepared
from comments.models import Appeal, AppealState, Comment, State

BY_LAW = "by law"
BY_NO_RULE = "for another reason"


@dataclass(frozen=True)
class Line:
    """How many replies are shown, how many are not and why, how many are shown again after an
    appeal."""

    shown: int
    removed: int
    grounds: tuple[str, ...]
    restored: int

    @property
    def parts(self) -> list[str]:
        """Told with dots between them."""
        removed = f"{self.removed} removed: {', '.join(self.grounds)}" if self.removed else ""
        restored = f"{self.restored} restored on appeal" if self.restored else ""
        return [part for part in (f"{self.shown} shown", removed, restored) if part]


def of_story(article_id: int, shown: int, dependencies: Dependencies) -> Line | None:
    """The ledger of a story of which so many replies are shown; None where there is nothing to
    tell. Two queries by index; none where nothing was ever shown or decided."""
    key = keys.replies(article_id)
    dependencies.add(key)
    if not dependencies.numbers[key]:
        return None
    found: dict[tuple[int, str], int] = {}
    for for_law, number, short, title, count in _rejected(article_id):
        ground = (0, BY_LAW) if for_law else (number or 0, short or title or BY_NO_RULE)
        found[ground] = found.get(ground, 0) + count
    again = next((count for (count,) in _restored(article_id)), 0)
    if not found and not again:
        return None
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return Line(
        shown,
        sum(found.values()),
        tuple(in_words(count, short) for (_, short), count in ordered),
        again,
    )


_rejected = Prepared(
    lambda article: (
        Comment.objects.filter(article=article, state=State.REJECTED)
        .order_by()
        .values_list("for_law", "rule__number", "rule__short", "rule__title")
        .annotate(n=Count("*"))
    ),
    int,
)
_restored = Prepared(
    lambda article: (
        Appeal.objects.filter(
            article=article, state=AppealState.OVERTURNED, comment__state=State.SHOWN
        )
        .order_by()
        .values_list("article")
        .annotate(n=Count("*"))
        .values_list("n")
    ),
    int,
)


def in_words(count: int, short: str) -> str:
    """“5 personal attacks” of “personal attack(s)”, “1 personal attack”."""
    return f"{count} {short.replace('(s)', '' if count == 1 else 's')}"
