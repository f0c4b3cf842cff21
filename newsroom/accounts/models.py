"""What logging in takes beside the user: tables that nobody edits by hand."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Wait(models.Model):
    """How often something was tried, and until when it has to wait. See waits.py."""

    key = models.CharField(max_length=64, unique=True, help_text="A digest of who tries what.")
    tries = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class SignIn(models.Model):
    """A login, and the session that it began: see sign_ins.py. A session that has ended leaves the
    row without its key, so that the network is known for a while."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, blank=True, db_index=True)
    network = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(db_index=True)
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-at", "-id"], name="sign_in_newest")]

    def __str__(self) -> str:
        return f"{self.browser}, {self.network}"
