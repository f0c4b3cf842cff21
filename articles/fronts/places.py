"""Where fronts stand: the home page, sections, topics; and the areas of which each is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from articles.models import Front, Section, Topic
from articles.models.front import HOME


@dataclass(frozen=True)
class Area:
    """A part of a front: so many `places`; `rule` says what fills those that nobody has filled ("":
    nothing)."""

    name: str
    label: str
    places: int
    rule: str


@dataclass(frozen=True)
class Place:
    """Where a front stands. `subject` is the section or topic, None for the home page."""

    name: str
    label: str
    areas: tuple[Area, ...]
    subject: Section | Topic | None = None

    @property
    def key(self) -> str:
        """The key under which editions of this front move."""
        return f"front:{self.name}"

    @property
    def address(self) -> str:
        """Where readers see it."""
        return self.subject.get_absolute_url() if self.subject else reverse("articles:front")

    def area(self, name: str) -> Area | None:
        return next((area for area in self.areas if area.name == name), None)

    def begun(self, **fields) -> Front:
        """A working copy for it, not saved yet."""
        kind = self.subject._meta.model_name if self.subject else ""
        return Front(place=self.name, **({kind: self.subject} if kind else {}), **fields)


def home(sections: Iterable[Section]) -> Place:
    """The home page: a lead, a rail beside it, more below, and a band for each section."""
    bands = (Area(f"band-{each.pk}", each.name, 4, f"section:{each.pk}") for each in sections)
    top = (
        Area("lead", "Lead", 1, "newest"),
        Area("rail", "Rail", 4, "newest"),
        Area("more", "More", 4, "newest"),
    )
    return Place(HOME, "Front page", (*top, *bands))


def of_section(section: Section) -> Place:
    """A section: a lead and a rail; what else is in it follows as a list."""
    rule = f"section:{section.pk}"
    areas = (Area("lead", "Lead", 1, rule), Area("rail", "Rail", 4, rule))
    return Place(f"section-{section.pk}", section.name, areas, section)


def of_topic(topic: Topic) -> Place:
    """A topic: what is essential to read, chosen by hand; what else is about it follows as a
    list."""
    areas = (Area("essential", "Essential reading", 6, ""),)
    return Place(f"topic-{topic.pk}", topic.name, areas, topic)


def of(subject: Section | Topic) -> Place:
    return of_section(subject) if isinstance(subject, Section) else of_topic(subject)


def named(name: str) -> Place | None:
    """The place of that name; None where there is none (any more). One query, but for an odd
    name."""
    if name == HOME:
        return home(Section.objects.all())
    kind, _, number = name.partition("-")
    model = {"section": Section, "topic": Topic}.get(kind)
    if model is None or not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    subject = model.objects.filter(pk=int(number)).first()
    return of(subject) if subject else None
