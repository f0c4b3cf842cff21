"""Lists of stories: the front page, sections, topics, series, authors, and the corrections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles import paging
from articles.finding.series import in_order
from articles.fronts import contents, places, slots
from articles.models import Author, Edition, Publication, Section, Series, Topic
from articles.pages import caching
from articles.views import structured_data

PER_PAGE = 20


def front(request: HttpRequest) -> HttpResponse:
    """The front page as editors composed it, or as it fills itself: see
    articles/fronts/contents.py."""

    def build(now: dt.datetime) -> HttpResponse:
        sections = list(Section.objects.all())
        place = places.home(sections)
        edition = contents.live(place, now)
        paper = Publication.objects.current()
        context = home_context(place, edition.content if edition else {}, sections, now)
        context |= {
            "publication": paper,
            "structured": structured_data.block(*structured_data.organisation(request, paper)),
        }
        return render(request, "articles/front.html", context)

    return caching.answer(
        request, depends_on=["furniture", "stories", "replies", "front:home"], build=build
    )


def home_context(
    place: places.Place, content: Mapping[str, Any], sections: list[Section], now: dt.datetime
) -> dict:
    """What the template of the front page shows. A page that has anything to show has a lead."""
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
            "page": _page(request, rows),
            "structured": structured_data.block(
                structured_data.breadcrumbs(request, ("Corrections", request.path))
            ),
        }
        return render(request, "articles/corrections.html", context)

    return caching.answer(request, depends_on=["furniture", "stories"], build=build)


def _list(request: HttpRequest, model: type[Model], slug: str) -> HttpResponse:
    """The live stories under a section, topic or author, newest first, or of a series, in their
    order; above them what editors placed on the front of a section or topic."""
    standing = caching.Standing()
    standing.on("furniture", "replies")
    subject = get_object_or_404(model, slug=slug)
    kind = model._meta.model_name
    place = places.of(subject) if kind in ("section", "topic") else None
    standing.on(f"{kind}:{subject.pk}", *((place.key,) if place else ()))
    shown = None
    if place and (edition := contents.live(place, standing.now)):
        standing.on(*slots.depends_on(slots.Plan(place, edition.content)))
        shown = contents.show(place, edition.content, standing.now)
    paper = Publication.objects.current()
    about = (
        [structured_data.profile(request, subject, paper)] if isinstance(subject, Author) else []
    )
    way = structured_data.breadcrumbs(request, (subject.name, subject.get_absolute_url()))
    context = list_context(request, subject, shown, standing.now)
    context |= {"publication": paper, "structured": structured_data.block(*about, way)}
    return standing.kept(request, render(request, "articles/list.html", context))


def list_context(
    request: HttpRequest, subject: Model, shown: contents.Shown | None, now: dt.datetime
) -> dict:
    """What the template of a list shows. What stands above it is not in it again."""
    rows = Edition.objects.under(subject).live(now).for_lists()
    if isinstance(subject, Series):
        rows = in_order(rows)
    if shown and shown.stories:
        rows = rows.exclude(article__in=shown.stories)
    page = _page(request, rows)
    above = shown.editions if shown and page.number == 1 else []
    return {
        "subject": subject,
        "kind": subject._meta.model_name,
        "page": page,
        "editions": [*above, *page],
        "shown": shown if page.number == 1 else None,
    }


def _page(request: HttpRequest, rows: QuerySet) -> paging.Page:
    """The page that `?page=` asks for. Raises Http404 where there is none."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if not 1 <= number <= paging.LAST:
        raise Http404("There is no such page.")
    page = paging.page_of(rows, number, PER_PAGE)
    if not page.rows and number > 1:
        raise Http404("There is no such page.")
    return page
