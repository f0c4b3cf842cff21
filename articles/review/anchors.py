"""The places of a story at which one remarks, with what was remarked there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from articles.models import Article, Place, Remark
from articles.review import paragraphs
from articles.review.remarks import Pin

FIELDS = (Place.HEADLINE, Place.STANDFIRST, Place.PICTURE, Place.STORY)


@dataclass
class Spot:
    """A place: how an address names it (`at`), how a person does, a paragraph's text, and the
    remarks on it.

    `shown` is the paragraph as a page shows it, for whoever wants to show it.
    """

    at: str
    label: str
    html: str = ""
    quote: str = ""
    remarks: list[Remark] = field(default_factory=list)
    shown: str = ""


@dataclass
class Spots:
    """All places of a story that hold something."""

    headline: Spot
    standfirst: Spot | None
    picture: Spot | None
    paragraphs: list[Spot]
    story: Spot

    def __iter__(self):
        """In the order in which one reads."""
        yield from filter(
            None, (self.headline, self.standfirst, self.picture, *self.paragraphs, self.story)
        )


@dataclass(frozen=True)
class Asked:
    """Where an address wants to remark, or which remark it wants to answer."""

    at: str = ""
    quote: str = ""
    answers: int | None = None

    @property
    def is_somewhere(self) -> bool:
        return bool(self.at or self.answers)


def of(story: Article, remarks: Iterable[Remark]) -> Spots:
    """The places of a story; remarks on a paragraph that is gone stand with those on the whole
    story."""
    parts = paragraphs.of(story.body)
    spots = Spots(
        headline=_spot(Place.HEADLINE),
        standfirst=_spot(Place.STANDFIRST) if story.standfirst else None,
        picture=_spot(Place.PICTURE) if story.lead_picture_id else None,
        paragraphs=[
            Spot(str(each.number), f"Paragraph {each.number}", each.html, each.quote)
            for each in parts
        ],
        story=_spot(Place.STORY),
    )
    by_name = {spot.at: spot for spot in spots}
    for remark in remarks:
        number = (
            paragraphs.find(parts, remark.paragraph, remark.quote) if remark.paragraph else None
        )
        name = str(number) if number else "" if remark.paragraph else remark.place
        by_name.get(name, spots.story).remarks.append(remark)
    return spots


def asked(spots: Spots, query: Mapping[str, str]) -> Asked:
    """What `?at=` or `?answer=` says; a place that isn't there is the whole story."""
    answers = query.get("answer", "")
    if answers.isascii() and answers.isdigit() and len(answers) < 18:
        return Asked(answers=int(answers))
    if "at" not in query:
        return Asked()
    found = next((spot for spot in spots if spot.at == query["at"]), spots.story)
    return Asked(at=found.at, quote=found.quote)


def pin(story: Article, at: str, quote: str = "") -> Pin:
    """What a place is pinned to; `quote`: the first words of the paragraph as whoever remarks has
    seen it."""
    if not at.isdigit():
        return Pin(at)
    parts = paragraphs.of(story.body)
    number = int(at)
    quote = quote or parts[number - 1].quote
    return Pin(Place.BODY, paragraphs.find(parts, number, quote) or number, quote)


def _spot(place: Place) -> Spot:
    return Spot(str(place.value), str(place.label))
