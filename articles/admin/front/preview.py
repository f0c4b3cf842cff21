"""Fronts as they will look, for the newsroom alone: a working copy, and the site at a chosen
moment."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import paging
from articles.admin.picture.chooser import own_folder
from articles.fronts import contents, editing, lists, places
from articles.fronts.places import Place
from articles.models import Edition, Section
from articles.pages import caching


class ShownPages:
    """A ModelAdmin of fronts with these pages. They are the public templates, and never public."""

    def preview_view(self, request: HttpRequest, place: str) -> HttpResponse:
        """The working copy as readers would see it now, to be shown in a frame; nothing in it can
        be used."""
        where = self.place(request, place)
        front = editing.working_copy(where)
        context = _context(request, where, front.content, timezone.now())
        return _shown(request, {**context, "is_frame": "frame" in request.GET})

    def at_view(self, request: HttpRequest) -> HttpResponse:
        """?at=2026-11-26T18:00&place=home: a front as it will be then, with what will be live."""
        self.may(request)
        at = _moment(request.GET.get("at", "")) or _next_hour()
        where = places.named(request.GET.get("place", places.HOME))
        if where is None:
            raise Http404("There is no such front.")
        edition = contents.live(where, at)
        context = _context(request, where, edition.content if edition else {}, at)
        sections = [_Walk(section, at) for section in context["sections"]]
        then = {
            "at": at,
            "sections": sections,
            "home": _address(places.HOME, at),
            "where": where,
            "edition": edition,
            "current_section": where.subject.pk if isinstance(where.subject, Section) else None,
        }
        return _shown(request, {**context, **then})


class _Walk:
    """A section in the navigation, leading to its front at the same moment."""

    def __init__(self, section: Section, at: dt.datetime) -> None:
        self.pk, self.name, self.slug = section.pk, section.name, section.slug
        self.address = _address(f"section-{section.pk}", at)

    def get_absolute_url(self) -> str:
        return self.address


def _context(request: HttpRequest, where: Place, content: dict, now: dt.datetime) -> dict:
    """What the public template shows at `now`; its stories lead to their pages in the admin, its
    pictures too."""
    sections = list(Section.objects.all())
    if where.subject is None:
        context = {
            **lists.home_context(where, content, sections, now),
            "template": "articles/front.html",
        }
        seen = [
            context["lead"],
            *context["rail"],
            *context["more"],
            *(s for _, row in context["bands"] for s in row),
        ]
    else:
        shown = contents.show(where, content, now) if content else None
        context = {
            **lists.list_context(request, where.subject, shown, now),
            "template": "articles/list.html",
        }
        seen = (
            [*context["editions"], *(each.story for each in shown.places if each.story)]
            if shown
            else context["editions"]
        )
        context["page"] = paging.Page(context["page"].rows, 1, has_next=False)
    for story in seen:
        if isinstance(story, Edition):
            story.get_absolute_url = reverse(
                "admin:articles_article_change", args=[story.article_id]
            ).__str__
        if story and story.lead_picture:
            story.lead_picture.folder = own_folder(story.lead_picture)
    return {"sections": sections, **context}


def _shown(request: HttpRequest, context: dict) -> HttpResponse:
    response = caching.private(render(request, "articles/shown.html", context))
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": ["'self'"]}
    return response


def _address(place: str, at: dt.datetime) -> str:
    moment = timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")
    return f"{reverse('admin:articles_front_at')}?{urlencode({'at': moment, 'place': place})}"


def _moment(text: str) -> dt.datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None or not 1990 <= found.year <= 2200:
        return None
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def _next_hour() -> dt.datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
