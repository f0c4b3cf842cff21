"""Rules of the desk: what software looks for in new replies. (House rules are what readers are
asked to keep.)"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class DeskRule(models.Model):
    """Something to look for, where, and what follows. It is tried in the lab and in silence before
    it bites."""

    class Kind(models.TextChoices):
        WORDS = "words", "Words and phrases"
        PATTERN = "pattern", "Patterns"
        LINKS = "links", "Number of links"
        LINKED = "linked", "Sites that are linked to"
        ADDRESS = "address", "Email addresses and their domains"
        NETWORK = "network", "Networks"
        DISPOSABLE = "disposable", "Disposable mail domains"
        LENGTH = "length", "Length of the text"
        RATE = "rate", "Replies in a time"
        BAND = "band", "What the model says"

    class Act(models.TextChoices):
        HOLD = "hold", "Hold for a moderator"
        SPAM = "spam", "Mark as spam"
        REFUSE = "refuse", "Refuse with a message"

    class Stage(models.TextChoices):
        LAB = "lab", "In the lab"
        SILENT = "silent", "Silent: only counts"
        LIVE = "live", "Live"
        OFF = "off", "Switched off"

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    terms = models.TextField(blank=True, help_text="One on a line.")
    inside_words = models.BooleanField(default=False, help_text="Also inside longer words.")
    limit = models.PositiveIntegerField(null=True, blank=True, help_text="From so many on.")
    minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text="Within so many minutes."
    )
    section = models.ForeignKey(
        "articles.Section", models.CASCADE, null=True, blank=True, related_name="desk_rules"
    )
    act = models.CharField(max_length=10, choices=Act, default=Act.HOLD)
    message = models.CharField(
        max_length=300, blank=True, help_text="What the writer is told where it refuses."
    )
    weight = models.FloatField(
        default=1.0, help_text="How much it speaks against a reply, in the order of the queue."
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.LAB)
    stage_since = models.DateTimeField()
    version = models.PositiveIntegerField(
        default=1, help_text="Counted on when what it looks for changes."
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "rule of the desk"
        verbose_name_plural = "rules of the desk"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "words",
                        "pattern",
                        "links",
                        "linked",
                        "address",
                        "network",
                        "disposable",
                        "length",
                        "rate",
                        "band",
                    ]
                ),
                name="desk_rule_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(act__in=["hold", "spam", "refuse"]), name="desk_rule_act_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["lab", "silent", "live", "off"]),
                name="desk_rule_stage_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RuleHit(models.Model):
    """A rule found something in a reply: what it did, or would have done while it was silent."""

    rule = models.ForeignKey(DeskRule, models.CASCADE, related_name="hits")
    rule_version = models.PositiveIntegerField()
    comment = models.ForeignKey(
        "comments.Comment",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rule_hits",
        help_text="None: it was refused, so there is no reply.",
    )
    matched = models.CharField(max_length=200, blank=True)
    was_silent = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["rule", "-at", "-id"], name="rule_hit_newest")]
        constraints = [models.UniqueConstraint(fields=["rule", "comment"], name="rule_hit_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} in {self.comment_id}"


class Replay(models.Model):
    """What a rule would have found among replies that people have decided about."""

    rule = models.ForeignKey(DeskRule, models.CASCADE, related_name="replays")
    rule_version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    days = models.PositiveSmallIntegerField(help_text="How far back it looked.")
    done_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.PositiveIntegerField(default=0)
    caught = models.PositiveIntegerField(default=0, help_text="That moderators did not show.")
    wrong = models.PositiveIntegerField(default=0, help_text="That moderators did show.")
    missed = models.PositiveIntegerField(
        default=0, help_text="Not shown by moderators, and not found by the rule."
    )
    examples = models.JSONField(
        default=dict, help_text="Numbers of replies, under “caught” and “wrong”."
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.caught} caught, {self.wrong} wrongly"
