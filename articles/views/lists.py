"""Lists of stories: the front page, sections, topics, authors, and the corrections."""

from __future__ import annotations

import datetime as dt

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles import pages, paging
from articles.models import Author, Edition, Section, Topic

PER_PAGE = 20
ON_FRONT = 9
IN_BAND = 4


def front(request: HttpRequest) -> HttpResponse:
    """The newest stories, and below them a band for each section, none of them twice."""

    def build(now: dt.datetime) -> HttpResponse:
        newest = list(Edition.objects.live(now).newest_first().for_lists()[:ON_FRONT])
        shown = [edition.pk for edition in newest]
        bands, editions = [], list(newest)
        for section in Section.objects.all():
            rest = Edition.objects.live(now).filter(section=section).exclude(pk__in=shown)
            if stories := list(rest.newest_first().for_lists()[:IN_BAND]):
                bands.append((section, stories))
                editions += stories
        return render(request, "articles/front.html", {"newest": newest, "bands": bands, "editions": editions})

    return pages.answer(request, depends_on=["furniture", "stories", "replies"], build=build)


def section(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, Section, slug)


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, Topic, slug)


def author(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, Author, slug)


def corrections(request: HttpRequest) -> HttpResponse:
    """All that was set right, newest first, on stories that still stand."""

    def build(now: dt.datetime) -> HttpResponse:
        rows = Edition.objects.that_set_right(now).select_related("address").defer("body")
        return render(request, "articles/corrections.html", {"page": _page(request, rows)})

    return pages.answer(request, depends_on=["furniture", "stories"], build=build)


def _list(request: HttpRequest, model: type[Model], slug: str) -> HttpResponse:
    """The live stories under a section, topic or author, newest first."""
    standing = pages.Standing()
    standing.on("furniture", "replies")
    subject = get_object_or_404(model, slug=slug)
    kind = model._meta.model_name
    standing.on(f"{kind}:{subject.pk}")
    page = _page(request, Edition.objects.under(subject).live(standing.now).for_lists())
    response = render(request, "articles/list.html", {"subject": subject, "kind": kind, "page": page})
    return standing.kept(request, response)


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
