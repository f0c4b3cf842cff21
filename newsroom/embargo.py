"""Proof of embargoes: every output is asked for as a reader would, and searched for what is not to
be seen yet."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlencode, urlsplit

from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Edition, Front, Picture
from articles.pictures import uses
from newsroom import public_addresses
from newsroom.lib.text import blocks
from newsroom.lib.text.html import plain
from newsroom.serving.site_client import Answer, Ask

#: Shorter words than this may stand anywhere.
TELLING = 25
#: On so many of the newest stories of each kind it is looked for.
BESIDE = 10
#: Words found stand in these.
MARK = re.compile(r"</?mark>")
IN_XML = re.compile(r"<loc>(.*?)</loc>")


@dataclass(frozen=True)
class Embargoed:
    """A story under embargo, and what would give it away."""

    headline: str
    words: tuple[str, ...]
    addresses: tuple[str, ...]  # where something of it would be


def stories_under_embargo() -> list[Embargoed]:
    """All stories under embargo now. Few: they are found from an index."""
    now = timezone.now()
    stories = Article.objects.filter(embargo_until__gt=now).select_related(
        "section", "series", "lead_picture"
    )
    return [_held(story, now) for story in stories.prefetch_related("topics", "authors")]


def outputs(stories: Iterable[Embargoed], ask: Ask) -> Iterator[str]:
    """The public addresses at which any of them might show: lists, feeds, sitemaps with all their
    parts, its own."""
    seen: set[str] = set()
    indexes = [
        ask(reverse(f"articles:{name}")).body.decode() for name in ("sitemap", "sitemap-news")
    ]
    parts = [
        urlsplit(found).path
        for index in indexes
        if "<sitemapindex" in index
        for found in IN_XML.findall(index)
    ]
    for address in [
        *public_addresses.of_site(),
        *parts,
        *(each for story in stories for each in story.addresses),
    ]:
        if address not in seen:
            seen.add(address)
            yield address


def find_leaks(stories: Iterable[Embargoed], address: str, answer: Answer) -> list[Embargoed]:
    """Which of them an answer gives away: by a word of theirs, by leading to them, or by being a
    picture of theirs."""
    text = html.unescape(MARK.sub("", _text(address, answer))) if answer.status == 200 else ""
    text += unquote(answer.location)
    return [story for story in stories if any(word in text for word in story.words)]


def _held(story: Article, now) -> Embargoed:
    paragraphs = [text.strip() for text in plain(story.body).splitlines()]
    words = [story.headline, story.standfirst, *(text[:80] for text in paragraphs)]
    places = [
        story.section,
        *story.topics.all(),
        *story.authors.all(),
        *([story.series] if story.series else ()),
    ]
    addresses = [
        each
        for place in places
        for each in public_addresses.of_list(place._meta.model_name, place.slug)
    ]
    addresses += [*_fronts(), *_beside(story, now), *_searches(story)]
    begins = timezone.localtime(story.embargo_until)
    if story.slug:
        own = (begins.year, begins.month, story.slug)
        addresses += public_addresses.of_story(*own, others=["comments:follow"])
        words.append(reverse("articles:story", args=own))
    shown = {story.lead_picture_id, *blocks.pictures(story.body)} - {None}
    for picture in uses.with_embargo(Picture.objects.filter(pk__in=shown), now) if shown else ():
        if picture.is_held:
            words.append(picture.token)
            addresses.append(picture.address("whole"))
    return Embargoed(
        story.headline,
        tuple(word for word in words if len(word) >= TELLING or word == story.headline),
        tuple(addresses),
    )


def _fronts() -> list[str]:
    """Where editors place stories by hand, of whatever section."""
    composed = Front.objects.exclude(editions=None).select_related("section", "topic")
    return [
        front.section.get_absolute_url() if front.section else front.topic.get_absolute_url()
        for front in composed
        if front.section or front.topic
    ]


def _beside(story: Article, now) -> list[str]:
    """Stories beside which it could stand as related, or as a part of the same series: the newest
    of each kind."""
    live = Edition.objects.live(now).select_related("address").only("article", "address")
    subjects = [story.section, *story.topics.all(), *([story.series] if story.series else ())]
    found = [edition for subject in subjects for edition in live.under(subject)[:BESIDE]]
    return [edition.get_absolute_url() for edition in found]


def _searches(story: Article) -> list[str]:
    """Questions that would find it. The page repeats what is asked: so it is asked in letters that
    don't tell."""
    page = reverse("articles:search")
    texts = [
        text.swapcase()[:150]
        for text in (story.headline, story.standfirst)
        if text.swapcase() != text
    ]
    asked = [{"q": text} for text in texts] + [{"section": story.section.slug}]
    asked += [{"topic": topic.slug} for topic in story.topics.all()]
    asked += [{"author": author.slug} for author in story.authors.all()]
    return [f"{page}?{urlencode(each)}" for each in asked]


def _text(address: str, answer: Answer) -> str:
    """The text of an answer; of a picture, its address, which bears its token."""
    return address if answer.kind.startswith("image/") else answer.body.decode("utf-8", "replace")
