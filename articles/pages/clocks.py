"""What begins and ends by the clock alone: editions of stories and of fronts, and slots of fronts.

articles/apps.py hands these to articles/pages/versions.py, which knows no models.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from articles.models import Edition, FrontEdition
from articles.models.front import slot_ends
from articles.pages import keys as page_keys

#: How the kinds of keys that stand for editions find them.
EDITIONS_UNDER = {
    "section": "section",
    "topic": "topics",
    "author": "authors",
    "series": "series",
    "story": "article",
}


def turn_of_stories(keys: list[str], now: dt.datetime) -> dt.datetime | None:
    """When the next edition of a story under these keys begins or ends.

    One query of the few editions whose time is still to come, and where there are any, one of what
    they stand under; none for keys that stand for no editions.
    """
    under = Q()
    for key in keys:
        kind, _, number = key.partition(":")
        if kind in EDITIONS_UNDER:
            under |= Q(**{EDITIONS_UNDER[kind]: number})
    if page_keys.STORIES not in keys and not under:
        return None
    to_come = Edition.objects.filter(Q(live_from__gt=now) | Q(live_until__gt=now)).order_by()
    turns = {
        pk: (begins, ends)
        for pk, begins, ends in to_come.values_list("pk", "live_from", "live_until")
    }
    if turns and page_keys.STORIES not in keys:
        here = Edition.objects.filter(under, pk__in=turns).order_by().values_list("pk", flat=True)
        turns = {pk: turns[pk] for pk in here}
    return min((at for turn in turns.values() for at in turn if at and at > now), default=None)


def turn_of_fronts(keys: list[str], now: dt.datetime) -> dt.datetime | None:
    """When the next edition of one of these fronts begins or ends, or a slot of a live one. One
    query, where a front is among the keys."""
    places = [key.removeprefix("front:") for key in keys if key.startswith("front:")]
    if not places:
        return None
    to_come = FrontEdition.objects.to_come(now).filter(front__place__in=places)
    turns: list[dt.datetime | None] = []
    for begins, ends, content in to_come.order_by().values_list(
        "live_from", "live_until", "content"
    ):
        turns += [begins, ends, *(slot_ends(content) if begins <= now else ())]
    return min((at for at in turns if at and at > now), default=None)
