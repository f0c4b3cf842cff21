"""Signed links in mail to people of the newsroom: each for one person, for a while, and once.

A link holds a digest of what it changes, so that it ends with its use: a password that was set, an
address that was confirmed.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.crypto import salted_hmac

from newsroom.models import User

HOUR = 3600
MAX_LENGTH = 1000  # characters of a token that are looked at


class Purpose(models.TextChoices):
    RESET = "reset", "forgotten password"
    INVITATION = "invitation", "invitation"
    EMAIL = "email", "new address"


SECONDS = {Purpose.RESET: HOUR, Purpose.INVITATION: 3 * 24 * HOUR, Purpose.EMAIL: 24 * HOUR}


def password_link(user: User, purpose: Purpose) -> str:
    """The address at which a user chooses a password."""
    token = signing.dumps([user.pk, _stamp(user)], salt=f"accounts.{purpose}")
    return settings.SITE_URL + reverse("admin:choose_password", args=[token])


def user_of_password_link(token: str) -> tuple[User, Purpose] | None:
    """Whose password it sets, and why; None where it is forged, used or too old."""
    for purpose in (Purpose.RESET, Purpose.INVITATION):
        match _read(token, purpose):
            case [int(number), str(stamp)]:
                user = User.objects.filter(pk=number, is_active=True, is_staff=True).first()
                if user and stamp == _stamp(user):
                    return user, purpose
    return None


def email_link(user: User, email: str) -> str:
    """The address at which a user confirms a new address of their own."""
    token = signing.dumps([user.pk, email, _stamp(user)], salt=f"accounts.{Purpose.EMAIL}")
    return settings.SITE_URL + reverse("admin:confirm_email", args=[token])


def email_of_link(token: str, user: User) -> str:
    """The address that this user confirms by it, or ""."""
    match _read(token, Purpose.EMAIL):
        case [int(number), str(email), str(stamp)] if number == user.pk and stamp == _stamp(user):
            return email
    return ""


def _read(token: str, purpose: Purpose) -> list | None:
    try:
        return signing.loads(
            token[:MAX_LENGTH], salt=f"accounts.{purpose}", max_age=SECONDS[purpose]
        )
    except (signing.BadSignature, ValueError):
        return None


def _stamp(user: User) -> str:
    facts = f"{user.pk}\x1f{user.password}\x1f{user.email}"
    return salted_hmac("accounts.stamp", facts, algorithm="sha256").hexdigest()[:32]
