"""What the templates of the front page and of lists show: readers see it, and whoever looks at a
front before it is live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from articles import paging
from articles.finding.series import in_order
from articles.fronts import contents, places
from articles.models import Edition, Section, Series


def home_context(
    place: places.Place, content: Mapping[str, Any], sections: list[Section], now: dt.datetime
) -> dict:
    """A front page with this content. A page that has anything to show has a lead."""
    shown = contents.show(place, content, now)
    lead, rail, more = shown["lead"], shown["rail"], shown["more"]
    bands = [(section, shown[f"band-{section.pk}"]) for section in sections]
    if not lead:
        first = next(
            (each for each in (rail, more, *(stories for _, stories in bands)) if each), []
        )
        lead = [first.pop(0)] if first else []
    return {
        "lead": lead[0] if lead else None,
        "rail": rail,
        "more": more,
        "on_top": len(lead) + len(rail) + len(more),
        "bands": [(section, stories) for section, stories in bands if stories],
        "editions": shown.editions,
        "sections": sections,
    }


def list_context(
    request: HttpRequest, subject: Model, shown: contents.Shown | None, now: dt.datetime
) -> dict:
    """The stories under a section, topic, series or author. What stands above them is not among
    them again."""
    rows = Edition.objects.under(subject).live(now).for_lists()
    if isinstance(subject, Series):
        rows = in_order(rows)
    if shown and shown.stories:
        rows = rows.exclude(article__in=shown.stories)
    page = paging.asked_page(request, rows)
    above = shown.editions if shown and page.number == 1 else []
    return {
        "subject": subject,
        "kind": subject._meta.model_name,
        "page": page,
        "editions": [*above, *page],
        "shown": shown if page.number == 1 else None,
    }
