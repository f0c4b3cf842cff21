"""What readers do with the replies of others: read, recommend and report them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Thread(models.Model):
    """How often the replies to a story have been read: counted by sample, of nobody in
    particular."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="thread"
    )
    views = models.PositiveBigIntegerField(default=0)
    scored_views = models.PositiveBigIntegerField(
        default=0, help_text="The views when the order “best” was last made."
    )

    def __str__(self) -> str:
        return f"{self.article_id}: {self.views}"


def _network() -> models.CharField:
    return models.CharField(
        max_length=43,
        blank=True,
        default="",
        db_default="",
        help_text="A keyed digest of the network: it counts once, whatever browsers say.",
    )


class Recommendation(models.Model):
    """One browser in one network finds a reply worth reading. `who` is a keyed digest of both."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="recommendations")
    who = models.CharField(max_length=43)
    network = _network()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "who"], name="recommendation_once")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} at {self.at:%Y-%m-%d}"


class Reason(models.TextChoices):
    ABUSE = "abuse", "It attacks or insults somebody"
    HATE = "hate", "It is hateful"
    FALSE = "false", "It spreads something false"
    SPAM = "spam", "It is advertising, or spam"
    PRIVATE = "private", "It tells something private about somebody"
    ILLEGAL = "illegal", "It is against the law"
    OTHER = "other", "Something else"


class Report(models.Model):
    """A reader says that a reply should not be shown, and why."""

    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField(help_text="Of the reply, when it was reported.")
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.TextField(blank=True)
    email = models.EmailField(
        max_length=254, blank=True, help_text="For the answer, if one is wished."
    )
    who = models.CharField(
        max_length=43, blank=True, help_text="A keyed digest of browser and network."
    )
    network = _network()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["at", "id"], condition=Q(settled_at__isnull=True), name="report_open"
            ),
            models.Index(fields=["at"], condition=~Q(who=""), name="report_with_traces"),
            models.Index(
                fields=["network", "settled_at"],
                condition=Q(settled_at__isnull=False) & ~Q(network=""),
                name="report_of_network",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "who", "version"], condition=~Q(who=""), name="report_once"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=Reason.values), name="report_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"


class Ping(models.Model):
    """Another site said that it links to a story: a pingback or trackback of old, brought along by
    an import."""

    class Kind(models.TextChoices):
        PINGBACK = "pingback", "Pingback"
        TRACKBACK = "trackback", "Trackback"

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="pings")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=245)
    address = models.CharField(max_length=500)
    excerpt = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["pingback", "trackback"]), name="ping_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title
