"""What is being typed just now, and by whom: kept aside from the working copy."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

#: How long after the last sign of life somebody counts as being in a story.
HERE = dt.timedelta(seconds=60)


class Autosave(models.Model):
    """The fields of somebody's story form, unchecked, as last typed: one rolling row for each open
    form.

    `fields` maps names to lists of values, as the form sends them. A form that takes up what
    another one left goes on in its row. A row goes when its form is saved, or when it is discarded.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="autosaves")
    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="autosaves",
        help_text="None: for a story that was never saved.",
    )
    tab = models.UUIDField(help_text="The form in which it is typed.")
    seen_version = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    fields = models.JSONField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["person", "tab"], name="autosave_rolls")]
        indexes = [
            models.Index(fields=["article", "person", "-at"], name="autosave_of_story"),
            models.Index(
                fields=["person", "-at"],
                condition=Q(article__isnull=True),
                name="autosave_of_new_story",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline or 'Without a headline'} ({self.at:%H:%M})"

    @property
    def headline(self) -> str:
        return self.fields.get("headline", [""])[0]


class PresenceQuerySet(models.QuerySet):
    def here(self, now: dt.datetime):
        """Those who have the story open, and gave a sign lately."""
        return self.filter(at__gt=now - HERE)


class Presence(models.Model):
    """An open story form, by its last sign of life."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tab = models.UUIDField()
    at = models.DateTimeField(db_index=True)
    is_typing = models.BooleanField(default=False, help_text="Something in it is not saved yet.")

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "tab"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.article_id}"
