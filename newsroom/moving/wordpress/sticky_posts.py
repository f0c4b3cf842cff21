"""What WordPress keeps at the top is placed by hand at the top of the front page here, and the
other way about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from articles.fronts import contents, editing, places
from articles.fronts.slots import Plan, Slot
from articles.models import Edition, Front
from articles.models.front import HOME
from newsroom.models import User

#: The areas that are the top of the front page.
TOP = ("lead", "rail")


def count_places() -> int:
    """How many stories stand at the top."""
    return sum(area.places for area in places.home(()).areas if area.name in TOP)


def placed_stories(now: dt.datetime) -> set[int]:
    """The stories that editors placed at the top of the front page, and that readers see there.
    Three queries."""
    home = places.named(HOME)
    front = contents.live(home, now)
    if front is None:
        return set()
    slots = [
        slot
        for area, _, slot in Plan(home, front.content)
        if area.name in TOP and not slot.is_over(now)
    ]
    stories = [slot.story for slot in slots if slot.story]
    return set(
        Edition.objects.live(now)
        .filter(article__in=stories)
        .order_by()
        .values_list("article", flat=True)
    )


@transaction.atomic
def place_stories(stories: Sequence[int], *, by: User, now: dt.datetime) -> bool:
    """Have the front page show these at its top, in their order; whether it does. What somebody has
    composed stays.

    Raises NotAllowed, StepRefused.
    """
    if not stories or Front.objects.filter(place=HOME).exists():
        return False
    home = places.named(HOME)

    def arrange(plan: Plan) -> None:
        spots = [(area.name, number) for area, number, _ in plan if area.name in TOP]
        for spot, story in zip(spots, stories, strict=False):
            plan.put(*spot, Slot(story=story))

    editing.change(home, arrange, by=by, seen_version=editing.working_copy(home).version, now=now)
    editing.publish(home, by=by, now=now)
    return True
