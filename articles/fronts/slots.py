"""What a front is made of: slots in areas, as plain data, and the ways of arranging them.

A front's content maps names of areas to lists of slots in order, each a mapping of those fields of
Slot that are not empty. Areas that it doesn't name, and places behind the last slot of one, fill
themselves. So {} is a front that fills itself, and a new section has its band at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from articles.errors import StepRefused
from articles.fronts.places import Area, Place
from articles.pages import keys as page_keys

Content = dict[str, list[dict[str, Any]]]
#: A rule is "newest" (of all), or a key (pages/keys.py) of one of these kinds: "topic:7" takes the
#: newest under that topic.
KINDS = ("section", "topic", "series")


@dataclass(frozen=True)
class Slot:
    """One place of a front: a story by its number, or an `address` elsewhere, or what a `rule`
    finds.

    If neither story nor address is set, or no longer valid (the story is not live, `until` is
    over), the rule fills it; an empty rule means that of the area. `headline`, `kicker` and
    `picture` (a number) stand instead of the story's own.
    """

    story: int | None = None
    address: str = ""
    headline: str = ""
    kicker: str = ""
    picture: int | None = None
    rule: str = ""
    until: str = ""  # ISO 8601, UTC

    @property
    def by_hand(self) -> bool:
        return bool(self.story or self.address)

    @property
    def is_plain(self) -> bool:
        """Whether the area fills it, and nothing is set."""
        return self == Slot()

    @property
    def ends(self) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.until) if self.until else None

    def is_over(self, now: dt.datetime) -> bool:
        return bool(self.until) and self.ends <= now

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}


FIELDS = frozenset(Slot.__dataclass_fields__)


class Plan:
    """The slots of a front in all its areas, each with all its places. No operation drops a story
    silently: what does not fit raises StepRefused."""

    def __init__(self, place: Place, content: Mapping[str, Any]) -> None:
        self.place = place
        self.start_from(content)

    def start_from(self, content: Mapping[str, Any]) -> None:
        """Have what this content has, instead of all that was."""
        place = self.place
        self.areas: dict[str, list[Slot]] = {
            area.name: _padded(area, [_slot(each) for each in content.get(area.name, [])])
            for area in place.areas
        }

    def content(self) -> Content:
        """As plain data, without the places at the ends of areas that fill themselves."""
        made = {}
        for name, slots in self.areas.items():
            last = max((n for n, slot in enumerate(slots, 1) if not slot.is_plain), default=0)
            if last:
                made[name] = [slot.data() for slot in slots[:last]]
        return made

    def __iter__(self) -> Iterator[tuple[Area, int, Slot]]:
        """Each area, place in it, and slot, in the order in which a front is read."""
        for area in self.place.areas:
            for number, slot in enumerate(self.areas[area.name]):
                yield area, number, slot

    def at(self, area: str, number: int) -> Slot:
        """Raises StepRefused where there is no such place."""
        slots = self.areas.get(area, [])
        if not 0 <= number < len(slots):
            raise StepRefused("There is no such place on this front.")
        return slots[number]

    def put(self, area: str, number: int, slot: Slot) -> None:
        """Have this slot there, instead of what was."""
        self.at(area, number)
        self.areas[area][number] = slot

    def find(self, story: int) -> tuple[str, int] | None:
        """Where a story was placed by hand."""
        return next(((area.name, n) for area, n, slot in self if slot.story == story), None)

    def take_off(self, area: str, number: int) -> Slot:
        """Empty a place, so that its rule fills it. Returns the former slot."""
        slot = self.at(area, number)
        self.areas[area][number] = Slot()
        return slot

    def insert(self, area: str, number: int, slot: Slot) -> None:
        """Put a slot there. What follows moves down into the next place that is not filled by hand;
        if there is none below, what stands above moves up.

        What is pushed out of the lead goes to the top of the rail, out of the rail to more. Raises
        StepRefused where all is filled by hand.
        """
        self.at(area, number)
        slots = self.areas[area]
        room = next((n for n in range(number, len(slots)) if not slots[n].by_hand), None)
        if room is None:
            room = next((n for n in range(number - 1, -1, -1) if not slots[n].by_hand), None)
        pushed = None
        if room is None:
            pushed = slots[-1]
            room = len(slots) - 1
            if not (following := self._following(area)):
                label = self.place.area(area).label
                raise StepRefused(f"“{label}” is full. Take something off it first.")
            self.insert(following, 0, pushed)
        del slots[room]
        slots.insert(number, slot)

    def place_story(self, story: int, area: str, number: int) -> None:
        """Place a story by hand. One that stands on the front already moves there, with all that
        was set for it."""
        slot = Slot(story=story)
        if here := self.find(story):
            slot = self.take_off(*here)
        self.insert(area, number, slot)

    def move(self, area: str, number: int, to: str, at: int) -> None:
        """Take what stands in one place to another."""
        slot = self.take_off(area, number)
        self.insert(to, at, slot)

    def step(self, area: str, number: int, by: int) -> tuple[str, int]:
        """Exchange a slot with the one above (-1) or below (+1); where it stands then."""
        slot = self.at(area, number)
        order = [(each.name, n) for each, n, _ in self]
        to = order.index((area, number)) + by
        if not 0 <= to < len(order):
            raise StepRefused(
                "It stands at the top already." if by < 0 else "It stands at the end already."
            )
        other = order[to]
        self.areas[area][number], self.areas[other[0]][other[1]] = self.at(*other), slot
        return other

    def _following(self, area: str) -> str | None:
        names = [each.name for each in self.place.areas if not each.name.startswith("band-")]
        after = names[names.index(area) + 1 :] if area in names else []
        return after[0] if after else None


def stories(content: Mapping[str, Any]) -> list[int]:
    """The numbers of all stories that were placed by hand."""
    return [slot["story"] for slots in content.values() for slot in slots if slot.get("story")]


def depends_on(plan: Plan) -> set[str]:
    """The keys on which a page with this front depends, without the key of the front itself."""
    keys = {page_keys.STORIES} if any(area.rule == "newest" for area in plan.place.areas) else set()
    for area, _, slot in plan:
        keys |= {page_keys.story(slot.story)} if slot.story else set()
        for rule in filter(None, (slot.rule, area.rule)):
            keys.add(page_keys.STORIES if rule == "newest" else rule)
    return {page_keys.STORIES} if page_keys.STORIES in keys else keys


def _padded(area: Area, slots: list[Slot]) -> list[Slot]:
    return [*slots[: area.places], *(Slot() for _ in range(area.places - len(slots)))]


def _slot(data: Mapping[str, Any]) -> Slot:
    return Slot(**{name: value for name, value in data.items() if name in FIELDS})
