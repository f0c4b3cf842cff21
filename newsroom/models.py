"""The people who log in, what they want to be told, the mail that goes out, what came in from
elsewhere, and what the worker does by itself."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class Pace(models.TextChoices):
    AT_ONCE = "now", "At once"
    NEVER = "never", "Never"


class User(AbstractUser):
    """Somebody of the newsroom. What a person may do follows from the groups: see roles.py."""

    story_mail = models.CharField(
        "my stories",
        max_length=10,
        choices=Pace,
        default=Pace.AT_ONCE,
        db_default=Pace.AT_ONCE,
        help_text=(
            "When somebody else approves, sends back, publishes or withdraws a story that I began,"
            " own or sign."
        ),
    )
    review_mail = models.CharField(
        "stories for review",
        max_length=10,
        choices=Pace,
        default=Pace.AT_ONCE,
        db_default=Pace.AT_ONCE,
        help_text="When somebody submits a story.",
    )
    reply_mail = models.CharField(
        "replies to my stories",
        max_length=10,
        choices=Pace,
        default=Pace.NEVER,
        db_default=Pace.NEVER,
        help_text="When readers reply to a story that I sign, and it is shown.",
    )
    replies_told_at = models.DateTimeField(null=True, editable=False)

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
    error = models.CharField(
        "last error", max_length=500, blank=True, help_text="In the words of the mail server."
    )
    sender = models.CharField(
        max_length=320, help_text="Where it is returned to if it can't be delivered."
    )
    message_id = models.CharField(
        "Message-ID", max_length=320, help_text="What mail servers call it in their logs."
    )
    content = models.BinaryField(null=True, help_text="The whole of it, as it is sent.")

    class Meta:
        verbose_name = "email"
        verbose_name_plural = "emails"
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["-written_at", "-id"], name="mail_newest"),
            models.Index(fields=["state", "-written_at", "-id"], name="mail_newest_in_state"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="mail_due"),
            models.Index(
                fields=["written_at"], condition=Q(content__isnull=False), name="mail_with_content"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MailState.values), name="mail_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", due_at__isnull=False, content__isnull=False)
                | (~Q(state="waiting") & Q(due_at__isnull=True)),
                name="mail_due_while_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="mail_sent_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or "(no subject)"


class RunState(models.TextChoices):
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped before its end"


class Import(models.Model):
    """A run of an import, from whose beginning on its report can be read.

    See newsroom/moving/wordpress/importing/import_site.py.
    """

    source = models.CharField(max_length=250, help_text="The site it comes from.")
    files = models.JSONField(default=list, help_text="The names of the files.")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    started_at = models.DateTimeField("started")
    seen_at = models.DateTimeField("last sign of life")
    ended_at = models.DateTimeField("ended", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    summary = models.JSONField(default=list, help_text="What it did, in lines of words.")
    counts = models.JSONField(
        default=list, help_text="Outcome, reason, and how many lines there are of it."
    )

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["-started_at", "-id"], name="import_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RunState.values), name="import_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"Import from {self.site}"

    @property
    def site(self) -> str:
        """The source without the name of its system: "old.example" of "wordpress old.example"."""
        return self.source.partition(" ")[2] or self.source


def _link(to: str) -> models.ForeignKey:
    """To what may be deleted. The database doesn't hold it, so that the version before can delete
    as well."""
    return models.ForeignKey(to, models.SET_NULL, null=True, related_name="+", db_constraint=False)


class Imported(models.Model):
    """Something of another system, and what it became here. It comes in once: this row says so, and
    stays when what it became is deleted.

    `key` is what it is known by there, and unique in its kind: the GUID of a story, the address of
    a picture, the slug of a term, the login of an author.
    """

    source = models.CharField(max_length=250)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    number = models.PositiveBigIntegerField(default=0, help_text="Its number there; 0 for none.")
    digest = models.CharField(
        max_length=32, blank=True, help_text="Of what came in, to see when it is another there."
    )
    article = _link("articles.Article")
    picture = _link("articles.Picture")
    section = _link("articles.Section")
    topic = _link("articles.Topic")
    author = _link("articles.Author")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["source", "kind", "number"], name="imported_by_number")]
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "key"], name="imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Outcome(models.TextChoices):
    LOST = "lost", "Did not come"
    DOUBT = "doubt", "Worth a look"
    CAME = "came", "Came in"


class ImportLine(models.Model):
    """A line of the report of a run: what came of one thing, and why."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="lines")
    outcome = models.CharField(max_length=10, choices=Outcome)
    kind = models.CharField(
        max_length=30, help_text="What it is there: post, page, attachment, reply …"
    )
    file = models.CharField(max_length=250, blank=True)
    line = models.PositiveBigIntegerField(
        default=0, help_text="Where it begins in the file; 0: nowhere."
    )
    number = models.PositiveBigIntegerField(default=0, help_text="Its number there.")
    subject = models.CharField(max_length=250, blank=True)
    about = models.CharField(
        max_length=80, blank=True, help_text="The reason in short, by which lines are counted."
    )
    words = models.TextField(blank=True)
    article = _link("articles.Article")
    picture = _link("articles.Picture")

    class Meta:
        verbose_name = "line of an import"
        verbose_name_plural = "lines of imports"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["run", "outcome", "id"], name="import_line_by_outcome"),
            models.Index(fields=["run", "about", "id"], name="import_line_by_reason"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="import_outcome_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.subject}"


class Announcement(models.Model):
    """What has moved and the WebSub hub is not told of yet. See websub.py."""

    key = models.CharField(
        max_length=60, unique=True, help_text="As in articles/pages/versions.py."
    )
    moved = models.PositiveIntegerField(help_text="How often, since it was last told.")
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.key


class FeedClock(models.Model):
    """Up to when it was looked for what begins and ends by the clock; there is one."""

    until = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_feed_clock")]

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d %H:%M}"


class Heartbeat(models.Model):
    """A worker, by its last sign of life. See newsroom/serving/worker.py."""

    worker = models.CharField(max_length=150, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.worker


class Chore(models.Model):
    """A step of the nightly tidying, as it went last. See newsroom/operations/tidying.py."""

    name = models.CharField(max_length=40, primary_key=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    deleted = models.PositiveBigIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class PolicyReport(models.Model):
    """What browsers refused to do for a page, however often. See
    newsroom/operations/policy_reports.py."""

    directive = models.CharField(
        "rule", max_length=40, help_text="The directive of the content security policy."
    )
    blocked = models.CharField(
        "refused", max_length=200, blank=True, help_text="What the page wanted to load or do."
    )
    source = models.CharField(
        "asked for by", max_length=200, blank=True, help_text="The script or page that did."
    )
    line = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=200, help_text="Where it happened last.")
    count = models.PositiveBigIntegerField("times", default=1)
    first_at = models.DateTimeField("first")
    last_at = models.DateTimeField("last", db_index=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = "refusal of browsers"
        verbose_name_plural = "refusals of browsers"
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "blocked", "source"], name="policy_report_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.directive}: {self.blocked}"
