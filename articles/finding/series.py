"""A story's place in its series."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from articles.models import Edition, Series

#: Maximum number of parts that are listed of a series.
MAX_PARTS = 200


@dataclass(frozen=True)
class Part:
    """`number` of `total` parts that readers can read now, and those beside it."""

    series: Series
    number: int
    total: int
    before: Edition | None
    after: Edition | None


def part_of(edition: Edition, now: dt.datetime) -> Part | None:
    """Where a live edition stands in its series; None where it is in none. One query."""
    if edition.series_id is None:
        return None
    columns = (
        "article",
        "headline",
        "series_part",
        "address",
        "series__name",
        "series__slug",
        "series__is_closed",
    )
    live = Edition.objects.live(now).filter(series=edition.series_id)
    parts = list(in_order(live).select_related("address", "series").only(*columns)[:MAX_PARTS])
    at = next((n for n, each in enumerate(parts) if each.article_id == edition.article_id), None)
    if at is None:
        return None
    number = edition.series_part or at + 1
    total = max(len(parts), *(each.series_part or 0 for each in parts))
    before = parts[at - 1] if at else None
    after = parts[at + 1] if at + 1 < len(parts) else None
    return Part(parts[at].series, number, total, before, after)


def in_order(editions):
    """Editions of a series as they are to be read; those without a number last, as they came."""
    return editions.order_by(F("series_part").asc(nulls_last=True), "first_published_at", "pk")
