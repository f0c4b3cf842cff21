"""Preview links, and what is remarked on a story before readers see it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse

SIGNER = signing.Signer(salt="articles.preview", sep=".")


class PreviewLinkQuerySet(models.QuerySet):
    def at(self, token: str) -> PreviewLink | None:
        """The link that this token stands for, open or not; None for a token that we never gave."""
        try:
            number = int(SIGNER.unsign(token))
        except (signing.BadSignature, ValueError):
            return None
        return self.select_related("article", "revision", "made_by").filter(pk=number).first()


class PreviewLink(models.Model):
    """An address at which somebody without an account reads one version of a story, or always the
    latest.

    The address is the row's number, signed: so it can be shown again, and the row says until when
    it holds.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="previews")
    revision = models.ForeignKey(
        "articles.Revision",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="None: the latest.",
    )
    for_whom = models.CharField("for whom", max_length=80)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When it was last opened.")
    opened = models.PositiveIntegerField(default=0, help_text="How often.")

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(for_whom=""), name="preview_link_is_for_somebody")
        ]

    def __str__(self) -> str:
        return f"Preview for {self.for_whom}"

    @property
    def token(self) -> str:
        return SIGNER.sign(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("articles:preview", args=[self.token])

    def folder_of(self, picture: models.Model) -> str:
        """Where the renditions of a picture of the story are asked for through this link."""
        return f"{self.get_absolute_url()}{picture.pk}/"

    def is_open(self, now: dt.datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class Place(models.TextChoices):
    """What of a story a remark is about."""

    STORY = "story", "Whole story"
    HEADLINE = "headline", "Headline"
    STANDFIRST = "standfirst", "Standfirst"
    PICTURE = "lead_picture", "Picture"
    BODY = "body", "Text"


class RemarkQuerySet(models.QuerySet):
    def threads(self) -> RemarkQuerySet:
        """Remarks that are no answers, newest first."""
        return self.filter(parent__isnull=True)

    def open(self) -> RemarkQuerySet:
        """Those that wait to be dealt with."""
        return self.threads().filter(resolved_at__isnull=True)


class Remark(models.Model):
    """What somebody of the newsroom, or the reader of a preview, says about a place in a story; or
    an answer to it.

    A paragraph is pinned by its number and its first words, so that it is found again when the text
    moves.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="remarks")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.ForeignKey(
        PreviewLink, models.SET_NULL, null=True, blank=True, related_name="remarks"
    )
    name = models.CharField(
        max_length=80, blank=True, help_text="As typed by the reader of a preview."
    )
    text = models.TextField()
    version = models.PositiveIntegerField(help_text="The version of the story that it was made at.")
    place = models.CharField(max_length=12, choices=Place, default=Place.STORY)
    paragraph = models.PositiveIntegerField(
        null=True, blank=True, help_text="In the text, counted from 1."
    )
    quote = models.CharField(
        max_length=120, blank=True, help_text="The first words of that paragraph."
    )
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["article", "-at", "-id"],
                condition=Q(parent__isnull=True, resolved_at__isnull=True),
                name="remark_open_on_story",
            ),
            models.Index(
                fields=["link", "at"], condition=Q(link__isnull=False), name="remark_through_link"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(place__in=Place.values), name="remark_place_known"),
            models.CheckConstraint(
                condition=Q(by__isnull=False, name="") | Q(by__isnull=True) & ~Q(name=""),
                name="remark_has_one_author",
            ),
            models.CheckConstraint(
                condition=Q(paragraph__isnull=True) | Q(place=Place.BODY),
                name="remark_paragraph_in_text",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False, parent__isnull=True),
                name="remark_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} on {self.where}"

    @property
    def author(self) -> str:
        return self.name or str(self.by)

    @property
    def where(self) -> str:
        """The place in words."""
        return f"Paragraph {self.paragraph}" if self.paragraph else self.get_place_display()
