"""A question as an index answers it: for each word what would be found for it, and how far it
counts.

Both backends write the same parts in their own language.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from articles.search import terms
from articles.search.question import Question

#: Minimum length of a word that longer ones are looked for by.
MIN_BEGINNING = 4
_YEAR = regex.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Part:
    """One word or phrase of a question: any of these rows of terms; `year` counts as the year of
    publication, too."""

    text: str
    rows: tuple[tuple[terms.Row, bool], ...]
    year: str = ""


@dataclass(frozen=True)
class LookUp:
    """What is to be there (all of it, or with `least` so many of its parts), what is not, and what
    narrows it."""

    wanted: tuple[Part, ...]
    unwanted: tuple[Part, ...] = ()
    filed: tuple[tuple[str, ...], ...] = ()
    least: int = 0

    @property
    def asks(self) -> bool:
        return bool(self.wanted or self.filed)


def look_up(
    question: Question, *, wide: bool = False, begins: bool = False, loose: bool = False
) -> LookUp:
    """`wide` asks in every language of its alphabet, `begins` for what words begin with, `loose`
    for what holds most of what says something."""
    spoken = terms.languages(" ".join(term.text for term in question.wanted), wide=wide)
    texts = [term.text for term in question.wanted]
    if loose:
        texts = [each for text in texts for each in terms.in_twos(text) or [text]]
    wanted = [
        _part(text, spoken, question.typing or (begins and len(text) >= MIN_BEGINNING))
        for text in texts
    ]
    unwanted = [_part(term.text, spoken, False) for term in question.unwanted]
    wanted = [part for part in wanted if part.rows]
    if loose:
        saying = [part for part in wanted if not terms.is_small(part.text, spoken)]
        wanted = saying or wanted
    least = max(min(2, len(wanted)), -(-len(wanted) // 2)) if loose else 0
    return LookUp(
        tuple(wanted), tuple(part for part in unwanted if part.rows), question.filed, least
    )


def _part(text: str, spoken: tuple[str, ...], typing: bool) -> Part:
    year = text if _YEAR.fullmatch(text) and not typing else ""
    return Part(text, tuple(terms.asked(text, spoken, typing=typing)), year)
