"""The corrections desk: replies that want something of the newsroom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Wish(models.TextChoices):
    CORRECTION = "correction", "Correction: something is wrong"
    MISSING = "missing", "Missing fact"
    TYPO = "typo", "Typing error"
    QUESTION = "question", "Question to the author"
    TIP = "tip", "Tip for the newsroom"


class FeedbackState(models.TextChoices):
    OPEN = "open", "Open"
    FIXED = "fixed", "Fixed"
    ANSWERED = "answered", "Answered"
    DECLINED = "declined", "Not followed"


class Feedback(models.Model):
    """What the author of a reply wants of the newsroom, and what came of it."""

    comment = models.OneToOneField("comments.Comment", models.CASCADE, related_name="feedback")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="feedback")
    wish = models.CharField(max_length=10, choices=Wish)
    wants_credit = models.BooleanField(
        default=False, help_text="To be named in the note on the change."
    )
    state = models.CharField(max_length=10, choices=FeedbackState, default=FeedbackState.OPEN)
    answer = models.TextField(blank=True, help_text="What the reader is told.")
    edition = models.ForeignKey(
        "articles.Edition",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="In which it is mended.",
    )
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "feedback"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "created_at", "id"], name="feedback_queue"),
            models.Index(fields=["article", "state"], name="feedback_of_story"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(wish__in=Wish.values), name="feedback_wish_known"),
            models.CheckConstraint(
                condition=Q(state__in=FeedbackState.values), name="feedback_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="feedback_settled_when",
            ),
        ]
        permissions = [("settle_feedback", "Can settle feedback")]

    def __str__(self) -> str:
        return f"{self.get_wish_display()} ({self.get_state_display()})"
