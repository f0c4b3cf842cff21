"""What came from elsewhere: which reply of which system is which of ours."""

from django.db import models
from django.db.models import Q


class Arrival(models.Model):
    """A reply or ping that was brought along by an import. It comes in once, however often the
    import is run."""

    source = models.CharField(
        max_length=200, help_text="The system it comes from, and where that stood."
    )
    number = models.BigIntegerField(help_text="Its number there.")
    comment = models.OneToOneField(
        "comments.Comment", models.CASCADE, null=True, blank=True, related_name="arrival"
    )
    ping = models.OneToOneField(
        "comments.Ping", models.CASCADE, null=True, blank=True, related_name="arrival"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="arrived_once"),
            models.CheckConstraint(
                condition=Q(comment__isnull=True, ping__isnull=False)
                | Q(comment__isnull=False, ping__isnull=True),
                name="arrival_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.number}"
