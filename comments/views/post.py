"""Leaving a reply."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from articles.finding import stories
from articles.models import Edition
from articles.pages import caching
from articles.views import story as story_page
from comments import links
from comments.checks import form_keys
from comments.errors import RefusedAtForm, ReplyRefused
from comments.intake import sender
from comments.intake.form import ReplyForm, is_too_long
from comments.intake.post import post_reply
from comments.intake.rate_limits import TooMany
from comments.policies import policy
from comments.views.responses import SeeOther
from newsroom.lib.text import html

#: The way back to what was looked at before it was posted: a browser goes it only from what it has
#: kept, as it would have to send the form anew otherwise.
TO_COME_BACK_TO = "private, max-age=0"


@csrf_exempt  # public pages hold no cookie that a foreign page could ride on
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Take a reply: 303 to its receipt; or show how it would look (200), when it was sent by the
    button for that.

    422 with the form and all that was typed where something is missing, or the newsroom will not
    have it; 403 where its writer is suspended, 429 where too many come in; else why not. By GET (a
    tab that was restored, a link after an error) 302 to the story's form.
    """
    if request.method != "POST":
        story = reverse("articles:story", kwargs={"year": year, "month": month, "slug": slug})
        return caching.private(redirect(f"{story}#respond"))
    now = timezone.now()
    form = ReplyForm(request.POST)
    edition = stories.live_at(year, month, slug, now)
    if edition is None:
        return no_story(request, form, stories.find(year, month, slug, now))
    form.keep_under(policy.max_length_of(edition, now))
    text = form.data.get("comment", "")
    if "preview" in request.POST and not is_too_long(text, form.max_length):
        preview = html.reply(text)
        response = _again(
            request, edition, now, 200, ReplyForm(initial=form.data.dict()), preview=preview
        )
        response["Cache-Control"] = TO_COME_BACK_TO
        return response
    if not form.is_valid():
        return _again(request, edition, now, 422, form)
    try:
        posted = post_reply(
            edition=edition,
            draft=form.draft(form_keys.read(request.POST.get("key", ""), edition.article_id, now)),
            parent_id=form.cleaned_data["parent"],
            network=sender.network_of(request),
            agent=request.headers.get("User-Agent", ""),
            now=now,
        )
    except TooMany as error:
        form.add_error(None, str(error))
        response = _again(request, edition, now, 429, form)
        response["Retry-After"] = str(int(error.after.total_seconds()) + 1)
        return response
    except RefusedAtForm as error:
        form.add_error(None, str(error))
        return _again(request, edition, now, error.status, form)
    except ReplyRefused as error:
        return refused(request, form, str(error), error.status, edition)
    return SeeOther(links.receipt(posted.comment))


@require_GET
def key(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """A key of one's own for the form, as text: for the browser of somebody who has come to it just
    now."""
    now = timezone.now()
    edition = stories.live_at(year, month, slug, now)
    if edition is None:
        raise Http404
    return caching.private(
        HttpResponse(form_keys.of_writer(edition.article_id, now), content_type="text/plain")
    )


def no_story(request: HttpRequest, form: ReplyForm, found: stories.Found | None) -> HttpResponse:
    """There is no live story at the address, or not any more; one that moved takes its replies at
    its new address."""
    if found is None:
        return refused(request, form, "There is no story at this address.", 404)
    if found.gone:
        return refused(request, form, "This story is not on the site any more.", 410)
    return _again(request, found.edition, timezone.now(), 422, form)


def _again(
    request: HttpRequest, edition: Edition, now: dt.datetime, status: int, form: ReplyForm, **more
):
    """The story with the form as it was filled in."""
    return caching.private(
        story_page.page(request, edition, now, status=status, reply_form=form, noindex=True, **more)
    )


def refused(
    request: HttpRequest, form: ReplyForm, why: str, status: int, edition=None
) -> HttpResponse:
    """A reply can't be taken: why, and the text, so that it is not lost."""
    context = {"why": why, "text": form.data.get("comment", ""), "edition": edition}
    return caching.private(render(request, "comments/refused.html", context, status=status))
