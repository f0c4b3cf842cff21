"""Renditions of pictures as answers to requests."""

from __future__ import annotations

import hashlib
import logging

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import get_conditional_response

from articles.models import Picture
from articles.pictures import library
from newsroom.lib.pictures.images import BadPicture

log = logging.getLogger("newsroom.pictures")

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


def rendition(
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
