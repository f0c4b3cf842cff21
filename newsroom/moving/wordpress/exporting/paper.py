"""Leaving: this paper as WordPress would have it.

Sections become categories, topics tags, bylines authors, pictures attachments, stories posts. What
WordPress has no place for (editions, corrections, credits …) goes along as meta: see own_meta.py.
That a post has several authors stands as Co-Authors Plus has it, a plugin that such papers use.
Everything is read in portions, and nothing is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count as numbers_from
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, Max, Model, OuterRef, QuerySet

from articles.exchange import portable
from articles.models import (
    Article,
    Author,
    Edition,
    Picture,
    Publication,
    Section,
    Series,
    State,
    Topic,
)
from articles.pages import story_text
from comments.models import Comment, Ping
from comments.policies import policy
from newsroom.moving.wordpress import own_meta, sticky_posts
from newsroom.moving.wordpress.dates import format_moment
from newsroom.moving.wordpress.exporting.block_editor import MAX_WIDTH, BlockText
from newsroom.moving.wordpress.items import Filed, Item, Person, Reply, Site, Term
from newsroom.moving.wordpress.replies import export_ping, export_replies

#: Number of rows fetched together.
BATCH = 200
MAX_LOGIN_LENGTH = 50
STATUS = {State.DRAFT: "draft", State.REVIEW: "pending", State.READY: "draft"}
#: What of a picture goes along that WordPress has no field for.
FACTS = (
    "credit",
    "copyright",
    "place",
    "source_type",
    "licence",
    "focal_x",
    "focal_y",
    "from_file",
)


class Leaving:
    """The paper at `now`. Numbers of pictures begin behind those of stories, as in WordPress both
    are posts; those of pings, and of replies that can't keep theirs, behind those of replies."""

    def __init__(self, now: dt.datetime, *, zone: dt.tzinfo | None = None) -> None:
        self.now, self.zone = now, zone or ZoneInfo(settings.TIME_ZONE)
        self.first_picture = _round(_highest(Article))
        self.first_ping = _round(_highest(Comment))
        self.late = numbers_from(_round(self.first_ping + _highest(Ping)))
        self.sticky = sticky_posts.placed_stories(now)

    def site(self) -> Site:
        paper = Publication.objects.current()
        return Site(
            title=paper.name,
            link=settings.SITE_URL,
            description=paper.tagline,
            language=settings.LANGUAGE_CODE,
            base_site_url=settings.SITE_URL,
            base_blog_url=settings.SITE_URL,
        )

    def persons(self) -> Iterator[Person]:
        """Bylines, with the number of their login where they have one; then logins that answered
        readers."""
        for author in Author.objects.select_related("user").order_by("pk").iterator(BATCH):
            user = author.user
            yield Person(
                login=_byline(author),
                number=user.pk if user else 0,
                email=user.email if user else "",
                display_name=author.name,
                first_name=user.first_name if user else "",
                last_name=user.last_name if user else "",
            )
        answered = Comment.objects.filter(user=OuterRef("pk"))
        users = get_user_model().objects.filter(Exists(answered), author=None).order_by("pk")
        for user in users.iterator(BATCH):
            login = _login(user.username, f"user-{user.pk}")
            yield Person(login=login, number=user.pk, email=user.email, display_name=str(user))

    def terms(self) -> Iterator[Term]:
        number = 0
        for taxonomy, model in (("category", Section), ("post_tag", Topic), ("series", Series)):
            # By their slugs: WordPress makes none whose slug is the name of one that it has.
            for row in model.objects.order_by("slug").iterator(BATCH):
                number += 1
                facts = {"kind": model._meta.model_name}
                facts |= {
                    name: getattr(row, name)
                    for name in ("position", "intro", "is_closed")
                    if hasattr(row, name)
                }
                yield Term(
                    taxonomy,
                    row.slug,
                    row.name,
                    number,
                    description=row.description,
                    meta=own_meta.write_meta(own_meta.TERM, facts),
                )
        for author in Author.objects.select_related("user").order_by("pk").iterator(BATCH):
            number += 1
            login = author.user.username if author.user else ""
            facts = {
                name: getattr(author, name) for name in ("role", "bio", "website", "fediverse")
            }
            facts |= {"kind": "author", "login": login}
            yield Term(
                "author",
                f"{own_meta.COAUTHOR}{author.slug}",
                author.name,
                number,
                meta=own_meta.write_meta(own_meta.TERM, facts),
            )

    def pictures(self) -> Iterator[Picture]:
        yield from Picture.objects.order_by("uploaded_at", "pk").iterator(BATCH)

    def items(self, file_of: Callable[[Picture], str]) -> Iterator[Item]:
        """Pictures first, so that the stories that show them find them. `file_of` says under which
        name the original of a picture lies in the folder of uploads, "" where it goes along with no
        folder."""
        at = None
        titles = Counter()
        for picture in self.pictures():
            if picture.uploaded_at.replace(microsecond=0) != at:
                at = picture.uploaded_at.replace(microsecond=0)
                titles.clear()
            item = self.attachment(picture, file_of(picture))
            title = item.title
            titles[title] += 1
            if titles[title] > 1:  # of one title and second, WordPress takes the first alone
                item.title = f"{title} ({titles[title]})"
            yield item
        rows = (
            Article.objects.order_by("pk")
            .prefetch_related("topics", "credits__author")
            .select_related("section")
        )
        stories = rows.iterator(BATCH)
        while portion := list(islice(stories, BATCH)):
            yield from self._posts(portion)

    def count(self) -> int:
        """How many items there are."""
        return Picture.objects.count() + Article.objects.count()

    # -- one thing each
    # ------------------------------------------------------------------------------------

    def attachment(self, picture: Picture, file: str) -> Item:
        facts = {name: getattr(picture, name) for name in FACTS}
        facts |= {
            "number": picture.pk,
            "taken_at": picture.taken_at and picture.taken_at.isoformat(),
            "licence_until": picture.licence_until and picture.licence_until.isoformat(),
        }
        meta = [
            ("_wp_attachment_image_alt", picture.alt),
            *own_meta.write_meta(own_meta.PICTURE, facts),
        ]
        if file:
            meta.append(("_wp_attached_file", file))
        address = f"{settings.SITE_URL}{picture.address('whole', MAX_WIDTH)}"
        return Item(
            number=self.first_picture + picture.pk,
            kind="attachment",
            title=str(picture),
            link=address,
            guid=self._guid("picture", picture.pk),
            excerpt=picture.caption,
            slug=f"picture-{picture.pk}",
            status="inherit",
            comment_status="closed",
            ping_status="closed",
            attachment_url=address,
            meta=meta,
            **self._dates(picture.uploaded_at, picture.uploaded_at),
        )

    def _posts(self, articles: list[Article]) -> Iterator[Item]:
        """These stories, with what readers see of each; a number of queries that doesn't depend on
        how many."""
        numbers = [article.pk for article in articles]
        shown = _by_article(Edition.objects.live(self.now), numbers)
        to_come = _by_article(Edition.objects.scheduled(self.now), numbers)
        standing = [(row, shown.get(row.pk) or to_come.get(row.pk)) for row in articles]
        closed = policy.closed(
            [
                (
                    row.pk,
                    (edition or row).section_id,
                    edition.first_published_at if edition else self.now,
                )
                for row, edition in standing
            ],
            self.now,
        )
        found = story_text.look_up(
            [row.body for row in (*articles, *shown.values(), *to_come.values())], self.now
        )
        data = {each["number"]: each for each in portable.of(articles)}
        for article, edition in standing:
            if article.pk in shown:
                status = "publish"
            elif edition:
                status = "future"
            else:
                status = STATUS[State(article.state)]
            yield self._post(
                article,
                edition,
                found,
                status=status,
                comment_status="closed" if article.pk in closed else "open",
                meta=own_meta.write_meta(own_meta.STORY, data[article.pk]),
            )

    def _post(
        self,
        article: Article,
        edition: Edition | None,
        found: story_text.Found,
        *,
        meta: list[tuple[str, str]],
        **more,
    ) -> Item:
        """A story as readers see it, or will; the working copy where they do not."""
        story = edition or article
        if edition:
            link = settings.SITE_URL + edition.get_absolute_url()
            dates = self._dates(
                edition.first_published_at, edition.updated_at or edition.first_published_at
            )
        else:
            link = f"{settings.SITE_URL}/?p={article.pk}"
            # WordPress takes a draft without a date in UTC for one that floats
            dates = self._dates(article.created_at, article.saved_at)
            dates["date_gmt"] = format_moment(None)
        text = BlockText(found, address=link, story=article.pk, first_picture=self.first_picture)
        if story.lead_picture_id:
            meta = [*meta, ("_thumbnail_id", str(self.first_picture + story.lead_picture_id))]
        bylines = story.bylines
        return Item(
            number=article.pk,
            kind="post",
            title=story.headline,
            link=link,
            guid=self._guid("story", article.pk),
            creator=_byline(bylines[0]) if bylines else "",
            content=text.whole(story.body),
            excerpt=story.standfirst,
            slug=edition.address.slug if edition else article.slug,
            ping_status="closed",
            filed=_filed(story),
            meta=meta,
            is_sticky=article.pk in self.sticky,
            replies=self._replies(article.pk),
            **dates,
            **more,
        )

    def _replies(self, article: int) -> Iterator[Reply]:
        """In the order of the threads, so that each follows the one it answers."""
        comments = Comment.objects.filter(article=article).in_thread_order().iterator(BATCH)
        yield from export_replies(comments, self.late, self.zone)
        for ping in Ping.objects.filter(article=article).iterator(BATCH):
            yield export_ping(ping, self.first_ping + ping.pk, self.zone)

    def _dates(self, at: dt.datetime, changed: dt.datetime) -> dict[str, str]:
        return {
            "date": format_moment(at, self.zone),
            "date_gmt": format_moment(at),
            "modified": format_moment(changed, self.zone),
            "modified_gmt": format_moment(changed),
        }

    def _guid(self, kind: str, number: int) -> str:
        return f"{settings.SITE_URL}/?newsroom-{kind}={number}"


def _filed(story: Article | Edition) -> list[Filed]:
    """What it is filed under; bylines and series as plugins of WordPress keep them."""
    return [
        Filed("category", story.section.slug, story.section.name),
        *(Filed("post_tag", topic.slug, topic.name) for topic in story.topics.all()),
        *(
            Filed("author", f"{own_meta.COAUTHOR}{author.slug}", author.name)
            for author in story.bylines
        ),
        *([Filed("series", story.series.slug, story.series.name)] if story.series else []),
    ]


def _byline(author: Author) -> str:
    """The login of a byline."""
    return _login(author.slug, f"author-{author.pk}")


def _login(name: str, otherwise: str) -> str:
    """`name` if WordPress can call somebody so: it strips a login of all but ASCII, and refuses
    long ones."""
    return name if name.isascii() and len(name) <= MAX_LOGIN_LENGTH else otherwise


def _by_article(editions: QuerySet, numbers: list[int]) -> dict[int, Edition]:
    rows = editions.filter(article__in=numbers).select_related("address", "section", "series")
    return {
        edition.article_id: edition
        for edition in rows.prefetch_related("topics", "credits__author")
    }


def _highest(model: type[Model]) -> int:
    return model.objects.aggregate(highest=Max("pk"))["highest"] or 0


def _round(number: int) -> int:
    """The next power of ten: numbers behind it are told apart at a glance."""
    return 10 ** len(str(number))
