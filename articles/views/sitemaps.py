"""Sitemaps (sitemaps.org): an index, the pages of lists, all stories, topics and authors in parts,
and the news of two days."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from articles.models import (
    Address,
    Author,
    Edition,
    Genre,
    Picture,
    Publication,
    Section,
    Series,
    Topic,
)
from articles.pages import caching, keys
from newsroom.lib.text.strings import in_xml

#: Stories in one part, counted by their numbers: a part never grows, and old ones rarely change. So
#: are lists of which there may be many.
IN_PART = 10_000
PARTED = {"topic": (Topic, "topics"), "author": (Author, "authors")}
PICTURE_WIDTH = 1280
#: How old news may be for Google, and the maximum number of them in a sitemap.
NEWS = dt.timedelta(hours=48)
MAX_NEWS = 1000
#: No part of the news has a number like this, whatever an address says.
SURELY_NONE = 10_000

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
GOOGLE_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
GOOGLE_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
CHANGED = Coalesce("updated_at", "first_published_at")


def index(request: HttpRequest) -> HttpResponse:
    """All parts that hold something; those of stories each with its last visible change."""

    def build(now: dt.datetime) -> HttpResponse:
        rows = [(reverse("articles:sitemap-lists"), None)]
        for kind in PARTED:
            parts = _used(kind, now).order_by().values_list(F("id") / IN_PART, flat=True).distinct()
            rows += [
                (reverse("articles:sitemap-lists-part", args=[kind, part]), None)
                for part in sorted(parts)
            ]
        parts = Edition.objects.live(now).order_by().values(part=F("article_id") / IN_PART)
        for part, changed in (
            parts.annotate(changed=Max(CHANGED)).order_by("part").values_list("part", "changed")
        ):
            rows.append((reverse("articles:sitemap-part", args=[part]), changed))
        site = _site(request)
        return _xml("sitemapindex", (_place("sitemap", site, *row) for row in rows))

    return caching.answer(request, depends_on=[keys.FURNITURE, keys.STORIES], build=build)


def lists(request: HttpRequest) -> HttpResponse:
    """The front page, the corrections, and every section and series in which a story stands."""

    def build(now: dt.datetime) -> HttpResponse:
        live = Edition.objects.live(now).order_by()
        rows = [reverse("articles:front"), reverse("articles:corrections")]
        for model, name in ((Section, "section"), (Series, "series")):
            used = Exists(live.filter(**{name: OuterRef("pk")}))
            rows += [each.get_absolute_url() for each in model.objects.filter(used)[:IN_PART]]
        site = _site(request)
        return _xml("urlset", (_place("url", site, row) for row in rows))

    return caching.answer(request, depends_on=[keys.FURNITURE, keys.STORIES], build=build)


def lists_part(request: HttpRequest, kind: str, part: int) -> HttpResponse:
    """The topics or authors whose numbers begin with `part`, and under which a story stands."""

    def build(now: dt.datetime) -> HttpResponse:
        found = (
            _used(kind, now)
            .filter(pk__gte=part * IN_PART, pk__lt=(part + 1) * IN_PART)
            .order_by("pk")
        )
        rows = [each.get_absolute_url() for each in found]
        if not rows:
            raise Http404("There is no such part.")
        site = _site(request)
        return _xml("urlset", (_place("url", site, row) for row in rows))

    return caching.answer(request, depends_on=[keys.FURNITURE, keys.STORIES], build=build)


def part(request: HttpRequest, part: int) -> HttpResponse:
    """The stories whose numbers begin with `part`, each with the picture that leads it."""
    first = part * IN_PART

    def build(now: dt.datetime) -> HttpResponse:
        stories = Edition.objects.live(now).filter(
            article__id__gte=first, article__id__lt=first + IN_PART
        )
        told = _addressed(
            stories.order_by("article_id"),
            CHANGED,
            "lead_picture__token",
            "lead_picture__width",
            "lead_picture__height",
        )
        if not told:
            raise Http404("There is no such part.")
        site = _site(request)
        rows = (
            _place("url", site, address, changed, _image(site, *picture))
            for address, changed, *picture in told
        )
        return _xml("urlset", rows, f' xmlns:image="{GOOGLE_IMAGE}"')

    return caching.answer(request, depends_on=[keys.FURNITURE, keys.STORIES], build=build)


def news(request: HttpRequest, part: int | None = None) -> HttpResponse:
    """What was first published in the last 48 hours, as Google News reads it, the newest first; all
    of it in one, or where it is too much for that, an index of parts.

    Paid content is none of it.
    """
    dependencies = caching.Dependencies()
    dependencies.add(keys.FURNITURE, keys.STORIES)
    recent = Edition.objects.live(dependencies.now).filter(
        first_published_at__gt=dependencies.now - NEWS
    )
    recent = recent.exclude(genre=Genre.PAID).newest_first()
    site = _site(request)
    oldest = (
        recent.order_by("first_published_at").values_list("first_published_at", flat=True).first()
    )
    until = oldest + NEWS if oldest else None  # when the oldest is news no more
    if part is None and (parts := math.ceil(recent.order_by().count() / MAX_NEWS)) > 1:
        rows = (reverse("articles:sitemap-news-part", args=[number]) for number in range(parts))
        xml = _xml("sitemapindex", (_place("sitemap", site, row) for row in rows))
        return dependencies.kept(request, xml, until)
    skip = min(part or 0, SURELY_NONE) * MAX_NEWS
    told = _addressed(recent[skip : skip + MAX_NEWS], CHANGED, "first_published_at", "headline")
    if part and not told:
        raise Http404("There is no such part.")
    paper = escape(in_xml(Publication.objects.current().name))
    language = settings.LANGUAGE_CODE.partition("-")[0]
    rows = []
    for address, changed, first, headline in told:
        about = (
            f"<news:news><news:publication><news:name>{paper}</news:name>"
            f"<news:language>{language}</news:language></news:publication>"
            f"<news:publication_date>{first.isoformat(timespec='seconds')}</news:publication_date>"
            f"<news:title>{escape(in_xml(headline))}</news:title></news:news>"
        )
        rows.append(_place("url", site, address, changed, about))
    return dependencies.kept(request, _xml("urlset", rows, f' xmlns:news="{GOOGLE_NEWS}"'), until)


def _used(kind: str, now: dt.datetime) -> QuerySet:
    """The topics or authors under which a story stands that is live."""
    model, editions_name_it = PARTED[kind]
    live = Edition.objects.live(now).order_by()
    return model.objects.filter(Exists(live.filter(**{editions_name_it: OuterRef("pk")})))


def _image(site: str, token: str | None, width: int, height: int) -> str:
    """A picture, as Google's extension has it; nothing where there is none."""
    if not token:
        return ""
    address = Picture(token=token, width=width, height=height).address("wide", PICTURE_WIDTH)
    return f"<image:image><image:loc>{escape(site + address)}</image:loc></image:image>"


def _addressed(editions: QuerySet, *columns) -> list[tuple]:
    """The address of each edition, and these columns of it. One query."""
    rows = editions.values_list("address__year", "address__month", "address__slug", *columns)
    return [(Address(year=y, month=m, slug=s).get_absolute_url(), *more) for y, m, s, *more in rows]


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]


def _place(
    kind: str, site: str, address: str, changed: dt.datetime | None = None, more: str = ""
) -> str:
    lastmod = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<{kind}><loc>{escape(site + address)}</loc>{lastmod}{more}</{kind}>"


def _xml(root: str, rows: Iterable[str], more: str = "") -> HttpResponse:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{root} xmlns="{SITEMAP}"{more}>',
        *rows,
        f"</{root}>",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")
