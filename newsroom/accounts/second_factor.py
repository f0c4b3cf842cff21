"""The second factor: codes of an app (TOTP, RFC 6238), codes for those who lost it, and which roles
it is demanded of. Passkeys: passkeys.py."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import struct
import time
from urllib.parse import quote, urlencode

from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Publication, Record, Verb
from newsroom.accounts import mails, sign_ins
from newsroom.accounts.models import AuthenticatorApp, DemandingRole, Passkey, RecoveryCode
from newsroom.models import User

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps that a clock may be off
CODES = 10
#: In a session: it was begun with a second factor.
PASSED = "second_factor"
#: In a session: one has to be set up first.
DUE = "second_factor_due"


def new_secret() -> str:
    """160 bits, in Base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of a step of 30 seconds."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, code: str, *, after: int = 0) -> int | None:
    """The step whose code this is, later than `after`; None where it is none of now."""
    code, now = re.sub(r"\s", "", code[:20]), int(time.time()) // STEP
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def app_address(user: User, secret: str) -> str:
    """What the QR code says: an otpauth address, as authenticator apps read it."""
    issuer = Publication.objects.current().name or "Newsroom"
    label = quote(f"{issuer}:{user.username}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"


def qr_code(text: str) -> str:
    """A QR code as a data address of an SVG image."""
    import segno  # for those alone who set one up

    return segno.make(text, error="m").svg_data_uri(border=2, light="white", dark="black")


def has_any(user: User) -> bool:
    """Whether a user logs in with a second factor. At most two queries."""
    return (
        AuthenticatorApp.objects.filter(user=user).exists()
        or Passkey.objects.filter(user=user).exists()
    )


def must_set_up(user: User) -> bool:
    """Whether a role of theirs demands a second factor that they don't have. A superuser may do
    what every role may, so one that any role demands is demanded of them."""
    roles = DemandingRole.objects.all()
    demanding = roles if user.is_superuser else roles.filter(group__user=user)
    return demanding.exists() and not has_any(user)


def note_due(sender, request: HttpRequest, user: User, **_) -> None:
    """Somebody has logged in (Django's signal user_logged_in), or is looked at anew: note whether
    they have to set one up first."""
    request.session[DUE] = must_set_up(user)


@transaction.atomic
def add_app(request: HttpRequest, secret: str, code: str) -> list[str] | None:
    """Have whoever is logged in log in with codes of an app from now on, which the first one
    proves. Returns new recovery codes; None where the code is wrong."""
    user = request.user
    if (step := step_of(secret, code)) is None:
        return None
    _lock(user)
    AuthenticatorApp.objects.update_or_create(
        user_id=user.pk,
        defaults={"secret": secret, "last_step": step, "added_at": timezone.now()},
    )
    return added(request, "An authenticator app was added.")


def added(request: HttpRequest, what: str) -> list[str]:
    """A factor was added: recovery codes where there are none yet, an end to other sessions, the
    record, and mail."""
    user = User.objects.get(pk=request.user.pk)
    request.session[PASSED], request.session[DUE] = True, False
    sign_ins.end_sessions(user, but=request.session.session_key)
    Record.objects.write(Verb.SECOND_FACTOR_ADDED, by=user, subject=user, note=what)
    mails.tell_change(user, what)
    return [] if user.recovery_codes.exists() else _make_codes(user)


@transaction.atomic
def renew_codes(user: User) -> list[str]:
    """New recovery codes; the old ones end."""
    _lock(user)
    codes = _make_codes(user)
    Record.objects.write(Verb.RECOVERY_CODES_MADE, by=user, subject=user)
    return codes


@transaction.atomic
def remove(user: User, *, by: User, passkey: int | None = None, app: bool = False) -> None:
    """Take away a passkey, or the app; with neither named, all. Without any left, recovery codes
    end, too."""
    _lock(user)
    everything = passkey is None and not app
    gone = 0
    if everything or app:
        gone += AuthenticatorApp.objects.filter(user=user).delete()[0]
    if everything or passkey is not None:
        keys = Passkey.objects.filter(user=user)
        gone += (keys if everything else keys.filter(pk=passkey)).delete()[0]
    if not has_any(user):
        RecoveryCode.objects.filter(user=user).delete()
    if gone:
        what = "A second factor was removed."
        Record.objects.write(Verb.SECOND_FACTOR_REMOVED, by=by, subject=user)
        mails.tell_change(user, what)


@transaction.atomic
def check(user: User, code: str) -> bool:
    """Whether this is the code of their app, or one of their recovery codes. It is used up."""
    app = AuthenticatorApp.objects.select_for_update().filter(user=user).first()
    if app and (step := step_of(app.secret, code, after=app.last_step)):
        app.last_step = step
        app.save(update_fields=["last_step"])
        return True
    if not RecoveryCode.objects.filter(user=user, digest=_digest(user, code)).delete()[0]:
        return False
    left = user.recovery_codes.count()
    Record.objects.write(Verb.RECOVERY_CODE_USED, by=user, subject=user)
    mails.tell_change(user, f"A recovery code was used to log in; {left} are left.")
    return True


@transaction.atomic
def demand(groups: list[Group], *, by: User) -> None:
    """Demand a second factor of these roles, and of no others."""
    DemandingRole.objects.exclude(group__in=groups).delete()
    DemandingRole.objects.bulk_create(
        [DemandingRole(group=group) for group in groups], ignore_conflicts=True
    )
    names = ", ".join(sorted(group.name for group in groups)) or "no role"
    Record.objects.write(Verb.SECOND_FACTOR_DEMANDED, by=by, subject=names)


def _lock(user: User) -> None:
    """One at a time changes with what this user logs in: from two windows at once, each would see
    what the other takes away."""
    User.objects.select_for_update().get(pk=user.pk)


def _make_codes(user: User) -> list[str]:
    codes = [_letters() for _ in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(user, code)) for code in codes
    )
    return codes


def _letters() -> str:
    """120 bits: too many to be guessed from their digest."""
    letters = base64.b32encode(secrets.token_bytes(15)).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, 24, 4))


def _digest(user: User, code: str) -> str:
    letters = re.sub(r"[\s-]", "", code[:60]).lower()
    return hashlib.sha256(f"{user.pk}:{letters}".encode()).hexdigest()
