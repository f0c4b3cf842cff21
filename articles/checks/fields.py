"""Checks of what stands around a story's text."""

from __future__ import annotations

from collections.abc import Iterator

from articles.checks.finding import Copy, Hit
from articles.fields import fits
from articles.models import Genre

#: The titles made for one place, where they are cut off.
TITLES = (("search_title", "for search engines"), ("social_title", "when shared"))


def headline(copy: Copy) -> Iterator[Hit]:
    if not copy.story.headline.strip():
        yield Hit("There is no headline.", "headline")


def long_headline(copy: Copy) -> Iterator[Hit]:
    length = len(copy.story.headline)
    most = fits("headline")
    if length > most:
        yield Hit(
            f"The headline has {length} characters; more than {most} are hard to read.",
            "headline",
        )


def standfirst(copy: Copy) -> Iterator[Hit]:
    if not copy.story.standfirst.strip():
        yield Hit("There is no standfirst.", "standfirst")


def section(copy: Copy) -> Iterator[Hit]:
    if not copy.story.section_id:
        yield Hit("It stands in no section.", "section")


def legal_hold(copy: Copy) -> Iterator[Hit]:
    if getattr(copy.story, "legal_hold", False):
        yield Hit("A lawyer has to read it first.", "legal_hold")


def paid_by(copy: Copy) -> Iterator[Hit]:
    if copy.story.genre == Genre.PAID and not copy.story.paid_by.strip():
        yield Hit("It is paid content, and doesn't say who paid.", "paid_by")


def long_titles(copy: Copy) -> Iterator[Hit]:
    for name, where in TITLES:
        length = len(getattr(copy.story, name))
        most = fits(name)
        if length > most:
            yield Hit(
                f"The title {where} has {length} characters; after {most} it is cut off.", name
            )


def byline_text(copy: Copy) -> Iterator[Hit]:
    text = copy.story.byline_text.strip()
    missing = [name for name in copy.signed_by if name not in text] if text else []
    if missing:
        yield Hit(
            f"The byline that is written out leaves out {' and '.join(missing)}.", "byline_text"
        )


def byline(copy: Copy) -> Iterator[Hit]:
    if not copy.signed:
        yield Hit("Nobody has signed it.", "byline")


def picture_alt(copy: Copy) -> Iterator[Hit]:
    if copy.story.lead_picture and not copy.story.picture_alt.strip():
        yield Hit("The lead picture has no alternative text: not everybody can see it.", "lead_alt")


def picture_credit(copy: Copy) -> Iterator[Hit]:
    if copy.story.lead_picture and not copy.story.picture_credit.strip():
        yield Hit("The lead picture has no credit.", "lead_credit")


def lead_picture(copy: Copy) -> Iterator[Hit]:
    if not copy.story.lead_picture:
        yield Hit("There is no lead picture.", "lead_picture")


def topic(copy: Copy) -> Iterator[Hit]:
    if not copy.has_topic:
        yield Hit("It has no topic: readers of a topic won’t find it.", "topics")


def open_remarks(copy: Copy) -> Iterator[Hit]:
    if copy.open_remarks == 1:
        yield Hit("A remark is open.", "remarks")
    elif copy.open_remarks:
        yield Hit(f"{copy.open_remarks} remarks are open.", "remarks")
