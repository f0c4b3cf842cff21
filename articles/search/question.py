"""What somebody asks for, read so that every database takes it: words, phrases in quotation marks,
and -words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

#: Maximum length of a question, number of its words, and length of each.
MAX_LENGTH = 200
MAX_WORDS = 12
MAX_WORD_LENGTH = 64
#: Maximum number of months of a span that is asked for month by month; a longer one is asked for by
#: years, up to this number.
MAX_MONTHS = 24
MAX_YEARS = 60
_TERM = re.compile(r'(?<!\S)(-?)"([^"]*)"?|(\S+)')
_QUOTES = str.maketrans("“”„«»", '"' * 5, "\x00\x02\x03\\")


@dataclass(frozen=True)
class Term:
    """A word or phrase that is to be there, or not."""

    text: str
    excluded: bool = False


@dataclass(frozen=True)
class Question:
    """Words, and what narrows them: of each of `filed` one has to hold, all of them words of
    SearchText.filed."""

    terms: tuple[Term, ...] = ()
    filed: tuple[tuple[str, ...], ...] = ()
    since: dt.datetime | None = None
    before: dt.datetime | None = None
    typing: bool = field(default=False)  # the beginnings of words are enough

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.excluded)

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.wanted or self.filed)


def terms(text: str) -> tuple[Term, ...]:
    """The words and phrases of a question; what holds neither letter nor digit is left out."""
    found = []
    for minus, phrase, word in _TERM.findall(text[:MAX_LENGTH].translate(_QUOTES)):
        excluded = bool(minus) or word.startswith("-")
        term = " ".join((phrase or word.replace('"', " ")).split())[:MAX_WORD_LENGTH].strip("-' ")
        if any(character.isalnum() for character in term):
            found.append(Term(term, excluded))
    return tuple(found[:MAX_WORDS])


def under(**subjects: int) -> tuple[tuple[str, ...], ...]:
    """Filter terms for a section, topic or author, given by number (`section=3`)."""
    return tuple((f"{kind}={number}",) for kind, number in subjects.items())


def between(
    since: dt.datetime | None, before: dt.datetime | None, now: dt.datetime
) -> tuple[tuple[str, ...], ...]:
    """Filter terms for the months or years of a span, where the span is short enough for them to
    help; exact times are compared besides."""
    if not since:
        return ()
    last = min(before or now, now)
    months = (last.year - since.year) * 12 + last.month - since.month
    if 0 <= months < MAX_MONTHS:
        each = (
            divmod(since.year * 12 + since.month - 1 + number, 12) for number in range(months + 1)
        )
        return (tuple(f"month={year}{month + 1:02}" for year, month in each),)
    if 0 <= last.year - since.year < MAX_YEARS:
        return (tuple(f"year={year}" for year in range(since.year, last.year + 1)),)
    return ()
