"""Public pages: the same bytes for everyone, filed under what they depend on."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles import versions

Found = TypeVar("Found")

#: A page may be kept by anyone, and is asked about again before each use.
KEEP = "public, max-age=0, must-revalidate"
#: Answers that may be kept ready. A 404 is not: there is no end of addresses at which nothing stands.
KEPT = {200, 301, 410}
#: Where an answer's Standing is found in the WSGI environment, by whoever keeps answers ready.
STANDING = "newsroom.standing"
#: How often to look again when what stands at an address changes under our eyes.
ATTEMPTS = 3


@dataclass(frozen=True)
class Standing:
    """What an answer stands on, and so for how long it is right."""

    numbers: dict[str, int]  # of each version it depends on, as read before it was built
    asked_at: float  # when they were read, by time.monotonic()
    until: dt.datetime | None  # from this moment on it must be built anew, versions or not


def answer(
    request: HttpRequest,
    *,
    depends_on: Iterable[str],
    build: Callable[[dt.datetime], HttpResponse],
    until: dt.datetime | None = None,
) -> HttpResponse:
    """Answer with a page that depends on the versions `depends_on`.

    They are read before `build` is called with the moment of the request. Nothing else may flow into the
    page but its address, the code itself, and the time as far as editions begin and end by it, or as `until`
    says.
    """
    return answer_about(
        request,
        find=lambda now: None,
        depends_on=lambda found: depends_on,
        build=lambda found, now: build(now),
        until=until,
    )


def answer_about(
    request: HttpRequest,
    *,
    find: Callable[[dt.datetime], Found],
    depends_on: Callable[[Found], Iterable[str]],
    build: Callable[[Found, dt.datetime], HttpResponse],
    until: dt.datetime | None = None,
) -> HttpResponse:
    """The same for a page whose versions are known only once it is found what stands at its address.

    `find` is asked again after the versions were read: what it found before may be older than they are.
    """
    now = timezone.now()
    keys = sorted(set(depends_on(find(now))))
    for _ in range(ATTEMPTS):
        asked_at = time.monotonic()
        numbers = versions.numbers(keys)
        found = find(now)
        if keys == (keys := sorted(set(depends_on(found)))):
            break
    else:
        numbers = {}  # too lively to be kept
    response = build(found, now)
    if response.status_code in KEPT:
        response["Cache-Control"] = KEEP
        response["Vary"] = "Accept-Encoding"
        if numbers:
            ends = [at for at in (versions.next_turn(keys, now), until) if at]
            request.META[STANDING] = Standing(numbers, asked_at, min(ends, default=None))
    return response


def private(response: HttpResponse) -> HttpResponse:
    """Mark an answer that is for one person: stored by nobody, found by no search engine."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
