"""Old addresses of the site that the paper came from, answered where nothing of ours stands.

They are looked up for what would be a 404 otherwise, and for the front page when it is asked as
WordPress is ("/?p=123"): no request that finds something pays for it. Two queries at most. The
answer names the present place of what was asked for, is not kept by anybody, and never leads back
to an old address: it can't go round in circles.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils import timezone

from articles.finding import former_addresses
from articles.finding.former_addresses import Present
from articles.pages.caching import KEEP, gone
from newsroom.moving.wordpress import addresses
from newsroom.moving.wordpress.addresses import Asked
from newsroom.serving.page_cache.layer import OLD_PARAMETERS, QUERY

#: Addresses that no other site had, or whose pages say 404 for reasons of their own.
OURS = ("/admin/", "/static/", "/media/", "/pictures/", "/preview/", "/healthz", "/readyz")
_PLACES = {
    "front": "articles:front",
    "feed": "articles:feed",
    "replies-feed": "comments:feed-of-all",
    "search": "articles:search",
    "admin": "admin:index",
    "sitemap": "articles:sitemap",
}


def of_front(request: HttpRequest) -> HttpResponse | None:
    """The answer to what the front page is asked for by number or name, as in WordPress; None where
    the front page itself is meant. Raises Http404.

    Nobody has the front page built anew by asking for what there isn't: it is a 404 where that has
    a number, as in WordPress, and leads to the front page itself where it has a name that may mean
    something else.
    """
    if not request.GET or OLD_PARAMETERS.isdisjoint(request.GET):
        return None
    if answer := _answer(
        request, resolve_address("", request.META["QUERY_STRING"], timezone.now())
    ):
        return answer
    if not addresses.NUMBERED.isdisjoint(request.GET):
        raise Http404
    return HttpResponseRedirect(request.path)


def answer(request: HttpRequest) -> HttpResponse | None:
    """The answer to a request for an old address; None where it is none that is known."""
    if (
        request.method not in ("GET", "HEAD")
        or request.path_info == "/"
        or request.path_info.startswith(OURS)
    ):
        return None
    query = request.META.get(QUERY, request.META.get("QUERY_STRING", ""))
    match = request.resolver_match
    if match is not None and match.view_name.startswith("articles:sitemap"):
        return None  # a part of ours that holds nothing
    is_list = match is not None and match.view_name != "articles:story"
    return _answer(
        request, resolve_address(request.path_info, query, timezone.now(), may_guess=not is_list)
    )


def resolve_address(
    path: str, query: str, now: dt.datetime, *, may_guess: bool = True
) -> Present | None:
    """Where what an old address leads to stands now. Two queries at most."""
    asked = addresses.parse_request(path, query)
    if asked is None:
        return None
    keys = [*asked.keys, asked.folder] if asked.folder else asked.keys
    if row := former_addresses.first_of(keys) if keys else None:
        if row.key == asked.folder and row.key not in asked.keys:
            asked = addresses.parse_request(asked.rest)
            return _place(asked) if asked and asked.place else None
        present = former_addresses.present(row, now, asked.width)
        return _with_feed(present, asked.feed) if present else None
    if asked.place:
        return _place(asked)
    return (
        _with_feed(guess, asked.feed)
        if may_guess and asked.slug and (guess := _guess(asked.slug, now))
        else None
    )


def resolve_links(links: Iterable[str], now: dt.datetime) -> set[str]:
    """Those of some links to this site that are old addresses of something readers can find now.
    One query."""
    asked = {}
    for link in links:
        try:
            parts = urlsplit(link)
        except ValueError:
            continue
        asked[link] = addresses.parse_request(parts.path, parts.query)
    there = former_addresses.there(
        {key for each in asked.values() if each for key in each.keys}, now
    )
    return {
        link
        for link, each in asked.items()
        if each and (each.place or not there.isdisjoint(each.keys))
    }


def _guess(slug: str, now: dt.datetime) -> Present | None:
    return former_addresses.guessed(slug, now) if len(slug) <= 120 else None


def _place(asked: Asked) -> Present:
    """A page that every site has."""
    address = reverse(_PLACES[asked.place])
    if asked.place in ("feed", "replies-feed") and asked.feed == "atom":
        address += "atom/"
    return Present("page", address + (f"?{urlencode(asked.query)}" if asked.query else ""))


def _with_feed(present: Present, form: str) -> Present:
    if not form or present.gone or present.kind == "picture":
        return present
    return Present("feed", f"{present.address}feed/{'atom/' if form == 'atom' else ''}")


def _answer(request: HttpRequest, found: Present | None) -> HttpResponse | None:
    if found is None or urlsplit(found.address).path == request.path != "/":
        return None  # it stands there, and has no such part
    response = gone(request) if found.gone else HttpResponsePermanentRedirect(found.address)
    response.headers["Cache-Control"] = KEEP
    return response
