"""What the pages of logging in share."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context
) -> HttpResponse:
    """A page of templates/admin/accounts/."""
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/accounts/{template}.html", context, status=status)


def too_many(response: HttpResponse, seconds: int) -> HttpResponse:
    """The answer as a 429 (RFC 6585)."""
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds)
    return response
