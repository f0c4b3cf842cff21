"""Frames: a story's page but for its replies, kept by each process while the versions it was made from stand.

A new reply moves the version of the replies alone: what stands around them is neither looked up nor rendered again.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from articles.known import Known
from articles.models import Edition
from articles.pages import Standing

#: None is kept that has more letters.
LONGEST = 64 * 1024
#: Where the replies go, in articles/story.html. No text of a story can hold it: comments in HTML are cleaned away.
PLACE = "<!-- replies -->"

known = Known(100)


@dataclass(frozen=True)
class Frame:
    """The edition that is shown, and what stands before and after the replies to it."""

    edition: Edition
    before: str
    after: str


def below(article_id: int) -> tuple[str, str]:
    """What the replies to a story stand on, which its frame does not."""
    return f"replies:{article_id}", "replies:rules"


def get(name: object, standing: Standing) -> Frame | None:
    """The frame kept under a name, when it is still right; `standing` then stands on all that the page does."""
    fact = known.get(name, standing)
    if fact is None:
        return None
    standing.turn = fact.turn
    return fact.value


def put(name: object, edition: Edition, page: str, standing: Standing) -> Frame:
    """Keep the page of an edition as a frame."""
    before, _, after = page.partition(PLACE)
    frame = Frame(edition, before, after)
    if len(page) <= LONGEST and not settings.DEBUG:  # there, a template that is edited is to be seen at once
        known.put(name, frame, standing, set(standing.numbers) - set(below(edition.article_id)))
    return frame
