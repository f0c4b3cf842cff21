"""Leaving a reply, its receipt, and the rules of the house."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from articles import pages, stories
from articles.views import story as story_page
from comments import threads
from comments.errors import ReplyRefused
from comments.forms import ReplyForm
from comments.models import Comment, HouseRule, State
from comments.replying import post_reply
from newsroom.lib import network

RECEIPT = "comments.receipt"


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


def address_for_author(comment: Comment) -> str:
    """Where its author finds a reply: on the page when it is shown, else behind a link that is signed."""
    address = comment.edition.address
    if comment.state == State.SHOWN:
        return threads.address_of(comment)
    token = signing.dumps(comment.pk, salt=RECEIPT)
    receipt_url = reverse("comments:receipt", kwargs={**address.parts, "token": token})
    return f"{receipt_url}#comment-{comment.pk}"


@require_GET
def receipt(request: HttpRequest, year: int, month: int, slug: str, token: str) -> HttpResponse:
    """The story with its author's own reply in its place, for whoever holds the signed link."""
    now = timezone.now()
    try:
        number = signing.loads(token, salt=RECEIPT)
    except signing.BadSignature:
        raise Http404 from None
    found = stories.find(year, month, slug, now)
    comment = Comment.objects.filter(pk=number).select_related("parent", "edition__address").first()
    if comment is None or found is None:
        raise Http404
    if found.gone:
        return story_page.gone(request)
    if comment.article_id != found.edition.article_id:
        raise Http404
    if comment.state == State.SHOWN:
        return redirect(threads.address_of(comment))
    return pages.private(story_page.page(request, found.edition, now, receipt=comment, noindex=True))


def refused(request: HttpRequest, form: ReplyForm, why: str, status: int, edition=None) -> HttpResponse:
    """A reply can't be taken: why, and the text, so that it is not lost."""
    context = {"why": why, "text": form.data.get("comment", ""), "edition": edition}
    return pages.private(render(request, "comments/refused.html", context, status=status))


def house_rules(request: HttpRequest) -> HttpResponse:
    def build(now):
        return render(request, "comments/house_rules.html", {"rules": HouseRule.objects.all()})

    return pages.answer(request, depends_on=["furniture", "replies:rules"], build=build)
