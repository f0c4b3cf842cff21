"""Passkeys (WebAuthn): a key pair of a device, whose private half never leaves it.

A passkey with which the device has made sure of its owner (user verification) logs in without a
password; after the password, any will do. The keys belong to the host name that the page had.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Publication
from newsroom.accounts import second_factor
from newsroom.accounts.models import Passkey
from newsroom.models import User

if TYPE_CHECKING:
    from fido2.server import Fido2Server

MAX_OF_USER = 20
MAX_LENGTH = 20_000  # characters of what a browser sends
STATE = "passkey_challenge"  # in a session: what it is for (ADDING, ALONE, or a user), and it
ADDING, ALONE = "adding", "alone"
REFUSED = "This passkey was not accepted. Try again, or log in another way."


def options_to_add(request: HttpRequest) -> str:
    """What the browser of whoever is logged in needs to make a passkey, as JSON."""
    from fido2.webauthn import PublicKeyCredentialUserEntity

    user = User.objects.get(pk=request.user.pk)
    entity = PublicKeyCredentialUserEntity(
        id=str(user.pk).encode(), name=user.username, display_name=str(user)
    )
    options, state = _server(request).register_begin(
        entity,
        _credentials(user),
        resident_key_requirement="preferred",
        user_verification="preferred",
    )
    request.session[STATE] = [ADDING, state]
    return json.dumps(dict(options)["publicKey"])


@transaction.atomic
def add(request: HttpRequest, answer: str, name: str) -> list[str] | None:
    """Keep the passkey that the browser made. Returns recovery codes where they are new; None where
    it is not accepted."""
    user = User.objects.select_for_update().get(pk=request.user.pk)
    state = _state_for(request, ADDING)
    if state is None or user.passkeys.count() >= MAX_OF_USER:
        return None
    try:
        made = _server(request).register_complete(state, _parse(answer))
        credential = made.credential_data
        identifier = _text(credential.credential_id)
    except Exception:  # whatever a browser may send, it is refused
        return None
    if len(identifier) > 1400 or Passkey.objects.filter(credential_id=identifier).exists():
        return None
    Passkey.objects.create(
        user=user,
        name=name,
        credential_id=identifier,
        credential=bytes(credential),
        signature_count=made.counter,
        added_at=timezone.now(),
    )
    return second_factor.added(request, "A passkey was added.")


def options_to_log_in(request: HttpRequest, user: User | None = None) -> str:
    """What a browser needs to answer with a passkey, as JSON: with one of this user, or of
    whomever."""
    options, state = _server(request).authenticate_begin(
        _credentials(user) if user else None,
        user_verification="preferred" if user else "required",
    )
    request.session[STATE] = [user.pk if user else ALONE, state]
    return json.dumps(dict(options)["publicKey"])


def options_of_user(request: HttpRequest, user: User) -> str | None:
    """The same, where this user has a passkey."""
    return options_to_log_in(request, user) if user.passkeys.exists() else None


@transaction.atomic
def finish_login(request: HttpRequest, answer: str, user: User | None = None) -> User | None:
    """Whose passkey has answered: this user's, or whoever's. None where it is not accepted. A
    challenge is good once."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    state = _state_for(request, user.pk if user else ALONE)
    try:
        parsed = _parse(answer)
        response = AuthenticationResponse.from_dict(parsed)
        keys = Passkey.objects.select_for_update().filter(credential_id=_text(response.raw_id))
        key = (keys.filter(user_id=user.pk) if user else keys).get()
        known = [AttestedCredentialData(bytes(key.credential))]
        _server(request).authenticate_complete(state, known, parsed)
        count = response.response.authenticator_data.counter
    except Exception:  # whatever a browser may send, it is refused
        return None
    if (count or key.signature_count) and count <= key.signature_count:
        return None  # a copy of the key was used
    owner = User.objects.filter(pk=key.user_id, is_active=True, is_staff=True).first()
    if owner is None:
        return None
    key.signature_count, key.used_at = count, timezone.now()
    key.save(update_fields=["signature_count", "used_at"])
    return owner


def _state_for(request: HttpRequest, purpose: str | int) -> dict | None:
    """What the answer to the last challenge is compared with, where it was made for this: what is
    asked after the password asks less of the device than what logs in alone. It is good once."""
    match request.session.pop(STATE, None):
        case [made_for, state] if made_for == purpose:
            return state
    return None


def _server(request: HttpRequest) -> Fido2Server:
    from fido2.server import Fido2Server  # loaded by whoever uses a passkey
    from fido2.webauthn import PublicKeyCredentialRpEntity

    origin = f"{request.scheme}://{request.get_host()}"
    host = request.get_host().rpartition("@")[2].split(":")[0]
    paper = Publication.objects.current().name or "Newsroom"
    entity = PublicKeyCredentialRpEntity(id=host, name=paper)
    return Fido2Server(entity, attestation="none", verify_origin=lambda given: given == origin)


def _credentials(user: User) -> list:
    from fido2.webauthn import AttestedCredentialData

    return [AttestedCredentialData(bytes(key.credential)) for key in user.passkeys.all()]


def _parse(answer: str) -> dict:
    if len(answer) > MAX_LENGTH:
        raise ValueError("A passkey's answer is shorter.")
    return json.loads(answer)


def _text(identifier: bytes) -> str:
    from fido2.utils import websafe_encode

    return websafe_encode(identifier)
