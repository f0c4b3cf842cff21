"""The demo's fronts, its series, and what to read first about a topic: through the same steps that
people take."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from articles import taxonomy
from articles.fronts import editing, places
from articles.fronts.places import Place
from articles.fronts.slots import Plan, Slot
from articles.models import Article, Series, Topic
from newsroom.models import User

RIVER = (
    "The Sorrel, from weir to wharf",
    "the-sorrel-from-weir-to-wharf",
    "One river, and three things built to get on with it.",
)
#: Which part of it a story is, by the story's key.
PARTS = {"bridge": 1, "harbour": 2, "flood": 3}
TOPIC, ESSENTIAL = "council", ("tram", "library", "harbour")
INTRO = (
    "The town council has 42 members, three of whom have never missed a sitting and one of whom has"
    " never spoken. It meets on the second Tuesday of the month, in public, and there are always"
    " seats.\n\nThe Courier has somebody in the room each time."
)


def furnish(chief: User) -> None:
    """The series, before there are stories in it; and the introduction of a topic."""
    name, slug, description = RIVER
    taxonomy.keep(Series(name=name, slug=slug, description=description, is_closed=True), by=chief)
    topic = Topic.objects.get(slug=TOPIC)
    topic.intro = INTRO
    taxonomy.keep(topic, by=chief)


def join_series(article: Article, key: str) -> None:
    """Have a story be the part of the series that it is."""
    if key in PARTS:
        article.series = Series.objects.get(slug=RIVER[1])
        article.series_part = PARTS[key]


def compose(written: dict[str, Article], editor: User, now: dt.datetime) -> None:
    """The home page as it is, the one that waits for tomorrow morning, and a topic's essential
    reading."""
    home = places.named("home")
    council = places.of_topic(Topic.objects.get(slug=TOPIC))
    link = Slot(
        address="https://example.org/tides",
        headline="Tide tables for the estuary, week by week",
        kicker="From the harbour office",
    )

    def today(plan: Plan) -> None:
        plan.put("lead", 0, Slot(story=written["flood"].pk, kicker="The river"))
        plan.put(
            "rail",
            1,
            Slot(story=written["library"].pk, headline="Where does one go when the library shuts?"),
        )
        plan.put("rail", 3, link)

    def tomorrow(plan: Plan) -> None:
        plan.insert("lead", 0, Slot(story=written["organ"].pk))

    def essential(plan: Plan) -> None:
        for number, key in enumerate(ESSENTIAL):
            plan.put("essential", number, Slot(story=written[key].pk))

    _published(home, today, editor, now - dt.timedelta(hours=2), note="High water")
    morning = timezone.make_aware(
        dt.datetime.combine(timezone.localdate(now) + dt.timedelta(days=1), dt.time(6))
    )
    _published(home, tomorrow, editor, now - dt.timedelta(hours=1), at=morning, note="Morning")
    _published(council, essential, editor, now)


def _published(place: Place, arrange, editor: User, now: dt.datetime, **how) -> None:
    version = editing.working_copy(place).version
    editing.change(place, arrange, by=editor, seen_version=version, now=now)
    editing.publish(place, by=editor, now=now, **how)
