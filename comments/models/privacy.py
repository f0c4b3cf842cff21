"""What the paper has settled about readers' data, and what was erased at somebody's wish."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Fate(models.TextChoices):
    """What becomes of the replies of somebody who asks for an erasure."""

    REMOVED = "removed", "Taken off the page, with their text"
    NAMELESS = "nameless", "Shown on, without name and address"


class PrivacySettings(models.Model):
    """The page that tells readers what is done with their data, and what an erasure does; there is
    one row at most."""

    text = models.TextField(
        "what readers are told",
        blank=True,
        help_text=(
            "Stands on the page “Your data”. An empty line begins a paragraph, “## ” a heading."
            " Empty: the text that comes with the software."
        ),
    )
    erased_replies = models.CharField(
        "replies of whoever has their data erased",
        max_length=10,
        choices=Fate,
        default=Fate.REMOVED,
        help_text="Only those that are shown. All others lose their text in any case.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "readers’ data"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_privacy_settings")]

    def __str__(self) -> str:
        return "Readers’ data"


class Erasure(models.Model):
    """Somebody’s data is erased, or has been: of what came in until `asked_at`.

    The address stands here until all is done, so that the work can go on after a failure; then its
    digest alone is left, by which a restored backup is brought to the same state.
    """

    class Source(models.TextChoices):
        READER = "reader", "Whoever has the address"
        NEWSROOM = "newsroom", "The newsroom"
        COMMAND = "command", "A command"
        RESTORE = "restore", "After a restore"

    email = models.CharField("address", max_length=254, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    fate = models.CharField("of shown replies", max_length=10, choices=Fate)
    source = models.CharField("asked for by", max_length=10, choices=Source)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField("asked")
    done_at = models.DateTimeField("done", null=True, blank=True)
    counts = models.JSONField(default=dict, help_text="How much was erased of what.")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        permissions = [
            ("export_person", "Can download what is held about a reader"),
            ("erase_person", "Can erase what is held about a reader"),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(done_at__isnull=True), name="erasure_under_way"
            ),
            models.Index(fields=["-asked_at", "-id"], name="erasure_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="erasure_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) & ~Q(email="")
                | Q(done_at__isnull=False, email=""),
                name="erasure_forgets_at_its_end",
            ),
            models.CheckConstraint(condition=Q(fate__in=Fate.values), name="erasure_fate_known"),
        ]

    def __str__(self) -> str:
        return f"Erasure {self.pk}"
