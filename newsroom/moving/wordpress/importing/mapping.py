"""The mapping: what the categories, pages and authors of a WordPress site become here. Proposed,
and changed by hand.

It is a TOML file that a person reads: a line for each category and author. A site of ours has few
sections, which readers find their way by, and any number of topics; WordPress knows one kind of
category for both.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping

from newsroom.moving.wordpress.importing.facts import (
    Category,
    Filing,
    Place,
    Signed,
    Survey,
    stories_below,
)
from newsroom.moving.wordpress.items import Person
from newsroom.moving.wordpress.texts import to_slug, truncate_name

#: Maximum number of sections proposed, and minimum share and number of the stories in each.
MAX_SECTIONS, MIN_SHARE, MIN_STORIES = 12, 0.04, 3
NO_CATEGORY = "uncategorized"


class BadMapping(Exception):
    """The file can't be used. The message tells the person where and why."""


def propose(
    survey: Survey,
    *,
    sections: Mapping[str, str],
    topics: Mapping[str, str],
    authors: Mapping[str, str],
) -> Filing:
    """A mapping for these files; the others are what is there already: names by their addresses."""
    everything = max(1, sum(survey.signed.values()))
    candidates = sorted(
        (
            each
            for each in survey.categories.values()
            if not each.parent and each.slug != NO_CATEGORY
        ),
        key=lambda each: (-stories_below(each, survey.categories), each.slug),
    )
    enough = max(MIN_STORIES, everything * MIN_SHARE)
    large = [each.slug for each in candidates if stories_below(each, survey.categories) >= enough]
    chosen = {
        *large[:MAX_SECTIONS],
        *(slug for slug in survey.categories if to_slug(slug) in sections),
    }
    places = {}
    for slug, each in sorted(survey.categories.items()):
        kind = "section" if slug in chosen else "" if slug == NO_CATEGORY else "topic"
        known = (sections if kind == "section" else topics).get(to_slug(slug), "")
        places[slug] = (
            Place(kind, to_slug(slug), known or truncate_name(each.name)) if kind else Place("")
        )
    signed = {
        login: _author(survey.people.get(login, Person(login)), authors)
        for login in _logins(survey)
    }
    return Filing(
        _section("news", "News", sections), _section("pages", "Pages", sections), places, {}, signed
    )


def _section(slug: str, name: str, sections: Mapping[str, str]) -> Place:
    return Place("section", slug, sections.get(slug, name))


def _logins(survey: Survey) -> Iterable[str]:
    """All who signed a story; a login that only exists gets no byline."""
    return sorted(login for login in survey.signed if login)


def _author(person: Person, authors: Mapping[str, str]) -> Signed:
    full = " ".join(filter(None, (person.first_name, person.last_name)))
    name = truncate_name(person.display_name or full or person.login)
    by_name = {known: slug for slug, known in authors.items()}
    slug = by_name.get(name) or to_slug(name) or to_slug(person.login)
    return Signed(slug, authors.get(slug, name))


# -- as a file
# -------------------------------------------------------------------------------------------


def to_toml(mapping: Filing, survey: Survey) -> str:
    """The mapping as a file to be read and changed."""
    lines = [
        (
            f"# How {survey.site.title or 'the archive'}"
            f" ({survey.source.removeprefix('wordpress ')}) is filed here."
        ),
        (
            "# Change what you like and give the file again with --mapping. Whatever is not there"
            " yet is made."
        ),
        "",
        "# The section of stories that none of their categories places in one, and that of pages.",
        f"default = {_table(mapping.default)}",
        f"pages = {_table(mapping.pages)}",
        "",
        (
            "# A story stands in the first of its categories that is a section, or below one; the"
            " others become topics."
        ),
        (
            '# { section = "address", name = "Name" }, { topic = "address", name = "Name" }, or {}'
            " for nothing."
        ),
        "[categories]",
    ]
    for slug, place in mapping.categories.items():
        category = survey.categories.get(slug, Category(slug, slug))
        under = f", under {category.parent}" if category.parent else ""
        lines.append(
            f"{_text(slug)} = {_table(place)}  # {_one_line(category.name)}:"
            f" {_stories(category.stories)}{under}"
        )
    lines += [
        "",
        (
            f"# Each of the {len(survey.tags):,} tags becomes a topic of the same name. Exceptions"
            " stand here, as above."
        ),
        "[tags]",
    ]
    lines += [f"{_text(slug)} = {_table(place)}" for slug, place in mapping.tags.items()]
    lines += [
        "",
        (
            '# Who signs: { author = "address", name = "Name" }, or {} for no byline. An author who'
            " is there already"
        ),
        "# is found by the address. One whose email address is that of a login here belongs to it.",
        "[authors]",
    ]
    for login, signed in mapping.authors.items():
        table = _dumped({"author": signed.slug, "name": signed.name} if signed.slug else {})
        lines.append(f"{_text(login)} = {table}  # {_stories(survey.signed[login])}")
    return "\n".join(lines) + "\n"


def from_toml(text: str, base: Filing) -> Filing:
    """The mapping that a file holds; what it doesn't speak of is as in `base`. Raises
    BadMapping."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(f"It is not written as TOML: {error}.") from None
    if unknown := set(told) - {"default", "pages", "categories", "tags", "authors"}:
        raise BadMapping(f"“{sorted(unknown)[0]}” means nothing here.")
    mapping = Filing(
        base.default, base.pages, dict(base.categories), dict(base.tags), dict(base.authors)
    )
    for name in ("default", "pages"):
        if name in told:
            place = _place(told[name], name)
            if place.kind != "section":
                raise BadMapping(f"“{name}” has to be a section.")
            setattr(mapping, name, place)
    for group in ("categories", "tags"):
        for slug, given in _group(told, group):
            getattr(mapping, group)[slug] = _place(given, f"{group}.{slug}")
    for login, given in _group(told, "authors"):
        if not isinstance(given, dict) or set(given) - {"author", "name"}:
            raise BadMapping(
                f'“authors.{login}” has to be {{ author = "address", name = "Name" }} or {{}}.'
            )
        slug = _slug(given.get("author", ""), f"authors.{login}") if given else ""
        mapping.authors[login] = Signed(slug, truncate_name(str(given.get("name") or slug)))
    return mapping


def _group(told: dict, name: str) -> Iterable[tuple[str, object]]:
    group = told.get(name, {})
    if not isinstance(group, dict):
        raise BadMapping(f"“{name}” has to be a table.")
    return group.items()


def _place(given: object, where: str) -> Place:
    if given == {}:
        return Place("")
    kinds = {"section", "topic"} & set(given) if isinstance(given, dict) else set()
    if len(kinds) != 1 or set(given) - {"section", "topic", "name"}:
        raise BadMapping(
            f'“{where}” has to be {{ section = "address" }}, {{ topic = "address" }} or {{}}.'
        )
    (kind,) = kinds
    slug = _slug(given[kind], where)
    return Place(kind, slug, truncate_name(str(given.get("name") or slug)))


def _slug(given: object, where: str) -> str:
    if not isinstance(given, str) or not given or to_slug(given) != given:
        raise BadMapping(
            f"“{given}” at “{where}” can't be an address: letters, digits and hyphens make one."
        )
    return given


def _table(place: Place) -> str:
    return _dumped({place.kind: place.slug, "name": place.name} if place.kind else {})


def _dumped(table: dict[str, str]) -> str:
    return (
        "{ " + ", ".join(f"{key} = {_text(value)}" for key, value in table.items()) + " }"
        if table
        else "{}"
    )


def _text(text: str) -> str:
    """A basic string of TOML; JSON escapes alike, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\s]+", " ", text).strip()
