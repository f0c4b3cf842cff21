"""Fronts: the home page's and those of sections and topics, as documents with editions of their
own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.models.timeline import OnTimeline, TimelineQuerySet

#: The place of the home page.
HOME = "home"


def slot_ends(content: Mapping[str, Any]) -> list[dt.datetime]:
    """The moments at which slots of a front's content end."""
    return [
        dt.datetime.fromisoformat(slot["until"])
        for slots in content.values()
        for slot in slots
        if slot.get("until")
    ]


class Front(models.Model):
    """The working copy of a front. It is made when somebody first composes it; until then a front
    fills itself.

    `place` names it in addresses and versions: "home", "section-3", "topic-7". `content` is plain
    data, see articles/fronts/slots.py.
    """

    place = models.CharField(max_length=40, unique=True)
    section = models.OneToOneField(
        "articles.Section", models.CASCADE, null=True, blank=True, related_name="front"
    )
    topic = models.OneToOneField(
        "articles.Topic", models.CASCADE, null=True, blank=True, related_name="front"
    )
    content = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0, help_text="Counts saves.")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(place=HOME, section__isnull=True, topic__isnull=True)
                | Q(place__startswith="section-", section__isnull=False, topic__isnull=True)
                | Q(place__startswith="topic-", section__isnull=True, topic__isnull=False),
                name="front_of_one_place",
            )
        ]

    def __str__(self) -> str:
        return str(self.section or self.topic or "Front page")


class FrontEdition(OnTimeline):
    """A front as readers see it for a time.

    That no two editions of a front are live at one instant is held by the database: see migration
    0024.
    """

    front = models.ForeignKey(Front, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True, blank=True)
    front_version = models.PositiveIntegerField(
        help_text="The save of the working copy that was frozen."
    )
    note = models.CharField(max_length=200, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = TimelineQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = ()
        indexes = [models.Index(fields=["front", "live_from"], name="front_edition_of_front")]
        constraints = [
            models.UniqueConstraint(fields=["front", "number"], name="front_edition_numbered_once"),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gte=F("live_from")),
                name="front_edition_interval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.front}, edition {self.number}"
