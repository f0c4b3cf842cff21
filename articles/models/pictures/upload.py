"""Uploads that are under way: what has come of a file so far."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.pictures.token import new_token


class Upload(models.Model):
    """A file on its way here, in parts; it belongs to whoever sends it.

    `parts` names what has come, in order, in the private storage. It has no name: what a file was
    called at home may tell more than its owner wishes.
    """

    key = models.CharField(max_length=22, unique=True, default=new_token)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    length = models.PositiveIntegerField(help_text="Bytes of the whole file.")
    offset = models.PositiveIntegerField(default=0, help_text="Bytes that have come.")
    parts = models.JSONField(default=list)
    picture = models.ForeignKey(
        "articles.Picture", models.CASCADE, null=True, related_name="+", help_text="What it became."
    )
    begun_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(length__gt=0, offset__lte=F("length")), name="upload_within_length"
            )
        ]

    def __str__(self) -> str:
        return f"{self.offset} of {self.length} bytes"

    @property
    def is_complete(self) -> bool:
        return self.offset == self.length
