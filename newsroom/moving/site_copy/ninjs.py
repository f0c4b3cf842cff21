"""Stories and pictures as ninjs 3.1, the IPTC's News in JSON (https://www.iptc.org/std/ninjs/)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.finding import bylines
from articles.models import Article, Edition, Genre, Picture, Role
from articles.models.pictures.picture import WIDTHS
from articles.models.taxonomy import Named
from articles.pages import story_text
from newsroom.lib.text import blocks, html

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
#: Of the IPTC's genres (http://cv.iptc.org/newscodes/genre/), those that are ours. "Live" and
#: "paid" have none.
GENRES = {
    Genre.NEWS: "Current",
    Genre.ANALYSIS: "Analysis",
    Genre.OPINION: "Opinion",
    Genre.BACKGROUND: "Background",
    Genre.REVIEW: "Review",
    Genre.INTERVIEW: "Interview",
    Genre.SATIRE: "Satire",
}
#: The format of a picture's original, as a media type and as browsers name it.
TYPES = {each: f"image/{each}" for each in ("jpeg", "png", "webp", "avif", "gif")}

News = dict[str, Any]


def story(
    story: Article | Edition,
    *,
    number: int,
    address: str,
    status: str,
    found: story_text.Found,
    original: Mapping[int, str],
) -> News:
    """A story, with its bylines and topics fetched.

    `status` is "usable" (readers see it), "withheld" (not yet) or "canceled" (not any more);
    `original` says where the originals of its pictures lie, by their numbers.
    """
    is_edition = isinstance(story, Edition)
    shown = [found.pictures[pk] for pk in _pictures(story) if pk in found.pictures]
    text = story_text.FeedText(found).whole(story.body)
    return _without_empty(
        {
            "uri": address,
            "standard": STANDARD,
            "type": "text",
            "representationType": "full",
            "version": str(story.number if is_edition else story.version),
            "firstCreated": _iso(story.first_published_at if is_edition else story.created_at),
            "versionCreated": _iso(story.live_from if is_edition else story.saved_at),
            "embargoedUntil": _iso(story.embargo_until),
            "expires": _iso(story.expires_at),
            "pubStatus": status,
            "language": settings.LANGUAGE_CODE,
            "title": story.search_title,
            "slugline": getattr(story, "slugline", ""),
            "edNote": getattr(story, "note", "") if not is_edition else "",
            "headlines": _texts(
                main=story.headline,
                kicker=story.kicker,
                front=story.front_headline,
                social=story.social_title,
            ),
            "descriptions": _texts(
                standfirst=story.standfirst,
                search=story.search_description,
                social=story.social_description,
            ),
            "bodies": [
                {
                    "role": "main",
                    "contentType": "text/html",
                    "wordCount": story.words,
                    "value": html.absolute(text, settings.SITE_URL),
                },
                {"role": "plain", "contentType": "text/plain", "value": html.plain(story.body)},
            ],
            "by": bylines.in_words(story),
            "people": [
                _named(credit.author, Role(credit.role).value) for credit in story.credits.all()
            ],
            "located": story.dateline,
            "subjects": [
                _named(story.section, "section"),
                *(_named(topic, "topic") for topic in story.topics.all()),
                *([_named(story.series, "series")] if story.series else []),
            ],
            "genres": [
                _without_empty({"name": Genre(story.genre).label, "uri": _genre(story.genre)})
            ],
            "associations": [
                {
                    "name": f"picture-{each.pk}",
                    "rel": "main" if each.pk == story.lead_picture_id else "body",
                    **picture(each, original.get(each.pk, "")),
                }
                for each in shown
            ],
        }
    )


def picture(picture: Picture, original: str) -> News:
    """A picture; `original` is the name of its file among those that go along, "" where that is
    gone."""
    return _without_empty(
        {
            "uri": f"{settings.SITE_URL}/pictures/{picture.pk}",
            "standard": STANDARD,
            "type": "picture",
            "versionCreated": _iso(picture.uploaded_at),
            "contentCreated": _iso(picture.taken_at),
            "descriptions": _texts(alternative=picture.alt, caption=picture.caption),
            "by": picture.credit,
            "copyrightNotice": picture.copyright,
            "usageTerms": picture.licence,
            "expires": _end_of(picture.licence_until),
            "located": picture.place,
            "digitalSourceType": {
                "name": picture.get_source_type_display(),
                "uri": f"{SOURCE_TYPES}{picture.source_type}",
            }
            if picture.source_type
            else None,
            "renditions": [*([_original(picture, original)] if original else []), _web(picture)],
        }
    )


def _original(picture: Picture, name: str) -> News:
    at = {"x": round(picture.focal_x * picture.width), "y": round(picture.focal_y * picture.height)}
    return {
        "name": "original",
        "title": name,
        "contentType": TYPES[picture.format],
        "width": picture.width,
        "height": picture.height,
        "poi": at,
    }


def _web(picture: Picture) -> News:
    width, height = picture.size("whole", picture.widths()[-1])
    return {
        "name": "web",
        "href": f"{settings.SITE_URL}{picture.address('whole', WIDTHS[-1])}",
        "contentType": "image/jpeg",
        "width": width,
        "height": height,
    }


def _texts(**texts: str) -> list[News]:
    """Plain texts by their roles, without those that are empty."""
    return [
        {"role": role, "value": value, "contentType": "text/plain"}
        for role, value in texts.items()
        if value
    ]


def _named(thing: Named, rel: str) -> News:
    """Something with a page of its own, and what it is to the story."""
    return {
        "name": thing.name,
        "rel": rel,
        "uri": f"{settings.SITE_URL}{thing.get_absolute_url()}",
    }


def _pictures(story: Article | Edition) -> list[int]:
    lead = [story.lead_picture_id] if story.lead_picture_id else []
    return list(dict.fromkeys([*lead, *blocks.pictures(story.body)]))


def _genre(genre: str) -> str:
    return (
        f"http://cv.iptc.org/newscodes/genre/{GENRES[Genre(genre)]}"
        if Genre(genre) in GENRES
        else ""
    )


def _iso(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat() if at else None


def _end_of(day: dt.date | None) -> str | None:
    """The end of a day in the site's time zone, which is the beginning of the next."""
    if day is None:
        return None
    return _iso(timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time())))


def _without_empty(facts: News) -> News:
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}
