"""Old addresses: what they lead to, and where that stands now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q
from django.urls import reverse

from articles import permissions
from articles.errors import NotAllowed
from articles.models import Edition, FormerAddress, Picture
from articles.models.former_address import KINDS
from articles.pictures import uses

#: Number of keys that are written at once.
BATCH = 500


@dataclass(frozen=True)
class Present:
    """Where something stands now: what it is ("story", "list", "picture", "front") and its address,
    or that it is withdrawn."""

    kind: str
    address: str = ""
    gone: bool = False


def lead(keys: Iterable[str], to: Model | None, *, by) -> None:
    """These old addresses lead to a story, section, topic, byline or picture; to the front page,
    where that is None.

    What led elsewhere leads here from now on; said twice, it is as said once. Runs in the
    transaction of the step that makes what it leads to, and is told in the record of that. Raises
    NotAllowed.
    """
    if not permissions.can_move_in(by):
        raise NotAllowed("Your role does not allow this.")
    kind = to._meta.model_name if to is not None else ""
    if to is not None and kind not in KINDS:
        raise TypeError(f"No old address can lead to a {kind}.")
    rows = [
        FormerAddress(key=key, **({kind: to} if kind else {})) for key in dict.fromkeys(keys) if key
    ]
    FormerAddress.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["key"], update_fields=KINDS
    )


def first_of(keys: list[str]) -> FormerAddress | None:
    """The old address of the first of these keys that leads anywhere. One query."""
    rows = FormerAddress.objects.filter(key__in=keys).select_related("section", "topic", "author")
    found = {row.key: row for row in rows}
    return next((found[key] for key in keys if key in found), None)


def present(former: FormerAddress, now: dt.datetime, width: int = 0) -> Present | None:
    """Where what an old address leads to stands now; None while no reader may see it. One query at
    most.

    `width` is that of the picture that was asked for, in pixels; 0 for any.
    """
    if former.article_id:
        begun = (
            Edition.objects.begun(now).filter(article=former.article_id).select_related("address")
        )
        return _of_edition(
            begun.order_by("-live_from").only("address", "live_from", "live_until").first(), now
        )
    if former.picture_id:
        picture = uses.with_embargo(Picture.objects.all(), now).get(pk=former.picture_id)
        size = {"width": width} if width else {}
        return None if picture.is_held else Present("picture", picture.address(**size))
    subject = former.section or former.topic or former.author
    return (
        Present("list", subject.get_absolute_url())
        if subject
        else Present("front", reverse("articles:front"))
    )


def there(keys: Iterable[str], now: dt.datetime) -> set[str]:
    """Those of these keys that lead to what readers can find now. One query."""
    live = Edition.objects.live(now).filter(article=OuterRef("article")).order_by()
    rows = FormerAddress.objects.filter(Q(article=None) | Exists(live), key__in=set(keys))
    return set(rows.values_list("key", flat=True))


def guessed(slug: str, now: dt.datetime) -> Present | None:
    """The story that is live now and has, or once had, this slug, where there is just one. One
    query."""
    live = Edition.objects.live(now).filter(article__addresses__slug=slug).select_related("address")
    found = {each.article_id: each for each in live.only("article", "address").order_by()[:3]}
    return (
        Present("story", next(iter(found.values())).get_absolute_url()) if len(found) == 1 else None
    )


def _of_edition(newest: Edition | None, now: dt.datetime) -> Present | None:
    if newest is None:
        return None
    if newest.live_until is not None and newest.live_until <= now:
        return Present("story", gone=True)
    return Present("story", newest.get_absolute_url())
