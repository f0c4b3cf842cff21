"""Leaving a reply."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles import pages, stories
from articles.views import story as story_page
from comments.errors import ReplyRefused
from comments.forms import ReplyForm
from comments.replying import post_reply
from comments.views.receipt import address_for_author
from newsroom.lib import network


class SeeOther(HttpResponse):
    """RFC 9110, section 15.4.4: look there, by GET."""

    def __init__(self, address: str) -> None:
        super().__init__(status=303, headers={"Location": address, "Cache-Control": "no-store"})


@csrf_exempt  # public pages hold no cookie that a foreign page could ride on
@require_POST
def reply(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Take a reply. 303 to it or to its receipt; 422 with the form and all that was typed; else why not."""
    now = timezone.now()
    form = ReplyForm(request.POST)
    edition = stories.live_at(year, month, slug, now)
    if edition is None or not form.is_valid():
        return not_posted(request, form, stories.find(year, month, slug, now), now)
    try:
        posted = post_reply(
            edition=edition, draft=form.draft(), parent_id=form.cleaned_data["parent"], network=_network(request)
        )
    except ReplyRefused as error:
        return refused(request, form, str(error), error.status, edition)
    return SeeOther(address_for_author(posted.comment))


def not_posted(request: HttpRequest, form: ReplyForm, found: stories.Found | None, now: dt.datetime) -> HttpResponse:
    """There is no live story at the address, or the form is not right yet."""
    if found is None:
        return refused(request, form, "There is no story at this address.", 404)
    if found.gone:
        return refused(request, form, "This story is not on the site any more.", 410)
    return pages.private(story_page.page(request, found.edition, now, status=422, reply_form=form, noindex=True))


def _network(request: HttpRequest) -> str:
    return network.truncated(network.sender(request.META, settings.TRUSTED_PROXIES))


def refused(request: HttpRequest, form: ReplyForm, why: str, status: int, edition=None) -> HttpResponse:
    """A reply can't be taken: why, and the text, so that it is not lost."""
    context = {"why": why, "text": form.data.get("comment", ""), "edition": edition}
    return pages.private(render(request, "comments/refused.html", context, status=status))
