"""The receipt: the story with its author's own reply in its place, for whoever holds the signed link."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from articles import pages, stories
from articles.views import story as story_page
from comments import threads
from comments.models import Comment, State

RECEIPT = "comments.receipt"


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
