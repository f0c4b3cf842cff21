"""What is looked through when somebody searches: the plain text of stories, and the words known."""

from __future__ import annotations

from django.db import models


class SearchText(models.Model):
    """What is looked up of a story, in the parts that count differently: its words as
    articles/search/terms.py writes them.

    The database itself keeps an index of every row, whoever writes it: see migration 0025. No
    foreign key is held by the database, so that the version before, which doesn't know these rows,
    can delete what they are of.
    """

    headline = models.TextField(blank=True)
    standfirst = models.TextField(blank=True)
    more = models.TextField(blank=True, help_text="Kicker, place, names of bylines, topics.")
    body = models.TextField(blank=True)
    filed = models.TextField(
        blank=True, help_text="What it is filed under, as words: “section=3 author=9 year=2026”."
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.headline


class EditionText(SearchText):
    """Of an edition that is live, or will be: gone once it is replaced or withdrawn."""

    edition = models.OneToOneField(
        "articles.Edition",
        models.CASCADE,
        primary_key=True,
        db_constraint=False,
        related_name="search_text",
    )


class ArticleText(SearchText):
    """Of a working copy, as it was at that save."""

    article = models.OneToOneField(
        "articles.Article",
        models.CASCADE,
        primary_key=True,
        db_constraint=False,
        related_name="search_text",
    )
    version = models.PositiveIntegerField()


class KnownWord(models.Model):
    """A word that stands in a headline, standfirst or byline: what a misspelt one may have been
    meant to be.

    Nothing is told from here alone: a word is suggested only where readers find a story by it at
    that second.
    """

    word = models.CharField(max_length=30, unique=True)
    plain = models.CharField(max_length=40, help_text="Without accents.")
    initial = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["initial", "length"], name="known_word_like")]

    def __str__(self) -> str:
        return self.word
