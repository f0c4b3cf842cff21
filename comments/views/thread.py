"""What readers do with the replies of others: read, recommend and report them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from articles.finding import stories
from articles.models import Edition
from articles.pages import caching
from comments.complaints import reports
from comments.complaints.report_form import ReportForm
from comments.errors import ReplyRefused
from comments.intake import sender
from comments.models import Comment
from comments.thread import pages, ranking, recommendations
from comments.views.responses import SeeOther, wants_json

#: Maximum number of acts a minute from one network: enough for a school or an office, and too few
#: for a machine.
MAX_SEEN = 30
MAX_RECOMMENDED = 60
MAX_REPORTED = 10
WISHES = {"yes": True, "no": False}


@csrf_exempt  # public pages hold no cookie that a foreign page could ride on
@require_POST
def seen(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """One reader, who stands for ten, has the replies on the screen. Nothing is kept of who. Always
    204."""
    edition = stories.live_at(year, month, slug, timezone.now())
    if edition is not None and not sender.is_hasty(request, "seen", MAX_SEEN):
        ranking.record_views(article_id=edition.article_id)
    return caching.private(HttpResponse(status=204))


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: HttpRequest, year: int, month: int, slug: str, number: int) -> HttpResponse:
    """Recommend a reply, or take that back. 303 to the page that says so; JSON for a script that
    asks for it."""

    def act(edition: Edition) -> HttpResponse:
        about = {"article_id": edition.article_id, "number": number}
        whose = sender.sender_of(request)
        if request.method == "POST":
            if sender.is_hasty(request, "recommend", MAX_RECOMMENDED):
                raise ReplyRefused(
                    "That was a lot in one minute. Please come back a little later.", 429
                )
            made = recommendations.recommend(
                **about, **whose, wanted=WISHES.get(request.POST.get("wanted", ""))
            )
            if wants_json(request):
                return JsonResponse({"count": made.count, "recommended": made.by_me})
            return SeeOther(request.path)
        comment, made = recommendations.standing(**about, who=whose["who"])
        return render(
            request, "comments/recommend.html", {**about_reply(edition, comment), "made": made}
        )

    return answer(request, (year, month, slug), act)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, year: int, month: int, slug: str, number: int) -> HttpResponse:
    """Say what is wrong with a reply. 422 with the form and all that was typed, until it can be
    taken."""

    def act(edition: Edition) -> HttpResponse:
        comment = Comment.objects.shown().filter(article=edition.article_id, pk=number).first()
        if comment is None:
            raise ReplyRefused("This reply is not shown any more.", 404)
        form = ReportForm(request.POST if request.method == "POST" else None)
        context = {**about_reply(edition, comment), "form": form}
        if not form.is_valid():
            return render(
                request, "comments/report.html", context, status=422 if form.is_bound else 200
            )
        if sender.is_hasty(request, "report", MAX_REPORTED):
            context["later"] = "That was a lot in one minute. Please send it again a little later."
            return render(request, "comments/report.html", context, status=429)
        said = form.cleaned_data
        if not said.pop("leave_empty"):
            reports.report(
                article_id=edition.article_id, number=number, **sender.sender_of(request), **said
            )
        return render(request, "comments/reported.html", {**context, "email": said["email"]})

    return answer(request, (year, month, slug), act)


def answer(
    request: HttpRequest, place: tuple[int, int, str], act: Callable[[Edition], HttpResponse]
) -> HttpResponse:
    """Act upon the story that is live at `place`, or say why that can't be, with the status that
    says the same."""
    now = timezone.now()
    try:
        edition = stories.live_at(*place, now)
        if edition is None:
            gone = stories.find(*place, now)
            raise ReplyRefused("This story is not on the site any more.", 410 if gone else 404)
        return caching.private(act(edition))
    except ReplyRefused as error:
        if wants_json(request):
            return caching.private(JsonResponse({"why": str(error)}, status=error.status))
        return caching.private(
            render(request, "comments/not_taken.html", {"why": str(error)}, status=error.status)
        )


def about_reply(edition: Edition, comment: Comment) -> dict:
    return {"comment": comment, "edition": edition, "back": pages.address_of(comment)}
