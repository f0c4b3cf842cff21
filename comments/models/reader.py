"""Readers who have shown that an email address is theirs, and what they want to be told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Pace(models.TextChoices):
    AT_ONCE = "now", "At once"
    DAILY = "daily", "Once a day"
    NEVER = "never", "Never"


#: The hour, in the site's time zone, of mail that goes out once a day.
MORNING = 8


class Event(models.TextChoices):
    SHOWN = "shown", "Your reply is shown"
    REJECTED = "rejected", "Your reply is not shown"
    ANSWERED = "answered", "Somebody answered you"
    FOLLOWED = "followed", "New under a story you follow"
    SETTLED = "settled", "What the newsroom made of your hint"
    APPEALED = "appealed", "What came of your appeal"
    MESSAGE = "message", "A message from the moderators"

    @property
    def choice(self) -> str:
        """The field of a Reader that says how soon they are told of it."""
        if self == Event.ANSWERED:
            return "answers_mail"
        return "stories_mail" if self == Event.FOLLOWED else "decisions_mail"


class Reader(models.Model):
    """Whoever reads mail at an address: nobody has a row here who did not follow a link sent there.

    `key` is part of every proof that a browser keeps, so a new one makes all of them void.
    """

    email = models.EmailField(max_length=254, unique=True, help_text="In lower case.")
    name = models.CharField(max_length=245, blank=True)
    folded_name = models.CharField(
        max_length=245,
        blank=True,
        db_default="",
        db_index=True,
        help_text="As names are compared, cut.",
    )
    key = models.CharField(max_length=43)
    confirmed_at = models.DateTimeField()
    answers_mail = models.CharField(
        "answers to me", max_length=10, choices=Pace, default=Pace.AT_ONCE
    )
    stories_mail = models.CharField(
        "stories I follow", max_length=10, choices=Pace, default=Pace.DAILY
    )
    decisions_mail = models.CharField(
        "what becomes of my replies", max_length=10, choices=Pace, default=Pace.AT_ONCE
    )

    class Meta:
        ordering = ["-confirmed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answers_mail__in=Pace.values)
                & Q(stories_mail__in=Pace.values)
                & Q(decisions_mail__in=Pace.values),
                name="reader_paces_known",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def pace(self, event: Event) -> str:
        """How soon the reader wants to be told of such an event: a Pace."""
        return getattr(self, Event(event).choice)


class MailLink(models.Model):
    """A link that was mailed to an address and is good once. Of its token only a digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254, help_text="In lower case.")
    name = models.CharField(max_length=245, blank=True)
    comment = models.ForeignKey(
        "comments.Comment",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="That it confirms.",
    )
    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="To be followed.",
    )
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["email", "-made_at"], name="mail_link_of_address"),
            models.Index(fields=["made_at"], name="mail_link_age"),
        ]

    def __str__(self) -> str:
        return f"to {self.email}, {self.made_at:%Y-%m-%d}"


class Follow(models.Model):
    """A reader wants to be told of new replies under a story."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="follows")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="followers")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "reader"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} follows {self.article_id}"


class Notice(models.Model):
    """Something to tell a reader, once, in a mail with all else that is due by then."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="notices")
    event = models.CharField(max_length=10, choices=Event)
    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, related_name="+", help_text="That it is about."
    )
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty once it is told, or is no more to be told."
    )
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "reader"], condition=Q(due_at__isnull=False), name="notice_due"
            ),
            models.Index(fields=["made_at"], name="notice_age"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reader", "event"], name="notice_once"),
            models.CheckConstraint(condition=Q(event__in=Event.values), name="notice_event_known"),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.comment_id}"
