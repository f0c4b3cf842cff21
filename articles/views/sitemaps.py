"""Sitemaps (sitemaps.org): an index, the pages of lists, all stories in parts, and the news of two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from articles import pages
from articles.models import Address, Author, Edition, Publication, Section, Topic
from newsroom.lib.text import in_xml

#: Stories in one part, counted by their numbers: a part never grows, and old ones rarely change.
IN_PART = 10_000
#: What Google takes as news, and how many.
NEWS = dt.timedelta(hours=48)
MOST_NEWS = 1000

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
GOOGLE_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
CHANGED = Coalesce("updated_at", "first_published_at")


def index(request: HttpRequest) -> HttpResponse:
    """All parts that hold something, each with its last visible change."""

    def build(now: dt.datetime) -> HttpResponse:
        parts = Edition.objects.live(now).order_by().values(part=F("article_id") / IN_PART)
        rows = [(reverse("articles:sitemap-lists"), None)]
        for part, changed in parts.annotate(changed=Max(CHANGED)).order_by("part").values_list("part", "changed"):
            rows.append((reverse("articles:sitemap-part", args=[part]), changed))
        site = _site(request)
        return _xml("sitemapindex", (_place("sitemap", site, *row) for row in rows))

    return pages.answer(request, depends_on=["stories"], build=build)


def lists(request: HttpRequest) -> HttpResponse:
    """The front page, and every section, topic and author under which a story stands."""

    def build(now: dt.datetime) -> HttpResponse:
        live = Edition.objects.live(now).order_by()
        rows = [reverse("articles:front"), reverse("articles:corrections")]
        for model, editions_name_it in ((Section, "section"), (Author, "authors"), (Topic, "topics")):
            used = Exists(live.filter(**{editions_name_it: OuterRef("pk")}))
            rows += [each.get_absolute_url() for each in model.objects.filter(used)]
        site = _site(request)
        return _xml("urlset", (_place("url", site, row) for row in rows[:IN_PART]))

    return pages.answer(request, depends_on=["furniture", "stories"], build=build)


def part(request: HttpRequest, part: int) -> HttpResponse:
    """The stories whose numbers begin with `part`."""
    first = part * IN_PART

    def build(now: dt.datetime) -> HttpResponse:
        stories = Edition.objects.live(now).filter(article__id__gte=first, article__id__lt=first + IN_PART)
        rows = _addressed(stories.order_by("article_id"), CHANGED)
        if not rows:
            raise Http404("There is no such part.")
        site = _site(request)
        return _xml("urlset", (_place("url", site, *row) for row in rows))

    return pages.answer(request, depends_on=["stories"], build=build)


def news(request: HttpRequest) -> HttpResponse:
    """What was first published in the last 48 hours, as Google News reads it."""
    standing = pages.Standing()
    standing.on("furniture", "stories")
    recent = Edition.objects.live(standing.now).filter(first_published_at__gt=standing.now - NEWS).newest_first()
    told = _addressed(recent[:MOST_NEWS], CHANGED, "first_published_at", "headline")
    paper, site, rows = escape(in_xml(Publication.objects.current().name)), _site(request), []
    for address, changed, first, headline in told:
        about = (
            f"<news:news><news:publication><news:name>{paper}</news:name>"
            f"<news:language>{settings.LANGUAGE_CODE}</news:language></news:publication>"
            f"<news:publication_date>{first.isoformat(timespec='seconds')}</news:publication_date>"
            f"<news:title>{escape(in_xml(headline))}</news:title></news:news>"
        )
        rows.append(_place("url", site, address, changed, about))
    until = min((first + NEWS for _, _, first, _ in told), default=None)  # when the oldest is news no more
    return standing.kept(request, _xml("urlset", rows, f' xmlns:news="{GOOGLE_NEWS}"'), until)


def _addressed(editions: QuerySet, *columns) -> list[tuple]:
    """The address of each edition, and these columns of it. One query."""
    rows = editions.values_list("address__year", "address__month", "address__slug", *columns)
    return [(Address(year=y, month=m, slug=s).get_absolute_url(), *more) for y, m, s, *more in rows]


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]


def _place(kind: str, site: str, address: str, changed: dt.datetime | None = None, more: str = "") -> str:
    lastmod = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<{kind}><loc>{escape(site + address)}</loc>{lastmod}{more}</{kind}>"


def _xml(root: str, rows: Iterable[str], more: str = "") -> HttpResponse:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{SITEMAP}"{more}>', *rows, f"</{root}>", ""]
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")
