"""What the newsroom has settled about replies: who waits, and by which rules."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Mode(models.TextChoices):
    HELD = "held", "Held: every reply waits for a moderator"
    OPEN = "open", "Open: replies are shown at once, unless a check finds something"
    CLOSED = "closed", "Closed: no new replies"


class PolicyQuerySet(models.QuerySet):
    def mode_for(self, article_id: int, section_id: int) -> str:
        """The mode under a story: its own, else its section's, else the site's, else held. One query."""
        rows = self.filter(
            Q(article=article_id) | Q(section=section_id) | Q(article__isnull=True, section__isnull=True)
        )
        nearest = sorted(rows, key=lambda policy: (policy.article_id is None, policy.section_id is None))
        return nearest[0].mode if nearest else Mode.HELD


class Policy(models.Model):
    """How replies are treated under one story, in one section, or (naming neither) everywhere else."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, null=True, blank=True, related_name="reply_policy", verbose_name="story"
    )
    section = models.OneToOneField(
        "articles.Section", models.CASCADE, null=True, blank=True, related_name="reply_policy"
    )
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.HELD)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = "reply policy"
        verbose_name_plural = "reply policies"
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=True) | Q(section__isnull=True), name="policy_one_subject"
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="policy_mode_known"),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(article__isnull=True, section__isnull=True),
                name="policy_one_for_the_site",
                violation_error_message="There is a policy for everything else already: change that one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article or self.section or 'Everywhere else'}: {self.get_mode_display().split(':')[0].lower()}"


class HouseRule(models.Model):
    """A rule for replies, as readers see it; a rejection names one."""

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=100)
    text = models.TextField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
