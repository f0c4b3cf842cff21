"""Proof of work: a sum that a browser does in a second, and that a sender of thousands has to do
for each.

Asked only where there is doubt. Nobody else is asked for anything, and nothing is stored: the task
is signed, belongs to one reply, and ends after some minutes. After ALTCHA's protocol: SHA-256 of a
salt and a number that is to be found.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import asdict, dataclass

from django.core import signing

_SIGNER = signing.Signer(salt="comments.proof")
#: The number to be found is smaller: half as many attempts in the middle.
LARGEST = 60_000
GOOD_FOR = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Task:
    """What the browser is given: which number after `salt` has the digest `challenge`?"""

    salt: str
    challenge: str
    largest: int
    signature: str

    as_dict = asdict


@dataclass(frozen=True)
class Proof:
    """What the browser gives back."""

    salt: str
    number: str
    signature: str


def task(comment_id: int, now: dt.datetime) -> Task:
    """A task for the browser that has sent this reply."""
    until = int((now + GOOD_FOR).timestamp())
    salt = f"{comment_id}.{until}.{secrets.token_urlsafe(12)}."
    challenge = _digest(salt, str(secrets.randbelow(LARGEST)))
    return Task(salt, challenge, LARGEST, _SIGNER.signature(salt + challenge))


def is_right(proof: Proof, comment_id: int, now: dt.datetime) -> bool:
    """Whether the proof is one for this reply, found in time."""
    # a stranger's: bounded before anything is made of it
    if len(proof.salt) > 100 or len(proof.number) > 10:
        return False
    challenge = _digest(proof.salt, proof.number)
    if not secrets.compare_digest(_SIGNER.signature(proof.salt + challenge), proof.signature):
        return False
    # we have signed it, so it has these parts
    number, until, _, _ = proof.salt.split(".")
    return int(number) == comment_id and now.timestamp() < int(until)


def _digest(salt: str, number: str) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()
