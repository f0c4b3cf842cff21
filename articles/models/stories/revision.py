"""Revisions: what a working copy held after each save."""

from django.conf import settings
from django.db import models


class Revision(models.Model):
    """A working copy as it was saved. Rows are only ever added; a name may be given later.

    `content` is plain data, see articles/writing/content.py. What happened to the story at a
    revision (submitted, published, restored) stands on the record, which bears its number.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(help_text="The version of the working copy.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, blank=True, help_text="Given by hand, to find it again.")
    note = models.CharField(
        max_length=200, blank=True, help_text="How it came about, where not by a plain save."
    )
    content = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_numbered_once")
        ]

    def __str__(self) -> str:
        return self.name or f"Version {self.number}"
