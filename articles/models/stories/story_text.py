"""What readers may see of a story: the fields that a working copy and its editions share."""

from __future__ import annotations

from django.db import models

from articles.models.stories.genre_and_role import Genre


class StoryText(models.Model):
    """The fields that a working copy and its editions have in common."""

    headline = models.CharField(max_length=200)
    kicker = models.CharField(
        max_length=60, blank=True, help_text="A word or two above the headline."
    )
    standfirst = models.TextField(
        max_length=500, blank=True, help_text="One or two sentences below the headline."
    )
    dateline = models.CharField(
        max_length=80, blank=True, help_text="Where it was reported: “Kuala Lumpur”."
    )
    lead_picture = models.ForeignKey(
        "articles.Picture", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_alt = models.CharField(
        "alternative text",
        max_length=300,
        blank=True,
        help_text=(
            "What the picture shows, for those who can't see it. Empty: as kept with the picture."
        ),
    )
    lead_caption = models.CharField(
        "caption", max_length=500, blank=True, help_text="Empty: as kept with the picture."
    )
    lead_credit = models.CharField(
        "credit", max_length=120, blank=True, help_text="Empty: as kept with the picture."
    )
    genre = models.CharField(
        "kind of work",
        max_length=12,
        choices=Genre,
        default=Genre.NEWS,
        db_default=Genre.NEWS,
        help_text="All but news are labelled wherever readers see the story.",
    )
    paid_by = models.CharField(
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="Of paid content: who paid. Readers are told.",
    )
    byline_text = models.CharField(
        "byline, written out",
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text="Instead of the one made from the credits. Names of those credited become links.",
    )
    front_headline = models.CharField(
        "headline on fronts",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Shorter, for fronts and lists. Empty: the headline.",
    )
    search_title = models.CharField(
        "title for search engines",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Also the title of the browser's tab. Empty: the headline.",
    )
    search_description = models.CharField(
        "description for search engines",
        max_length=320,
        blank=True,
        default="",
        db_default="",
        help_text="Empty: the standfirst.",
    )
    social_title = models.CharField(
        "title when shared",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Empty: the title for search engines, or the headline.",
    )
    social_description = models.CharField(
        "description when shared",
        max_length=320,
        blank=True,
        default="",
        db_default="",
        help_text="Empty: that for search engines, or the standfirst.",
    )
    series = models.ForeignKey(
        "articles.Series", models.PROTECT, null=True, blank=True, related_name="+"
    )
    series_part = models.PositiveSmallIntegerField(
        "part", null=True, blank=True, help_text="Its place in the reading order of the series."
    )
    related = models.JSONField(
        "related stories",
        null=True,
        blank=True,
        help_text="In this order, before those that are found by topic and text.",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.headline

    @property
    def label(self) -> str:
        """What kind of work it is, in a word, where it isn't news."""
        return "" if self.genre == Genre.NEWS else dict(Genre.choices).get(self.genre, "")

    @property
    def card_headline(self) -> str:
        """The headline on fronts and in lists."""
        return self.front_headline or self.headline

    @property
    def labelled_headline(self) -> str:
        """The headline where nothing else can tell what kind of work it is: in feeds and search
        results."""
        return f"{self.label}: {self.headline}" if self.label else self.headline

    @property
    def page_title(self) -> str:
        """The title of its page."""
        return self.search_title or self.labelled_headline

    @property
    def page_description(self) -> str:
        return self.search_description or self.standfirst or self.headline

    @property
    def share_title(self) -> str:
        """The title of the card that is made of it where it is shared."""
        title = self.social_title or self.search_title or self.headline
        return f"{self.label}: {title}" if self.label else title

    @property
    def share_description(self) -> str:
        return self.social_description or self.search_description or self.standfirst

    @property
    def picture_alt(self) -> str:
        return self.lead_alt or (self.lead_picture.alt if self.lead_picture else "")

    @property
    def picture_caption(self) -> str:
        return self.lead_caption or (self.lead_picture.caption if self.lead_picture else "")

    @property
    def picture_credit(self) -> str:
        return self.lead_credit or (self.lead_picture.credit if self.lead_picture else "")
