"""What kind of work a story is, and what those who are credited did for it."""

from __future__ import annotations

from django.db import models


class Genre(models.TextChoices):
    """The kind of work, as the IPTC's genres have it. All but news are labelled wherever the story
    is named."""

    NEWS = "news", "News"
    ANALYSIS = "analysis", "Analysis"
    OPINION = "opinion", "Opinion"
    BACKGROUND = "background", "Background"
    REVIEW = "review", "Review"
    INTERVIEW = "interview", "Interview"
    LIVE = "live", "Live"
    SATIRE = "satire", "Satire"
    PAID = "paid", "Paid content"

    @property
    def schema(self) -> str:
        """Its type in the vocabulary of schema.org."""
        return SCHEMA.get(self, "NewsArticle")


SCHEMA = {
    Genre.ANALYSIS: "AnalysisNewsArticle",
    Genre.OPINION: "OpinionNewsArticle",
    Genre.BACKGROUND: "BackgroundNewsArticle",
    Genre.REVIEW: "ReviewNewsArticle",
    Genre.LIVE: "LiveBlogPosting",
    Genre.SATIRE: "SatiricalArticle",
    Genre.PAID: "AdvertiserContentArticle",
}


class Role(models.TextChoices):
    """What somebody did for a story, in the order in which a byline tells it."""

    REPORTING = "reporting", "Reporting"
    BOTH = "both", "Text and photos"
    PHOTO = "photo", "Photos"
    DRAWING = "drawing", "Illustration"
    RESEARCH = "research", "Research"
    TRANSLATION = "translation", "Translation"
    EDITING = "editing", "Editing"

    @property
    def says(self) -> str:
        """How a byline begins to name them."""
        return SAYS[self]

    @property
    def is_author(self) -> bool:
        """Whether they wrote it, rather than contributed to it."""
        return self in (Role.REPORTING, Role.BOTH)


SAYS = {
    Role.REPORTING: "By",
    Role.BOTH: "Text and photos by",
    Role.PHOTO: "Photos by",
    Role.DRAWING: "Illustration by",
    Role.RESEARCH: "Research by",
    Role.TRANSLATION: "Translated by",
    Role.EDITING: "Edited by",
}
