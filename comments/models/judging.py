"""What is learned from decisions: the model of texts, texts that are alike, and second looks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class TextModel(models.Model):
    """A version of the local model: learned numbers, and how good they were on decisions held out.
    Never changed, but for which one is live and where its bands lie."""

    number = models.PositiveIntegerField(primary_key=True)
    trained_at = models.DateTimeField()
    learned_from = models.PositiveIntegerField(help_text="So many decisions of this newsroom.")
    numbers = models.BinaryField(help_text="What it has learned, packed.")
    figures = models.JSONField(
        default=dict, help_text="Precision, recall, calibration on decisions held out."
    )
    clear_to = models.FloatField(help_text="Up to this score it finds nothing against a reply.")
    doubt_from = models.FloatField(
        help_text="From this score on a reply is probably not to be shown."
    )
    cost = models.FloatField(default=1, help_text="One wrong hold costs as much as so many missed.")
    is_live = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who last chose it, or set its bands; nobody: the worker.",
    )

    class Meta:
        ordering = ["-number"]
        verbose_name = "version of the model"
        verbose_name_plural = "versions of the model"
        constraints = [
            models.UniqueConstraint(
                fields=["is_live"], condition=Q(is_live=True), name="text_model_one_live"
            ),
            models.CheckConstraint(
                condition=Q(clear_to__lte=models.F("doubt_from")),
                name="text_model_abstains_in_the_middle",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class CampaignQuerySet(models.QuerySet):
    def open(self) -> CampaignQuerySet:
        return self.filter(state=Campaign.State.OPEN)

    def reopen(self, comments, *, by, decided_at) -> int:
        """Open again what a decision about these replies settled that is taken back."""
        settled = self.filter(
            members__comment__in=comments, decided_by=by, decided_at=decided_at
        ).values("pk")
        return self.filter(pk__in=settled).update(
            state=Campaign.State.OPEN, decided_by=None, decided_at=None, to_state=""
        )


class Campaign(models.Model):
    """Replies that say nearly the same, across stories, names and days: decided once."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DECIDED = "decided", "Decided"
        DISMISSED = "dismissed", "No campaign"

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    replies = models.PositiveIntegerField(default=0)
    stories = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    to_state = models.CharField(
        max_length=10, blank=True, help_text="What becomes of further ones, once decided."
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]
        indexes = [models.Index(fields=["state", "-last_at", "-id"], name="campaign_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "decided", "dismissed"]), name="campaign_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.replies} replies, {self.stories} stories"


class Likeness(models.Model):
    """What a reply's text is compared by, and to which campaign it belongs."""

    comment = models.OneToOneField(
        "comments.Comment", models.CASCADE, primary_key=True, related_name="likeness"
    )
    version = models.PositiveSmallIntegerField(default=1)
    sketch = models.BinaryField()
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="members"
    )

    def __str__(self) -> str:
        return str(self.comment_id)


class LikenessKey(models.Model):
    """A part of a sketch: texts that are nearly the same have at least one in common."""

    key = models.BigIntegerField()
    likeness = models.ForeignKey(Likeness, models.CASCADE, related_name="keys")

    class Meta:
        indexes = [models.Index(fields=["key", "likeness"], name="likeness_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.likeness_id}"


class SecondLook(models.Model):
    """A decision that is made once more, by somebody else who does not see how it went."""

    decision = models.OneToOneField("comments.Decision", models.PROTECT, related_name="second_look")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_state = models.CharField(max_length=10, blank=True)
    rule = models.ForeignKey(
        "comments.HouseRule", models.PROTECT, null=True, blank=True, related_name="+"
    )
    agrees = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(
                fields=["made_at", "id"], condition=Q(done_at__isnull=True), name="second_look_open"
            ),
            models.Index(
                fields=["-done_at"], condition=Q(done_at__isnull=False), name="second_look_done"
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.decision_id}"
