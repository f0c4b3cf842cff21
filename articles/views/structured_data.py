"""What pages say of themselves in the vocabulary of schema.org: one block of JSON-LD on each.

Google's lists of what it reads: articles, breadcrumbs, organisations, profile pages, image
metadata.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.finding import bylines
from articles.models import Author, Edition, Genre, Picture, Publication, Role
from articles.templatetags.moments import iso
from newsroom.lib.text import html

#: In which shapes pictures are told, so wide at most: each fits somewhere else.
SHAPES, WIDTH = ("wide", "standard", "square"), 1280
#: Smaller ones than this, in pixels, are of no use to Google.
LEAST = 50_000
#: What is left open: replies come and go while all else stands (frames.py).
COUNT = "commentCount"
#: What schema.org calls those who did not write a story.
_HELPERS = {Role.TRANSLATION: "translator", Role.EDITING: "editor"}
#: Kinds of work whose type there is no NewsArticle, and so knows no dateline.
_NO_NEWS = {Genre.LIVE, Genre.SATIRE, Genre.PAID}


def block(*things: dict) -> SafeString:
    """What stands in the script of a page."""
    return html.json_script_block({"@context": "https://schema.org", "@graph": things})


def with_count(*things: dict) -> tuple[SafeString, SafeString]:
    """The same before and after the number of replies, which is put in where the page shows
    them."""
    return html.json_script_parts({"@context": "https://schema.org", "@graph": things}, COUNT)


def story(
    request: HttpRequest, edition: Edition, notices: list[Edition], paper: Publication
) -> dict:
    """A story as a NewsArticle, or what its kind of work is there; the number of replies is left
    open."""
    absolute = request.build_absolute_uri
    url = absolute(edition.get_absolute_url())
    data = {
        "@type": Genre(edition.genre).schema,
        "@id": f"{url}#story",
        "headline": edition.headline,
        "description": edition.page_description,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": iso(edition.first_published_at),
        "dateModified": iso(edition.updated_at or edition.first_published_at),
        "inLanguage": settings.LANGUAGE_CODE,
        "isAccessibleForFree": True,
        "articleSection": edition.section.name,
        "keywords": [topic.name for topic in edition.topics.all()],
        "wordCount": edition.words,
        "author": [person(request, author) for author in bylines.writers(edition)]
        or publisher(request, paper),
        **_helpers(request, edition),
        "publisher": publisher(request, paper),
        COUNT: None,
        "discussionUrl": f"{url}#comments",
        **_filed(request, edition),
    }
    others = [
        each
        for each in (edition.front_headline, edition.search_title)
        if each not in ("", edition.headline)
    ]
    if others:
        data["alternativeHeadline"] = others[0]
    if paper.ethics_policy:
        data["publishingPrinciples"] = absolute(paper.ethics_policy)
    corrections = [notice for notice in notices if notice.kind != "update"]
    if corrections:
        data["correction"] = [
            {"@type": "CorrectionComment", "text": each.note, "datePublished": iso(each.live_from)}
            for each in corrections
        ]
    if edition.lead_picture:
        data["image"] = pictures(
            request, edition.lead_picture, edition.picture_credit, edition.picture_caption
        )
    return data


def _filed(request: HttpRequest, edition: Edition) -> dict:
    """What a story belongs to, where it is from, and what kind of work it is."""
    data: dict[str, object] = {}
    if edition.label:
        data["genre"] = edition.label
    if edition.genre == Genre.PAID and edition.paid_by:
        data["sponsor"] = {"@type": "Organization", "name": edition.paid_by}
    if edition.genre == Genre.LIVE:
        data["coverageStartTime"] = iso(edition.first_published_at)
    if edition.dateline:
        data["contentLocation"] = {"@type": "Place", "name": edition.dateline}
        if edition.genre not in _NO_NEWS:
            data["dateline"] = edition.dateline
    if edition.series:
        url = request.build_absolute_uri(edition.series.get_absolute_url())
        data["isPartOf"] = {"@type": "CreativeWorkSeries", "name": edition.series.name, "url": url}
        if edition.series_part:
            data["position"] = edition.series_part
    return data


def breadcrumbs(request: HttpRequest, *steps: tuple[str, str]) -> dict:
    """The way from the front page to this one: name and address of each step."""
    home = ("Front page", reverse("articles:front"))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": name,
                "item": request.build_absolute_uri(address),
            }
            for place, (name, address) in enumerate([home, *steps], 1)
        ],
    }


def person(request: HttpRequest, author: Author) -> dict:
    """Somebody who signs: by the name alone, and their page."""
    told = {
        "@type": "Person",
        "name": author.name,
        "url": request.build_absolute_uri(author.get_absolute_url()),
    }
    return told | ({"sameAs": author.profiles} if author.profiles else {})


def profile(request: HttpRequest, author: Author, paper: Publication) -> dict:
    """The page of somebody who signs."""
    told = person(request, author) | {"worksFor": publisher(request, paper)}
    if author.role:
        told["jobTitle"] = author.role
    if author.bio:
        told["description"] = author.bio
    return {"@type": "ProfilePage", "url": told["url"], "name": author.name, "mainEntity": told}


def publisher(request: HttpRequest, paper: Publication) -> dict:
    """The paper, as its stories name it."""
    home = request.build_absolute_uri(reverse("articles:front"))
    told = {
        "@type": "NewsMediaOrganization",
        "@id": f"{home}#paper",
        "name": paper.name,
        "url": home,
    }
    if paper.logo:
        told["logo"] = {
            "@type": "ImageObject",
            "url": request.build_absolute_uri(paper.logo.address("whole")),
        }
    return told


def organisation(request: HttpRequest, paper: Publication) -> list[dict]:
    """The paper with all that it says of how it works, and its site."""
    absolute = request.build_absolute_uri
    told = publisher(request, paper)
    if paper.tagline:
        told["slogan"] = paper.tagline
    if paper.about:
        told["description"] = paper.about
    told["correctionsPolicy"] = absolute(reverse("articles:corrections"))
    told |= {
        name: absolute(address)
        for field, name in Publication.POLICIES.items()
        if (address := getattr(paper, field))
    }
    site = {
        "@type": "WebSite",
        "@id": f"{told['url']}#site",
        "name": paper.name,
        "url": told["url"],
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": {"@id": told["@id"]},
    }
    return [told, site]


def pictures(request: HttpRequest, picture: Picture, credit: str, caption: str) -> list[dict]:
    """A picture in all SHAPES that are large enough, with whose it is and how it was made."""
    about = {"creditText": credit, "caption": caption, "copyrightNotice": picture.copyright}
    if picture.licence.startswith(("https://", "http://")):
        about["license"] = picture.licence
    if picture.origin_label:
        made = f"{picture.source_type[0].upper()}{picture.source_type[1:]}"
        about["digitalSourceType"] = f"https://schema.org/{made}DigitalSource"
    about = {name: value for name, value in about.items() if value}
    told = []
    for shape in SHAPES:
        width = picture.nearest(shape, WIDTH)
        across, down = picture.size(shape, width)
        if across * down >= LEAST:
            address = request.build_absolute_uri(picture.address(shape, width))
            told.append(
                {
                    "@type": "ImageObject",
                    "url": address,
                    "width": f"{across}",
                    "height": f"{down}",
                    **about,
                }
            )
    return told


def _helpers(request: HttpRequest, edition: Edition) -> dict:
    """Those who did something else for the story than to write it, by the property of
    schema.org."""
    found: dict[str, list[dict]] = {}
    writers = bylines.writers(edition)
    for part in bylines.parts(edition):
        others = [person(request, author) for author in part.authors if author not in writers]
        if others:
            found.setdefault(_HELPERS.get(part.role, "contributor"), []).extend(others)
    return found
