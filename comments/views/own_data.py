"""What is held about somebody, for whoever reads mail at the address: the page, the file, and the
end of it. There is no account: the link that was mailed is the key, for a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from articles.pages import caching
from comments.errors import LinkRefused
from comments.intake import sender
from comments.models import Erasure, MailLink
from comments.people import erasing, held, readers
from comments.people.forms import DataForm, EraseForm
from comments.views.responses import SeeOther

#: Maximum number of addresses a minute from one network: each may get a mail.
MAX_A_MINUTE = 10
#: Maximum number of each kind on the page; the file has all.
MAX_SHOWN = 50

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@read_or_send
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whatever the address."""
    form = DataForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        if not sender.is_hasty(request, "data", MAX_A_MINUTE):
            if not form.cleaned_data["leave_empty"]:
                readers.ask_for_data(form.cleaned_data["email"])
            return SeeOther(reverse("comments:data-sent"))
        form.add_error(
            "email", "That was a lot in one minute. Please send it again a little later."
        )
        status = 429
    return _page(request, "ask", status=status, form=form)


@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """Look into your mail."""
    return _page(request, "sent")


@require_GET
def page(request: HttpRequest, token: str) -> HttpResponse:
    """All that is held about the address, readable."""
    try:
        link = readers.data_link_of(token)
    except LinkRefused as refusal:
        return _refused(request, refusal)
    shown = [
        {"title": each.title, "count": each.count(), "rows": each.first(MAX_SHOWN)}
        for each in held.sections(link.email)
    ]
    return _page(
        request,
        "page",
        link=link,
        token=token,
        kinds=[kind for kind in shown if kind["count"]],
        most=MAX_SHOWN,
    )


@require_GET
def as_json(request: HttpRequest, token: str) -> HttpResponse:
    """All that is held about the address, as a file."""
    try:
        link = readers.data_link_of(token)
    except LinkRefused as refusal:
        return _refused(request, refusal)
    return download(link.email)


@csrf_exempt  # the link itself is the secret
@read_or_send
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once more, with what will go and what stays; and by POST has it done."""
    try:
        link = readers.data_link_of(token)
    except LinkRefused as refusal:
        return _refused(request, refusal)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        erasing.begin(link.email, source=Erasure.Source.READER)
        return SeeOther(reverse("comments:data-erased"))
    return _page(
        request,
        "erase",
        status=422 if form.is_bound else 200,
        link=link,
        token=token,
        form=form,
        **held.before_erasure(link.email),
    )


@require_GET
def erased(request: HttpRequest) -> HttpResponse:
    """It is done, or goes on by itself."""
    return _page(request, "erased", fate=erasing.fate())


def download(email: str) -> StreamingHttpResponse:
    """The file, in pieces."""
    response = StreamingHttpResponse(held.as_json(email), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="held-about-me.json"'
    return caching.private(response)


def _refused(request: HttpRequest, refusal: LinkRefused) -> HttpResponse:
    return _page(request, "refused", status=refusal.status, why=str(refusal))


def _page(request: HttpRequest, name: str, *, status: int = 200, **context) -> HttpResponse:
    link: MailLink | None = context.get("link")
    context["address"] = link.email if link else ""
    answer = render(request, f"comments/own_data/{name}.html", context, status=status)
    return caching.private(answer)
