"""Finding stories for readers: where an address leads, and what each list holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from articles import signals
from articles.models import Address, Article, Edition
from articles.models.stories.edition import OPEN_KINDS
from articles.pages import keys
from articles.pages.caching import Dependencies
from articles.pages.process_cache import VersionedCache

live = VersionedCache(1000)


@dataclass(frozen=True)
class Found:
    """What stands at an address: the live edition, where it stands if not here, or that the story
    is gone: withdrawn, with `words` to readers or a story that it `leads_to`, or `expired` by
    itself."""

    edition: Edition | None = None
    moved_to: str = ""
    gone: bool = False
    expired: bool = False
    words: str = ""
    leads_to: Edition | None = None


def find(year: int, month: int, slug: str, now: dt.datetime) -> Found | None:
    """What a reader who asks for this address at `now` is to be given; None when there was never
    anything."""
    address = address_at(year, month, slug)
    return standing_at(address, now) if address else None


def live_at(year: int, month: int, slug: str, now: dt.datetime) -> Edition | None:
    """The live edition of the story to which this address belongs, with its first lines and where
    it stands."""
    dependencies = Dependencies(now)
    name = (year, month, slug)
    if entry := live.get(name, dependencies):
        return entry.value
    address = address_at(*name)
    if address is None:
        return None
    dependencies.add(keys.story(address.article_id))
    editions = Edition.objects.live(now).filter(article=address.article_id)
    edition = (
        editions.select_related("address")
        .only("article", "section", "address", "headline", "standfirst")
        .first()
    )
    live.put(name, edition, dependencies, [keys.story(address.article_id)])
    return edition


def address_at(year: int, month: int, slug: str) -> Address | None:
    """Once given to a story, an address belongs to it for good."""
    return Address.objects.filter(year=year, month=month, slug=slug).first()


def standing_at(address: Address, now: dt.datetime) -> Found | None:
    edition = Edition.objects.live(now).filter(article=address.article_id).for_page().first()
    if edition is None:
        last = Edition.objects.begun(now).filter(article=address.article_id)
        last = last.order_by("-live_from").only("expires_at", "live_until").first()
        return _gone(address, last.has_expired(now), now) if last else None
    if edition.address_id != address.pk:
        return Found(edition, moved_to=edition.get_absolute_url())
    return Found(edition)


def _gone(address: Address, has_expired: bool, now: dt.datetime) -> Found:
    if has_expired:
        return Found(gone=True, expired=True)
    article = Article.objects.only("gone_words", "gone_to").get(pk=address.article_id)
    to = article.gone_to_id and Edition.objects.live(now).filter(article=article.gone_to_id)
    leads_to = to.select_related("address").only("article", "address").first() if to else None
    return Found(gone=True, words=article.gone_words, leads_to=leads_to)


def notices(edition: Edition) -> list[Edition]:
    """The corrections and the like that this story bears, newest first: of this edition and those
    before.

    A first edition bears none: it costs no query.
    """
    if edition.number == 1:
        return []
    return list(
        Edition.objects.filter(
            article=edition.article_id, kind__in=OPEN_KINDS, number__lte=edition.number
        )
        .begun(edition.live_from)
        .order_by("-live_from")
        .only("kind", "note", "live_from")
    )


def reply_counts(numbers: list[int]) -> dict[int, int]:
    """How many replies are shown under these stories, by the story's number, as those say who keep
    them."""
    told: dict[int, int] = {}
    for _, counts in signals.replies_counted.send(sender=None, stories=numbers):
        told |= counts
    return told
