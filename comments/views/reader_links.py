"""What the links in mails to readers lead to. No link does anything by itself: mail scanners follow
them, too."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.pages import caching
from comments import links
from comments.errors import LinkRefused
from comments.models import Reader
from comments.notifications import emails
from comments.people import follows, readers
from comments.people.forms import ChoicesForm
from comments.views.responses import SeeOther
from newsroom.lib.text.strings import number

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt  # the link itself is the secret
@read_or_send
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button that confirms what was mailed, and then what came of it, with a proof for the
    browser."""
    try:
        if request.method != "POST":
            link = readers.link_of(token)
            return _page(request, "confirm", link=link, headline=_headline(link))
        done = readers.confirm(token)
    except LinkRefused as refusal:
        return _page(request, "refused", status=refusal.status, why=str(refusal))
    return _page(
        request,
        "confirmed",
        reader=done.reader,
        proof=readers.proof_for(done.reader),
        comment=done.comment,
        article=done.article,
        headline=_headline(done),
        reply_address=links.receipt(done.comment) if done.comment else "",
        choices=reverse("comments:preferences", kwargs={"token": follows.token_for(done.reader)}),
    )


@csrf_exempt
@read_or_send
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """What is mailed to a reader, and which stories they follow."""
    reader, _ = _reader(token)
    form = ChoicesForm(request.POST if "save" in request.POST else None, instance=reader)
    said = ""
    if form.is_valid():
        form.save()
        said = "saved"
    elif story := number(request.POST.get("unfollow")):
        follows.unfollow(reader, story)
        said = "unfollowed"
    elif "sign_out" in request.POST:
        readers.sign_out(reader)
        said = "signed-out"
    if said:
        return SeeOther(f"{request.path}?done={said}")
    followed = follows.followed_by(reader, number(request.GET.get("page")))
    return _page(
        request,
        "preferences",
        status=422 if form.errors else 200,
        form=form,
        reader=reader,
        followed=followed,
        done=request.GET.get("done", ""),
    )


@csrf_exempt  # a mail program sends it: RFC 8058, section 3.2
@read_or_send
def off(request: HttpRequest, token: str) -> HttpResponse:
    """End what the mail was about. By POST at once, by GET after one button."""
    reader, about = _reader(token)
    if request.method == "POST":
        follows.stop(reader, about)
    choices = reverse("comments:preferences", kwargs={"token": token})
    context = {
        "what": follows.in_words(about),
        "choices": choices,
        "done": request.method == "POST",
    }
    return _page(request, "off", **context)


def _reader(token: str) -> tuple[Reader, int | list[str]]:
    """Whose token it is, and what the mail was about. Raises Http404."""
    found = links.reader_of_mail(token)
    if found is None:
        raise Http404
    return found


def _headline(about) -> str:
    return emails.headline(about.article or about.comment.article)


def _page(request: HttpRequest, name: str, *, status: int = 200, **context) -> HttpResponse:
    return caching.private(render(request, f"comments/readers/{name}.html", context, status=status))
