"""A story's page."""

from __future__ import annotations

import datetime as dt

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from articles import frames, history, pages, stories
from articles.models import Edition
from newsroom.lib import html


def story(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """The story at this address: 301 where it moved, 410 where it was withdrawn, 404 where there never was one.

    302 to the story from a link to a reply that is not shown (any more): it may be shown again.
    """
    standing = pages.Standing()
    name = request.build_absolute_uri(request.path), bool(request.GET.get("replytocom"))
    frame = frames.get(name, standing)
    if frame is None:
        address = stories.address_at(year, month, slug)
        if address is None:
            raise Http404
        standing.on("furniture", f"story:{address.article_id}", *frames.below(address.article_id))
        found = stories.standing_at(address, standing.now)
        if found is None:
            raise Http404
        if found.gone:
            return standing.kept(request, gone(request))
        if found.moved_to:
            return standing.kept(request, HttpResponsePermanentRedirect(found.moved_to))
        standing.on(f"section:{found.edition.section_id}")  # for the other stories of it
        frame = frames.put(name, found.edition, around(request, found.edition, standing.now), standing)
    try:
        response = HttpResponse(frame.before + replies(request, frame.edition, standing=standing) + frame.after)
    except pages.Elsewhere as elsewhere:
        return redirect(str(elsewhere))
    return standing.kept(request, response)


def page(request: HttpRequest, edition: Edition, now: dt.datetime, status: int = 200, **more) -> HttpResponse:
    """A story's page for one person; `more` is added to its context (a bound form, a reply that is held)."""
    before, _, after = around(request, edition, now, **more).partition(frames.PLACE)
    return HttpResponse(before + replies(request, edition, **more) + after, status=status)


def replies(request: HttpRequest, edition: Edition, **more) -> str:
    return render_to_string("articles/_replies.html", {"edition": edition, **more}, request)


def around(request: HttpRequest, edition: Edition, now: dt.datetime, **more) -> str:
    """A story's page with a place for its replies."""
    prefetch_related_objects([edition], "credits__author", "topics")
    notices = stories.notices(edition)
    data = structured(request, edition, notices)
    context = {
        "edition": edition,
        "bylines": edition.bylines,
        "topics": edition.topics.all(),
        "address": request.build_absolute_uri(edition.get_absolute_url()),
        "current_section": edition.section_id,
        "changes": history.count_changes(edition, now),
        "notices": notices,
        "updates": [n for n in notices if n.kind == "update"],
        "corrections": [n for n in notices if n.kind != "update"],
        "above": [n for n in notices if n.kind == "retraction"],
        "first": [n for n in notices if n.kind == "correction"],
        "below": [n for n in notices if n.kind in ("clarification", "update")],
        "more_stories": stories.more_on_this(edition, now),
        "structured": html.json_script_block(data),
        "share_picture": data.get("image", [""])[0],
        **more,
    }
    return render_to_string("articles/story.html", context, request)


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
