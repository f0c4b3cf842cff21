"""The working copy of a story: what the newsroom works on."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django_prose_editor.fields import ProseEditorField

from newsroom.lib import html


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    READY = "ready", "Ready"


class StoryText(models.Model):
    """The fields that a working copy and its editions have in common."""

    headline = models.CharField(max_length=200)
    kicker = models.CharField(max_length=60, blank=True, help_text="A word or two above the headline.")
    standfirst = models.TextField(max_length=500, blank=True, help_text="One or two sentences below the headline.")
    dateline = models.CharField(max_length=80, blank=True, help_text="Where it was reported: “Kuala Lumpur”.")
    lead_picture = models.ForeignKey("articles.Picture", models.PROTECT, null=True, blank=True, related_name="+")
    lead_alt = models.CharField(
        "alternative text", max_length=300, blank=True,
        help_text="What the picture shows, for those who can't see it. Empty: as kept with the picture.",
    )  # fmt: skip
    lead_caption = models.CharField(
        "caption", max_length=500, blank=True, help_text="Empty: as kept with the picture."
    )
    lead_credit = models.CharField("credit", max_length=120, blank=True, help_text="Empty: as kept with the picture.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.headline

    @property
    def picture_alt(self) -> str:
        return self.lead_alt or (self.lead_picture.alt if self.lead_picture else "")

    @property
    def picture_caption(self) -> str:
        return self.lead_caption or (self.lead_picture.caption if self.lead_picture else "")

    @property
    def picture_credit(self) -> str:
        return self.lead_credit or (self.lead_picture.credit if self.lead_picture else "")


class ArticleQuerySet(models.QuerySet):
    def with_status(self, now: dt.datetime) -> ArticleQuerySet:
        """Each with the numbers of its `live_edition`, a `begun_edition` and a `scheduled_edition` at `now`, or None.

        These are asked row by row. EXISTS would say the same, but PostgreSQL answers that from a table of all
        editions, however few stories are shown.
        """
        from .edition import Edition

        editions = Edition.objects.filter(article=OuterRef("pk")).order_by().values("pk")
        return self.annotate(
            live_edition=Subquery(editions.live(now)[:1]),
            begun_edition=Subquery(editions.begun(now)[:1]),
            scheduled_edition=Subquery(editions.scheduled(now)[:1]),
        )


class Article(StoryText):
    """A story as the newsroom works on it. Readers see its editions."""

    body = ProseEditorField(
        extensions=html.EDITOR, sanitize=html.clean_field, blank=True,
        help_text="Paste from anywhere: structure stays, decoration goes.",
    )  # fmt: skip
    section = models.ForeignKey("articles.Section", models.PROTECT, related_name="articles")
    topics = models.ManyToManyField("articles.Topic", blank=True, related_name="articles")
    authors = models.ManyToManyField("articles.Author", through="articles.Credit", related_name="articles")
    slug = models.SlugField(
        "address", max_length=120, blank=True,
        help_text="The last part of the story's address. Empty: from the headline, at first publication.",
    )  # fmt: skip

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, db_index=True)
    version = models.PositiveIntegerField(default=0, help_text="Counts saves.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="articles_created")
    saved_at = models.DateTimeField(db_index=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-saved_at", "-id"], name="article_saved_last_in_state"),
            models.Index(fields=["section", "-saved_at", "-id"], name="article_saved_last_in_section"),
        ]
        constraints = [models.CheckConstraint(condition=Q(state__in=State.values), name="article_state_known")]
        permissions = [
            ("change_others_article", "Can change stories of others"),
            ("approve_article", "Can approve stories, or send them back"),
            ("publish_article", "Can publish, schedule and withdraw stories"),
        ]

    @property
    def bylines(self) -> list:
        """The authors in the order of their credits."""
        return [credit.author for credit in self.credits.all()]

    @property
    def words(self) -> int:
        return html.count_words(self.body)


class Credit(models.Model):
    """An author's place in a story's byline."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="credits")
    author = models.ForeignKey("articles.Author", models.PROTECT, related_name="credits")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="author_credited_once")]

    def __str__(self) -> str:
        return str(self.author)
