"""What machines ask for."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.pages import caching


def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309. Answering forms are left out: they show a page that is known already."""

    def build(now: dt.datetime) -> HttpResponse:
        lines = [
            "User-agent: *",
            "Disallow: /admin/",
            "Disallow: /*?replytocom=",
            "Disallow: /*/report/",
            "",
        ]
        for name in ("sitemap", "sitemap-news"):
            lines.append(f"Sitemap: {request.build_absolute_uri(reverse(f'articles:{name}'))}")
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

    return caching.answer(request, depends_on=[], build=build)
