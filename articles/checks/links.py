"""Links to this site itself at which a reader would find nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.urls import Resolver404, ResolverMatch, resolve

from articles.checks.finding import Copy, Hit
from articles.models import Address, Author, FormerToken, Picture, Section, Topic
from newsroom.lib.text import blocks

#: Maximum number of links of a story that are looked up.
MAX_LINKS = 200
#: Others who know addresses at which something is found though nothing stands there: each is given
#: links to this site and a moment, and answers with those that lead somewhere then.
elsewhere: list[Callable[[Iterable[str], dt.datetime], set[str]]] = []
LISTS = {"section": Section, "topic": Topic, "author": Author}


def dead_links(copy: Copy) -> Iterator[Hit]:
    for address, words in copy.dead_links:
        yield Hit(f"Nothing stands at {address}.", "body", words)


def own_path(href: str) -> str:
    """The path of a link to this site, absolute or relative; "" for any other, and for files."""
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        return ""
    hosts = [name for name in settings.ALLOWED_HOSTS if name != "*"]
    if host and not (parts.scheme in ("http", "https") and validate_host(host, hosts)):
        return ""
    path = unquote(parts.path) or ("/" if host else "")
    is_file = path.startswith((settings.STATIC_URL, settings.MEDIA_URL))
    return path if path.startswith("/") and not is_file else ""


def dead(
    bodies: Iterable[tuple[str, dt.datetime]], now: dt.datetime
) -> list[tuple[tuple[str, str], ...]]:
    """The address and words of each dead link in each body, for readers at the moment given with
    it.

    A link to a story that goes live later is dead until then. Takes at most one query for stories,
    sections, topics, authors, and two for pictures, however many bodies there are; one more for
    links that look dead.
    """
    bodies = [
        ([link for link in blocks.links(body) if own_path(link[0])][:MAX_LINKS], at)
        for body, at in bodies
    ]
    matches = {
        href: _match(own_path(href)) for href in {href for links, _ in bodies for href, _ in links}
    }
    known = _Known.of(match for match in matches.values() if match)
    found = [
        tuple(link for link in links if not known.has(matches[link[0]], max(at, now)))
        for links, at in bodies
    ]
    looks_dead = {href for links in found for href, _ in links}
    led = set().union(*(ask(looks_dead, now) for ask in elsewhere)) if looks_dead else set()
    return [tuple(link for link in links if link[0] not in led) for links in found]


def _match(path: str) -> ResolverMatch | None:
    for each in (path, f"{path}/"):  # the second as CommonMiddleware would lead there
        try:
            return resolve(each)
        except Resolver404:
            continue
    return None


def _story(match: ResolverMatch) -> tuple[int, int, str] | None:
    """Year, month and slug, where an address is that of a story or lies under it."""
    parts = match.kwargs
    return (
        (parts["year"], parts["month"], parts["slug"])
        if {"year", "month", "slug"} <= set(parts)
        else None
    )


def _list(match: ResolverMatch) -> tuple[str, str] | None:
    """The kind of list and its slug, of a list or its feed."""
    kind = match.kwargs.get("kind", match.url_name)
    return (kind, match.kwargs["slug"]) if kind in LISTS and "slug" in match.kwargs else None


@dataclass
class _Known:
    """What there is, of all that a number of addresses name."""

    stories: dict[tuple[int, int, str], list[tuple[dt.datetime, dt.datetime | None]]] = field(
        default_factory=dict
    )
    lists: set[tuple[str, str]] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, matches: Iterable[ResolverMatch]) -> _Known:
        known = cls()
        matches = list(matches)
        if stories := {story for match in matches if (story := _story(match))}:
            rows = Address.objects.filter(slug__in={slug for _, _, slug in stories}).values_list(
                "year",
                "month",
                "slug",
                "article__editions__live_from",
                "article__editions__live_until",
            )
            for year, month, slug, begins, ends in rows:
                if begins:
                    known.stories.setdefault((year, month, slug), []).append((begins, ends))
        wanted = {found for match in matches if (found := _list(match))}
        for kind, model in LISTS.items():
            if slugs := {slug for of, slug in wanted if of == kind}:
                there = model.objects.filter(slug__in=slugs).values_list("slug", flat=True)
                known.lists |= {(kind, slug) for slug in there}
        if tokens := {match.kwargs["token"] for match in matches if match.url_name == "picture"}:
            for model in (Picture, FormerToken):
                known.pictures |= set(
                    model.objects.filter(token__in=tokens).values_list("token", flat=True)
                )
        return known

    def has(self, match: ResolverMatch | None, at: dt.datetime) -> bool:
        """Whether readers find something there at that moment. The newsroom's own pages are not for
        them."""
        if match is None or match.app_name == "admin":
            return False
        if story := _story(match):
            return any(
                begins <= at and (not ends or at < ends)
                for begins, ends in self.stories.get(story, [])
            )
        if found := _list(match):
            return found in self.lists
        return match.url_name != "picture" or match.kwargs["token"] in self.pictures
