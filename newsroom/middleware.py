"""What happens to every request: an id for the log, sessions for the admin alone, a policy for its
pages, compression."""

from __future__ import annotations

import codecs
import secrets
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from articles.pages.caching import DEPENDENCIES
from newsroom import public_addresses
from newsroom.lib.web.http import best_encoding, compress
from newsroom.serving import logs

Handler = Callable[[HttpRequest], HttpResponse]
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/feed+json",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
)


def with_request_id(get_response: Handler) -> Handler:
    """Give each request its id. Answers bear it where something went wrong; those that are kept for
    everybody must not."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_proxied = bool(settings.SECURE_PROXY_SSL_HEADER)
        given = request.META.get(logs.HEADER, "") if is_proxied else ""
        number = logs.id_for(given) if given else secrets.token_hex(8)
        token = logs.current.set(number)
        try:
            response = get_response(request)
            if response.status_code >= 500:
                response.headers["X-Request-ID"] = number
            return response
        finally:
            logs.current.reset(token)

    return middleware


class UnderAdmin:
    """Acts on addresses under /admin/ only: no other page can set a cookie, or vary on one."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/"):
            return super().__call__(request)
        return self.get_response(request)


class Sessions(UnderAdmin, SessionMiddleware):
    pass


class People(UnderAdmin, AuthenticationMiddleware):
    pass


class Messages(UnderAdmin, MessageMiddleware):
    pass


class AdminCompression(UnderAdmin, GZipMiddleware):
    """Compresses pages of the admin. They hold secrets beside what was typed, and how well both
    compress together could tell one of the other (the BREACH attack): Django makes each answer
    longer by some bytes at random."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.streaming or not response.get("Content-Type", "").startswith(COMPRESSIBLE):
            return response
        return super().process_response(request, response)


#: What no page of ours asks a browser for, nor may what is embedded in one.
UNUSED_FEATURES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES)


def closed_features(get_response: Handler) -> Handler:
    """Pages may use none of the features that they have no use for (W3C's Permissions Policy), and
    no other site may take one into itself as if it were a file (the Fetch standard's
    Cross-Origin-Resource-Policy); pictures and feeds it may."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return middleware


def forms_in_utf_8(get_response: Handler) -> Handler:
    """A form in another encoding than UTF-8 is refused: no browser sends one from our pages, and
    Python knows encodings by name that are none for text."""

    def middleware(request: HttpRequest) -> HttpResponse:
        charset = request.content_params.get("charset", "utf-8")
        try:
            known = codecs.lookup(charset).name in ("utf-8", "ascii")
        except (LookupError, ValueError):
            known = False
        if not known:
            raise BadRequest("Only forms in UTF-8 are read.")
        return get_response(request)

    return middleware


def admin_pages(get_response: Handler) -> Handler:
    """Pages of the admin have a policy of their own, which a view may widen, and are kept by
    nobody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith("/admin/"):
            response._csp_replace = settings.ADMIN_CSP | getattr(response, "_csp_replace", {})
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


class AllowedMethods:
    """Pages that everybody reads alike are asked for by GET and HEAD, and answer 405 to all else
    (RFC 9110, section 15.5.6); OPTIONS says of any address which methods it takes."""

    ALLOWED = ("GET", "HEAD", "OPTIONS")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "OPTIONS" and response.status_code == 405 and "Allow" in response:
            allowed = [*response["Allow"].split(", "), "OPTIONS"]
            return HttpResponse(status=204, headers={"Allow": ", ".join(dict.fromkeys(allowed))})
        return response

    def process_view(self, request: HttpRequest, *_) -> HttpResponse | None:
        name = request.resolver_match.view_name
        is_page = name in public_addresses.PAGES or request.path_info == "/"
        if request.method in ("GET", "HEAD") or not is_page:
            return None
        return HttpResponseNotAllowed(self.ALLOWED)


def compress_pages(get_response: Handler) -> Handler:
    """Compress public answers as the reader's browser likes best, but for those that the page cache
    keeps."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if (
            response.streaming
            or request.path_info.startswith("/admin/")
            or DEPENDENCIES in request.META
        ):
            return response
        if not response.get("Content-Type", "").startswith(COMPRESSIBLE) or response.has_header(
            "Content-Encoding"
        ):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
        if encoding and response.status_code != 304 and len(response.content) > 500:
            response.content = compress(response.content, encoding)
            response["Content-Encoding"] = encoding
            response["Content-Length"] = str(len(response.content))
        return response

    return middleware
