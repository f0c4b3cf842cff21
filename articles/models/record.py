"""The record: one row for each step that meant something."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Record(models.Model):
    """Who did what, when. Rows are only ever added."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=250, blank=True)
    article = models.ForeignKey(
        "articles.Article", models.SET_NULL, null=True, blank=True, related_name="records"
    )
    edition = models.ForeignKey(
        "articles.Edition", models.SET_NULL, null=True, blank=True, related_name="records"
    )
    front = models.ForeignKey(
        "articles.Front", models.SET_NULL, null=True, blank=True, related_name="records"
    )
    version = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of the working copy, when it was done."
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["verb", "-at", "-id"], name="record_newest_of_verb")]

    def __str__(self) -> str:
        return f"{self.verb}: {self.subject}"
