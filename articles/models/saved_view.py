"""Views of a long list that somebody wants to come back to."""

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """A name for a part of a list, of stories or of replies: what its address holds behind the
    question mark."""

    class Of(models.TextChoices):
        STORIES = "stories", "Stories"
        REPLIES = "replies", "Replies"

    of = models.CharField(max_length=10, choices=Of, default=Of.STORIES, db_default=Of.STORIES)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    is_shared = models.BooleanField("shared with the newsroom", default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "of", "name"], name="saved_view_named_once_in_list"
            )
        ]

    def __str__(self) -> str:
        return self.name
