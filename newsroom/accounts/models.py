"""What logging in takes beside the user: tables that nobody edits by hand."""

from __future__ import annotations

from django.conf import settings
from django.db import models


def _owner(name: str) -> models.ForeignKey:
    """The user whose it is. The database doesn't hold it, so that the version before can delete a
    user as well."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name=name, db_constraint=False
    )


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

    user = _owner("sign_ins")
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


class AuthenticatorApp(models.Model):
    """The app of a user that shows codes (TOTP, RFC 6238)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="authenticator_app",
        db_constraint=False,
    )
    secret = models.CharField(max_length=64, help_text="In Base32.")
    last_step = models.PositiveBigIntegerField(
        default=0, help_text="Of the newest code that was used: each is good once."
    )
    added_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "Authenticator app"


class RecoveryCode(models.Model):
    """A code for those who have lost their second factor; deleted once used."""

    user = _owner("recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"Recovery code {self.pk}"


class Passkey(models.Model):
    """A key of a user's device, or of a password manager (WebAuthn)."""

    user = _owner("passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True, help_text="In Base64url.")
    credential = models.BinaryField(help_text="Its public key, as attested credential data.")
    signature_count = models.PositiveBigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class DemandingRole(models.Model):
    """A role whose people log in with a second factor."""

    group = models.OneToOneField(
        "auth.Group", models.CASCADE, related_name="+", db_constraint=False
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.group)
