"""How moderators work at the desk: what they look at, keep for later, and pass on."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

#: How long after the last sign of it somebody counts as looking at a card.
PRESENT_FOR = dt.timedelta(seconds=60)


class DeskSettings(models.Model):
    """How somebody wants the desk, and which mail from it."""

    class Mail(models.TextChoices):
        AT_ONCE = "now", "At once"
        DIGEST = "digest", "Once a day"
        NEVER = "never", "Never"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="desk_settings"
    )
    mail = models.CharField(
        "replies that wait",
        max_length=10,
        choices=Mail,
        default=Mail.NEVER,
        help_text="When a reply is held or reported.",
    )
    sections = models.ManyToManyField(
        "articles.Section", blank=True, related_name="+", help_text="Of these alone. None: of all."
    )
    keys_on = models.BooleanField("single keys decide", default=True)
    keys = models.JSONField(
        default=dict, blank=True, help_text="Acts and the keys chosen for them."
    )
    mailed_to = models.PositiveBigIntegerField(
        default=0, help_text="The newest reply that was mailed."
    )
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "settings of the desk"
        constraints = [
            models.CheckConstraint(
                condition=Q(mail__in=["now", "digest", "never"]), name="desk_mail_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class WatchList(models.Model):
    """Stories whose replies are looked through as one queue."""

    name = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watch_lists")
    is_shared = models.BooleanField("shared with all moderators", default=False)
    articles = models.ManyToManyField("articles.Article", blank=True, related_name="watch_lists")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="watch_list_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class LookingQuerySet(models.QuerySet):
    def here(self, now: dt.datetime):
        """Those who have a card open, and gave a sign lately."""
        return self.filter(at__gt=now - PRESENT_FOR)


class Looking(models.Model):
    """Which card somebody has before them, by the last sign of life: one for each person."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="looked_at")
    at = models.DateTimeField(db_index=True)

    objects = LookingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person_id} at {self.comment_id}"


class PutAside(models.Model):
    """A held reply that somebody will come back to: until then, as long as nothing is decided about
    it and its text stays, it is out of the queue."""

    comment = models.OneToOneField(
        "comments.Comment", models.CASCADE, primary_key=True, related_name="put_aside"
    )
    until = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField(help_text="Of the text, as it stood then.")
    decision_count = models.PositiveIntegerField(help_text="As it stood then.")

    def __str__(self) -> str:
        return f"{self.comment_id} until {self.until}"


class Escalation(models.Model):
    """A reply that somebody else has to look at: the editor, or a lawyer."""

    class To(models.TextChoices):
        EDITOR = "editor", "The editor"
        LEGAL = "legal", "Legal"

    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="escalations")
    to = models.CharField(max_length=10, choices=To)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["to", "at"], condition=Q(settled_at__isnull=True), name="escalation_open"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "to"],
                condition=Q(settled_at__isnull=True),
                name="escalation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(to__in=["editor", "legal"]), name="escalation_to_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} to {self.to}"
