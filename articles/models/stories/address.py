"""Where stories stand, or once stood."""

from django.db import models
from django.urls import reverse

from articles.models.slug import SlugField


class Address(models.Model):
    """An address that belongs to one story for ever, also when the story has moved on from it."""

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    slug = SlugField(max_length=120)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="addresses")

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(fields=["year", "month", "slug"], name="address_of_one_story"),
            models.CheckConstraint(
                condition=models.Q(month__range=(1, 12)), name="address_has_a_month"
            ),
        ]

    def __str__(self) -> str:
        return self.get_absolute_url()

    @property
    def parts(self) -> dict:
        """The arguments of this address in every route under it."""
        return {"year": self.year, "month": self.month, "slug": self.slug}

    def get_absolute_url(self) -> str:
        return reverse("articles:story", kwargs=self.parts)
