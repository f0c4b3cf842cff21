"""The browsers that an account was logged in with before: a signed cookie, under /admin/ alone.

Whoever guesses has none, so waits that a stranger causes do not keep the account's own people out
(OWASP calls it a device cookie). It opens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from articles.models import Record, Verb
from newsroom.accounts import sign_ins
from newsroom.models import User

COOKIE = "newsroom_device"
SALT = "accounts.device"
SECONDS = 180 * 24 * 3600
MAX_USERS = 8  # that share a browser


@dataclass(frozen=True)
class Device:
    number: str = ""
    users: tuple[int, ...] = ()

    def knows(self, user: int | None) -> bool:
        return user is not None and user in self.users


def read(request: HttpRequest) -> Device:
    """The device of a request; an empty one where it is new or the cookie is forged."""
    try:
        number, users = signing.loads(
            request.COOKIES.get(COOKIE, "")[:1000], salt=SALT, max_age=SECONDS
        )
    except (signing.BadSignature, ValueError, TypeError):
        return Device()
    return Device(number, tuple(users))


def remember(request: HttpRequest, response: HttpResponse, user: int) -> None:
    """Have the browser keep that this account was logged in with it. One that is new to the account
    goes on record."""
    device = read(request)
    if not device.knows(user):
        by = User.objects.get(pk=user)
        browser = sign_ins.browser_of(request.headers.get("User-Agent", ""))
        Record.objects.write(Verb.BROWSER_ADDED, by=by, subject=by, note=browser)
    users = (*[each for each in device.users if each != user], user)[-MAX_USERS:]
    value = signing.dumps([device.number or get_random_string(22), users], salt=SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=SECONDS,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
