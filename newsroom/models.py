"""The people who log in, what they want to be told, and the mail that goes out."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class Pace(models.TextChoices):
    AT_ONCE = "now", "At once"
    NEVER = "never", "Never"


class User(AbstractUser):
    """Somebody of the newsroom. What a person may do follows from the groups: see roles.py."""

    story_mail = models.CharField(
        "my stories", max_length=10, choices=Pace, default=Pace.AT_ONCE, db_default=Pace.AT_ONCE,
        help_text="When somebody else approves, sends back, publishes or withdraws a story that I began, own or sign.",
    )  # fmt: skip
    review_mail = models.CharField(
        "stories for review", max_length=10, choices=Pace, default=Pace.AT_ONCE, db_default=Pace.AT_ONCE,
        help_text="When somebody submits a story.",
    )  # fmt: skip

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class MailState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    KEPT = "kept", "Kept here"


class Mail(models.Model):
    """A mail to one recipient, from the moment it was written. See newsroom/mail/."""

    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=250, blank=True)
    state = models.CharField(max_length=10, choices=MailState)
    written_at = models.DateTimeField("written")
    due_at = models.DateTimeField("next attempt", null=True)
    sent_at = models.DateTimeField("sent", null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField("last error", max_length=500, blank=True, help_text="In the words of the mail server.")
    sender = models.CharField(max_length=320, help_text="Where it is returned to if it can't be delivered.")
    message_id = models.CharField("Message-ID", max_length=320, help_text="What mail servers call it in their logs.")
    content = models.BinaryField(null=True, help_text="The whole of it, as it is sent.")

    class Meta:
        verbose_name = "email"
        verbose_name_plural = "emails"
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["-written_at", "-id"], name="mail_newest"),
            models.Index(fields=["state", "-written_at", "-id"], name="mail_newest_in_state"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="mail_due"),
            models.Index(fields=["written_at"], condition=Q(content__isnull=False), name="mail_with_content"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", due_at__isnull=False, content__isnull=False)
                | (~Q(state="waiting") & Q(due_at__isnull=True)),
                name="mail_due_while_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="mail_sent_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or "(no subject)"
