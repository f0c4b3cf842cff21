"""Limits on how much comes in: from a network, from an address, under a story.

Up to `holds` replies within the time pass as they are; from then on they wait for a moderator; from
`waits` on the writer is asked to send again later, with the text given back. Many readers may share
a network, so that much is held before anything has to wait.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from articles.prepared import Prepared
from comments.errors import ReplyRefused
from comments.findings import Finding
from comments.models import Comment
from newsroom.lib.web import network as networks


@dataclass(frozen=True)
class Limit:
    within: dt.timedelta
    holds: int
    waits: int | None = None


#: By the field that says what the replies have in common, the shortest time first.
LIMITS: dict[str, tuple[Limit, ...]] = {
    "network": (Limit(dt.timedelta(minutes=10), 10, 40), Limit(dt.timedelta(days=1), 100, 400)),
    # anybody may type any address
    "email": (Limit(dt.timedelta(minutes=10), 6), Limit(dt.timedelta(days=1), 60)),
    "article": (Limit(dt.timedelta(minutes=1), 60),),
}
WORDS = {
    "network": "from this network",
    "email": "from this address",
    "article": "under this story",
}


class TooMany(ReplyRefused):
    """A reply that has to be sent again later: `after` is how long to wait."""

    def __init__(self, after: dt.timedelta) -> None:
        super().__init__(
            "Many replies are coming from your network just now. Please send yours again in"
            f" {_span(after)}; what you wrote stays here.",
            429,
        )
        self.after = after


def look(*, network: str, email: str, article: int, now: dt.datetime) -> Iterator[Finding]:
    """What has come in too fast, as findings that hold. Raises TooMany. At most three bounded
    queries."""
    shared = networks.is_ours(network)  # a proxy that nobody has named: it stands for all readers
    for field, value in (
        ("network", "" if shared else network),
        ("email", email),
        ("article", article),
    ):
        if value:
            yield from _pace(field, value, now)


def _pace(field: str, value, now: dt.datetime) -> Iterator[Finding]:
    limits = LIMITS[field]
    since = now - max(limit.within for limit in limits)
    times = [at for (at,) in _recent[field](value, since)]
    for limit in limits:
        within = [at for at in times if at > now - limit.within]
        if limit.waits and len(within) >= limit.waits:  # until the oldest of so many is past
            raise TooMany(within[limit.waits - 1] + limit.within - now)
    for limit in limits:
        count = sum(at > now - limit.within for at in times)
        if count >= limit.holds:
            words = f"{count + 1} replies {WORDS[field]} within {_span(limit.within)}"
            yield Finding("pace", words, holds=True, is_doubt=True)
            return


def _prepared(field: str, kind: type) -> Prepared:
    """When the newest replies came that have this field in common, since a moment."""
    most = max(limit.waits or limit.holds for limit in LIMITS[field])

    def recent(value, since: dt.datetime) -> QuerySet:
        alike = Comment.objects.filter(**{field: value}, created_at__gt=since)
        return alike.order_by("-created_at").values_list("created_at")[:most]

    return Prepared(recent, kind, dt.datetime)


_recent = {
    "network": _prepared("network", str),
    "email": _prepared("email", str),
    "article": _prepared("article", int),
}


def _span(time: dt.timedelta) -> str:
    minutes = max(1, -(-int(time.total_seconds()) // 60))
    count, unit = (minutes, "minute") if minutes < 120 else (-(-minutes // 60), "hour")
    return f"{count} {unit}{'' if count == 1 else 's'}"
