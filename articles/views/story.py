"""A story's page."""

from __future__ import annotations

import datetime as dt

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone

from articles import pages, stories
from articles.models import Edition
from newsroom.lib import html


def story(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """The story at this address: 301 where it moved, 410 where it was withdrawn, 404 where there never was one."""
    address = stories.address_at(year, month, slug)
    if address is None:
        raise Http404
    standing = pages.Standing()
    standing.on("furniture", f"story:{address.article_id}", f"replies:{address.article_id}", "replies:rules")
    found = stories.standing_at(address, standing.now)
    if found is None:
        raise Http404
    if found.gone:
        return standing.kept(request, gone(request))
    if found.moved_to:
        return standing.kept(request, HttpResponsePermanentRedirect(found.moved_to))
    standing.on(f"section:{found.edition.section_id}")  # for the other stories of it
    return standing.kept(request, page(request, found.edition, standing.now))


def page(request: HttpRequest, edition: Edition, now: dt.datetime, status: int = 200, **more) -> HttpResponse:
    """Render a story's page; `more` is added to its context (a bound form, a reply that awaits moderation)."""
    prefetch_related_objects([edition], "credits__author", "topics")
    notices = stories.notices(edition)
    data = structured(request, edition, notices)
    context = {
        "edition": edition,
        "address": request.build_absolute_uri(edition.get_absolute_url()),
        "current_section": edition.section_id,
        "notices": notices,
        "updates": [n for n in notices if n.kind == "update"],
        "corrections": [n for n in notices if n.kind != "update"],
        "more_stories": stories.more_on_this(edition, now),
        "structured": html.json_script_block(data),
        "share_picture": data.get("image", [""])[0],
        **more,
    }
    return render(request, "articles/story.html", context, status=status)


def structured(request: HttpRequest, edition: Edition, notices: list[Edition]) -> dict:
    """The story as schema.org's NewsArticle."""
    url = request.build_absolute_uri(edition.get_absolute_url())
    modified = edition.updated_at or edition.first_published_at
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": edition.headline,
        "description": edition.standfirst,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": timezone.localtime(edition.first_published_at).isoformat(timespec="seconds"),
        "dateModified": timezone.localtime(modified).isoformat(timespec="seconds"),
        "articleSection": edition.section.name,
        "keywords": [topic.name for topic in edition.topics.all()],
        "wordCount": edition.words,
        "author": [
            {
                "@type": "Person",
                "name": author.name,
                "url": request.build_absolute_uri(author.get_absolute_url()),
            }
            for author in edition.bylines
        ],
    }
    corrections = [notice for notice in notices if notice.kind != "update"]
    if corrections:
        data["correction"] = [
            {
                "@type": "CorrectionComment",
                "text": n.note,
                "datePublished": n.live_from.isoformat(timespec="seconds"),
            }
            for n in corrections
        ]
    if edition.dateline:
        data["dateline"] = edition.dateline
    if edition.lead_picture:
        address = edition.lead_picture.address("wide", 1280, "jpg")
        data["image"] = [request.build_absolute_uri(address)]
    return data


def gone(request: HttpRequest) -> HttpResponse:
    """A story was here and is withdrawn: RFC 9110, section 15.5.11."""
    return render(request, "410.html", status=410)
