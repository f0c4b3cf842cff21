"""The renditions of pictures, under addresses whose bytes never change."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Picture
from articles.pictures import answers, uses


@require_safe
def rendition(request: HttpRequest, token: str, crop: str, width: int, ext: str) -> HttpResponse:
    """One declared rendition of a picture that readers have seen somewhere. All others are for the
    newsroom, and for whoever holds a preview link."""
    width, now = int(width), timezone.now()
    found = uses.with_embargo(Picture.objects.filter(token=token), now)
    picture = uses.were_seen(found, now).first()
    if not picture:
        return _moved(token, crop, width, ext)
    if picture.is_held or not (picture.was_seen or uses.is_on_front(picture, now)):
        raise Http404("Not yet.")
    return answers.rendition(request, picture, crop, width, ext)


def _moved(token: str, crop: str, width: int, ext: str) -> HttpResponse:
    picture = get_object_or_404(Picture, former_tokens__token=token)
    if not picture.declares(crop, width, ext):
        raise Http404("No such size of this picture.")
    response = HttpResponseRedirect(picture.address(crop, width, ext))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
