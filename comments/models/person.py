"""What the newsroom notes about people who write replies, and what it does about them. A person is
an address."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from newsroom.lib.web.addresses import digest


class SanctionQuerySet(models.QuerySet):
    def in_force(self, now: dt.datetime) -> SanctionQuerySet:
        """Those that have an effect at `now`: a message has none, and a warning until it is
        read."""
        holding = self.filter(Q(until=None) | Q(until__gt=now), lifted_at=None)
        return holding.exclude(kind="message").exclude(kind="warn", seen_at__isnull=False)

    def about(self, email: str) -> SanctionQuerySet:
        """Those about whoever writes from an address, also from before what was known of it was
        erased."""
        return self.filter(email__in=[email, digest(email)])

    def told_to(self, email: str) -> SanctionQuerySet:
        """Those that the person at an address is told about, newest first. One that only holds
        replies is not told: it is felt at each of them."""
        told = self.about(email).filter(lifted_at=None, kind__in=Sanction.TOLD)
        return told.select_related("rule").order_by("-since", "-pk")


class Sanction(models.Model):
    """A measure about a person, from light to heavy; it ends by the clock, or when somebody lifts
    it."""

    class Kind(models.TextChoices):
        MESSAGE = "message", "Send a message"
        WARN = "warn", "Warn"
        HOLD = "hold", "Always hold"
        SUSPEND = "suspend", "Suspend for some days"
        BAN = "ban", "Ban"

    TOLD = (Kind.MESSAGE, Kind.WARN, Kind.SUSPEND, Kind.BAN)

    email = models.EmailField(
        max_length=254,
        help_text="In lower case; a digest of it where what was known of the person is erased.",
    )
    kind = models.CharField(max_length=10, choices=Kind)
    message = models.TextField(blank=True, help_text="What the person is told.")
    note = models.TextField(blank=True, help_text="For the newsroom only.")
    rule = models.ForeignKey(
        "comments.HouseRule", models.PROTECT, null=True, blank=True, related_name="+"
    )
    comment = models.ForeignKey(
        "comments.Comment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sanctions",
        help_text="The reply that gave rise to it.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(
        null=True, blank=True, help_text="When the person said to have read it."
    )
    batch = models.UUIDField(null=True, blank=True, help_text="Of the decisions that came with it.")

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        permissions = [("ban_person", "Can ban somebody")]
        indexes = [models.Index(fields=["email", "-since"], name="sanction_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["message", "warn", "hold", "suspend", "ban"]),
                name="sanction_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="suspend") | Q(until__isnull=False),
                name="sanction_suspends_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.kind}"

    def is_in_force(self, now: dt.datetime) -> bool:
        """Whether it has an effect at `now`; of many, see SanctionQuerySet.in_force."""
        if self.lifted_at or (self.until and self.until <= now) or self.kind == self.Kind.MESSAGE:
            return False
        return not (self.kind == self.Kind.WARN and self.seen_at)


class PersonNote(models.Model):
    """What moderators want each other to know about a person."""

    email = models.EmailField(max_length=254, help_text="In lower case.")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["email", "-at"], name="note_on_person")]

    def __str__(self) -> str:
        return f"{self.email}: {self.text[:40]}"
