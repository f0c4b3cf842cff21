"""A story behind a preview link: for whoever holds it, and kept by nobody."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.errors import NotAllowed, StepRefused
from articles.models import PreviewLink
from articles.pages import caching, story_text
from articles.pictures import answers
from articles.review import anchors, preview_links, remarks
from articles.review.forms import RemarkForm
from newsroom.lib.text import html


@csrf_exempt  # no cookie is held that a foreign page could ride on
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The version that the link shows, with what was remarked through it; by POST, a further
    remark.

    `?at=` or `?answer=` says what the remark is about. 404 for what is no link of ours, 410 when it
    has ended.
    """
    link = _link(token)
    now = timezone.now()
    if not link.is_open(now):
        return _over(request, link)
    if request.method == "POST":
        return _remark(request, link, now)
    if request.method == "GET" and not request.GET:
        preview_links.opened(link, now=now)
    return _page(request, link)


@require_safe
def picture(
    request: HttpRequest, token: str, number: int, crop: str, width: int, ext: str
) -> HttpResponse:
    """A picture of what the link shows, also while the public address refuses it."""
    link = _link(token)
    if not link.is_open(timezone.now()):
        return _over(request, link)
    found = preview_links.pictures(link).get(number)
    if found is None:
        raise Http404("No such picture in this story.")
    return _private(answers.rendition(request, found, crop, width, ext))


def _link(token: str) -> PreviewLink:
    link = PreviewLink.objects.at(token)
    if link is None:
        raise Http404("No such preview.")
    return link


def _page(
    request: HttpRequest, link: PreviewLink, form: RemarkForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; with the form where the address asks for it, or with this one that could not be
    taken."""
    shown = preview_links.preview(link)
    threads = list(link.remarks.open().select_related("by").prefetch_related("answers__by"))
    found = anchors.of(shown.story, threads)
    text = story_text.Text(story_text.look_up([shown.story.body], timezone.now()), link.folder_of)
    for spot in found.paragraphs:
        spot.shown = text.block(spot.html)
    asked = anchors.asked(found, request.GET)
    if asked.is_somewhere and form is None:
        form = RemarkForm(initial={"name": _last_name(link), "quote": asked.quote})
    context = {
        "edition": shown.story,
        "credits": shown.credits,
        "topics": shown.topics,
        "preview": shown,
        "link": link,
        "current_section": shown.story.section_id,
        "spots": found,
        "asked": asked,
        "form": form,
        "sent": request.GET.get("sent", ""),
        "notes": html.body(text.notes()),
        "lead_folder": link.folder_of(shown.story.lead_picture) if shown.story.lead_picture else "",
    }
    return _private(render(request, "articles/preview.html", context, status=status))


def _remark(request: HttpRequest, link: PreviewLink, now: dt.datetime) -> HttpResponse:
    """Take a remark: 303 to it; 422 or 429 with the form and all that was typed."""
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _page(request, link, form, 422)
    shown = preview_links.preview(link)
    asked = anchors.asked(anchors.of(shown.story, ()), request.GET)
    said = {
        "text": form.cleaned_data["text"],
        "name": form.cleaned_data["name"],
        "link": link,
        "now": now,
    }
    try:
        if asked.answers:
            answered = get_object_or_404(
                link.remarks.select_related("article", "parent"), pk=asked.answers
            )
            made = remarks.answer(answered, **said)
        else:
            pin = anchors.pin(shown.story, asked.at, form.cleaned_data["quote"])
            made = remarks.remark(link.article, pin=pin, version=shown.version, **said)
    except NotAllowed:  # it ended meanwhile
        return _over(request, link)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, link, form, 429 if isinstance(refusal, remarks.TooMany) else 422)
    address = f"{link.get_absolute_url()}?sent={made.pk}#remark-{made.pk}"
    return _private(HttpResponse(status=303, headers={"Location": address}))


def _over(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """Why nothing is shown, and what was written meanwhile: RFC 9110, section 15.5.11."""
    context = {"link": link, "text": request.POST.get("text", "")}
    return _private(render(request, "articles/preview_over.html", context, status=410))


def _last_name(link: PreviewLink) -> str:
    """What the reader called himself the last time: there is no cookie to keep it."""
    return (
        link.remarks.order_by("-at").exclude(name="").values_list("name", flat=True).first() or ""
    )


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return caching.private(response)
