"""What readers are told about their data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.pages import caching, keys
from comments.policies import privacy_text


def privacy(request: HttpRequest) -> HttpResponse:
    """The page that the paper edits."""

    def build(now):
        return render(request, "comments/privacy.html", {"parts": privacy_text.parts()})

    return caching.answer(request, depends_on=(keys.FURNITURE, keys.REPLY_RULES), build=build)
