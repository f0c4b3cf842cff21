"""Views of the list of stories that somebody wants to come back to."""

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """A name for a part of the list of stories: what its address holds behind the question mark."""

    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    is_shared = models.BooleanField("shared with the newsroom", default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_named_once")]

    def __str__(self) -> str:
        return self.name
