"""Notices of illegal content: the form at each reply, and how a notice stands."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from articles.models import Edition
from articles.pages import caching
from comments import links
from comments.complaints import legal_notices
from comments.complaints.legal_notice_form import LegalNoticeForm
from comments.errors import ReplyRefused
from comments.intake import sender
from comments.models import Comment
from comments.transparency import statements
from comments.views.responses import SeeOther
from comments.views.thread import about_reply, answer

#: Maximum number of notices a minute from one network.
MAX_A_MINUTE = 5


@csrf_exempt  # public pages hold no cookie that a foreign page could ride on
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, year: int, month: int, slug: str, number: int) -> HttpResponse:
    """Say that a reply is against the law: 303 to the receipt. 422 or 429 with the form and all
    that was typed."""

    def act(edition: Edition) -> HttpResponse:
        comment = Comment.objects.shown().filter(article=edition.article_id, pk=number).first()
        if comment is None:
            raise ReplyRefused("This reply is not shown any more.", 404)
        form = LegalNoticeForm(request.POST if request.method == "POST" else None)
        context = {**about_reply(edition, comment), "form": form}
        if not form.is_valid():
            return render(
                request,
                "comments/legal_notices/form.html",
                context,
                status=422 if form.is_bound else 200,
            )
        if sender.is_hasty(request, "notice", MAX_A_MINUTE):
            context["later"] = "That was a lot in one minute. Please send it again a little later."
            return render(request, "comments/legal_notices/form.html", context, status=429)
        said = {name: value for name, value in form.cleaned_data.items() if name != "leave_empty"}
        made = legal_notices.file(article_id=edition.article_id, number=number, **said)
        return SeeOther(links.legal_notice_status(made))

    return answer(request, (year, month, slug), act)


@require_GET
def status(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt of a notice, and later what came of it."""
    found = links.legal_notice_of_status(token)
    if found is None:
        raise Http404
    context = {"notice": found, "courts": statements.COURTS}
    return caching.private(render(request, "comments/legal_notices/status.html", context))
