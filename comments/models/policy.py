"""What the newsroom has settled about replies: who waits, and by which rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

#: Maximum number of characters of a reply: where no policy says, and of what a policy may say.
DEFAULT_LENGTH = 5_000
MAX_LENGTH = 65_525


class Mode(models.TextChoices):
    HELD = "held", "Held: every reply waits for a moderator"
    NEWCOMERS = (
        "newcomers",
        "Newcomers held: confirmed readers who had a reply shown before are shown at once",
    )
    OPEN = "open", "Open: replies are shown at once, unless a check finds something"
    CLOSED = "closed", "Closed: no new replies"


class PolicyQuerySet(models.QuerySet):
    def over(self, articles: Iterable[int], sections: Iterable[int]) -> PolicyQuerySet:
        """The policies of these stories and sections, and the site's."""
        return self.filter(
            Q(article__in=articles)
            | Q(section__in=sections)
            | Q(article__isnull=True, section__isnull=True)
        )

    def nearest_first(self, article_id: int, section_id: int) -> list[Policy]:
        """The policies that hold under a story: its own, its section's, the site's. One query."""
        rows = self.over([article_id], [section_id])
        return sorted(
            rows, key=lambda policy: (policy.article_id is None, policy.section_id is None)
        )


class Policy(models.Model):
    """How replies are treated under one story, in one section, or (naming neither) everywhere
    else."""

    article = models.OneToOneField(
        "articles.Article",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reply_policy",
        verbose_name="story",
    )
    section = models.OneToOneField(
        "articles.Section", models.CASCADE, null=True, blank=True, related_name="reply_policy"
    )
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.HELD)
    mode_since = models.DateTimeField(null=True, editable=False)
    closes_after = models.PositiveSmallIntegerField(
        "closed after",
        null=True,
        blank=True,
        help_text=(
            "So many days after a story first went live. Empty: as set for wider parts, else never."
        ),
    )
    banner = models.CharField(
        max_length=500,
        blank=True,
        db_default="",
        help_text=(
            "Stands above the form, in plain words: what to keep in mind here. Empty: as set for"
            " wider parts."
        ),
    )
    reports_hide = models.PositiveSmallIntegerField(
        "reports hide from",
        null=True,
        blank=True,
        help_text=(
            "Reports from so many networks take a reply off the page until a moderator has seen"
            " it. A network counts once: up to two where its reports were right before, nearly"
            " nothing where they never were. What somebody has approved stays. 0: never. Empty: as"
            " for wider parts, else 3."
        ),
    )

    max_length = models.PositiveIntegerField(
        "longest reply",
        null=True,
        blank=True,
        validators=[MinValueValidator(100), MaxValueValidator(MAX_LENGTH)],
        help_text=(
            "So many characters a reply may have. Empty: as set for wider parts, else"
            f" {DEFAULT_LENGTH:,}."
        ),
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = "reply policy"
        verbose_name_plural = "reply policies"
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=True) | Q(section__isnull=True),
                name="policy_one_subject",
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="policy_mode_known"),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(article__isnull=True, section__isnull=True),
                name="policy_one_for_the_site",
                violation_error_message=(
                    "There is a policy for everything else already: change that one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.article or self.section or 'Everywhere else'}:"
            f" {self.get_mode_display().split(':')[0].lower()}"
        )


class HouseRule(models.Model):
    """A rule for replies, as readers see it; a rejection names one."""

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=100)
    text = models.TextField()
    short = models.CharField(
        "in a few words",
        max_length=40,
        blank=True,
        db_default="",
        help_text=(
            "What breaks it, as it is counted under a thread: “personal attack(s)”; for a single"
            " one the “(s)” falls away. Empty: the title."
        ),
    )
    message = models.TextField(
        "what the author is told",
        blank=True,
        db_default="",
        help_text=(
            "Stands in the statement of reasons, after the rule. Moderators may change it for a"
            " reply."
        ),
    )

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class RulesVersion(models.Model):
    """All house rules as they stood from a moment on, until the next version. Never changed."""

    number = models.PositiveIntegerField(primary_key=True)
    rules = models.JSONField(help_text="A list of objects with number, title and text.")
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Version {self.number}"


class LedgerMonth(models.Model):
    """What was decided in a month, as the open ledger tells it by year: counted now and then by the
    worker."""

    month = models.DateField(primary_key=True, help_text="Its first day, in the site's time zone.")
    figures = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%B %Y}"


class RiskQuerySet(models.QuerySet):
    def active(self, now: dt.datetime) -> RiskQuerySet:
        """Those that hold at `now`, the strictest of a story first ("closed" before "held")."""
        return self.filter(begins_at__lte=now, ends_at__gt=now).order_by(
            "mode", "-begins_at", "-pk"
        )


class Risk(models.Model):
    """For a time, another mode under one story, because of what could be said there."""

    class Why(models.TextChoices):
        COURT = "court", "Court case"
        MINOR = "minor", "A minor is concerned"
        BEREAVEMENT = "bereavement", "Bereavement"
        LEGAL = "legal", "Legal read"
        OTHER = "other", "Another reason"

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="risks", verbose_name="story"
    )
    why = models.CharField(max_length=12, choices=Why)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.HELD)
    note = models.CharField(max_length=500, blank=True, help_text="For the newsroom only.")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField("until")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_at", "-pk"]
        indexes = [models.Index(fields=["article", "ends_at"], name="risk_of_story")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("begins_at")), name="risk_ends_after_begin"
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="risk_mode_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_why_display()}, until {self.ends_at:%Y-%m-%d}"


class DeskHours(models.Model):
    """When moderators are at the desk, on a day of the week, in the site's time zone."""

    class Day(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    day = models.PositiveSmallIntegerField(choices=Day)
    opens = models.TimeField("from")
    closes = models.TimeField("to")

    class Meta:
        verbose_name = verbose_name_plural = "hours of the desk"
        ordering = ["day", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="desk_closes_after_opening"
            ),
            models.UniqueConstraint(fields=["day", "opens"], name="desk_opens_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_day_display()}, {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        if self.opens is None or self.closes is None:
            return
        if self.closes <= self.opens:
            raise ValidationError(
                {
                    "closes": (
                        "This is before the desk opens. Past midnight, give the next day its own."
                    )
                }
            )
        others = DeskHours.objects.filter(
            day=self.day, opens__lt=self.closes, closes__gt=self.opens
        )
        if there := others.exclude(pk=self.pk).first():
            raise ValidationError(f"The desk is open then already: {there}.")


class WaitingTime(models.Model):
    """How long replies waited lately, in minutes, rounded up as readers are told it; there is one
    row."""

    usual = models.PositiveIntegerField(
        null=True, help_text="Half of them waited no longer. Empty: nothing is known."
    )
    most = models.PositiveIntegerField(null=True, help_text="Nine of ten waited no longer.")
    measured_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_waiting_time")]

    def __str__(self) -> str:
        return f"{self.usual} minutes, at most {self.most}"
