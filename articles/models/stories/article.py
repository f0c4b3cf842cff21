"""The working copy of a story: what the newsroom works on."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django_prose_editor.fields import ProseEditorField

from articles import paging
from articles.models.record import Record, Verb
from articles.models.slug import SlugField
from articles.models.stories.edition import Edition
from articles.models.stories.genre_and_role import Role
from articles.models.stories.remark import Remark
from articles.models.stories.story_text import StoryText
from newsroom.lib.text import html

#: Where no index helps, only this many of the stories saved last are searched.
AMONG_LATEST = 2_000


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    READY = "ready", "Ready"


class ArticleQuerySet(models.QuerySet):
    def with_status(self, now: dt.datetime) -> ArticleQuerySet:
        """Each with the numbers of its `live_edition`, a `begun_edition` and a `scheduled_edition`
        at `now`, or None.

        These are asked row by row. EXISTS would say the same, but PostgreSQL answers that from a
        table of all editions, however few stories are shown.
        """
        editions = Edition.objects.filter(article=OuterRef("pk")).order_by().values("pk")
        return self.annotate(
            live_edition=Subquery(editions.live(now)[:1]),
            begun_edition=Subquery(editions.begun(now)[:1]),
            scheduled_edition=Subquery(editions.scheduled(now)[:1]),
        )

    def with_open_remarks(self) -> ArticleQuerySet:
        """Each with `open_remarks`, how many remarks wait to be dealt with, asked row by row."""
        remarks = Remark.objects.open().filter(article=OuterRef("pk")).order_by()
        counted = remarks.values("article").annotate(count=Count("pk")).values("count")
        return self.annotate(open_remarks=Coalesce(Subquery(counted), 0))

    def of(self, user) -> ArticleQuerySet:
        """Those that `user` began, owns or signed, each once; each kind is found by an index of its
        own."""
        begun = Article.objects.filter(created_by=user).order_by().values("pk")
        owned = Article.objects.filter(owner=user).order_by().values("pk")
        signed = Credit.objects.filter(author__user=user).order_by().values("article")
        return self.filter(pk__in=begun.union(owned, signed))

    def waiting_for(self, user, *, approves: bool, until: dt.datetime) -> ArticleQuerySet:
        """What `user` is to act on next: their drafts that were sent back, or are due before
        `until`.

        With `approves`, also all stories that are in review.
        """
        moves = Record.objects.filter(
            article=OuterRef("pk"),
            verb__in=(Verb.SUBMIT, Verb.TAKE_BACK, Verb.APPROVE, Verb.SEND_BACK),
        )
        sent_back = Q(last_move=Verb.SEND_BACK)
        signed = Exists(Credit.objects.filter(article=OuterRef("pk"), author__user=user))
        # drafts are few: asked of each, not of all stories
        theirs = Q(created_by=user) | Q(owner=user) | signed
        drafts = Article.objects.filter(theirs, state=State.DRAFT).order_by()
        drafts = drafts.alias(last_move=Subquery(moves.order_by("-at", "-pk").values("verb")[:1]))
        waiting = drafts.filter(Q(due_at__lt=until) | sent_back).values("pk")
        if approves:
            waiting = waiting.union(
                Article.objects.filter(state=State.REVIEW).order_by().values("pk")
            )
        return self.filter(pk__in=waiting)

    def scheduled(self, now: dt.datetime) -> ArticleQuerySet:
        """Those with an edition that waits for its time: few, found from their own index."""
        return self.filter(pk__in=Edition.objects.scheduled(now).values("article"))

    def ready_to_publish(self, now: dt.datetime) -> ArticleQuerySet:
        """Ready, neither live nor scheduled; looked for among the ready stories saved last. One
        query.

        What is live is ready too: without an end, a long archive would be looked through for the
        few that are not.
        """
        editions = Edition.objects.filter(article=OuterRef("pk")).order_by().values("pk")
        ready = paging.newest(self.filter(state=State.READY).order_by(), "saved_at", AMONG_LATEST)
        standing = {
            "on_site": Subquery(editions.live(now)[:1]),
            "to_come": Subquery(editions.scheduled(now)[:1]),
        }
        return ready.alias(**standing).filter(on_site__isnull=True, to_come__isnull=True)

    def ahead_of_readers(self, now: dt.datetime) -> ArticleQuerySet:
        """Live stories whose text went on since they were published, among those saved last. One
        query."""
        behind = Edition.objects.live(now).filter(
            article=OuterRef("pk"), article_version__lt=OuterRef("text_version")
        )
        lately = paging.newest(self.order_by(), "saved_at", AMONG_LATEST)
        return lately.alias(behind=Subquery(behind.order_by().values("pk")[:1])).filter(
            behind__isnull=False
        )


class Article(StoryText):
    """A story as the newsroom works on it. Readers see its editions."""

    body = ProseEditorField(
        extensions=html.EDITOR,
        sanitize=html.clean_field,
        blank=True,
        help_text="Paste from anywhere: structure stays, decoration goes.",
    )
    section = models.ForeignKey("articles.Section", models.PROTECT, related_name="articles")
    topics = models.ManyToManyField("articles.Topic", blank=True, related_name="articles")
    authors = models.ManyToManyField(
        "articles.Author", through="articles.Credit", related_name="articles"
    )
    slug = SlugField(
        "address",
        max_length=120,
        blank=True,
        help_text=(
            "The last part of the story's address. Empty: from the headline, at first publication."
        ),
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles_owned",
        help_text="Who sees to it that it gets done.",
    )
    due_at = models.DateTimeField(
        "due", null=True, blank=True, help_text="When the newsroom wants it finished."
    )
    embargo_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="No reader sees anything of it before, whatever else is set.",
    )
    slugline = models.CharField(
        "budget line",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="What it is about, in a line for the morning meeting. Readers never see it.",
    )
    note = models.TextField(
        "note for the newsroom",
        max_length=2000,
        blank=True,
        default="",
        db_default="",
        help_text="Sources, numbers to call, what is still open. Readers never see it.",
    )
    legal_hold = models.BooleanField(
        "needs a lawyer's eye",
        default=False,
        db_default=False,
        help_text="It can't be published before this is taken off.",
    )
    expires_at = models.DateTimeField(
        "expires",
        null=True,
        blank=True,
        help_text="When it leaves the site by itself. Takes effect with the next edition.",
    )

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, db_index=True)
    version = models.PositiveIntegerField(default=0, help_text="Counts saves.")
    text_version = models.PositiveIntegerField(
        default=0, db_default=0, help_text="The save at which what readers are to see last changed."
    )
    approved_version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The save that somebody approved last."
    )
    gone_words = models.CharField(
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text="What its address tells readers once it is withdrawn.",
    )
    gone_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The story that its address leads on to once it is withdrawn.",
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="articles_created"
    )
    saved_at = models.DateTimeField(db_index=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-saved_at", "-id"], name="article_saved_last_in_state"),
            models.Index(
                fields=["section", "-saved_at", "-id"], name="article_saved_last_in_section"
            ),
            models.Index(fields=["owner", "-saved_at", "-id"], name="article_saved_last_of_owner"),
            models.Index(
                fields=["lead_picture", "-saved_at", "-id"], name="article_saved_last_with"
            ),
            models.Index(
                fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="article_next_due"
            ),
            models.Index(
                fields=["embargo_until", "id"],
                condition=Q(embargo_until__isnull=False),
                name="article_embargoed",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="article_state_known")
        ]
        permissions = [
            ("change_others_article", "Can change stories of others"),
            ("approve_article", "Can approve stories, or send them back"),
            ("publish_article", "Can publish, schedule and withdraw stories"),
            ("skip_review", "Can publish what nobody else has approved"),
        ]

    @property
    def is_approved(self) -> bool:
        """Whether what readers would see was approved as it stands."""
        return self.approved_version is not None and self.approved_version >= self.text_version

    @property
    def bylines(self) -> list:
        """The authors in the order of their credits."""
        return [credit.author for credit in self.credits.all()]

    @property
    def words(self) -> int:
        return html.count_words(self.body)


class Credit(models.Model):
    """An author's place in a story's byline, and what they did for it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="credits")
    author = models.ForeignKey("articles.Author", models.PROTECT, related_name="credits")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(
        max_length=12, choices=Role, default=Role.REPORTING, db_default=Role.REPORTING
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="author_credited_once")
        ]

    def __str__(self) -> str:
        return str(self.author)
