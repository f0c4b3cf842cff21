"""What stories are filed under: the publication itself, its sections, topics and bylines."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class PublicationQuerySet(models.QuerySet):
    def current(self) -> "Publication":
        """The publication of this site, with its defaults while nobody has named it."""
        return self.filter(pk=1).first() or Publication(pk=1)


class Publication(models.Model):
    """The paper itself; there is one."""

    name = models.CharField(max_length=100, default="Newsroom")
    tagline = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True, help_text="Two or three sentences, at the foot of every page.")

    shows_history = models.BooleanField(
        "show the history of stories", default=True, db_default=True,
        help_text="Readers see which versions of a story there were, and what changed between them.",
    )  # fmt: skip

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "publication"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_publication")]

    def __str__(self) -> str:
        return self.name


class Named(models.Model):
    """A name, and the address made of it."""

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, unique=True, help_text="The last part of its address.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(f"articles:{self._meta.model_name}", args=[self.slug])


class Section(Named):
    """A part of the paper. Every story stands in one."""

    description = models.CharField(max_length=300, blank=True, help_text="One sentence, shown on its page.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in the navigation.")

    class Meta:
        ordering = ["position", "name"]


class Topic(Named):
    """What stories are about, across sections."""

    description = models.CharField(max_length=300, blank=True, help_text="One sentence, shown on its page.")

    class Meta:
        ordering = ["name"]


class Author(Named):
    """A byline, with or without a login."""

    role = models.CharField(max_length=100, blank=True, help_text="For example: Education reporter.")
    bio = models.TextField(blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="author",
        help_text="The login of this person, when there is one.",
    )  # fmt: skip

    class Meta:
        ordering = ["name"]
