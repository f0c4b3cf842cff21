"""The history of a front: its editions, what differs between any two, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from articles.fronts.places import Area, Place
from articles.fronts.slots import Plan, Slot
from articles.models import Article, Picture, Section, Series, Topic

NAMES = {"section": Section, "topic": Topic, "series": Series}


@dataclass(frozen=True)
class Difference:
    """A place of a front, and in words what two contents have there."""

    area: Area
    number: int
    before: list[str]
    now: list[str]


def differences(
    place: Place, before: Mapping[str, Any], now: Mapping[str, Any]
) -> list[Difference]:
    """Where two contents differ, in the order in which a front is read. Few queries, however much
    differs."""
    plans = Plan(place, before), Plan(place, now)
    pairs = [
        (area, number, one, other)
        for (area, number, one), (_, _, other) in zip(*plans, strict=True)
        if one != other
    ]
    words = Words([slot for _, _, *both in pairs for slot in both])
    return [
        Difference(area, number, words.of(one), words.of(other))
        for area, number, one, other in pairs
    ]


class Words:
    """Slots in words. One query for each kind of row that they refer to."""

    def __init__(self, slots: list[Slot]) -> None:
        self.stories = Article.objects.in_bulk({slot.story for slot in slots if slot.story})
        self.pictures = Picture.objects.in_bulk({slot.picture for slot in slots if slot.picture})
        rules = {slot.rule.partition(":")[::2] for slot in slots if ":" in slot.rule}
        self.rows = {
            kind: model.objects.in_bulk({int(number) for name, number in rules if name == kind})
            for kind, model in NAMES.items()
        }

    def of(self, slot: Slot) -> list[str]:
        """What a slot holds, a line for each thing."""
        lines = []
        if slot.story:
            lines.append(f"“{self.stories.get(slot.story, '(deleted)')}”")
        if slot.address:
            lines.append(f"“{slot.headline}”, {slot.address}")
        elif slot.headline:
            lines.append(f"Headline: {slot.headline}")
        if slot.kicker:
            lines.append(f"Kicker: {slot.kicker}")
        if slot.picture:
            lines.append(f"Picture: {self.pictures.get(slot.picture, '(deleted)')}")
        if slot.until:
            lines.append(f"Until {date_format(timezone.localtime(slot.ends), 'j F Y, H:i')}")
        if slot.rule or not slot.by_hand:
            lines.append(f"{'Otherwise' if slot.by_hand else 'By rule'}: {self.rule(slot.rule)}")
        return lines

    def rule(self, rule: str) -> str:
        """A rule as one says it."""
        kind, _, number = rule.partition(":")
        if kind in NAMES:
            return f"the newest of {self.rows[kind].get(int(number), '(deleted)')}"
        return "the newest of all" if rule else "as this part does"
