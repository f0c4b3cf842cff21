"""Lists of stories: the front page, sections, topics, series, authors, and the corrections."""

from __future__ import annotations

import datetime as dt

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles import paging
from articles.fronts import contents, lists, places, slots
from articles.models import Author, Edition, Publication, Section, Series, Topic
from articles.pages import caching, keys
from articles.views import structured_data


def front(request: HttpRequest) -> HttpResponse:
    """The front page as editors composed it, or as it fills itself: see
    articles/fronts/contents.py."""

    def build(now: dt.datetime) -> HttpResponse:
        sections = list(Section.objects.all())
        place = places.home(sections)
        edition = contents.live(place, now)
        paper = Publication.objects.current()
        context = lists.home_context(place, edition.content if edition else {}, sections, now)
        context |= {
            "publication": paper,
            "structured": structured_data.block(*structured_data.organisation(request, paper)),
        }
        return render(request, "articles/front.html", context)

    return caching.answer(
        request,
        depends_on=[keys.FURNITURE, keys.STORIES, keys.REPLIES, keys.front("home")],
        build=build,
    )


def section(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, Section, slug)


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, Topic, slug)


def series(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, Series, slug)


def author(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, Author, slug)


def corrections(request: HttpRequest) -> HttpResponse:
    """All that was set right, newest first, on stories that still stand."""

    def build(now: dt.datetime) -> HttpResponse:
        rows = Edition.objects.that_set_right(now).select_related("address").defer("body")
        context = {
            "page": paging.asked_page(request, rows),
            "structured": structured_data.block(
                structured_data.breadcrumbs(request, ("Corrections", request.path))
            ),
        }
        return render(request, "articles/corrections.html", context)

    return caching.answer(request, depends_on=[keys.FURNITURE, keys.STORIES], build=build)


def _list(request: HttpRequest, model: type[Model], slug: str) -> HttpResponse:
    """The live stories under a section, topic or author, newest first, or of a series, in their
    order; above them what editors placed on the front of a section or topic."""
    dependencies = caching.Dependencies()
    dependencies.add(keys.FURNITURE, keys.REPLIES)
    subject = get_object_or_404(model, slug=slug)
    kind = model._meta.model_name
    place = places.of(subject) if kind in ("section", "topic") else None
    dependencies.add(f"{kind}:{subject.pk}", *((place.key,) if place else ()))
    shown = None
    if place and (edition := contents.live(place, dependencies.now)):
        dependencies.add(*slots.depends_on(slots.Plan(place, edition.content)))
        shown = contents.show(place, edition.content, dependencies.now)
    paper = Publication.objects.current()
    about = (
        [structured_data.profile(request, subject, paper)] if isinstance(subject, Author) else []
    )
    way = structured_data.breadcrumbs(request, (subject.name, subject.get_absolute_url()))
    context = lists.list_context(request, subject, shown, dependencies.now)
    context |= {"publication": paper, "structured": structured_data.block(*about, way)}
    return dependencies.kept(request, render(request, "articles/list.html", context))
