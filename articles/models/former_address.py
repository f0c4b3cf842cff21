"""Where things stood before the paper moved here."""

from django.db import models
from django.db.models import Q

#: What an old address can lead to.
KINDS = ("article", "section", "topic", "author", "picture")


def _only(kind: str) -> Q:
    return Q(**{f"{each}__isnull": each != kind for each in KINDS})


class FormerAddress(models.Model):
    """An address of the site that the paper came from, by its key
    (newsroom/moving/wordpress/addresses.py makes them).

    It leads to one thing, wherever that stands now; to the front page where it names none.
    """

    key = models.CharField(max_length=300, unique=True)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, related_name="former_addresses"
    )
    section = models.ForeignKey(
        "articles.Section", models.CASCADE, null=True, related_name="former_addresses"
    )
    topic = models.ForeignKey(
        "articles.Topic", models.CASCADE, null=True, related_name="former_addresses"
    )
    author = models.ForeignKey(
        "articles.Author", models.CASCADE, null=True, related_name="former_addresses"
    )
    picture = models.ForeignKey(
        "articles.Picture", models.CASCADE, null=True, related_name="former_addresses"
    )

    class Meta:
        verbose_name_plural = "former addresses"
        constraints = [
            models.CheckConstraint(
                name="former_address_of_one_thing",
                condition=Q(*(_only(kind) for kind in (*KINDS, "")), _connector=Q.OR),
            )
        ]

    def __str__(self) -> str:
        return self.key
