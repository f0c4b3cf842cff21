"""Passwords: what is guessed early is refused, in words that help."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from newsroom.accounts import passwords
from newsroom.models import User

pytestmark = pytest.mark.django_db


def refused(password: str, **person) -> str:
    try:
        validate_password(password, User(**person))
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


@pytest.mark.parametrize(
    "password",
    ["Sommer2026", "Passwort2026", "newsroom2026", "1234567890", "qwertyuiop", "aaaaaaaaaaaa"],
)
def test_what_is_guessed_early_is_refused(password):
    assert "easy to guess" in refused(password)


@pytest.mark.parametrize(
    "password", ["teacup river lantern", "Kaffeetasse-im-Regen", "vX9-qmT2kPz"]
)
def test_what_is_not_is_taken(password):
    assert refused(password) == ""


def test_short_is_refused():
    assert "at least 10 characters" in refused("vX9-qmT2k")


def test_ones_own_names_are_known(settings):
    names = {"username": "marchetti", "first_name": "Ines", "email": "ines@rivermail.example"}
    assert refused("marchetti-ines") == ""
    assert "easy to guess" in refused("marchetti-ines", **names)
    assert refused("marchetti-ines") == ""


def test_only_the_beginning_of_a_long_one_is_looked_at():
    assert refused("a" * 5000)
    assert refused("teacup river lantern " * 200) == ""
    assert passwords.rate("x" * 100_000, [])[0] < 3


def test_the_words_say_what_to_do():
    assert "three or four words" in refused("Sommer2026")
