"""Which pictures stand in texts. A lead picture is a column of the story and of the edition
itself."""

from __future__ import annotations

from django.db import models


class ArticlePicture(models.Model):
    """A picture in the text of a working copy."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="pictures_in_text")
    picture = models.ForeignKey("articles.Picture", models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "picture"], name="picture_once_in_article")
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} in {self.article_id}"


class EditionPicture(models.Model):
    """A picture in the text of an edition."""

    edition = models.ForeignKey("articles.Edition", models.CASCADE, related_name="pictures_in_text")
    picture = models.ForeignKey("articles.Picture", models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "picture"], name="picture_once_in_edition")
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} in {self.edition_id}"
