"""Editions: what readers see, frozen, each live in a half-open interval of time."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from articles.models.stories.genre_and_role import Role
from articles.models.stories.story_text import StoryText
from articles.models.timeline import OnTimeline, TimelineQuerySet


class Kind(models.TextChoices):
    """What a new edition means to those who read the one before."""

    FIRST = "first", "First edition"
    SILENT = "silent", "Silent: nothing a reader would notice"
    MINOR = "minor", "Minor: a slip, no change of sense"
    UPDATE = "update", "Update: there is news in it"
    CLARIFICATION = "clarification", "Clarification: it could be misread"
    CORRECTION = "correction", "Correction: something was wrong"
    RETRACTION = "retraction", "Retraction: it does not stand"


#: Kinds that are said openly: they move the visible date and need a note.
OPEN_KINDS = (Kind.UPDATE, Kind.CLARIFICATION, Kind.CORRECTION, Kind.RETRACTION)
#: Kinds that stand on the page of corrections.
#: It is a condition, the same in the query and in its index: SQLite knows it again as OR, but not
#: as IN.
IS_CORRECTIVE = Q(kind=Kind.CLARIFICATION) | Q(kind=Kind.CORRECTION) | Q(kind=Kind.RETRACTION)


class EditionQuerySet(TimelineQuerySet):
    def newest_first(self) -> EditionQuerySet:
        return self.order_by("-first_published_at", "-pk")

    def under(self, subject: models.Model) -> EditionQuerySet:
        """Those in a section or series, with a topic, or signed by an author; newest first, each
        from an index of its own."""
        match subject._meta.model_name:
            case "section":
                return self.filter(section=subject.pk).newest_first()
            case "topic":
                return self.filter(topic_places__topic=subject.pk).order_by(
                    "-topic_places__first_published_at", "-topic_places__edition_id"
                )
            case "series":
                return self.filter(series=subject.pk).newest_first()
            case "author":
                return self.filter(credits__author=subject.pk).order_by(
                    "-credits__first_published_at", "-credits__edition_id"
                )
        raise TypeError(f"No story stands under {subject!r}.")

    def that_set_right(self, now: dt.datetime) -> EditionQuerySet:
        """Clarifications, corrections and retractions of stories that still stand, newest first."""
        standing = Edition.objects.live(now).filter(article=OuterRef("article"))
        return self.begun(now).filter(IS_CORRECTIVE, Exists(standing)).order_by("-live_from", "-pk")

    def for_lists(self) -> EditionQuerySet:
        """All that a list item shows, in one query."""
        return self.defer("body").select_related("address", "section", "lead_picture")

    def for_page(self) -> EditionQuerySet:
        """What a story's page shows, but for bylines and topics: those are fetched when it is
        rendered."""
        return self.select_related("address", "section", "series", "lead_picture")


class Edition(StoryText, OnTimeline):
    """A story as readers see it for a time.

    That no two editions of a story are live at one instant is held by the database: see migration
    0002.
    """

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    address = models.ForeignKey("articles.Address", models.PROTECT, related_name="editions")
    live_from = models.DateTimeField(db_index=True)
    live_until = models.DateTimeField(null=True, blank=True, db_index=True)
    embargo_until = models.DateTimeField(
        null=True, blank=True, help_text="It can't go live before."
    )
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text="It ends then, if not before."
    )
    first_published_at = models.DateTimeField(help_text="When the story was first live.")
    updated_at = models.DateTimeField(
        null=True, blank=True, help_text="When a change was last said openly."
    )
    kind = models.CharField(max_length=15, choices=Kind)
    note = models.TextField(blank=True)
    body = models.TextField()
    section = models.ForeignKey("articles.Section", models.PROTECT, related_name="editions")
    topics = models.ManyToManyField(
        "articles.Topic", through="articles.EditionTopic", related_name="editions"
    )
    authors = models.ManyToManyField(
        "articles.Author", through="articles.EditionCredit", related_name="editions"
    )
    article_version = models.PositiveIntegerField(
        help_text="The save of the working copy that was frozen."
    )
    words = models.PositiveIntegerField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-first_published_at", "-pk"]
        indexes = [
            models.Index(fields=["-first_published_at", "-id"], name="edition_newest"),
            models.Index(
                fields=["section", "-first_published_at", "-id"], name="edition_newest_in_section"
            ),
            models.Index(
                fields=["series", "-first_published_at", "-id"],
                condition=Q(series__isnull=False),
                name="edition_newest_in_series",
            ),
            models.Index(fields=["article", "live_from"], name="edition_of_story"),
            # Searching asks this of thousands of editions, whose rows are long: here it need not
            # read them.
            models.Index(
                fields=["id", "first_published_at", "live_from", "live_until"],
                name="edition_times",
                condition=Q(id__gt=0),
            ),
            models.Index(
                fields=["-live_from", "-id"], condition=IS_CORRECTIVE, name="edition_set_right"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_numbered_once"),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gte=F("live_from")),
                name="edition_interval",
            ),
            models.CheckConstraint(
                condition=Q(embargo_until__isnull=True) | Q(live_from__gte=F("embargo_until")),
                name="edition_embargo",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="edition_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind__in=OPEN_KINDS) | ~Q(note=""), name="edition_open_kind_has_note"
            ),
        ]

    def get_absolute_url(self) -> str:
        return self.address.get_absolute_url()

    def has_expired(self, now: dt.datetime) -> bool:
        """Whether it ended by itself, at the time that was set for it: nobody withdrew it."""
        return self.expires_at is not None and self.live_until == self.expires_at <= now

    @property
    def bylines(self) -> list:
        """The authors in order."""
        return [credit.author for credit in self.credits.all()]


class Place(models.Model):
    """An edition's place in a list. The database itself notes when its story was first live, so
    that an index has the list in order: see migration 0005."""

    first_published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class EditionTopic(Place):
    """An edition's place under a topic."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="topic_places")
    topic = models.ForeignKey("articles.Topic", models.CASCADE, related_name="+")

    class Meta:
        db_table = "articles_edition_topics"
        unique_together = [("edition", "topic")]
        indexes = [
            models.Index(
                fields=["topic", "-first_published_at", "-edition"], name="edition_newest_of_topic"
            )
        ]

    def __str__(self) -> str:
        return str(self.topic)


class EditionCredit(Place):
    """An author's place in an edition's byline."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="credits")
    author = models.ForeignKey("articles.Author", models.PROTECT, related_name="edition_credits")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(
        max_length=12, choices=Role, default=Role.REPORTING, db_default=Role.REPORTING
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "author"], name="edition_author_once")
        ]
        indexes = [
            models.Index(
                fields=["author", "-first_published_at", "-edition"],
                name="edition_newest_of_author",
            )
        ]

    def __str__(self) -> str:
        return str(self.author)
