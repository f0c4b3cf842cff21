"""Stories as plain data that another Newsroom understands: with all editions, by names instead of
numbers of rows.

`of` and `take_in` are each other's inverse. Sections, topics, series and bylines stand as their
slugs, logins as their names; pictures and other stories as their numbers where the data was made,
which whoever takes it in has to translate.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model

from articles import fields, permissions
from articles.errors import NotAllowed
from articles.exchange import row_numbers
from articles.models import (
    Address,
    Article,
    Author,
    Credit,
    Edition,
    EditionCredit,
    Record,
    Revision,
    Role,
    Section,
    Series,
    State,
    Topic,
    Verb,
)
from articles.pages import keys, versions
from articles.pictures import uses
from articles.search import index
from articles.writing import content
from newsroom.lib.text import html

#: Of the data; what a later one adds, an earlier reader leaves out.
FORMAT = 1
#: The fields of an edition beside its content, as they are, and those that are moments.
PLAIN = ("number", "kind", "note", "article_version", "words")
MOMENTS = (
    "live_from",
    "live_until",
    *(field.name for field in fields.TABLE if field.reach is fields.Reach.EDITION),
    "first_published_at",
    "updated_at",
    "created_at",
)
#: Which references stand as what in the data.
SLUGS = {"section": Section, "series": Series, "topics": Topic, "authors": Author}
#: A story keeps its number up to this one.
MAX_NUMBER = 2**62
_NUMBERED = re.compile(r'\b(data-picture|data-story)="([0-9]{1,18})"')


@dataclass
class Numbers:
    """What became of pictures and other stories: their numbers here, by those in the data; None for
    what is not here, and is left out of the texts that show it. A story that comes later counts
    with the number it will have."""

    picture: Callable[[int], int | None]
    story: Callable[[int], int | None]


def of(articles: Sequence[Article]) -> list[dict[str, Any]]:
    """The data of some stories, ready for JSON. A fixed number of queries, however many there
    are."""
    numbers = [article.pk for article in articles]
    editions: dict[int, list[Edition]] = {number: [] for number in numbers}
    rows = Edition.objects.filter(article__in=numbers).order_by("article", "number")
    for edition in rows.select_related("address").prefetch_related("credits", "topics"):
        editions[edition.article_id].append(edition)
    addresses: dict[int, list[list]] = {number: [] for number in numbers}
    for address in Address.objects.filter(article__in=numbers).order_by("pk"):
        addresses[address.article_id].append([address.year, address.month, address.slug])
    holds = {article.pk: content.of(article) for article in articles}
    frozen = {
        edition.pk: content.of_edition(edition) for each in editions.values() for edition in each
    }
    names = _Names([*holds.values(), *frozen.values()])
    logins = _logins({edition.published_by_id for each in editions.values() for edition in each})
    return [
        {
            "format": FORMAT,
            "number": article.pk,
            "state": article.state,
            "version": article.version,
            "text_version": article.text_version,
            "created_at": _iso(article.created_at),
            "saved_at": _iso(article.saved_at),
            "addresses": addresses[article.pk],
            "content": names.said(holds[article.pk]),
            "editions": [
                {name: getattr(edition, name) for name in PLAIN}
                | {name: _iso(getattr(edition, name)) for name in MOMENTS}
                | {
                    "address": [edition.address.year, edition.address.month, edition.address.slug],
                    "published_by": logins.get(edition.published_by_id, ""),
                    "content": names.said(frozen[edition.pk]),
                }
                for edition in editions[article.pk]
            ],
        }
        for article in articles
    ]


@transaction.atomic
def take_in(
    data: Mapping[str, Any], *, by, numbers: Numbers, now: dt.datetime, source: str
) -> Article:
    """A story of such data, with its editions and addresses, as it stood where it comes from.

    It keeps its number where that is free, and so do its addresses. Sections, series, topics and
    authors have to be here under their slugs; the section is a must, what else is not here is left
    out.

    Raises NotAllowed; KeyError, ValueError, TypeError or ValidationError for data that is none.
    """
    if not (by.is_active and permissions.can_write(by) and by.has_perm("articles.publish_article")):
        raise NotAllowed("Your role does not allow bringing stories along.")
    found = _Rows([data["content"], *(edition["content"] for edition in data["editions"])])
    article = _article(data, found.meant(data["content"], numbers), by)
    Revision.objects.create(
        article=article,
        number=article.version,
        at=article.saved_at,
        by=by,
        note=f"Came in from {source}"[:200],
        content=content.of(article),
    )
    places = {tuple(address): _address(article, *address) for address in data["addresses"]}
    users = get_user_model().objects.in_bulk(
        {edition["published_by"] for edition in data["editions"]}, field_name="username"
    )
    editions = [
        _edition(article, each, found, numbers, places, users, by) for each in data["editions"]
    ]
    index.keep_articles([article])
    index.keep_editions(editions)
    Record.objects.write(
        Verb.CAME_IN,
        by=by,
        at=now,
        subject=article.headline,
        article=article,
        version=article.version,
        note=f"from {source}",
    )
    _moved(article, editions)
    return article


def _article(data: Mapping[str, Any], holds: content.Content, by) -> Article:
    article = Article(
        state=State(data["state"]),
        version=int(data["version"]),
        text_version=int(data["text_version"]),
        created_at=_moment(data["created_at"]),
        created_by=by,
        saved_at=_moment(data["saved_at"]),
        saved_by=by,
    )
    content.put(article, holds)
    article.body = html.clean_body(article.body)
    number = int(data["number"])
    if 0 < number < MAX_NUMBER and not Article.objects.filter(pk=number).exists():
        article.pk = number
    article.clean_fields(exclude=["lead_picture", "owner"])
    article.save(force_insert=True)
    row_numbers.count_on(Article, article.pk)
    article.topics.set(holds["topics"])
    _sign(Credit, holds, article=article)
    uses.note(article)
    return article


def _sign(model: type[Credit | EditionCredit], holds: content.Content, **of: Model) -> None:
    """Keep the byline of a story or an edition, in its order."""
    did = content.roles_in(holds)
    model.objects.bulk_create(
        model(author_id=author, position=position, role=did.get(author, Role.REPORTING), **of)
        for position, author in enumerate(holds["authors"])
    )


def _edition(article: Article, data, found: _Rows, numbers: Numbers, places, users, by) -> Edition:
    holds = found.meant(data["content"], numbers)
    edition = Edition(
        article=article,
        address=places[tuple(data["address"])],
        published_by=users.get(data["published_by"], by),
        **{name: data[name] for name in PLAIN},
        **{name: _moment(data[name]) for name in MOMENTS},
    )
    content.put(edition, {name: holds[name] for name in content.SEEN_BY_READERS})
    edition.body = html.clean_body(edition.body)
    edition.save(force_insert=True)
    uses.freeze(edition)
    edition.topics.set(holds["topics"])
    _sign(EditionCredit, holds, edition=edition)
    return edition


def _address(article: Article, year: int, month: int, slug: str) -> Address:
    """This address, or one like it where another story has it."""
    for number in range(1, 1000):
        wanted = slug if number == 1 else f"{slug[:112]}-{number}"
        address, _ = Address.objects.get_or_create(
            year=year, month=month, slug=wanted, defaults={"article": article}
        )
        if address.article_id == article.pk:
            return address
    raise ValueError(f"There is no room for another “{slug}” in {year}/{month:02}.")


def _moved(article: Article, editions: Iterable[Edition]) -> None:
    moved = {key for edition in editions for key in keys.of_edition(edition)}
    versions.move(keys.STORIES, keys.story(article.pk), *moved)


class _Names:
    """Says contents by names. One query for each kind of row that they refer to."""

    def __init__(self, contents: Iterable[Mapping[str, Any]]) -> None:
        contents = list(contents)
        self.slugs = {}
        for name, model in SLUGS.items():
            wanted = {pk for each in contents for pk in _as_list(each.get(name))}
            rows = model.objects.filter(pk__in=wanted) if wanted else model.objects.none()
            self.slugs[name] = dict(rows.order_by().values_list("pk", "slug"))
        self.logins = _logins({each.get("owner") for each in contents})

    def said(self, holds: Mapping[str, Any]) -> dict[str, Any]:
        said = dict(holds)
        for name, slugs in self.slugs.items():
            found = [slugs[pk] for pk in _as_list(holds[name]) if pk in slugs]
            said[name] = found if name in content.LISTS else found[0] if found else None
        authors = self.slugs["authors"]
        said[content.ROLES] = {authors[int(pk)]: role for pk, role in holds[content.ROLES].items()}
        if "owner" in holds:
            said["owner"] = self.logins.get(holds["owner"], "")
        return said


class _Rows:
    """Finds what contents that were said by names refer to. One query for each kind of row."""

    def __init__(self, contents: Sequence[Mapping[str, Any]]) -> None:
        self.rows = {
            name: _numbers_of(
                model, {slug for each in contents for slug in _as_list(each.get(name))}
            )
            for name, model in SLUGS.items()
        }
        users = get_user_model().objects.filter(
            username__in={each.get("owner") or "" for each in contents}
        )
        self.users = dict(users.values_list("username", "pk"))

    def meant(self, said: Mapping[str, Any], numbers: Numbers) -> content.Content:
        """The content that the data says. Raises KeyError where its section is not here."""
        holds = content.SINCE | {name: said[name] for name in content.FIELDS if name in said}
        holds["section"] = self.rows["section"][said["section"]]
        holds["series"] = self.rows["series"].get(said.get("series"))
        for name in content.LISTS:
            found = [
                self.rows[name][slug] for slug in said.get(name, ()) if slug in self.rows[name]
            ]
            holds[name] = sorted(found) if name == "topics" else found
        authors = self.rows["authors"]
        did = said.get(content.ROLES, {})
        holds[content.ROLES] = {
            str(authors[slug]): role for slug, role in did.items() if slug in authors
        }
        holds["owner"] = self.users.get(said.get("owner"))
        holds["lead_picture"] = (
            numbers.picture(said["lead_picture"]) if said.get("lead_picture") else None
        )
        holds["related"] = [
            pk for number in said.get("related") or () if (pk := numbers.story(number))
        ]
        holds["body"] = renumbered(said["body"], numbers)
        return holds


def renumbered(body: str, numbers: Numbers) -> str:
    """A text that shows pictures and points to stories by their numbers here; 0, which is nothing,
    where there is none."""

    def number(match: re.Match) -> str:
        find = numbers.picture if match[1] == "data-picture" else numbers.story
        return f'{match[1]}="{find(int(match[2])) or 0}"'

    return _NUMBERED.sub(number, body)


def _numbers_of(model: type[Model], slugs: set[str]) -> dict[str, int]:
    return (
        dict(model.objects.filter(slug__in=slugs).order_by().values_list("slug", "pk"))
        if slugs
        else {}
    )


def _logins(users: Iterable[int | None]) -> dict[int, str]:
    wanted = {pk for pk in users if pk}
    return (
        dict(get_user_model().objects.filter(pk__in=wanted).values_list("pk", "username"))
        if wanted
        else {}
    )


def _as_list(value: Any) -> list:
    return value if isinstance(value, list) else [value] if value else []


def _iso(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat() if at else None


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
