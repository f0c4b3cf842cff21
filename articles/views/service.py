"""What machines ask for."""

from django.http import HttpRequest, HttpResponse


def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309. Answering forms are left out: they show a page that is known already."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /*?replytocom="]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
