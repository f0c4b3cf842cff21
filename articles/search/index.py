"""Keeping what is searched in step with stories: called by the steps, in their transaction.

Kept are editions that are live or will be. Looking filters by their time, so a row that outlives
its edition shows nothing; it goes with the step that ends it, or by `tidy` where the clock did.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import (
    Article,
    ArticleText,
    Credit,
    Edition,
    EditionCredit,
    EditionText,
    EditionTopic,
    KnownWord,
)
from articles.search import terms
from newsroom.lib.text.html import plain
from newsroom.lib.text.scripts.words import split
from newsroom.lib.text.strings import storable

#: Maximum number of characters of a text that are searched: PostgreSQL takes a megabyte of words in
#: a row.
MAX_LENGTH = 200_000
BATCH = 500
#: Number of the newest stories among which is looked for what the version before published or saved
#: meanwhile.
LATEST = 200
#: How texts are indexed: rows of another way are made anew.
VERSION = "index=2"
_PARTS = ["headline", "standfirst", "more", "body", "filed"]


def keep_editions(editions: Iterable[Edition]) -> None:
    """Write the rows of these, and the words they make known. A number of queries that doesn't
    depend on how many."""
    editions = list(editions)
    topics = _grouped(EditionTopic, "edition", editions)
    credits = _grouped(EditionCredit, "edition", editions)
    rows = [
        EditionText(edition=each, **_parts(each, topics[each.pk], credits[each.pk]))
        for each in editions
    ]
    EditionText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["edition"], update_fields=_PARTS
    )
    know(
        " ".join(
            [each.headline, each.standfirst, each.byline_text, each.kicker]
            + [str(one) for one in (*topics[each.pk], *credits[each.pk])]
        )
        for each in editions
    )


def keep_articles(articles: Iterable[Article]) -> None:
    """Write the rows of these working copies."""
    articles = list(articles)
    topics = _grouped(Article.topics.through, "article", articles)
    credits = _grouped(Credit, "article", articles)
    rows = [
        ArticleText(
            article=each, version=each.version, **_parts(each, topics[each.pk], credits[each.pk])
        )
        for each in articles
    ]
    ArticleText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article"], update_fields=[*_PARTS, "version"]
    )


def forget(editions: Iterable[Edition], now: dt.datetime) -> None:
    """Take out those of these that nobody will read any more."""
    gone = [
        each.pk
        for each in editions
        # one that is cancelled ends when it would have begun
        if each.live_until and each.live_until <= max(now, each.live_from)
    ]
    if gone:
        EditionText.objects.filter(pk__in=gone).delete()


def know(texts: Iterable[str]) -> None:
    """Add the words of these texts to those that a misspelt one may have been meant to be."""
    words = sorted(
        {
            word
            for text in texts
            for word in split(text.casefold())
            if 4 <= len(word) <= 30 and word.isalpha()
        }
    )
    rows = [
        KnownWord(word=word, plain=bare[:40], initial=bare[0], length=len(bare))
        for word in words
        if (bare := terms.fold(word))
    ]
    KnownWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def _grouped(through: type[models.Model], of: str, stories: list) -> dict[int, list]:
    """The topics or authors of each of these stories, by its number; authors in their order. One
    query."""
    subject, order = (
        ("author", "position") if through in (Credit, EditionCredit) else ("topic", "topic_id")
    )
    found = defaultdict(list)
    for row in (
        through.objects.filter(**{f"{of}__in": stories}).select_related(subject).order_by(order)
    ):
        found[getattr(row, f"{of}_id")].append(getattr(row, subject))
    return found


def _parts(story: Edition | Article, topics: list, authors: list) -> dict[str, str]:
    """The parts of a story's text, and what it is filed under."""
    more = [story.kicker, story.dateline, story.byline_text, *map(str, authors), *map(str, topics)]
    own = [getattr(story, "slugline", ""), getattr(story, "slug", "").replace("-", " ")]
    filed = [VERSION, f"section={story.section_id}", *(f"topic={each.pk}" for each in topics)]
    filed += [f"author={each.pk}" for each in authors]
    if at := getattr(story, "first_published_at", None):
        at = at.astimezone(dt.UTC)
        filed += [f"year={at.year}", f"month={at.year}{at.month:02}"]
    parts = {
        "headline": story.headline,
        "standfirst": story.standfirst,
        "more": " · ".join(filter(None, [*more, *own])),
        "body": plain(story.body),
    }
    spoken = terms.language_of(" ".join([parts["headline"], parts["standfirst"], parts["body"]]))
    made = {name: terms.of_text(text[:MAX_LENGTH], spoken) for name, text in parts.items()}
    return {**made, "filed": storable(" ".join(filed))}


# -- what no step wrote
# ------------------------------------------------------------------------------------


def missing_editions(now: dt.datetime) -> QuerySet[Edition]:
    """Editions that are live or will be, and have no row, or one of another way of indexing."""
    row = EditionText.objects.filter(pk=OuterRef("pk"), filed__startswith=VERSION)
    stands = Q(live_until__isnull=True) | Q(live_until__gt=now) & Q(live_until__gt=F("live_from"))
    return Edition.objects.filter(stands, ~Exists(row))


def missing_articles() -> QuerySet[Article]:
    """Working copies without a row, or with one of another save."""
    return Article.objects.filter(
        ~Exists(
            ArticleText.objects.filter(
                pk=OuterRef("pk"), version=OuterRef("version"), filed__startswith=VERSION
            )
        )
    )


def tidy() -> None:
    """Index what the version before wrote lately, and take out what ended by the clock. Cheap; the
    worker calls it."""
    now = timezone.now()
    editions = Edition.objects.order_by("-pk").values("pk")[:LATEST]
    _keep(
        missing_editions(now).filter(pk__in=list(editions.values_list("pk", flat=True))),
        keep_editions,
    )
    articles = Article.objects.order_by("-saved_at").values_list("pk", flat=True)[:LATEST]
    _keep(missing_articles().filter(pk__in=list(articles)), keep_articles)
    lately = Edition.objects.filter(live_until__range=(now - dt.timedelta(days=2), now)).order_by(
        "live_until"
    )
    EditionText.objects.filter(pk__in=list(lately.values_list("pk", flat=True)[:BATCH])).delete()


def everything() -> Iterator[tuple[str, int]]:
    """Index all that is missing, in batches of one transaction each; gives what was done after
    each."""
    now = timezone.now()
    for what, missing, keep in (
        ("published stories", missing_editions(now), keep_editions),
        ("working copies", missing_articles(), keep_articles),
    ):
        last = done = 0
        while numbers := list(
            missing.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
        ):
            done += _keep(missing.filter(pk__in=numbers), keep)
            last = numbers[-1]
            yield what, done


@transaction.atomic
def _keep(rows: QuerySet, keep: Callable[[Iterable], None]) -> int:
    """Keep these, locked against a step that is about to end or save them."""
    found = list(rows.order_by("pk").select_for_update(of=("self",)))
    if found:
        keep(found)
    return len(found)
