"""Decisions: why a reply is shown, or isn't."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .comment import State


class Trigger(models.TextChoices):
    """What a decision began with (Regulation (EU) 2022/2065, Article 17, 3 b)."""

    OWN = "own", "The newsroom itself"
    REPORT = "report", "A reader’s report"
    NOTICE = "notice", "A notice of illegal content"
    APPEAL = "appeal", "An appeal"
    SANCTION = "sanction", "A measure against a person"
    CAMPAIGN = "campaign", "The same text in many places"


class DecisionQuerySet(models.QuerySet):
    def not_undoing(self):
        """Those that take back no other. (Asked for NULL, SQLite goes by the unique index of
        `undoes`, in which nearly all rows are.)"""
        return self.exclude(undoes__gt=0)


class Decision(models.Model):
    """One decision about one reply, never changed: the audit trail and the statement of reasons in
    one.

    `by` is empty when the policy decided. `batch` joins what was decided in one act, so that it can
    be undone in one; an undoing decision names the one that it `undoes`. A decision from shown to
    shown means that a moderator looked at the reply and kept it.
    """

    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="decisions")
    from_state = models.CharField(max_length=10, choices=State, blank=True)
    to_state = models.CharField(max_length=10, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    rule = models.ForeignKey(
        "comments.HouseRule", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    rules_version = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of the house rules, at that time."
    )
    law = models.CharField(
        max_length=300,
        blank=True,
        db_default="",
        help_text="Where it is because of the law: the provision, and why.",
    )
    note = models.TextField(blank=True)
    trigger = models.CharField(max_length=10, choices=Trigger, blank=True, db_default="")
    version = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="Of the text decided about."
    )
    model = models.ForeignKey(
        "comments.TextModel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        db_index=False,
        help_text="That took part in it.",
    )
    findings = models.JSONField(default=list, blank=True)
    decided_at = models.DateTimeField()
    batch = models.UUIDField(db_index=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        indexes = [
            models.Index(fields=["comment", "-decided_at"], name="decision_of_comment"),
            models.Index(fields=["by", "-decided_at"], name="decision_by"),
            models.Index(fields=["-decided_at", "-id"], name="decision_newest"),
            models.Index(
                fields=["to_state", "-decided_at", "-id"], name="decision_newest_of_state"
            ),
            models.Index(
                fields=["-decided_at", "-id"],
                condition=Q(by__isnull=False),
                name="decision_newest_of_people",
            ),
            # Figures of many days are read from these alone: rows are wide.
            models.Index(
                fields=["decided_at", "from_state", "to_state", "by", "undoes"],
                name="decision_figures",
            ),
            models.Index(
                fields=["decided_at"], condition=Q(undoes__isnull=False), name="decision_undoing"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_state__in=State.values)
                & (Q(from_state__in=State.values) | Q(from_state="")),
                name="decision_states_known",
            ),
            models.CheckConstraint(
                condition=~Q(from_state=models.F("to_state"))
                | Q(from_state="shown", to_state="shown"),
                name="decision_changes_state_or_keeps",
            ),
        ]

    @property
    def decided_by(self) -> str:
        """Who decided, in words."""
        if self.by_id:
            return str(self.by)
        if self.to_state == State.WITHDRAWN:
            return "its author"
        return "readers’ reports" if self.trigger == Trigger.REPORT else "the policy"

    def __str__(self) -> str:
        return f"{self.from_state or 'new'} → {self.to_state}"

    @property
    def reasons(self) -> list[str]:
        """The findings in words."""
        return [finding["words"] for finding in self.findings]
