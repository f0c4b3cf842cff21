"""What readers saw of a story, and when: its editions, and what differs between two of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from articles.finding import stories
from articles.models import Address, Edition, Publication
from articles.pages import caching, keys
from articles.pages.caching import Dependencies
from articles.writing import history


def versions(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """The editions of the story at this address, newest first; 404 where the paper keeps that to
    itself."""
    dependencies, address = _asked(year, month, slug)
    found = stories.standing_at(address, dependencies.now)
    if found is None:
        raise Http404
    if found.gone:
        return dependencies.kept(request, caching.gone(request, expired=found.expired))
    if found.moved_to:
        return dependencies.kept(
            request, HttpResponsePermanentRedirect(f"{found.moved_to}history/")
        )
    seen = history.versions(address.article_id, dependencies.now)
    context = {
        "edition": found.edition,
        "versions": seen,
        "small": sum(version.is_small for version in seen),
    }
    return dependencies.kept(request, render(request, "articles/history.html", context))


def compare(
    request: HttpRequest, year: int, month: int, slug: str, before: int, now: int
) -> HttpResponse:
    """Two editions, by their numbers; the older one first."""
    dependencies, address = _asked(year, month, slug)
    found = stories.standing_at(address, dependencies.now)
    if found is None or before >= now:
        raise Http404
    if found.gone:
        return dependencies.kept(request, caching.gone(request, expired=found.expired))
    if found.moved_to:
        parts = {**found.edition.address.parts, "before": before, "now": now}
        return dependencies.kept(
            request, HttpResponsePermanentRedirect(reverse("articles:compare", kwargs=parts))
        )
    seen = Edition.objects.begun(dependencies.now).filter(
        article=address.article_id, number__in=(before, now)
    )
    editions = list(seen.order_by("number").prefetch_related("topics", "credits__author"))
    if [edition.number for edition in editions] != [before, now]:
        raise Http404
    context = {
        "edition": found.edition,
        "before": editions[0],
        "now": editions[1],
        "found": history.compare_editions(*editions),
    }
    return dependencies.kept(request, render(request, "articles/compare.html", context))


def _asked(year: int, month: int, slug: str) -> tuple[Dependencies, Address]:
    """The address, and what its answer depends on."""
    address = stories.address_at(year, month, slug)
    if address is None:
        raise Http404
    dependencies = Dependencies()
    dependencies.add(keys.FURNITURE, keys.story(address.article_id))
    if not Publication.objects.current().shows_history:
        raise Http404
    return dependencies, address
