"""Public pages: the same bytes for everyone, filed under what they depend on."""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Callable, Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.pages import versions
from articles.pages.keys import SITE

#: A page may be kept by anyone, and is asked about again before each use.
KEEP = "public, max-age=0, must-revalidate"
#: Answers that may be kept ready. A 404 is not: there is no end of addresses at which nothing
#: stands.
KEPT = {200, 301, 410}
#: Where an answer's Dependencies are found in the WSGI environment, by whoever keeps it ready.
DEPENDENCIES = "newsroom.dependencies"


class Elsewhere(Http404):
    """A 404 that bears the nearest address that exists."""


class Dependencies:
    """What an answer depends on, and so for how long it is right.

    A view first says what it depends on, and then looks it up: so the answer is at least as new as
    the versions it is filed under. It may depend on nothing but its address, the code itself, and
    the time: where editions begin or end, or as `turns_at` and `until` say.
    """

    def __init__(self, now: dt.datetime | None = None) -> None:
        self.asked_at = time.monotonic()  # no number is older than this
        self.now = now or timezone.now()
        self.numbers: dict[str, int] = {}
        self.until: dt.datetime | None = None
        self.moments: list[dt.datetime] = []

    def add(self, *keys: str) -> None:
        """The answer depends on these versions, too; what they stand for is looked up after this.
        One query."""
        if new := {SITE, *keys} - set(self.numbers):
            self.numbers |= versions.numbers(new)
            self.__dict__.pop("turn", None)

    def turns_at(self, moment: dt.datetime | None) -> None:
        """The clock changes what flows into the answer at this moment, too."""
        if moment:
            self.moments.append(moment)

    @functools.cached_property
    def turn(self) -> dt.datetime | None:
        """The next moment at which the clock alone changes what the answer depends on."""
        return versions.next_turn(self.numbers, self.now)

    def kept(
        self, request: HttpRequest, response: HttpResponse, until: dt.datetime | None = None
    ) -> HttpResponse:
        """Mark the answer to be kept until what it depends on changes, or until that moment."""
        if response.status_code in KEPT:
            self.until = min((at for at in (self.turn, until, *self.moments) if at), default=None)
            request.META[DEPENDENCIES] = self
            response["Cache-Control"] = KEEP
            response["Vary"] = "Accept-Encoding"
        return response


def answer(
    request: HttpRequest,
    *,
    depends_on: Iterable[str],
    build: Callable[[dt.datetime], HttpResponse],
    until: dt.datetime | None = None,
) -> HttpResponse:
    """Answer with a page of which it is known from the start what it depends on.

    `build` is called with the moment of the request once the versions are read.
    """
    dependencies = Dependencies()
    dependencies.add(*depends_on)
    return dependencies.kept(request, build(dependencies.now), until)


def gone(request: HttpRequest, *, expired: bool = False, words: str = "") -> HttpResponse:
    """A story was here and is withdrawn, of which `words` tell, or has `expired`: RFC 9110, section
    15.5.11."""
    return render(request, "410.html", {"expired": expired, "words": words}, status=410)


def private(response: HttpResponse) -> HttpResponse:
    """Mark an answer that is for one person: stored by nobody, found by no search engine."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
