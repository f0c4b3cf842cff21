"""What stories are filed under: the publication itself, its sections, topics and bylines."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from articles.models.slug import SlugField
from newsroom.lib.web.addresses import NotAnAddress, is_web_address, mail_address, web_address

#: A name in the fediverse: of a person, and of the server that knows it.
_HANDLE = re.compile(
    r"@(?P<name>[\w.-]{1,60})@(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})"
)
_PLACE = re.compile(r"(?:https?://[^\s/]+|/)\S*", re.IGNORECASE)


def check_place(value: str) -> None:
    """Raise ValidationError for what is neither an address of the web nor one on this site."""
    if not _PLACE.fullmatch(value) or value.startswith("//"):
        raise ValidationError(
            "Give an address of the web, or one on this site that begins with a “/”."
        )


def check_web_address(value: str) -> None:
    """Raise ValidationError for what is no http(s) address as it is kept."""
    try:
        kept = web_address(value)
    except NotAnAddress as error:
        raise ValidationError(str(error)) from None
    if kept != value:
        raise ValidationError(f"Please write it like this: {kept}")


def check_handle(value: str) -> None:
    """Raise ValidationError for what is no name in the fediverse."""
    if not _HANDLE.fullmatch(value):
        raise ValidationError("A name in the fediverse looks like this: @ana@example.social")


def check_contact(value: str) -> None:
    """Raise ValidationError for what is neither an address of mail nor one of the web, as they are
    kept."""
    try:
        kept = mail_address(value) if "@" in value else web_address(value)
    except NotAnAddress as error:
        raise ValidationError(str(error)) from None
    if "@" not in value and not value.startswith("https://"):
        raise ValidationError("Give an email address, or a web address that begins with https://.")
    if kept != value:
        raise ValidationError(f"Please write it like this: {kept}")


class PublicationQuerySet(models.QuerySet):
    def current(self) -> "Publication":
        """The publication of this site, with its defaults while nobody has named it."""
        return self.filter(pk=1).select_related("logo").first() or Publication(pk=1)


#: Under these, readers would take somebody for the newsroom.
RESERVED_NAMES = "\n".join((
    "Moderator", "Moderation", "Moderation team", "Editor", "Editorial", "The editors", "Admin",
    "Administrator", "Administration", "Newsroom", "From the newsroom", "Webmaster", "Staff writer",
    "Support team", "Editor-in-chief", "Publisher",
    "Модератор", "Редактор", "Редакция", "Администратор", "Moderador", "Modérateur", "Redaktion",
    "Redacción", "Rédaction",
))  # fmt: skip


def _policy(label: str, about: str) -> models.CharField:
    return models.CharField(
        label,
        max_length=300,
        blank=True,
        default="",
        db_default="",
        validators=[check_place],
        help_text=about,
    )


class Publication(models.Model):
    """The paper itself; there is one."""

    name = models.CharField(max_length=100, default="Newsroom")
    tagline = models.CharField(max_length=200, blank=True)
    about = models.TextField(
        blank=True, help_text="Two or three sentences, at the foot of every page."
    )

    shows_history = models.BooleanField(
        "show the history of stories",
        default=True,
        db_default=True,
        help_text=(
            "Readers see which versions of a story there were, and what changed between them."
        ),
    )

    logo = models.ForeignKey(
        "articles.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What search engines show beside the paper's name.",
    )
    ethics_policy = _policy("how we work", "Where the paper's principles stand.")
    verification_policy = _policy("how we check facts", "Where readers learn it.")
    sources_policy = _policy("unnamed sources", "Where readers learn when a source stays unnamed.")
    bylines_policy = _policy(
        "stories without a byline", "Where readers learn why a story has none."
    )
    mission = _policy("what we cover", "Where the paper says what it covers, and why.")
    diversity_policy = _policy("diversity", "Where the paper says how it sees to many voices.")
    feedback_policy = _policy(
        "tell us", "Where readers learn how to point out mistakes, and what comes of it."
    )
    ownership = _policy("who owns us", "Where owners and money are named.")
    masthead = _policy("who we are", "Where the people of the newsroom are named.")

    reserved_names = models.TextField(
        "names that no reader may use",
        blank=True,
        max_length=5000,
        default=RESERVED_NAMES,
        db_default=RESERVED_NAMES,
        help_text=(
            "One a line. A reply under such a name, or one that looks like it, waits for a"
            " moderator. The paper’s own name and those of its people are among them anyhow."
        ),
    )
    security_contact = models.CharField(
        "who is told of a security hole",
        max_length=300,
        blank=True,
        default="",
        db_default="",
        validators=[check_contact],
        help_text=(
            "An email or web address. Whoever finds a hole looks for it at"
            " /.well-known/security.txt."
        ),
    )

    objects = PublicationQuerySet.as_manager()

    #: Where the paper says how it works, by field: what schema.org calls that of a
    #: NewsMediaOrganization.
    POLICIES = {
        "ethics_policy": "ethicsPolicy",
        "verification_policy": "verificationFactCheckingPolicy",
        "sources_policy": "unnamedSourcesPolicy",
        "bylines_policy": "noBylinesPolicy",
        "mission": "missionCoveragePrioritiesPolicy",
        "diversity_policy": "diversityPolicy",
        "feedback_policy": "actionableFeedbackPolicy",
        "ownership": "ownershipFundingInfo",
        "masthead": "masthead",
    }

    class Meta:
        verbose_name_plural = "publication"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_publication")]

    def __str__(self) -> str:
        return self.name

    @property
    def policies(self) -> list[tuple[str, str]]:
        """Those that are given: what each is about, and its address."""
        fields = [self._meta.get_field(name) for name in self.POLICIES]
        return [
            (field.verbose_name, address)
            for field in fields
            if (address := getattr(self, field.name))
        ]


class Named(models.Model):
    """A name, and the address made of it."""

    name = models.CharField(max_length=100)
    slug = SlugField(max_length=100, unique=True, help_text="The last part of its address.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(f"articles:{self._meta.model_name}", args=[self.slug])


class Section(Named):
    """A part of the paper. Every story stands in one."""

    description = models.CharField(
        max_length=300, blank=True, help_text="One sentence, shown on its page."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in the navigation.")

    class Meta:
        ordering = ["position", "name"]


class Topic(Named):
    """What stories are about, across sections."""

    description = models.CharField(
        max_length=300, blank=True, help_text="One sentence, shown on its page."
    )
    intro = models.TextField(
        "introduction",
        blank=True,
        default="",
        db_default="",
        help_text=(
            "What it is about, for those who come to it new. An empty line begins a paragraph."
        ),
    )
    picture = models.ForeignKey(
        "articles.Picture", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name"]


class Series(Named):
    """Stories that are told in parts, and read in their order."""

    description = models.CharField(
        max_length=300, blank=True, help_text="One sentence, shown on its page."
    )
    is_closed = models.BooleanField(
        "complete", default=False, help_text="No more parts are to come."
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "series"


class Author(Named):
    """A byline, with or without a login."""

    role = models.CharField(
        max_length=100, blank=True, help_text="For example: Education reporter."
    )
    bio = models.TextField(blank=True)
    website = models.CharField(
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text="A page of theirs elsewhere.",
        validators=[check_web_address],
    )
    fediverse = models.CharField(
        max_length=150,
        blank=True,
        default="",
        db_default="",
        validators=[check_handle],
        help_text=(
            "Their name there: @ana@example.social. It is told where their stories are shared."
        ),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        help_text="The login of this person, when there is one.",
    )

    class Meta:
        ordering = ["name"]

    @property
    def shown_website(self) -> str:
        """The address, unless what is stored is none."""
        return self.website if is_web_address(self.website) else ""

    @property
    def profiles(self) -> list[str]:
        """Where else on the web this person is, as addresses."""
        known = _HANDLE.fullmatch(self.fediverse)
        return [
            each
            for each in (self.shown_website, known and f"https://{known['host']}/@{known['name']}")
            if each
        ]


#: What stories stand under, by the first word of its address.
SUBJECTS = {"section": Section, "topic": Topic, "series": Series, "author": Author}
