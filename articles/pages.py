"""Public pages: the same bytes for everyone, known by what they depend on."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles import versions
from newsroom.lib.http import best_encoding, etag_matches

#: A page may be kept by anyone, and is asked about again before each use.
KEEP = "public, max-age=0, must-revalidate"


def answer(
    request: HttpRequest, *, depends_on: Iterable[str], build: Callable[[dt.datetime], HttpResponse]
) -> HttpResponse:
    """Answer with a page, or with 304 when the reader has it already.

    `depends_on` names the versions the page is built from; they are read before `build` is called with the
    moment of the request. Nothing else may flow into the page but its address and the code itself.
    """
    now = timezone.now()
    page = versions.fingerprint(
        depends_on, now, request.get_full_path(), request.get_host(), request.scheme, release()
    )
    # A strong ETag is of the bytes sent, so each coding has its own (RFC 9110, section 8.8.3.3).
    etag = f'"{page}-{best_encoding(request.headers.get("Accept-Encoding", "")) or "plain"}"'
    fresh = etag_matches(etag, request.headers.get("If-None-Match", ""))
    response = HttpResponse(status=304) if fresh else build(now)
    if response.status_code in (200, 304):
        response["ETag"] = etag
        response["Cache-Control"] = KEEP
        response["Vary"] = "Accept-Encoding"
    return response


def release() -> str:
    """What stands for all that builds pages beside their data: static files, templates, code, time zone."""
    return f"{getattr(staticfiles_storage, 'manifest_hash', '')}/{_source()}/{settings.TIME_ZONE}"


@functools.cache
def _source() -> str:
    """A digest of templates and code, so that after an upgrade no reader keeps a page of before."""
    digest = hashlib.blake2b(digest_size=8)
    folders = [
        *settings.TEMPLATES[0]["DIRS"],
        *(settings.BASE_DIR / part for part in ("newsroom", "articles", "comments")),
    ]
    for folder in folders:
        for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.py")]):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def private(response: HttpResponse) -> HttpResponse:
    """Mark an answer that is for one person: stored by nobody, found by no search engine."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
