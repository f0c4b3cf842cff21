"""Checks: small functions that look at a new reply and say in words what they found.

A check takes a Draft and gives its findings. A new one only has to join CHECKS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from comments.formkeys import SOONEST, Sent
from comments.models import Comment, Reader, RulesVersion
from comments.names import bearers
from newsroom.lib import names

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
    sent: Sent = Sent(from_form=True)
    rules_seen: int | None = None  # the version of the house rules that its author says to have seen
    wish: str = ""  # what it wants of the newsroom
    wants_credit: bool = False
    wants_mail: bool = False
    proof: str = ""  # what the browser keeps from a link that was mailed
    owner: Reader | None = None  # whose address it is
    reader: Reader | None = None  # the same, where the proof holds


@dataclass(frozen=True)
class Finding:
    """What a check found: a code, words for a moderator, and what follows from it in an open thread."""

    code: str
    words: str
    holds: bool = False
    is_spam: bool = False
    is_doubt: bool = False  # whether it was a person: what a browser's proof of work can lift

    as_dict = asdict


def links(draft: Draft) -> Iterator[Finding]:
    count = len(LINK.findall(draft.text))
    if count >= LINKS_TO_HOLD:
        yield Finding("links", f"{NUMBER_WORDS.get(count, count)} links", holds=True)


def first_reply(draft: Draft) -> Iterator[Finding]:
    """Trust is for those who have shown that the address is theirs: anybody can type another's."""
    shown = Comment.objects.shown()
    if draft.owner and not draft.reader:
        return  # see claimed_address
    known = shown.filter(reader=draft.reader) if draft.reader else shown.filter(email=draft.email.lower())
    if not (draft.email and known.exists()):
        who = "of this confirmed reader" if draft.reader else "from this address"
        yield Finding("first", f"First reply {who}")
        if not draft.rules_seen and RulesVersion.objects.exists():
            yield Finding("rules", "Has not said to have seen the house rules", holds=True)
    elif not draft.reader:
        yield Finding("first", "Replies from this address were shown before, but it is not confirmed")


def claimed_address(draft: Draft) -> Iterator[Finding]:
    if draft.owner and not draft.reader:
        words = "This address belongs to a confirmed reader; whoever wrote this has not shown that it is theirs"
        yield Finding("claimed-address", words, holds=True)


def claimed_name(draft: Draft) -> Iterator[Finding]:
    """Somebody else is known by this name, and whose address it is isn't (for that, see claimed_address)."""
    known = bearers(draft.name)
    if not known or (draft.owner and any(bearer.email == draft.owner.email for bearer in known)):
        return
    whose = "somebody of the newsroom" if any(bearer.is_staff for bearer in known) else "a confirmed reader"
    yield Finding(
        "claimed-name", f"This is the name of {whose}; whoever wrote this has not shown to be them", holds=True
    )


def earlier_spam(draft: Draft) -> Iterator[Finding]:
    """What others sent under the address of a confirmed reader is not held against them."""
    if not draft.email:
        return
    theirs = {"reader": draft.reader} if draft.reader else {"email": draft.email.lower()}
    earlier = Comment.objects.filter(state="spam", **theirs).order_by()
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


def no_form(draft: Draft) -> Iterator[Finding]:
    if not draft.sent.from_form:
        yield Finding("no-form", "Was not sent from the form under this story", holds=True, is_doubt=True)


def haste(draft: Draft) -> Iterator[Finding]:
    after = draft.sent.after
    if after is not None and after < SOONEST:
        words = f"Sent {max(0, round(after.total_seconds()))} s after its writer came to the form"
        yield Finding("haste", words, holds=True, is_doubt=True)


def odd_name(draft: Draft) -> Iterator[Finding]:
    if names.mixes_alphabets(draft.name):
        yield Finding(
            "odd-name", "Mixes the letters of several alphabets in the name, as if to look like another", holds=True
        )


CHECKS: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    links, first_reply, claimed_address, claimed_name, earlier_spam, shouting, odd_name, no_form, haste, trap,
)  # fmt: skip


def examine(draft: Draft) -> list[Finding]:
    """All findings about `draft`, in the order of the checks."""
    return [finding for check in CHECKS for finding in check(draft)]
