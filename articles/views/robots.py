"""What machines ask for."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control

from articles.models import Publication
from articles.pages import caching

#: For how long what security.txt says is said to be right; whoever asks later gets a new day.
STANDS = dt.timedelta(days=180)


def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309. Answering forms are left out: they show a page that is known already."""

    def build(now: dt.datetime) -> HttpResponse:
        lines = [
            "User-agent: *",
            "Disallow: /admin/",
            "Disallow: /*?replytocom=",
            "Disallow: /*?thread=",
            "Disallow: /*?order=",
            "Disallow: /*&order=",
            "Disallow: /*/report/",
            "",
        ]
        for name in ("sitemap", "sitemap-news"):
            lines.append(f"Sitemap: {request.build_absolute_uri(reverse(f'articles:{name}'))}")
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

    return caching.answer(request, depends_on=[], build=build)


@cache_control(public=True, max_age=3600)
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to tell of a security hole. Raises Http404 while the paper names nowhere."""
    contact = Publication.objects.current().security_contact
    if not contact:
        raise Http404("No contact is given.")
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = {
        "Contact": contact if contact.startswith("https://") else f"mailto:{contact}",
        "Expires": (today + STANDS).isoformat(),
        "Preferred-Languages": settings.LANGUAGE_CODE,
        "Canonical": f"{settings.SITE_URL}{reverse('articles:security-txt')}",
    }
    text = "".join(f"{name}: {words}\n" for name, words in lines.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
