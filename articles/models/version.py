"""Versions of what pages depend on."""

from django.db import models


class Version(models.Model):
    """A number that moves in the same transaction as the thing that `key` names. See
    versions.py."""

    key = models.CharField(max_length=60, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.number}"
