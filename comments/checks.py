"""Checks: small functions that look at a new reply and say in words what they found.

A check takes a Draft and gives its findings. A new one only has to join CHECKS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from comments.models import Comment, RulesVersion

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
#: An open thread shows replies with fewer links than this.
LINKS_TO_HOLD = 2
#: Beyond this nobody needs to know exactly.
MANY = 100
NUMBER_WORDS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}


@dataclass(frozen=True)
class Draft:
    """A reply before it is stored."""

    name: str
    email: str
    website: str
    text: str
    trap: str = ""  # a field that people can't see
    rules_seen: int | None = None  # the version of the house rules that its author says to have seen
    wish: str = ""  # what it wants of the newsroom
    wants_credit: bool = False


@dataclass(frozen=True)
class Finding:
    """What a check found: a code, words for a moderator, and what follows from it in an open thread."""

    code: str
    words: str
    holds: bool = False
    is_spam: bool = False

    as_dict = asdict


def links(draft: Draft) -> Iterator[Finding]:
    count = len(LINK.findall(draft.text))
    if count >= LINKS_TO_HOLD:
        yield Finding("links", f"{NUMBER_WORDS.get(count, count)} links", holds=True)


def first_reply(draft: Draft) -> Iterator[Finding]:
    if not (draft.email and Comment.objects.shown().filter(email=draft.email.lower()).exists()):
        yield Finding("first", "First reply from this address")
        if not draft.rules_seen and RulesVersion.objects.exists():
            yield Finding("rules", "Has not said to have seen the house rules", holds=True)


def earlier_spam(draft: Draft) -> Iterator[Finding]:
    if not draft.email:
        return
    earlier = Comment.objects.filter(email=draft.email.lower(), state="spam").order_by()
    if count := len(earlier.values_list("pk")[: MANY + 1]):
        told = count if count <= MANY else f"more than {MANY}"
        yield Finding("earlier-spam", f"Marked as spam before ({told})", holds=True)


def shouting(draft: Draft) -> Iterator[Finding]:
    letters = [letter for letter in draft.text if letter.isalpha()]
    if len(letters) > 20 and sum(letter.isupper() for letter in letters) > 0.7 * len(letters):
        yield Finding("shouting", "Mostly capital letters")


def trap(draft: Draft) -> Iterator[Finding]:
    if draft.trap:
        yield Finding("trap", "Filled in a field that people can’t see", holds=True, is_spam=True)


CHECKS: tuple[Callable[[Draft], Iterator[Finding]], ...] = (links, first_reply, earlier_spam, shouting, trap)


def examine(draft: Draft) -> list[Finding]:
    """All findings about `draft`, in the order of the checks."""
    return [finding for check in CHECKS for finding in check(draft)]
