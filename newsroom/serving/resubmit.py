"""Forms that came too late, after the login or the page had run out: given back whole, to be sent
again."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import csrf

from newsroom.serving.outage import Typed, typed_fields

#: Belongs to the page that was left, not to what was typed.
LEFT_OUT = "csrfmiddlewaretoken"


def holds_something(request: HttpRequest) -> bool:
    """Whether anything was typed into the form that was sent: a button alone is nothing to be
    lost."""
    return any(field.value for field in fields_of(request))


def logged_out(request: HttpRequest) -> HttpResponse:
    """401: log in beside, then send the same form again."""
    return _given_back(request, 401)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is not the present one, as after a login in another window
    (CSRF_FAILURE_VIEW).

    It is given back only where the browser says that it came from a page of this site.
    """
    if not request.path_info.startswith("/admin/") or not _is_own(request):
        return csrf.csrf_failure(request, reason)
    return _given_back(request, 403)


def _given_back(request: HttpRequest, status: int) -> HttpResponse:
    context = {
        "address": request.get_full_path(),
        "fields": fields_of(request),
        "logged_out": status == 401,
    }
    return render(request, "admin/sent_again.html", context, status=status)


def fields_of(request: HttpRequest) -> list[Typed]:
    """What was typed into the form that was sent, for a page that sends it again."""
    return [field for field in typed_fields(request) if field.name != LEFT_OUT]


def _is_own(request: HttpRequest) -> bool:
    """The browser's word for where a request comes from: Fetch Metadata, or RFC 6454's Origin."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
