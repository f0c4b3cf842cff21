"""Where a story stands, in one word: what readers see of it, else how far the newsroom is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from articles.models import Article, Edition, State


@dataclass(frozen=True)
class Standing:
    """`name` is one of live, changed, scheduled, expired, withdrawn, draft, review, ready.

    `live` is what readers see, `scheduled` what waits for its time, `last` what they saw last;
    `is_ahead`: the working copy has changes that none of these has.
    """

    name: str
    live: Edition | None = None
    scheduled: Edition | None = None
    last: Edition | None = None
    is_ahead: bool = False

    @property
    def since(self) -> dt.datetime | None:
        """When it goes live, or went off the site."""
        if self.scheduled:
            return self.scheduled.live_from
        return self.last.live_until if self.last and not self.live else None


def standing(article: Article, now: dt.datetime) -> Standing:
    """Where a stored story stands at `now`. Two queries."""
    last = article.editions.begun(now).select_related("address").order_by("-live_from").first()
    scheduled = article.editions.scheduled(now).first()
    live = last if last and last.is_live_at(now) else None
    newest = scheduled or last
    is_ahead = bool(newest) and newest.article_version < article.text_version
    if scheduled:
        name = "scheduled"
    elif live:
        name = "changed" if is_ahead else "live"
    elif last:
        name = "expired" if last.has_expired(now) else "withdrawn"
    else:
        name = State(article.state).value
    return Standing(name, live, scheduled, last, is_ahead)
