"""Checks of what stands around a story's text."""

from __future__ import annotations

from collections.abc import Iterator

from articles.checks.finding import Copy, Hit

#: A headline of more characters is cut in lists and by search engines.
LONG_HEADLINE = 100


def headline(copy: Copy) -> Iterator[Hit]:
    if not copy.story.headline.strip():
        yield Hit("There is no headline.", "headline")


def long_headline(copy: Copy) -> Iterator[Hit]:
    length = len(copy.story.headline)
    if length > LONG_HEADLINE:
        yield Hit(f"The headline has {length} characters; more than {LONG_HEADLINE} are hard to read.", "headline")


def standfirst(copy: Copy) -> Iterator[Hit]:
    if not copy.story.standfirst.strip():
        yield Hit("There is no standfirst.", "standfirst")


def section(copy: Copy) -> Iterator[Hit]:
    if not copy.story.section_id:
        yield Hit("It stands in no section.", "section")


def byline(copy: Copy) -> Iterator[Hit]:
    if not copy.signed:
        yield Hit("Nobody has signed it.", "byline")


def picture_alt(copy: Copy) -> Iterator[Hit]:
    if copy.story.lead_picture and not copy.story.picture_alt.strip():
        yield Hit("The lead picture has no alternative text: not everybody can see it.", "lead_alt")


def picture_credit(copy: Copy) -> Iterator[Hit]:
    if copy.story.lead_picture and not copy.story.picture_credit.strip():
        yield Hit("The lead picture has no credit.", "lead_credit")
