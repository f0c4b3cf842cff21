"""Which passwords are good enough: not by their signs, by how many guesses they take (zxcvbn)."""

from __future__ import annotations

import re
import threading

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError

from articles.models import Publication

MIN_SCORE = 3  # of 4: at least 10⁸ guesses
MAX_LOOKED_AT = 100  # characters; what comes after only makes it harder to guess
ADVICE = (
    "Take three or four words that have nothing to do with each other, or let your browser"
    " suggest one."
)
#: zxcvbn keeps the words it is given in a table of its module.
_one_at_a_time = threading.Lock()


class GuessingValidator:
    """Refuses what is guessed early. The names of the person and of the paper count as known."""

    def validate(self, password: str, user: AbstractUser | None = None) -> None:
        score, warning = rate(password, known_words(user))
        if score < MIN_SCORE:
            why = f" {warning.rstrip('.')}." if warning else ""
            raise ValidationError(
                f"This password is easy to guess.{why} {ADVICE}", code="password_easy_to_guess"
            )

    def get_help_text(self) -> str:
        return ADVICE


def rate(password: str, words: list[str]) -> tuple[int, str]:
    """How hard it is to guess, from 0 to 4, and what is wrong with it, in words or ""."""
    from zxcvbn import zxcvbn  # its lists of words are loaded by whoever sets a password

    with _one_at_a_time:
        found = zxcvbn(password[:MAX_LOOKED_AT], user_inputs=words, max_length=MAX_LOOKED_AT)
    return found["score"], found["feedback"]["warning"]


def known_words(user: AbstractUser | None) -> list[str]:
    """What anybody would try first: the names of the person and of the paper, whole and in
    words."""
    texts = ["newsroom", Publication.objects.current().name]
    if user is not None:
        texts += [user.username, user.first_name, user.last_name, user.email]
    words = {word for text in texts for word in (text, *re.split(r"[\W_]+", text))}
    return sorted(word.lower() for word in words if len(word) > 2)
