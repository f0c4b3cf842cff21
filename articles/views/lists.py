"""Lists of stories: the front page, sections, topics, authors, and the corrections."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles import pages, paging
from articles.models import Author, Edition, Section, Topic
from articles.models.edition import IS_CORRECTIVE

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
    return _list(request, Section, slug, lambda found: Edition.objects.filter(section=found.pk).newest_first())


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, Topic, slug, lambda found: Edition.objects.under_topic(found.pk))


def author(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, Author, slug, lambda found: Edition.objects.signed_by(found.pk))


def corrections(request: HttpRequest) -> HttpResponse:
    """All that was set right, newest first, on stories that still stand."""

    def build(now: dt.datetime) -> HttpResponse:
        standing = Exists(Edition.objects.live(now).filter(article=OuterRef("article")))
        rows = Edition.objects.begun(now).filter(IS_CORRECTIVE, standing)
        rows = rows.select_related("address").defer("body").order_by("-live_from", "-pk")
        return render(request, "articles/corrections.html", {"page": _page(request, rows)})

    return pages.answer(request, depends_on=["furniture", "stories"], build=build)


def _list(request: HttpRequest, model: type[Model], slug: str, editions) -> HttpResponse:
    """The live stories under a section, topic or author; `editions` gives them in order."""
    standing = pages.Standing()
    standing.on("furniture", "replies")
    subject = get_object_or_404(model, slug=slug)
    kind = model._meta.model_name
    standing.on(f"{kind}:{subject.pk}")
    page = _page(request, editions(subject).live(standing.now).for_lists())
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
