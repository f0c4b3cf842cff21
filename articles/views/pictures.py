"""The renditions of pictures, under addresses whose bytes never change."""

from __future__ import annotations

import hashlib
import logging

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.models import Picture
from articles.pictures import library, uses
from newsroom.lib.pictures.images import BadPicture

log = logging.getLogger("newsroom.pictures")

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


@require_safe
def rendition(request: HttpRequest, token: str, crop: str, width: int, ext: str) -> HttpResponse:
    """One declared rendition. Not while the story is under embargo that it is for."""
    width = int(width)
    picture = uses.with_embargo(Picture.objects.filter(token=token), timezone.now()).first()
    if not picture:
        return _moved(token, crop, width, ext)
    if picture.is_held:
        raise Http404("Not yet.")
    return of_picture(request, picture, crop, width, ext)


def of_picture(
    request: HttpRequest, picture: Picture, crop: str, width: int, ext: str
) -> HttpResponse:
    """One declared rendition of this picture, whoever may see it.

    Until the worker has made it, the JPEG of the same size stands in, made now if need be: it takes
    a moment, where the other formats take long. No cache keeps that answer.
    """
    if not picture.declares(crop, width, ext):
        raise Http404("No such size of this picture.")
    try:
        data = library.stored(picture, crop, width, ext)
        if data is None and ext != library.STAND_IN:
            library.make_soon(picture)
            return _standing_in(request)
        data = data or library.rendition(picture, crop, width, ext)
    except (BadPicture, FileNotFoundError) as error:
        log.exception("Picture %s can't be rendered from its original.", picture.pk)
        raise Http404("This picture can't be shown.") from error
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    response = HttpResponse(data, content_type=TYPES[ext])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return get_conditional_response(request, etag=etag, response=response)


def _standing_in(request: HttpRequest) -> HttpResponse:
    """Leads to the JPEG beside what was asked for."""
    response = HttpResponseRedirect(f"{request.path.rpartition('.')[0]}.{library.STAND_IN}")
    response.headers["Cache-Control"] = "no-store"
    return response


def _moved(token: str, crop: str, width: int, ext: str) -> HttpResponse:
    picture = get_object_or_404(Picture, former_tokens__token=token)
    if not picture.declares(crop, width, ext):
        raise Http404("No such size of this picture.")
    response = HttpResponseRedirect(picture.address(crop, width, ext))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
