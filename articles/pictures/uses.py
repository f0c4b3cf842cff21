"""Where pictures are shown: noted when a text is saved or frozen, and told on the picture's
page."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from articles.models import (
    Article,
    ArticlePicture,
    Edition,
    EditionPicture,
    FormerAddress,
    Front,
    FrontEdition,
    Picture,
    Publication,
    Topic,
)
from newsroom.lib.text import blocks

#: Maximum number of stories, and of topics, that are listed for a picture.
MAX_LISTED = 20


def note(article: Article) -> None:
    """Note which pictures the text of a working copy shows; those that are not there are left
    out."""
    wanted = _known(article.body)
    stored = set(ArticlePicture.objects.filter(article=article).values_list("picture", flat=True))
    if gone := stored - wanted:
        ArticlePicture.objects.filter(article=article, picture__in=gone).delete()
    ArticlePicture.objects.bulk_create(
        ArticlePicture(article=article, picture_id=pk) for pk in sorted(wanted - stored)
    )


def freeze(edition: Edition) -> None:
    """Note which pictures the text of a new edition shows."""
    wanted = sorted(_known(edition.body))
    EditionPicture.objects.bulk_create(
        EditionPicture(edition=edition, picture_id=pk) for pk in wanted
    )


def begin(articles: Iterable[Article], editions: Iterable[Edition]) -> None:
    """As `note` and `freeze`, of many that are new. Three queries at most."""
    articles = [(each, blocks.pictures(each.body)) for each in articles]
    editions = list(editions)
    of = {article.pk: numbers for article, numbers in articles}
    everything = set().union(*of.values())
    if not everything:
        return
    known = set(Picture.objects.filter(pk__in=everything).values_list("pk", flat=True))
    ArticlePicture.objects.bulk_create(
        ArticlePicture(article=article, picture_id=pk)
        for article, numbers in articles
        for pk in sorted({*numbers} & known)
    )
    EditionPicture.objects.bulk_create(
        EditionPicture(edition=edition, picture_id=pk)
        for edition in editions
        for pk in sorted({*of[edition.article_id]} & known)
    )


def stories(picture: Picture, now: dt.datetime) -> list[Article]:
    """The stories that show a picture, in their working copy or any edition, the last saved first;
    at most MAX_LISTED + 1.

    Each has `is_live`: whether readers see it there now. Two queries.
    """
    copies = Article.objects.filter(lead_picture=picture).order_by().values("pk")
    in_copies = ArticlePicture.objects.filter(picture=picture).values("article")
    editions = Edition.objects.filter(lead_picture=picture).order_by().values("article")
    in_editions = EditionPicture.objects.filter(picture=picture).values("edition__article")
    found = Article.objects.filter(pk__in=copies.union(in_copies, editions, in_editions))
    rows = list(
        found.select_related("section").defer("body").order_by("-saved_at", "-pk")[: MAX_LISTED + 1]
    )
    live = Edition.objects.live(now).filter(article__in=rows).order_by()
    lead = live.filter(lead_picture=picture).values("article")
    seen = lead.union(live.filter(pictures_in_text__picture=picture).values("article"))
    shown = {row["article"] for row in seen}
    for story in rows:
        story.is_live = story.pk in shown
    return rows


def furniture(picture: Picture) -> list[Topic | Publication]:
    """The topics that a picture stands for, and the paper whose logo it is. Two queries."""
    return [
        *Topic.objects.filter(picture=picture)[:MAX_LISTED],
        *Publication.objects.filter(logo=picture),
    ]


def fronts(now: dt.datetime) -> dict[int, list[Front]]:
    """The fronts on which pictures stand by themselves, by the number of the picture: in what the
    newsroom works on, in what readers see or will. Two queries; fronts are few."""
    rows = Front.objects.select_related("section", "topic")
    found: dict[int, list[Front]] = {}
    by_pk = {front.pk: front for front in rows}
    contents = [(front, front.content) for front in rows]
    for edition in FrontEdition.objects.to_come(now):
        contents.append((by_pk[edition.front_id], edition.content))
    for front, content in contents:
        for slot in (slot for area in content.values() for slot in area):
            if (number := slot.get("picture")) and front not in found.setdefault(number, []):
                found[number].append(front)
    return found


def with_embargo(pictures: QuerySet[Picture], now: dt.datetime) -> QuerySet[Picture]:
    """Each with `is_held`: whether it stands on a story under embargo, as its lead picture or in
    the text, and readers haven't seen it elsewhere."""
    embargoed = Article.objects.filter(embargo_until__gt=now).order_by()
    begun = Edition.objects.begun(now).order_by()
    lead = {"lead_picture": OuterRef("pk")}
    in_text = {"pictures_in_text__picture": OuterRef("pk")}
    held = Exists(embargoed.filter(**lead)) | Exists(embargoed.filter(**in_text))
    seen = Exists(begun.filter(**lead)) | Exists(begun.filter(**in_text))
    return pictures.annotate(is_held=held & ~seen)


def were_seen(pictures: QuerySet[Picture], now: dt.datetime) -> QuerySet[Picture]:
    """Each with `was_seen`: whether readers have seen it in a story, or where the paper stood
    before, or see it as the logo or as that of a topic. For fronts, see `is_on_front`."""
    begun = Edition.objects.begun(now).order_by()
    places = (
        begun.filter(lead_picture=OuterRef("pk")),
        begun.filter(pictures_in_text__picture=OuterRef("pk")),
        Topic.objects.filter(picture=OuterRef("pk")).order_by(),
        Publication.objects.filter(logo=OuterRef("pk")).order_by(),
        FormerAddress.objects.filter(picture=OuterRef("pk")).order_by(),
    )
    seen = functools.reduce(operator.or_, map(Exists, places))
    return pictures.annotate(was_seen=seen)


def is_on_front(picture: Picture, now: dt.datetime) -> bool:
    """Whether it stands by itself on a front that readers see. One query."""
    live = FrontEdition.objects.live(now).values_list("content", flat=True)
    slots = (slot for content in live for area in content.values() for slot in area)
    return any(slot.get("picture") == picture.pk for slot in slots)


def unused(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Those that no working copy, no edition and no topic shows and that are not the logo, by what
    is stored."""
    columns = {
        Article: "lead_picture",
        Edition: "lead_picture",
        ArticlePicture: "picture",
        EditionPicture: "picture",
        Topic: "picture",
        Publication: "logo",
    }
    used = [
        model.objects.filter(**{name: OuterRef("pk")}).order_by() for model, name in columns.items()
    ]
    return pictures.filter(*(~Exists(rows) for rows in used))


def _known(body: str) -> set[int]:
    numbers = blocks.pictures(body)
    return (
        set(Picture.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        if numbers
        else set()
    )
