"""What people say against decisions and against replies, by right: appeals, and notices of illegal
content."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class AppealState(models.TextChoices):
    OPEN = "open", "Open"
    UPHELD = "upheld", "The decision stands"
    OVERTURNED = "overturned", "The reply is shown again"
    DROPPED = "dropped", "Without object"  # the reply was withdrawn, or decided about anew


class Appeal(models.Model):
    """The author of a reply says that the decision about it is wrong; somebody else decides (DSA,
    Article 20)."""

    decision = models.OneToOneField("comments.Decision", models.PROTECT, related_name="appeal")
    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="appeals")
    article = models.ForeignKey(
        "articles.Article", models.PROTECT, null=True, related_name="+", db_index=False
    )
    text = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When it is to be answered at the latest.")
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.OPEN)
    answer = models.TextField(blank=True, help_text="What its author is told.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.OneToOneField(
        "comments.Decision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers_appeal",
        help_text="That followed from it, where the reply is shown again.",
    )

    class Meta:
        ordering = ["at", "pk"]
        permissions = [("decide_appeal", "Can decide about appeals")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="open"), name="appeal_open"),
            models.Index(fields=["state", "-decided_at"], name="appeal_decided"),
            models.Index(
                fields=["article"], condition=Q(state="overturned"), name="appeal_restored"
            ),
            models.Index(fields=["at"], name="appeal_came"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AppealState.values), name="appeal_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="appeal_decided_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.state}"

    @property
    def reference(self) -> str:
        """By which both sides call it."""
        return f"A-{self.pk}"


class NoticeState(models.TextChoices):
    OPEN = "open", "Open"
    REMOVED = "removed", "The reply was taken off"
    KEPT = "kept", "The reply stays"


class LegalNotice(models.Model):
    """Somebody says that a reply is against the law, and why: a case with a clock (DSA, Article
    16)."""

    class Kind(models.TextChoices):
        DEFAMATION = "defamation", "Defamation or insult"
        HATE = "hate", "Incitement to hatred or violence"
        THREAT = "threat", "A threat"
        PRIVACY = "privacy", "Privacy or personal data"
        COPYRIGHT = "copyright", "Copyright or trade mark"
        CHILDREN = "children", "Abuse of children"
        OTHER = "other", "Something else"

    reference = models.CharField(
        max_length=20, unique=True, help_text="By which both sides call it."
    )
    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="legal_notices")
    version = models.PositiveSmallIntegerField(help_text="Of the reply, when it came.")
    kind = models.CharField(max_length=12, choices=Kind)
    reasons = models.TextField(help_text="Why it is against the law.")
    name = models.CharField(max_length=245, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    good_faith = models.BooleanField(default=False)
    evidence = models.JSONField(
        default=dict, help_text="The reply as it stood: name, text, address, story."
    )
    at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When it is to be decided at the latest.")
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.OPEN)
    outcome = models.TextField(
        blank=True, help_text="What was decided and why, as the sender is told."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(
        max_length=64,
        unique=True,
        db_column="once",
        help_text="A digest of who said what: sent twice it is one.",
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "notice of illegal content"
        verbose_name_plural = "notices of illegal content"
        permissions = [("decide_legalnotice", "Can decide about notices of illegal content")]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(state="open"), name="legal_notice_open"
            ),
            models.Index(fields=["state", "-decided_at"], name="legal_notice_decided"),
            models.Index(
                fields=["email", "-at"], condition=~Q(email=""), name="legal_notice_of_address"
            ),
            models.Index(fields=["at"], name="legal_notice_came"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=NoticeState.values), name="legal_notice_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="legal_notice_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("at")), name="legal_notice_due_after_it_came"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
