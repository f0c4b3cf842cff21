"""Importing: stories that were written and published elsewhere come in, with the times they had
there.

Nothing is checked before they are published, as they have been long ago, and nobody is told. Each
stands on record as having come in, from where and by whom; what it was there is what it is here:
live since its own day, scheduled for its own, withdrawn, or a working copy.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from articles import permissions
from articles.errors import NotAllowed, StepRefused
from articles.models import (
    Address,
    Article,
    Author,
    Credit,
    Edition,
    EditionCredit,
    EditionTopic,
    Kind,
    Picture,
    Record,
    Revision,
    Section,
    State,
    Topic,
    Verb,
)
from articles.pages import keys as page_keys
from articles.pages import versions
from articles.pictures import uses
from articles.publishing import editions
from articles.search import index
from articles.writing import content, save
from newsroom.lib.text import html, slugs
from newsroom.lib.text.strings import storable


@dataclass(frozen=True)
class Story:
    """What comes in. `origin` says from where, for the record.

    With `live_from` it has an edition, which ends at `live_until` where it was withdrawn there;
    without, it is a working copy in its `state`. `changed_at` is when it was last changed there. An
    empty `slug` is made from the headline.
    """

    headline: str
    body: str
    section: Section
    created_at: dt.datetime
    origin: str
    changed_at: dt.datetime | None = None
    live_from: dt.datetime | None = None
    live_until: dt.datetime | None = None
    state: str = State.DRAFT
    slug: str = ""
    kicker: str = ""
    standfirst: str = ""
    topics: Sequence[Topic] = ()
    authors: Sequence[Author] = ()
    lead_picture: Picture | None = None
    lead_alt: str = ""
    lead_caption: str = ""
    lead_credit: str = ""
    search_title: str = ""
    search_description: str = ""
    note: str = ""


#: The texts of a story that have a length, in the words of whoever is told that one doesn't fit.
_BOUNDED = tuple(
    field.name
    for field in dataclasses.fields(Story)
    if field.name in content.TEXTS and field.name != "body"
)


@dataclass(frozen=True)
class TakenIn:
    """A story that came in, and its edition where it has one; `slug` is what it got where the
    wished one was taken."""

    article: Article
    edition: Edition | None
    slug: str = ""


def take_in(story: Story, *, by, now: dt.datetime | None = None) -> TakenIn:
    """Take in one story. Raises as take_in_all."""
    return take_in_all([story], by=by, now=now)[0]


@transaction.atomic
def take_in_all(stories: Sequence[Story], *, by, now: dt.datetime | None = None) -> list[TakenIn]:
    """Take in these stories, all or none, in a number of queries that doesn't depend on how many.

    Raises NotAllowed, or StepRefused where a text is empty that can't be, or doesn't fit.
    """
    if not (permissions.can_write(by) and permissions.can_publish(by)):
        raise NotAllowed(
            "Your role does not allow bringing stories in: it takes the right to publish."
        )
    now = now or timezone.now()
    articles = [_article(story, by) for story in stories]
    _give_slugs(articles, stories)
    Article.objects.bulk_create(articles)
    pairs = list(zip(articles, stories, strict=True))
    Article.topics.through.objects.bulk_create(
        Article.topics.through(article_id=article.pk, topic_id=topic.pk)
        for article, story in pairs
        for topic in story.topics
    )
    Credit.objects.bulk_create(
        Credit(article=article, author=author, position=position)
        for article, story in pairs
        for position, author in enumerate(story.authors)
    )
    editions = _editions(pairs, by, now)
    _note(pairs, editions, by, now)
    uses.begin(articles, editions.values())
    index.keep_articles(articles)
    _show(
        [each for each in editions.values() if each.live_until is None or each.live_until > now],
        pairs,
    )
    return [
        TakenIn(
            article,
            editions.get(article.pk),
            article.slug if story.slug not in ("", article.slug) else "",
        )
        for article, story in pairs
    ]


def _note(
    pairs: Sequence[tuple[Article, Story]], editions: Mapping[int, Edition], by, now: dt.datetime
) -> None:
    """Put on record where they came from, and keep each as its first version."""
    Record.objects.bulk_create(
        Record.of(
            Verb.CAME_IN,
            by=by,
            at=now,
            subject=article.headline,
            article=article,
            version=article.version,
            edition=editions.get(article.pk),
            note=f"From {story.origin}",
        )
        for article, story in pairs
    )
    Revision.objects.bulk_create(
        Revision(
            article=article,
            number=article.version,
            at=article.saved_at,
            by=by,
            note=f"As it came from {story.origin}"[:200],
            content=content.of(article, topics=story.topics, authors=story.authors, roles={}),
        )
        for article, story in pairs
    )


def _article(story: Story, by) -> Article:
    given = {name: storable(getattr(story, name)) for name in _BOUNDED}
    state = State.READY if story.live_from else story.state
    article = Article(
        **given,
        body=html.clean_body(story.body),
        section=story.section,
        lead_picture=story.lead_picture,
        state=state,
        approved_version=1 if state == State.READY else None,
        version=1,
        text_version=1,
        related=[],
        created_at=story.created_at,
        created_by=by,
        saved_at=story.changed_at or story.created_at,
        saved_by=by,
    )
    if not article.headline:
        raise StepRefused("A story needs a headline.")
    for name in _BOUNDED:
        bound = Article._meta.get_field(name)
        if len(getattr(article, name)) > bound.max_length:
            raise StepRefused(f"The {bound.verbose_name} has more than {bound.max_length} letters.")
    return article


def _give_slugs(articles: Sequence[Article], stories: Sequence[Story]) -> None:
    """To those that get an address, one that is free."""
    wished = [
        (article, *_month(story.live_from), article.slug or _slug(article))
        for article, story in zip(articles, stories, strict=True)
        if story.live_from
    ]
    there = Address.objects.filter(
        year__in={year for _, year, _, _ in wished},
        month__in={month for _, _, month, _ in wished},
        slug__in={slug for *_, slug in wished},
    )
    taken = set(there.values_list("year", "month", "slug")) if wished else set()
    for article, year, month, slug in wished:
        if (year, month, slug) in taken:
            slug = _numbered(slug, year, month, taken)
        taken.add((year, month, slug))
        article.slug = slug


def _editions(pairs: Sequence[tuple[Article, Story]], by, now: dt.datetime) -> dict[int, Edition]:
    """As editions.py freezes them, with the times of elsewhere; by the numbers of their stories."""
    pairs = [(article, story) for article, story in pairs if story.live_from]
    addresses = Address.objects.bulk_create(
        _address(article, story.live_from) for article, story in pairs
    )
    editions = Edition.objects.bulk_create(
        _edition(
            article,
            story.live_from,
            address,
            by=by,
            now=now,
            live_until=story.live_until,
            updated_at=story.changed_at
            if story.changed_at and story.changed_at > story.live_from
            else None,
        )
        for (article, story), address in zip(pairs, addresses, strict=True)
    )
    both = [(edition, story) for edition, (_, story) in zip(editions, pairs, strict=True)]
    EditionTopic.objects.bulk_create(
        EditionTopic(edition=edition, topic=topic)
        for edition, story in both
        for topic in story.topics
    )
    EditionCredit.objects.bulk_create(
        EditionCredit(edition=edition, author=author, position=position)
        for edition, story in both
        for position, author in enumerate(story.authors)
    )
    return {edition.article_id: edition for edition in editions}


def _show(editions: Sequence[Edition], pairs: Sequence[tuple[Article, Story]]) -> None:
    """What readers find, and the pages that are new."""
    if editions:
        index.keep_editions(editions)
    keys = {page_keys.STORIES} if any(story.live_from for _, story in pairs) else set()
    for article, story in pairs:
        if story.live_from:
            keys |= {page_keys.story(article.pk), page_keys.section(article.section_id)}
            keys |= {page_keys.topic(topic.pk) for topic in story.topics} | {
                page_keys.author(each.pk) for each in story.authors
            }
    if keys:
        versions.move(*keys)


@transaction.atomic
def add_pictures(
    article: Article, *, body: str, lead_picture: Picture | None, by, now: dt.datetime | None = None
) -> None:
    """Have a story that came in show pictures that came later: in its working copy, and where
    readers see it or will.

    Raises StepRefused where somebody has worked on it since it came in, NotAllowed.
    """
    now = now or timezone.now()
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if article.version > 1 or article.editions.filter(number__gt=1).exists():
        raise StepRefused("It was changed here since it came in.")
    article.body = body
    article.lead_picture = lead_picture or article.lead_picture
    save.save_article(article, by=by, note="Pictures that came later", now=now)
    edition = article.editions.live(now).first() or article.editions.scheduled(now).first()
    if edition:
        at = max(edition.live_from, now)
        editions.publish(article, by=by, at=at, kind=Kind.SILENT, checked=False, now=now)


@transaction.atomic
def standing_edition(article: Article, *, by, now: dt.datetime | None = None) -> Edition:
    """The edition to which replies from elsewhere belong: the newest, or for a story that was never
    published one that begins and ends in the same instant, which no reader ever sees.
    """
    newest = Edition.objects.filter(article=article).order_by("-number").first()
    if newest:
        return newest
    begins = article.created_at
    now = now or timezone.now()
    year, month = _month(begins)
    slug = article.slug or _slug(article)
    if Address.objects.filter(year=year, month=month, slug=slug).exists():
        slug = _numbered(slug, year, month, set())
    if not article.slug:
        article.slug = slug
        Article.objects.filter(pk=article.pk).update(slug=slug)
    address = _address(article, begins, slug)
    address.save(force_insert=True)
    edition = _edition(article, begins, address, by=by, now=now, live_until=begins)
    edition.save(force_insert=True)
    return edition


def _edition(
    article: Article, begins: dt.datetime, address: Address, *, by, now: dt.datetime, **times
) -> Edition:
    """The first edition of a story, not stored yet."""
    frozen = {name: getattr(article, name) for name in editions.FROZEN}
    return Edition(
        **frozen,
        article=article,
        number=1,
        address=address,
        live_from=begins,
        first_published_at=begins,
        kind=Kind.FIRST,
        article_version=article.version,
        published_by=by,
        created_at=now,
        **times,
    )


def _address(article: Article, begins: dt.datetime, slug: str = "") -> Address:
    year, month = _month(begins)
    return Address(year=year, month=month, slug=slug or article.slug, article=article)


def _month(at: dt.datetime) -> tuple[int, int]:
    local = timezone.localtime(at)
    return local.year, local.month


def _slug(article: Article) -> str:
    return slugs.made_of(article.headline) or "story"


def _numbered(slug: str, year: int, month: int, taken: set[tuple[int, int, str]]) -> str:
    """A slug with the first number behind it that no story has in that month, nor stands among
    `taken`."""
    stem = slug[:110].rstrip("-")
    there = Address.objects.filter(year=year, month=month, slug__startswith=stem).values_list(
        "slug", flat=True
    )
    taken = {each for *of, each in taken if of == [year, month]} | set(there)
    return next(each for n in range(2, len(taken) + 3) if (each := f"{stem}-{n}") not in taken)
