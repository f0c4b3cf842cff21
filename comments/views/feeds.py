"""Replies for machines: those of a story or of all stories as a feed, and as a number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import Count, Exists, Max, OuterRef
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.text import Truncator

from articles.finding import stories
from articles.models import Edition, Publication
from articles.pages import caching, keys
from articles.views import feeds as story_feeds
from comments.models import Comment
from newsroom.lib.text import html
from newsroom.lib.web import feeds

COUNT = 50


def feed(request: HttpRequest, year: int, month: int, slug: str, form: str = "rss") -> HttpResponse:
    """The replies under the story at this address, those shown last first."""

    def build(edition: Edition) -> HttpResponse:
        shown = (
            Comment.objects.shown().filter(article=edition.article_id).order_by("-shown_at", "-pk")
        )
        shown = shown.select_related("parent").only(
            "name", "text", "created_at", "shown_at", "parent__created_at"
        )
        return story_feeds.answer(
            request,
            form,
            Publication.objects.current(),
            title=f"Replies to “{edition.headline}”",
            about=edition.standfirst or f"What readers say about “{edition.headline}”.",
            since=edition.first_published_at,
            address=edition.get_absolute_url(),
            entries=[_entry(request, edition, reply) for reply in shown[:COUNT]],
        )

    return _about_story(request, (year, month, slug), build)


def of_all(request: HttpRequest, form: str = "rss") -> HttpResponse:
    """The newest replies that are shown under stories that are live."""

    def build(now: dt.datetime) -> HttpResponse:
        paper = Publication.objects.current()
        live = Edition.objects.live(now)
        shown = Comment.objects.shown().filter(Exists(live.filter(article=OuterRef("article"))))
        shown = shown.order_by("-created_at", "-pk").select_related("parent")
        shown = shown.only(
            "article", "name", "text", "created_at", "shown_at", "parent__created_at"
        )
        replies = list(shown[:COUNT])
        editions = live.filter(article__in={reply.article_id for reply in replies}).select_related(
            "address"
        )
        standing = {edition.article_id: edition for edition in editions.defer("body")}
        entries = [
            _entry(request, standing[reply.article_id], reply, named=True) for reply in replies
        ]
        return story_feeds.answer(
            request,
            form,
            paper,
            title=f"Replies | {paper.name}",
            about="What readers say about the stories.",
            address=reverse("articles:front"),
            entries=entries,
        )

    return caching.answer(
        request, depends_on=[keys.FURNITURE, keys.STORIES, keys.REPLIES], build=build
    )


def count(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """How many replies are shown under the story, and the number of the newest of them (null when
    none is)."""

    def build(edition: Edition) -> HttpResponse:
        shown = Comment.objects.shown().filter(article=edition.article_id)
        return JsonResponse(shown.aggregate(count=Count("pk"), newest=Max("pk")))

    return _about_story(request, (year, month, slug), build)


def _about_story(
    request: HttpRequest, place: tuple[int, int, str], build: Callable[[Edition], HttpResponse]
) -> HttpResponse:
    """Answer for the story that is live at `place`; 404, 301 and 410 as its page."""
    address = stories.address_at(*place)
    if address is None:
        raise Http404
    dependencies = caching.Dependencies()
    dependencies.add(
        keys.FURNITURE, keys.story(address.article_id), keys.replies(address.article_id)
    )
    found = stories.standing_at(address, dependencies.now)
    if found is None:
        raise Http404
    if found.gone:
        return dependencies.kept(request, caching.gone(request, expired=found.expired))
    if found.moved_to:
        here = request.resolver_match
        parts = {**here.captured_kwargs, **found.edition.address.parts}
        moved = HttpResponsePermanentRedirect(reverse(here.view_name, kwargs=parts))
        return dependencies.kept(request, moved)
    return dependencies.kept(request, build(found.edition))


def _entry(
    request: HttpRequest, edition: Edition, reply: Comment, named: bool = False
) -> feeds.Entry:
    """A reply to the story of a live edition; its title names the story too where it stands among
    others."""
    story = request.build_absolute_uri(edition.get_absolute_url())
    above = reply.parent
    answered = (_id(above), _address(story, above)) if above else None
    return feeds.Entry(
        id=_id(reply),
        address=_address(story, reply),
        title=f"Reply by {reply.name}{f' to “{edition.headline}”' if named else ''}",
        summary=Truncator(" ".join(reply.text.split())).chars(300),
        content=html.reply(reply.text),
        published=reply.created_at,
        updated=reply.shown_at,
        authors=[(reply.name, "")],
        answers=answered or (story_feeds.story_id(edition), story),
    )


def _address(story: str, reply: Comment) -> str:
    return f"{story}?thread={reply.pk}#comment-{reply.pk}"


def _id(reply: Comment) -> str:
    return story_feeds.lasting_id("reply", reply.pk, reply.created_at)
