"""Feeds of stories: of the whole paper, a section, a topic, a series, an author; and of what was
set right."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape

from articles.finding import bylines, stories
from articles.models import Edition, Publication
from articles.models.stories.edition import OPEN_KINDS
from articles.models.taxonomy import SUBJECTS
from articles.pages import caching, keys, story_text
from newsroom.lib.text import html
from newsroom.lib.web import feeds

COUNT = 20
PICTURE_WIDTH = 1280


def feed(request: HttpRequest, form: str = "rss") -> HttpResponse:
    """The newest stories of the paper."""

    def build(now: dt.datetime) -> HttpResponse:
        paper = Publication.objects.current()
        entries = _entries(request, form, Edition.objects.live(now).newest_first(), now)
        return answer(
            request,
            form,
            paper,
            title=paper.name,
            about=paper.tagline,
            address=reverse("articles:front"),
            entries=entries,
            hub=settings.WEBSUB_HUB,
        )

    return caching.answer(
        request, depends_on=[keys.FURNITURE, keys.STORIES, keys.REPLIES], build=build
    )


def under(request: HttpRequest, kind: str, slug: str, form: str = "rss") -> HttpResponse:
    """The newest stories under a section, topic, series or author: `kind` is one of SUBJECTS."""
    dependencies = caching.Dependencies()
    dependencies.add(keys.FURNITURE, keys.REPLIES)
    subject = get_object_or_404(SUBJECTS[kind], slug=slug)
    dependencies.add(f"{kind}:{subject.pk}")
    paper = Publication.objects.current()
    editions = Edition.objects.under(subject).live(dependencies.now)
    response = answer(
        request,
        form,
        paper,
        title=f"{subject.name} | {paper.name}",
        about=getattr(subject, "description", ""),
        address=subject.get_absolute_url(),
        entries=_entries(request, form, editions, dependencies.now),
        hub=settings.WEBSUB_HUB,
    )
    return dependencies.kept(request, response)


def corrections(request: HttpRequest, form: str = "rss") -> HttpResponse:
    """What was set right lately, the newest first; each entry is one correction, and leads to its
    story."""

    def build(now: dt.datetime) -> HttpResponse:
        paper = Publication.objects.current()
        editions = (
            Edition.objects.that_set_right(now).select_related("address").defer("body")[:COUNT]
        )
        return answer(
            request,
            form,
            paper,
            title=f"Corrections | {paper.name}",
            about="What we got wrong, and what is right.",
            address=reverse("articles:corrections"),
            entries=[_correction(request, edition) for edition in editions],
            hub=settings.WEBSUB_HUB,
        )

    return caching.answer(request, depends_on=[keys.FURNITURE, keys.STORIES], build=build)


def _correction(request: HttpRequest, edition: Edition) -> feeds.Entry:
    return feeds.Entry(
        id=f"{story_id(edition)}:edition-{edition.number}",
        address=f"{request.build_absolute_uri(edition.get_absolute_url())}#notice-{edition.pk}",
        title=f"{edition.kind.capitalize()}: {edition.headline}",
        summary=edition.note,
        content=f"<p>{escape(edition.note)}</p>",
        published=edition.live_from,
        updated=edition.live_from,
    )


def answer(
    request: HttpRequest,
    form: str,
    paper: Publication,
    *,
    title: str,
    about: str,
    address: str,
    entries: list[feeds.Entry],
    hub: str = "",
    since: dt.datetime = feeds.NEVER,
) -> HttpResponse:
    """A feed of this paper; `address` is that of the page that shows the same, `hub` is told of its
    changes, `since` is when it was empty."""
    return feeds.feed(
        form,
        title=title,
        about=about,
        entries=entries,
        publisher=paper.name,
        hub=hub,
        since=since,
        stylesheet=static("css/feed.css"),
        address=request.build_absolute_uri(address),
        own_address=request.build_absolute_uri(request.path),
        language=settings.LANGUAGE_CODE,
    )


def lasting_id(kind: str, number: int, since: dt.datetime) -> str:
    """What an entry is known by for ever, wherever it moves and by whichever name the site is asked
    (a tag URI, RFC 4151)."""
    return f"tag:{settings.HOST},{since:%Y-%m-%d}:{kind}-{number}"


def story_id(edition: Edition) -> str:
    """What a story is known by in every feed."""
    return lasting_id("story", edition.article_id, edition.first_published_at)


def _entries(
    request: HttpRequest, form: str, editions: QuerySet, now: dt.datetime
) -> list[feeds.Entry]:
    """The first of these editions as entries. Six queries, however many there are."""
    editions = list(editions.for_page().prefetch_related("credits__author", "topics")[:COUNT])
    said = _said_openly(editions, now)
    found = story_text.look_up(edition.body for edition in editions)
    counts = stories.reply_counts([edition.article_id for edition in editions])
    return [
        _entry(
            request,
            form,
            each,
            said.get(each.article_id, []),
            found,
            counts.get(each.article_id, 0),
        )
        for each in editions
    ]


def _entry(
    request: HttpRequest,
    form: str,
    edition: Edition,
    notices: list[Edition],
    found: story_text.Found,
    replies: int,
) -> feeds.Entry:
    absolute = request.build_absolute_uri
    address = absolute(edition.get_absolute_url())
    text = story_text.FeedText(found).whole(edition.body)
    content = render_to_string(
        "articles/feed_entry.html", {"edition": edition, "notices": notices, "text": text}
    )
    return feeds.Entry(
        id=story_id(edition),
        address=address,
        title=edition.labelled_headline,
        summary=edition.standfirst,
        content=html.absolute(content, address),
        published=edition.first_published_at,
        updated=edition.updated_at or edition.first_published_at,
        authors=[
            (author.name, absolute(author.get_absolute_url()))
            for author in bylines.writers(edition)
        ],
        tags=[
            edition.section.name,
            *filter(None, [edition.label]),
            *(topic.name for topic in edition.topics.all()),
        ],
        picture=_picture(request, edition) if edition.lead_picture else None,
        replies=feeds.Replies(
            f"{address}#comments", f"{address}feed/{'atom/' if form == 'atom' else ''}", replies
        ),
    )


def _picture(request: HttpRequest, edition: Edition) -> feeds.Shown:
    """The lead picture in the shape in which lists show it."""
    picture = edition.lead_picture
    width = picture.nearest("wide", PICTURE_WIDTH)
    address = request.build_absolute_uri(picture.address("wide", width))
    return feeds.Shown(
        address,
        *picture.size("wide", width),
        credit=edition.picture_credit,
        alt=edition.picture_alt,
    )


def _said_openly(editions: list[Edition], now: dt.datetime) -> dict[int, list[Edition]]:
    """The corrections and the like of these stories, oldest first, by the story's number."""
    said = Edition.objects.begun(now).filter(
        article__in=[e.article_id for e in editions], kind__in=OPEN_KINDS
    )
    by_story: dict[int, list[Edition]] = {}
    for notice in said.order_by("live_from").only("article", "kind", "note", "live_from"):
        by_story.setdefault(notice.article_id, []).append(notice)
    return by_story
