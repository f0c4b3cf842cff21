"""A reply to a story."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Substr


class State(models.TextChoices):
    HELD = "held", "Held"
    SHOWN = "shown", "Shown"
    REJECTED = "rejected", "Rejected"
    SPAM = "spam", "Spam"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Band(models.TextChoices):
    """What the model makes of a reply: where it doesn't know, it says so."""

    CLEAR = "clear", "Not like spam"
    UNSURE = "unsure", "Can’t tell"
    DOUBTFUL = "doubtful", "Like spam"


class CommentQuerySet(models.QuerySet):
    def shown(self) -> CommentQuerySet:
        return self.filter(state=State.SHOWN)

    def held(self) -> CommentQuerySet:
        return self.filter(state=State.HELD)

    def in_thread_order(self) -> CommentQuerySet:
        """Each reply before its answers, oldest first."""
        return self.order_by("root", "path")

    def counts(self, article_ids) -> dict[int, int]:
        """How many replies are shown under each story. One query."""
        return self.shown().per_story(article_ids)

    def per_story(self, articles) -> dict[int, int]:
        """How many of these replies are under each story that has some. One query."""
        rows = self.filter(article__in=articles).values_list("article").annotate(n=Count("*"))
        return dict(rows.order_by())

    def states_by_email(self, emails) -> dict[str, dict[str, int]]:
        """How many replies each of these addresses has in each state. One query."""
        rows = (
            self.filter(email__in=emails)
            .exclude(email="")
            .values_list("email", "state")
            .annotate(n=Count("*"))
        )
        record: dict[str, dict[str, int]] = {}
        for email, state, count in rows.order_by():
            record.setdefault(email, {})[state] = count
        return record


class Comment(models.Model):
    """A reply, under a story or under another reply of the same story.

    `path` is the parent's path and this reply's number in seven digits of base 36, so ordering by
    it gives the thread, and a prefix of it a branch; its first seven digits are the `root` of the
    thread. `idempotency_key` is a digest of who said what where: the same thing sent twice is one
    reply, whatever the timing.
    """

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="comments")
    edition = models.ForeignKey("articles.Edition", models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers"
    )
    path = models.CharField(max_length=7 * 200, blank=True)
    root = models.GeneratedField(
        expression=Substr("path", 1, 7),
        output_field=models.CharField(max_length=7),
        db_persist=True,
        help_text="The path of the reply that begins the thread.",
    )
    depth = models.PositiveSmallIntegerField(default=0)

    name = models.CharField(max_length=245)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        help_text="Set when the newsroom answers.",
    )

    reader = models.ForeignKey(
        "comments.Reader",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        help_text="Set when whoever wrote it has shown that the address is theirs.",
    )
    wants_mail = models.BooleanField(
        default=False, db_default=False, help_text="To be told what becomes of it."
    )
    rules_seen = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="The version of the house rules that the author says to have seen.",
    )

    version = models.PositiveSmallIntegerField(default=1, db_default=1, help_text="Of the text.")
    edited_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State)
    decision_count = models.PositiveIntegerField(
        default=1, db_default=1, db_column="turn", help_text="Incremented by each decision."
    )
    reviewed = models.BooleanField(
        default=False, db_column="seen", help_text="A moderator has decided about it."
    )
    created_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, unique=True, db_column="once")
    network = models.CharField(
        max_length=45, blank=True, help_text="The sender's network, cut to /24 or /48."
    )
    agent = models.CharField(
        max_length=200,
        blank=True,
        db_default="",
        help_text="What the sender’s browser calls itself.",
    )

    recommended = models.PositiveIntegerField(
        default=0, db_default=0, help_text="By so many readers."
    )
    views_before = models.PositiveBigIntegerField(
        default=0,
        db_default=0,
        help_text="How often the thread had been read when this reply was first shown.",
    )
    best = models.FloatField(
        default=0, db_default=0, help_text="Its place in the order “best”: more is higher."
    )
    picked_at = models.DateTimeField("picked by the newsroom", null=True, blank=True)

    held_for = models.CharField(
        max_length=20,
        blank=True,
        db_default="",
        help_text="The code of the finding for which a moderator is needed.",
    )
    has_link = models.BooleanField(default=False, db_default=False)
    language = models.CharField(
        max_length=3, blank=True, db_default="", help_text="ISO 639-1, where it can be told."
    )
    band = models.CharField(max_length=10, choices=Band, blank=True, db_default="")
    score = models.FloatField(
        null=True, blank=True, help_text="Of the model, from 0 (nothing against it) to 1."
    )
    risk = models.FloatField(
        default=0, db_default=0, help_text="How likely it is not to be shown, by all findings."
    )
    priority = models.FloatField(
        default=0, db_default=0, help_text="Risk × exposure: more is more urgent."
    )
    rule = models.ForeignKey(
        "comments.HouseRule",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="By which it is rejected.",
    )
    for_law = models.BooleanField(
        default=False, db_default=False, help_text="It is rejected because of the law."
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "reply"
        verbose_name_plural = "replies"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["article", "state", "root", "path"], name="comment_of_story"),
            models.Index(fields=["created_at", "id"], name="comment_newest"),
            # Filters are read in the index itself, so that a page of a long queue looks up its own
            # rows alone.
            models.Index(
                fields=[
                    "state",
                    "created_at",
                    "id",
                    "held_for",
                    "band",
                    "language",
                    "has_link",
                    "article",
                    "email",
                ],
                name="comment_queue_by_age",
            ),
            models.Index(
                fields=[
                    "state",
                    "-priority",
                    "created_at",
                    "id",
                    "held_for",
                    "band",
                    "language",
                    "has_link",
                    "article",
                    "email",
                ],
                name="comment_queue_by_priority",
            ),
            models.Index(
                fields=["state", "created_at", "id"],
                condition=Q(reviewed=False),
                name="comment_unseen",
            ),
            models.Index(
                fields=["state", "-priority", "created_at", "id"],
                condition=Q(reviewed=False),
                name="comment_unseen_by_priority",
            ),
            models.Index(
                fields=["article", "rule", "for_law"],
                condition=Q(state="rejected"),
                name="comment_ledger",
            ),
            models.Index(fields=["email", "state"], name="comment_by_email"),
            models.Index(fields=["email", "created_at", "id"], name="comment_newest_by_email"),
            models.Index(fields=["article", "created_at"], name="comment_pace_of_story"),
            models.Index(
                fields=["network", "created_at"],
                condition=~Q(network=""),
                name="comment_pace_of_network",
            ),
            models.Index(
                fields=["created_at"],
                condition=~Q(network="", agent=""),
                name="comment_with_traces",
            ),
            models.Index(
                fields=["article", "-best", "root"],
                name="comment_best",
                condition=Q(state="shown", parent__isnull=True, best__gt=0),
            ),
            models.Index(
                fields=["article", "-shown_at", "-id"],
                name="comment_latest",
                condition=Q(state="shown"),
            ),
            models.Index(
                fields=["article", "-picked_at"],
                name="comment_picked",
                condition=Q(state="shown", picked_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="comment_state_known"),
            models.CheckConstraint(
                condition=~Q(state="shown") | Q(shown_at__isnull=False), name="comment_shown_when"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, depth=0) | Q(parent__isnull=False, depth__gt=0),
                name="comment_depth_of_parent",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="comment_not_own_parent"),
        ]
        permissions = [
            ("decide_comment", "Can decide about replies"),
            ("see_figures", "Can see how moderation goes"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:40]}"

    @property
    def is_emptied(self) -> bool:
        """Whether nothing is left of it but its place: there is nothing to be shown again."""
        return self.idempotency_key.startswith("erased-") and not self.text

    @property
    def revision(self) -> str:
        """Changes with every decision and every change of the text. What a moderator has read is
        sent back with the decision."""
        return f"{self.state} {self.version}.{self.decision_count}"

    def matches(self, revision: str) -> bool:
        """Whether nothing has changed since then. A revision may be given without the number of
        decisions, as forms had it once."""
        former = self.state if self.version == 1 else f"{self.state} {self.version}"
        return revision in (self.revision, former)

    def get_absolute_url(self) -> str:
        return f"{self.edition.get_absolute_url()}?thread={self.pk}#comment-{self.pk}"


class CommentVersion(models.Model):
    """A text that a reply had before its author changed it. Never changed itself."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    until = models.DateTimeField(help_text="When its author replaced it.")

    class Meta:
        ordering = ["comment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="comment_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}, version {self.number}"
