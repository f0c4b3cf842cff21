"""Bylines: one source for the story's page, search engines, feeds and lists of who did what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from articles.models import Article, Author, Edition, Role
from newsroom.lib.text.scripts.words import INNER


@dataclass(frozen=True)
class Part:
    """Those who did the same for a story: `says` is how the byline begins to name them."""

    role: Role
    authors: list[Author]

    @property
    def says(self) -> str:
        return self.role.says


@dataclass(frozen=True)
class Piece:
    """A run of a byline that somebody wrote out; with its author where it names one."""

    text: str
    author: Author | None = None


def parts(story: Article | Edition) -> list[Part]:
    """Who did what for a story, in the order of the roles and, in each, of the credits."""
    return parts_of((credit.author, credit.role) for credit in story.credits.all())


def parts_of(credits: Iterable[tuple[Author, str]]) -> list[Part]:
    did: dict[str, list[Author]] = {}
    for author, role in credits:
        did.setdefault(role, []).append(author)
    return [Part(role, did[role]) for role in Role if role in did]


def written(text: str, authors: Iterable[Author]) -> list[Piece]:
    """A byline as somebody wrote it out, cut so that each name of `authors` stands alone where it
    comes first."""
    by_name = {author.name: author for author in authors}
    names = sorted(by_name, key=len, reverse=True)
    if not names:
        return [Piece(text)]
    pieces = []
    seen = set()
    either = "|".join(map(re.escape, names))
    for piece in regex.split(rf"(?<![{INNER}])({either})(?![{INNER}])", text):
        if piece:
            pieces.append(Piece(piece, by_name.get(piece) if piece not in seen else None))
            seen.add(piece)
    return pieces


def names(authors: Iterable[Author]) -> str:
    """Names as a sentence has them: "Ada, Ben and Cy"."""
    *first, last = [author.name for author in authors]
    return f"{', '.join(first)} and {last}" if first else last


def in_words(story: Article | Edition) -> str:
    """The byline without links."""
    return story.byline_text or "; ".join(
        f"{part.says} {names(part.authors)}" for part in parts(story)
    )


def writers(story: Article | Edition) -> list[Author]:
    """Those who wrote it, in order; where nobody is said to have, all who are credited."""
    found = [author for part in parts(story) if part.role.is_author for author in part.authors]
    return found or story.bylines
