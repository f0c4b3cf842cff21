"""Frames: a story's page but for its replies, kept by each process while the versions it was made
from stand.

A new reply moves the version of the replies alone: what stands around them is neither looked up nor
rendered again.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString

from articles.models import Edition
from articles.pages import keys
from articles.pages.caching import Dependencies
from articles.pages.process_cache import VersionedCache

#: Maximum number of characters of a frame that is kept.
MAX_LENGTH = 64 * 1024
#: Where the replies go, in articles/story.html. No text of a story can hold it: comments in HTML
#: are cleaned away.
PLACE = "<!-- replies -->"

cache = VersionedCache(100)


@dataclass(frozen=True)
class Frame:
    """The edition that is shown, what stands before and after the replies to it, and what the page
    says of itself to machines, before and after their number."""

    edition: Edition
    before: str
    after: str
    about: tuple[SafeString, SafeString]


def framed(edition: Edition, page: str, about: tuple[SafeString, SafeString]) -> Frame:
    """The frame that the page of an edition is, with a PLACE for the replies."""
    before, _, after = page.partition(PLACE)
    return Frame(edition, before, after, about)


def below(article_id: int) -> tuple[str, str]:
    """What the replies to a story depend on, which its frame does not."""
    return keys.replies(article_id), keys.REPLY_RULES


def get(name: object, dependencies: Dependencies) -> Frame | None:
    """The frame kept under a name, when it is still right; `dependencies` then names all that the
    page depends on."""
    entry = cache.get(name, dependencies)
    if entry is None:
        return None
    dependencies.turn = entry.turn
    return entry.value


def put(name: object, frame: Frame, dependencies: Dependencies) -> Frame:
    """Keep a frame."""
    small = len(frame.before) + len(frame.after) <= MAX_LENGTH
    if small and not settings.DEBUG:  # there, a template that is edited is to be seen at once
        cache.put(
            name,
            frame,
            dependencies,
            set(dependencies.numbers) - set(below(frame.edition.article_id)),
        )
    return frame
