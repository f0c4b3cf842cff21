"""A story's page."""

from __future__ import annotations

import datetime as dt

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.html import escape

from articles.finding import bylines, related, stories
from articles.finding.series import part_of
from articles.models import Edition, Publication
from articles.pages import caching, frames, keys, story_text
from articles.views import structured_data
from articles.writing import history
from newsroom.lib.web import players

#: Parameters with which a page says nothing that the story's other pages don't.
AGAIN = {"thread", "order", "replytocom"}


def story(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """The story at this address: 301 where it moved, 410 where it was withdrawn, 404 where there
    never was one.

    302 to the story that a withdrawn one leads on to, and to the story from a link to a reply that
    is not shown (any more): it may be shown again.
    """
    dependencies = caching.Dependencies()
    name = request.build_absolute_uri(request.path), bool(request.GET.get("replytocom"))
    frame = frames.get(name, dependencies)
    if frame is None:
        address = stories.address_at(year, month, slug)
        if address is None:
            raise Http404
        dependencies.add(
            keys.FURNITURE, keys.story(address.article_id), *frames.below(address.article_id)
        )
        found = stories.standing_at(address, dependencies.now)
        if found is None:
            raise Http404
        if found.leads_to:
            dependencies.add(keys.story(found.leads_to.article_id))
            return dependencies.kept(request, redirect(found.leads_to.get_absolute_url()))
        if found.gone:
            answer = caching.gone(request, expired=found.expired, words=found.words)
            return dependencies.kept(request, answer)
        if found.moved_to:
            return dependencies.kept(request, HttpResponsePermanentRedirect(found.moved_to))
        prefetch_related_objects([found.edition], "credits__author", "topics")
        # for the other stories, the parts of its series, and those that the text points to
        dependencies.add(*related.depends_on(found.edition), *story_text.keys(found.edition.body))
        frame = frames.put(name, around(request, found.edition, dependencies.now), dependencies)
    try:
        below = replies(request, frame, dependencies=dependencies)
        response = HttpResponse(told_apart(frame.before, request) + below + frame.after)
    except caching.Elsewhere as elsewhere:
        return redirect(str(elsewhere))
    if not AGAIN.isdisjoint(request.GET):
        response["X-Robots-Tag"] = "noindex"
    return dependencies.kept(request, allow_players(response, frame.edition))


def told_apart(head: str, request: HttpRequest) -> str:
    """The head of a page with the title that the replies below it ask for (`thread_title`)."""
    title = getattr(request, "thread_title", "")
    return head.replace("<title>", f"<title>{escape(title)} | ", 1) if title else head


def page(
    request: HttpRequest, edition: Edition, now: dt.datetime, status: int = 200, **more
) -> HttpResponse:
    """A story's page for one person; `more` is added to its context (a bound form, a reply that is
    held)."""
    frame = around(request, edition, now, **more)
    response = HttpResponse(
        frame.before + replies(request, frame, **more) + frame.after, status=status
    )
    return allow_players(response, edition)


def allow_players(response: HttpResponse, edition: Edition) -> HttpResponse:
    """Let the page of a text with players load them; a reader's click does it, and nothing
    before."""
    if story_text.has_players(edition.body):
        response._csp_update = {"frame-src": list(players.ORIGINS)}
    return response


def replies(request: HttpRequest, frame: frames.Frame, **more) -> str:
    return render_to_string(
        "articles/_replies.html", {"edition": frame.edition, "about": frame.about, **more}, request
    )


def around(request: HttpRequest, edition: Edition, now: dt.datetime, **more) -> frames.Frame:
    """A story's page but for its replies."""
    prefetch_related_objects([edition], "credits__author", "topics")
    notices = stories.notices(edition)
    paper = Publication.objects.current()
    text = story_text.Text(story_text.look_up([edition.body], now))
    context = {
        "edition": edition,
        "text": text.whole(edition.body),
        "has_players": story_text.has_players(edition.body),
        "credits": edition.credits.all(),
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
        "related": related.to(edition, now),
        "part": part_of(edition, now),
        "publication": paper,
        "writers": bylines.writers(edition),
        **more,
    }
    about = structured_data.with_count(
        structured_data.story(request, edition, notices, paper),
        structured_data.breadcrumbs(
            request, (edition.section.name, edition.section.get_absolute_url())
        ),
    )
    return frames.framed(edition, render_to_string("articles/story.html", context, request), about)
