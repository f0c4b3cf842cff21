"""Proof of embargoes: every output is asked for as a reader would, and searched for what is not to be seen yet."""

from __future__ import annotations

import html
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Picture
from newsroom.lib.html import plain

#: Gives the answer to a GET of a path: status, and body as text.
Ask = Callable[[str], tuple[int, str]]
#: Shorter words than this may stand anywhere.
TELLING = 25
IN_XML = re.compile(r"<loc>(.*?)</loc>")


@dataclass(frozen=True)
class Held:
    """A story under embargo, and what would give it away."""

    headline: str
    words: tuple[str, ...]
    addresses: tuple[str, ...]  # where something of it would be


def held() -> list[Held]:
    """All stories under embargo now. Few: they are found from an index."""
    now = timezone.now()
    stories = Article.objects.filter(embargo_until__gt=now).select_related("section", "lead_picture")
    return [_held(story, now) for story in stories.prefetch_related("topics", "authors")]


def outputs(stories: Iterable[Held], ask: Ask) -> Iterator[str]:
    """The public addresses at which any of them might show: lists, feeds, sitemaps with all their parts, its own."""
    seen: set[str] = set()
    lists = [
        reverse(f"articles:{name}") for name in ("front", "corrections", "sitemap", "sitemap-lists", "sitemap-news")
    ]
    feeds = [f"{place}feed/{form}" for place in ("/", "/corrections/", "/replies/") for form in ("", "atom/", "json/")]
    parts = [urlsplit(found).path for found in IN_XML.findall(ask(reverse("articles:sitemap"))[1])]
    for address in [*lists, *feeds, *parts, *(each for story in stories for each in story.addresses)]:
        if address not in seen:
            seen.add(address)
            yield address


def told(stories: Iterable[Held], answer: tuple[int, str]) -> list[Held]:
    """Which of them an answer gives away: by a word of theirs, or by being a picture of theirs."""
    status, body = answer
    text = html.unescape(body)
    return [story for story in stories if status == 200 and any(word in text for word in story.words)]


def of_this_code() -> Ask:
    """Asks the code in this process, as nobody in particular. What stands before it is asked by over_http."""
    client = Client(raise_request_exception=False, headers={"host": _host()})

    def ask(path: str) -> tuple[int, str]:
        answer = client.get(path, secure=settings.HTTPS)
        return answer.status_code, _marked(path, answer.content)

    return ask


def over_http(site: str) -> Ask:
    """Asks a server that runs somewhere."""

    def ask(path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(urljoin(site, path), timeout=30) as answer:
                return answer.status, _marked(path, answer.read())
        except urllib.error.HTTPError as error:
            return error.code, ""

    return ask


def _held(story: Article, now) -> Held:
    paragraphs = [text.strip() for text in plain(story.body).splitlines()]
    words = [story.headline, story.standfirst, *(text[:80] for text in paragraphs)]
    places = [story.section, *story.topics.all(), *story.authors.all()]
    addresses = [each for place in places for each in _with_feeds(place.get_absolute_url())]
    begins = timezone.localtime(story.embargo_until)
    if story.slug:
        own = reverse("articles:story", args=[begins.year, begins.month, story.slug])
        addresses += [own, f"{own}feed/", f"{own}replies/count/", f"{own}history/", f"{own}follow/"]
        words.append(own)
    picture = story.lead_picture
    if picture and Picture.objects.with_embargo(now).get(pk=picture.pk).is_held:
        words.append(picture.token)
        addresses.append(picture.address("whole"))
    return Held(
        story.headline,
        tuple(word for word in words if len(word) >= TELLING or word == story.headline),
        tuple(addresses),
    )


def _with_feeds(address: str) -> list[str]:
    return [address, *(f"{address}feed/{form}" for form in ("", "atom/", "json/"))]


def _marked(path: str, body: bytes) -> str:
    """The text of a body; of a picture, its address, which bears its token."""
    return path if path.startswith("/pictures/") else body.decode("utf-8", "replace")


def _host() -> str:
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    return hosts[0] if hosts else "localhost"
