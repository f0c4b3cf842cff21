"""Reading fronts: which stories stand where at a moment, none of them twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from articles.fronts.places import Area, Place
from articles.fronts.slots import Plan, Slot
from articles.models import Edition, FrontEdition, Picture
from articles.models.taxonomy import SUBJECTS


@dataclass(frozen=True)
class Link:
    """What stands elsewhere, in the shape in which cards know a story."""

    address: str
    card_headline: str
    kicker: str = ""
    lead_picture: Picture | None = None
    standfirst: str = ""
    article_id: int | None = None
    first_published_at: dt.datetime | None = None

    @property
    def headline(self) -> str:
        return self.card_headline

    @property
    def host(self) -> str:
        """Whose it is, as readers know it."""
        return (urlsplit(self.address).hostname or "").removeprefix("www.")

    def get_absolute_url(self) -> str:
        return self.address


@dataclass
class Filled:
    """A place of a front, and what readers see there; `why` says why it isn't what was placed by
    hand."""

    area: Area
    number: int
    slot: Slot
    story: Edition | Link | None = None
    why: str = ""

    @property
    def by_hand(self) -> bool:
        """Whether what was placed by hand is what is seen."""
        return self.slot.by_hand and not self.why

    @property
    def name(self) -> str:
        return f"{self.area.name}-{self.number}"


class Shown:
    """A front as it is at a moment."""

    def __init__(self, places: list[Filled]) -> None:
        self.places = places

    def __getitem__(self, area: str) -> list[Edition | Link]:
        """What is seen in an area, in order."""
        return [each.story for each in self.places if each.area.name == area and each.story]

    def in_area(self, area: str) -> list[Filled]:
        return [each for each in self.places if each.area.name == area]

    @property
    def editions(self) -> list[Edition]:
        return [each.story for each in self.places if isinstance(each.story, Edition)]

    @property
    def stories(self) -> list[int]:
        """The numbers of the stories that are seen."""
        return [edition.article_id for edition in self.editions]


def live(place: Place, now: dt.datetime) -> FrontEdition | None:
    """The edition of a front that readers see at `now`. One query."""
    return FrontEdition.objects.live(now).filter(front__place=place.name).first()


def show(place: Place, content: Mapping[str, Any], now: dt.datetime) -> Shown:
    """A front with this content as readers see it at `now`.

    Stories placed by hand come first; what is not live then is left out, and its place filled by
    rule, and a rule skips what stands on the front already. Queries: one for the stories placed by
    hand, one for pictures, one for each rule that is needed.
    """
    places = [Filled(area, number, slot) for area, number, slot in Plan(place, content)]
    taken = _placed(places, now)
    rows: dict[str, list[Edition]] = {}
    for at, each in enumerate(places):
        if each.story:
            continue
        own = "" if each.slot.is_over(now) else each.slot.rule
        for rule in dict.fromkeys(filter(None, (own, each.area.rule))):
            if rule not in rows:
                rows[rule] = _newest(rule, taken, now, _span(places, at, rule))
            found = next(
                (edition for edition in rows[rule] if edition.article_id not in taken), None
            )
            if found:
                each.story = found
                taken.add(found.article_id)
                break
    return Shown(places)


def _placed(places: list[Filled], now: dt.datetime) -> set[int]:
    """Fill the places of what was placed by hand and is to be seen; the numbers of those
    stories."""
    wanted = {each.slot.story for each in places if each.slot.story}
    found = Edition.objects.live(now).filter(article__in=wanted).for_lists() if wanted else ()
    editions = {edition.article_id: edition for edition in found}
    pictures = Picture.objects.in_bulk({each.slot.picture for each in places if each.slot.picture})
    taken: set[int] = set()
    for each in places:
        slot = each.slot
        if not slot.by_hand:
            continue
        if slot.is_over(now):
            each.why = "Its time is over."
        elif slot.address:
            each.story = Link(slot.address, slot.headline, slot.kicker, pictures.get(slot.picture))
        elif slot.story in taken:
            each.why = "It stands on this front already."
        elif slot.story not in editions:
            each.why = "It is not live."
        else:
            each.story = _dressed(editions[slot.story], slot, pictures.get(slot.picture))
            taken.add(slot.story)
    return taken


def _dressed(edition: Edition, slot: Slot, picture: Picture | None) -> Edition:
    """The edition with what stands on this front instead of its own; it is never saved."""
    if slot.headline:
        edition.front_headline = slot.headline
    if slot.kicker:
        edition.kicker = slot.kicker
    if picture:
        edition.lead_picture = picture
    return edition


def _span(places: list[Filled], first: int, rule: str) -> int:
    """From the first place that a rule fills to the last: so many of its rows are taken, by it or
    by others before."""
    last = max(
        n for n, each in enumerate(places) if n == first or rule in (each.slot.rule, each.area.rule)
    )
    return sum(1 for each in places[first : last + 1] if each.story is None)


def _newest(rule: str, taken: set[int], now: dt.datetime, count: int) -> list[Edition]:
    """The newest that a rule finds, `count` of them beside those taken."""
    kind, _, number = rule.partition(":")
    live = Edition.objects.live(now).for_lists()
    if kind == "newest":  # leaving any out would lead SQLite away from the index
        return list(live.newest_first()[: count + len(taken)])
    return list(live.under(SUBJECTS[kind](pk=int(number))).exclude(article__in=taken)[:count])
