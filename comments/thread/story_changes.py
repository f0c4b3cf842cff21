"""Changes: what was openly changed in a story after a reply to it was written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import dateformat, timezone

from articles.models import Edition, Kind
from articles.models.stories.edition import OPEN_KINDS

#: What a reader has to know of first.
WEIGHT = (Kind.RETRACTION, Kind.CORRECTION, Kind.CLARIFICATION, Kind.UPDATE)


@dataclass(frozen=True)
class Change:
    """An edition that said openly what is new in it; its notice stands on the story's page."""

    number: int  # of the edition, in all editions of the paper
    kind: str
    at: dt.datetime

    def words(self, written: dt.datetime) -> str:
        """“the 14:05 correction” to a reply of the same day, else “the correction of 3 May”."""
        at = timezone.localtime(self.at)
        written = timezone.localtime(written)
        if at.date() == written.date():
            return f"the {at:%H:%M} {self.kind}"
        return (
            f"the {self.kind} of"
            f" {dateformat.format(at, 'j F' if at.year == written.year else 'j F Y')}"
        )


def after(edition: Edition) -> dict[int, Change]:
    """For each former edition, by its key: the weightiest open change since, up to the live
    `edition`; the earliest of these. One query, none for a first edition."""
    if edition.number == 1:
        return {}
    seen = Edition.objects.filter(article=edition.article_id, number__lte=edition.number).begun(
        edition.live_from
    )
    found: dict[int, Change] = {}
    since: Change | None = None
    for pk, kind, at in seen.order_by("-live_from", "-number").values_list(
        "pk", "kind", "live_from"
    ):
        if since:
            found[pk] = since
        if kind in OPEN_KINDS and (since is None or WEIGHT.index(kind) <= WEIGHT.index(since.kind)):
            since = Change(pk, kind, at)
    return found
