"""Matchers: what a rule of the desk looks for, made ready to be looked for in many replies."""

from __future__ import annotations

import datetime as dt
import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import regex

from comments.automod import syntax
from comments.models import Band, Comment, DeskRule
from newsroom.lib.matching.normalise import Reading
from newsroom.lib.matching.phrases import Phrases
from newsroom.lib.text.scripts.words import INNER
from newsroom.lib.text.strings import LINK
from newsroom.lib.web import network as networks

if TYPE_CHECKING:
    from comments.findings import Draft  # among the checks is one that asks these

Kind = DeskRule.Kind
_LABEL = rf"[\p{{L}}\p{{N}}](?:[{INNER}_-]*[\p{{L}}\p{{N}}\p{{M}}])?"
_HOSTS = regex.compile(rf"{_LABEL}(?:\.{_LABEL})+")


class Match(NamedTuple):
    """What a rule found, in words; and what of the text that is, letter by letter."""

    words: str
    marked: tuple[str, ...] = ()


@dataclass
class Subject:
    """What rules look at: a reply that comes in, or one of old as it was then."""

    text: str
    email: str = ""
    website: str = ""
    network: str = ""
    at: dt.datetime | None = None
    score: float | None = None
    band: str = ""
    number: int | None = None

    @classmethod
    def of_draft(cls, draft: Draft) -> Subject:
        judged = next((finding for finding in draft.found if finding.score is not None), None)
        score, band = (judged.score, judged.band) if judged else (None, "")
        return cls(
            draft.text, draft.email.lower(), draft.website, draft.network, draft.now, score, band
        )

    @classmethod
    def of_comment(cls, comment: Comment, text: str) -> Subject:
        return cls(
            text,
            comment.email,
            comment.website,
            comment.network,
            comment.created_at,
            comment.score,
            comment.band,
            comment.pk,
        )

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.text)

    @cached_property
    def hosts(self) -> list[str]:
        """The names of sites in the text and in the field for the website, as they stand there."""
        return [match[0] for match in _HOSTS.finditer(f"{self.text}\n{self.website}")]


Matcher = Callable[[Subject], Match | None]


def made_of(rule: DeskRule) -> Matcher:
    """What `rule` looks for, ready to be looked for. Raises WrongTerms."""
    return MAKERS[rule.kind](rule, syntax.checked(rule.kind, rule.terms))


def words(rule: DeskRule, phrases: list[str]) -> Matcher:
    known = Phrases.of(phrases, inside=rule.inside_words)

    def find(subject: Subject) -> Match | None:
        found = known.find(subject.reading)
        return Match(", ".join(found), tuple(found)) if found else None

    return find


def patterns(rule: DeskRule, made: list) -> Matcher:
    def find(subject: Subject) -> Match | None:
        # however many patterns a rule has, it gets the time of five
        until = time.monotonic() + 5 * syntax.PATTERN_TIME
        matches = [
            match[0] for pattern in made if (match := searched(pattern, subject.text, until))
        ]
        found = [piece for piece in dict.fromkeys(matches) if piece.strip()] or matches[:1]
        return Match(", ".join(found), tuple(found)) if found else None

    return find


def searched(pattern, text: str, until: float):
    """What a pattern finds; one that takes long gets what is left of the rule's time. Raises
    TimeoutError."""
    try:
        return pattern.search(text, timeout=syntax.PATTERN_TIME)
    except TimeoutError:  # or the machine had something else to do
        left = until - time.monotonic()
        if left <= 0:
            raise
        return pattern.search(text, timeout=left)


def links(rule: DeskRule, _) -> Matcher:
    def find(subject: Subject) -> Match | None:
        count = len(LINK.findall(subject.text))
        return Match(f"{count} link{'' if count == 1 else 's'}") if count >= rule.limit else None

    return find


def linked(rule: DeskRule, hosts: list[str]) -> Matcher:
    known = frozenset(hosts)

    def find(subject: Subject) -> Match | None:
        found = tuple(dict.fromkeys(name for name in subject.hosts if is_under(name, known)))
        return Match(", ".join(found), found) if found else None

    return find


def is_under(name: str, known: frozenset[str]) -> bool:
    """Whether a host, or a domain above it, is known."""
    labels = syntax.in_ascii(name.lower()).split(".")
    return any(".".join(labels[place:]) in known for place in range(len(labels)))


def addresses(rule: DeskRule, made: list[str]) -> Matcher:
    known = frozenset(made)

    def find(subject: Subject) -> Match | None:
        name, at, domain = subject.email.rpartition("@")
        is_known = at and (f"{name}@{syntax.in_ascii(domain)}" in known or is_under(domain, known))
        return Match(subject.email) if is_known else None

    return find


def senders(rule: DeskRule, made: list) -> Matcher:
    known: dict[tuple[int, int], set[int]] = {}
    for each in made:
        known.setdefault((each.version, each.prefixlen), set()).add(int(each.network_address))

    def find(subject: Subject) -> Match | None:
        if not subject.network:
            return None
        sender = ipaddress.ip_network(subject.network)
        for (version, length), starts in known.items():
            if (
                version == sender.version
                and int(sender.supernet(new_prefix=length).network_address) in starts
            ):
                return Match(subject.network)
        return None

    return find


def length(rule: DeskRule, made: list[str]) -> Matcher:
    short = syntax.AT_MOST in made

    def find(subject: Subject) -> Match | None:
        count = len(subject.text)
        is_so = count <= rule.limit if short else count >= rule.limit
        return Match(f"{count:,} characters") if is_so else None

    return find


def rate(rule: DeskRule, made: list[str]) -> Matcher:
    fields = {"address": "email", "network": "network"}
    of = made or syntax.RATE_OF

    def find(subject: Subject) -> Match | None:
        for what in of:
            value = getattr(subject, fields[what])
            if not value or (what == "network" and networks.is_ours(value)):
                continue
            since = subject.at - dt.timedelta(minutes=rule.minutes)
            earlier = Comment.objects.filter(
                created_at__gt=since, created_at__lte=subject.at, **{fields[what]: value}
            )
            earlier = earlier.exclude(pk=subject.number).order_by().values_list("pk", flat=True)
            if (count := len(earlier[: rule.limit]) + 1) >= rule.limit:
                return Match(f"{count} replies from this {what} within {rule.minutes} min")
        return None

    return find


def band(rule: DeskRule, made: list[str]) -> Matcher:
    def find(subject: Subject) -> Match | None:
        if subject.score is None:
            return None
        from_score = rule.limit is not None and subject.score * 100 >= rule.limit
        if not (from_score or subject.band in made):
            return None
        says = Band(subject.band).label.lower() if subject.band else "no band"
        return Match(f"the model says {subject.score:.0%}, {says}")

    return find


MAKERS: dict[str, Callable[[DeskRule, list], Matcher]] = {
    Kind.WORDS: words,
    Kind.PATTERN: patterns,
    Kind.LINKS: links,
    Kind.LINKED: linked,
    Kind.ADDRESS: addresses,
    Kind.NETWORK: senders,
    Kind.DISPOSABLE: addresses,
    Kind.LENGTH: length,
    Kind.RATE: rate,
    Kind.BAND: band,
}
