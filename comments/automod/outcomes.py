"""Figures of rules: of what a rule has found, how much people have decided about, and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q

from comments.automod.lab import NOT_SHOWN
from comments.models import Comment, DeskRule, Replay, RuleHit, State

#: Figures are of the last 30 days: a rule that grows blunt shows it soon.
DAYS = 30
#: From fewer decisions than these no share is told.
MIN_JUDGED = 5


@dataclass(frozen=True)
class Figures:
    """`hits` of the present version in DAYS, of these `decided` about by people, and not shown,
    which is `right`; where it `refused`, there is no reply."""

    hits: int = 0
    decided: int = 0
    right: int = 0
    refused: int = 0

    @property
    def wrong(self) -> int:
        return self.decided - self.right

    @property
    def precision(self) -> float | None:
        """Of what it found and people decided about, the share that they did not show; None from
        too few."""
        return self.right / self.decided if self.decided >= MIN_JUDGED else None

    @property
    def words(self) -> str:
        return (
            percent(self.precision)
            if self.precision is not None
            else f"{self.right} of {self.decided}"
        )


def of(rules: Iterable[DeskRule], now: dt.datetime) -> dict[int, Figures]:
    """The figures of each of these rules. One query."""
    numbers = [rule.pk for rule in rules]
    by_people = Q(comment__reviewed=True)
    hits = RuleHit.objects.filter(
        rule__in=numbers, rule_version=F("rule__version"), at__gt=now - dt.timedelta(DAYS)
    )
    rows = (
        hits.order_by()
        .values_list("rule")
        .annotate(
            hits=Count("*"),
            decided=Count("pk", filter=by_people & Q(comment__state__in=(State.SHOWN, *NOT_SHOWN))),
            right=Count("pk", filter=by_people & Q(comment__state__in=NOT_SHOWN)),
            refused=Count("pk", filter=Q(comment=None)),
        )
    )
    found = {rule: Figures(*counts) for rule, *counts in rows}
    return {number: found.get(number, Figures()) for number in numbers}


@dataclass(frozen=True)
class Result:
    """What a replay came to, with replies to look at."""

    replay: Replay
    caught: list[tuple[Comment, list[str]]]
    wrong: list[tuple[Comment, list[str]]]
    missed: list[tuple[Comment, list[str]]]

    @property
    def precision(self) -> str:
        return percent(share(self.replay.caught, self.replay.wrong))

    @property
    def recall(self) -> str:
        return percent(share(self.replay.caught, self.replay.missed))


def result_of(replay: Replay) -> Result:
    """The replies that stand as examples, and what of them the rule found. One query."""
    told = {name: replay.examples.get(name, []) for name in ("caught", "wrong", "missed")}
    numbers = {number for rows in told.values() for number, _ in rows}
    comments = (
        Comment.objects.select_related("edition__address").defer("edition__body").in_bulk(numbers)
    )
    return Result(
        replay,
        **{
            name: [(comments[number], marked) for number, marked in rows if number in comments]
            for name, rows in told.items()
        },
    )


def share(some: int, others: int) -> float | None:
    return some / (some + others) if some + others else None


def percent(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.0%}"
