"""Following a story by mail."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from articles.finding import stories
from articles.models import Edition
from articles.pages import caching
from comments.intake import sender
from comments.people import readers
from comments.people.forms import FollowForm
from comments.views.responses import SeeOther

#: Maximum number of addresses a minute from one network: each may get a mail.
MAX_A_MINUTE = 10


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Ask for mail about new replies. The answer is the same whatever the address."""
    edition = _edition(year, month, slug)
    if edition is None:
        return caching.gone(request)
    form = FollowForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        if not sender.is_hasty(request, "follow", MAX_A_MINUTE):
            if not form.cleaned_data["leave_empty"]:
                readers.ask_to_follow(edition.article, form.cleaned_data["email"])
            return SeeOther(reverse("comments:follow-sent", kwargs=edition.address.parts))
        form.add_error(
            "email", "That was a lot in one minute. Please send it again a little later."
        )
        status = 429
    context = {"form": form, "edition": edition}
    return caching.private(render(request, "comments/readers/follow.html", context, status=status))


@require_GET
def sent(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Look into your mail."""
    edition = _edition(year, month, slug)
    if edition is None:
        return caching.gone(request)
    return caching.private(render(request, "comments/readers/sent.html", {"edition": edition}))


def _edition(year: int, month: int, slug: str) -> Edition | None:
    """The live edition of the story at this address, None where it was withdrawn. Raises
    Http404."""
    found = stories.find(year, month, slug, timezone.now())
    if found is None:
        raise Http404
    return found.edition
