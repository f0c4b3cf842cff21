"""How much a rule of the checks before publishing weighs, where it is not as it comes."""

from django.db import models
from django.db.models import Q


class Level(models.TextChoices):
    MUST = "must", "Must"
    SHOULD = "should", "Should"
    OFF = "off", "Off"


class CheckLevel(models.Model):
    """The level chosen for a rule of articles.checks; those without a row have their default."""

    rule = models.CharField(max_length=40, unique=True)
    level = models.CharField(max_length=6, choices=Level)

    class Meta:
        verbose_name = "check before publishing"
        verbose_name_plural = "checks before publishing"
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="check_level_known")
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.level}"
