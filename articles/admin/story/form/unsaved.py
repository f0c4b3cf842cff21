"""What stands in a story's form, whether it could be saved or not: for checks and previews while it
is typed."""

from __future__ import annotations

from django.http import QueryDict

from articles.models import Article, Author, Credit, Genre, Picture, Role, Section, Topic
from articles.writing.content import FLAGS, TEXTS
from newsroom.lib.text import html
from newsroom.lib.text.strings import number

#: Maximum number of rows of a byline, and of topics, that are read.
MAX_ROWS = 100


def story(data: QueryDict) -> Article:
    """An unsaved story with the fields of the form, whatever they hold. Two queries: its section
    and lead picture."""
    typed = Article(**{name: data.get(name, "") for name in TEXTS if name != "body"})
    typed.body = html.clean_body(data.get("body", ""))
    typed.genre = typed.genre if typed.genre in Genre.values else Genre.NEWS
    for name in FLAGS:
        setattr(typed, name, bool(data.get(name)))
    typed.section = Section.objects.filter(pk=number(data.get("section"))).first()
    typed.lead_picture = Picture.objects.filter(pk=number(data.get("lead_picture"))).first()
    return typed


def credits(data: QueryDict) -> list[Credit]:
    """The rows of the byline that name somebody, in their order, unsaved. One query."""
    rows = []
    for row in range(min(number(data.get("credits-TOTAL_FORMS")), MAX_ROWS)):
        author = number(data.get(f"credits-{row}-author"))
        role = data.get(f"credits-{row}-role", "")
        place = data.get(f"credits-{row}-position", "")
        if author and not data.get(f"credits-{row}-DELETE"):
            rows.append(
                (int(place) if place.isdecimal() and len(place) < 4 else 1000, author, role)
            )
    authors = Author.objects.in_bulk({author for _, author, _ in rows})
    return [
        Credit(author=authors[author], role=role if role in Role.values else Role.REPORTING)
        for _, author, role in sorted(rows, key=lambda row: row[0])
        if author in authors
    ]


def topics(data: QueryDict) -> list[Topic]:
    return list(
        Topic.objects.filter(pk__in=[number(each) for each in data.getlist("topics")[:MAX_ROWS]])
    )
