"""Leaving: this paper as WordPress would have it.

Sections become categories, topics tags, bylines authors, pictures attachments, stories posts. What WordPress has no
place for (editions, corrections, credits …) goes along as meta: see own.py. That a post has several authors stands as
Co-Authors Plus has it, a plugin that such papers use. Everything is read in portions, and nothing is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from html import escape
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, Max, Model, OuterRef, QuerySet

from articles import portable, rendering
from articles.models import Article, Author, Edition, Picture, Publication, Section, Series, State, Topic
from comments.models import Comment, Ping, Policy
from newsroom.lib import html
from newsroom.lib.tree import Node
from newsroom.wordpress import own, sticky
from newsroom.wordpress.items import Filed, Item, Person, Reply, Site, Term
from newsroom.wordpress.moments import stamp
from newsroom.wordpress.replies import departing, departing_ping

#: So many rows are looked at together.
PORTION = 200
#: How Co-Authors Plus begins the slugs of its terms.
COAUTHOR = "cap-"
STATUS = {State.DRAFT: "draft", State.REVIEW: "pending", State.READY: "draft"}
#: What of a picture goes along that WordPress has no field for.
FACTS = ("credit", "copyright", "place", "source_type", "licence", "focal_x", "focal_y", "from_file")


class Leaving:
    """The paper at `now`. Numbers of pictures begin behind those of stories: in WordPress both are posts."""

    def __init__(self, now: dt.datetime, *, zone: dt.tzinfo | None = None) -> None:
        self.now, self.zone = now, zone or ZoneInfo(settings.TIME_ZONE)
        self.first_picture = _round(_highest(Article))
        self.first_ping = _round(_highest(Comment))
        self.sticky = sticky.placed(now)

    def site(self) -> Site:
        paper = Publication.objects.current()
        return Site(
            title=paper.name, link=settings.SITE_URL, description=paper.tagline, language=settings.LANGUAGE_CODE,
            base_site_url=settings.SITE_URL, base_blog_url=settings.SITE_URL,
        )  # fmt: skip

    def persons(self) -> Iterator[Person]:
        """Bylines, with the number of their login where they have one; then logins that answered readers."""
        for author in Author.objects.select_related("user").order_by("pk").iterator(PORTION):
            user = author.user
            yield Person(
                login=author.slug, number=user.pk if user else 0, email=user.email if user else "",
                display_name=author.name, first_name=user.first_name if user else "",
                last_name=user.last_name if user else "",
            )  # fmt: skip
        answered = Comment.objects.filter(user=OuterRef("pk"))
        users = get_user_model().objects.filter(Exists(answered), author=None).order_by("pk")
        for user in users.iterator(PORTION):
            yield Person(login=user.username, number=user.pk, email=user.email, display_name=str(user))

    def terms(self) -> Iterator[Term]:
        number = 0
        for taxonomy, model in (("category", Section), ("post_tag", Topic), ("series", Series)):
            for row in model.objects.order_by("pk").iterator(PORTION):
                number += 1
                facts = {"kind": model._meta.model_name}
                facts |= {
                    name: getattr(row, name) for name in ("position", "intro", "is_closed") if hasattr(row, name)
                }
                yield Term(
                    taxonomy, row.slug, row.name, number, description=row.description, meta=[own.meta(own.TERM, facts)]
                )
        for author in Author.objects.select_related("user").order_by("pk").iterator(PORTION):
            number += 1
            login = author.user.username if author.user else ""
            facts = {name: getattr(author, name) for name in ("role", "bio", "website", "fediverse")}
            facts |= {"kind": "author", "login": login}
            yield Term("author", f"{COAUTHOR}{author.slug}", author.name, number, meta=[own.meta(own.TERM, facts)])

    def pictures(self) -> Iterator[Picture]:
        yield from Picture.objects.order_by("pk").iterator(PORTION)

    def items(self, file_of: Callable[[Picture], str]) -> Iterator[Item]:
        """Pictures first, so that the stories that show them find them. `file_of` says under which name the original
        of a picture lies in the folder of uploads, "" where it goes along with no folder."""
        for picture in self.pictures():
            yield self.attachment(picture, file_of(picture))
        rows = Article.objects.order_by("pk").prefetch_related("topics", "credits__author").select_related("section")
        stories = rows.iterator(PORTION)
        while portion := list(islice(stories, PORTION)):
            yield from self._posts(portion)

    def count(self) -> int:
        """How many items there are."""
        return Picture.objects.count() + Article.objects.count()

    # -- one thing each ------------------------------------------------------------------------------------

    def attachment(self, picture: Picture, file: str) -> Item:
        facts = {name: getattr(picture, name) for name in FACTS}
        facts |= {"number": picture.pk, "taken_at": picture.taken_at and picture.taken_at.isoformat(),
                  "licence_until": picture.licence_until and picture.licence_until.isoformat()}  # fmt: skip
        meta = [("_wp_attachment_image_alt", picture.alt), own.meta(own.PICTURE, facts)]
        if file:
            meta.append(("_wp_attached_file", file))
        address = f"{settings.SITE_URL}{picture.address('whole', 10_000)}"
        return Item(
            number=self.first_picture + picture.pk, kind="attachment", title=str(picture), link=address,
            guid=self._guid("picture", picture.pk), excerpt=picture.caption, slug=f"picture-{picture.pk}",
            status="inherit", comment_status="closed", ping_status="closed", attachment_url=address, meta=meta,
            **self._dates(picture.uploaded_at, picture.uploaded_at),
        )  # fmt: skip

    def _posts(self, articles: list[Article]) -> Iterator[Item]:
        """These stories, with what readers see of each; a number of queries that doesn't depend on how many."""
        numbers = [article.pk for article in articles]
        shown = _by_article(Edition.objects.live(self.now), numbers)
        to_come = _by_article(Edition.objects.scheduled(self.now), numbers)
        closed = set(Policy.objects.filter(article__in=numbers, mode="closed").values_list("article", flat=True))
        found = rendering.look_up([row.body for row in (*articles, *shown.values(), *to_come.values())])
        data = {each["number"]: each for each in portable.of(articles)}
        for article in articles:
            edition = shown.get(article.pk) or to_come.get(article.pk)
            status = "publish" if article.pk in shown else "future" if edition else STATUS[State(article.state)]
            story = edition or article
            first = edition.first_published_at if edition else article.created_at
            changed = (edition.updated_at or edition.first_published_at) if edition else article.saved_at
            bylines = story.bylines
            text = _Text(found, self.first_picture).whole(story.body)
            link = (
                f"{settings.SITE_URL}{edition.get_absolute_url()}"
                if edition
                else f"{settings.SITE_URL}/?p={article.pk}"
            )
            meta = [own.meta(own.STORY, data[article.pk])]
            if story.lead_picture_id:
                meta.append(("_thumbnail_id", str(self.first_picture + story.lead_picture_id)))
            yield Item(
                number=article.pk, kind="post", title=story.headline, link=link, guid=self._guid("story", article.pk),
                creator=bylines[0].slug if bylines else "", content=html.absolute(text, link),
                excerpt=story.standfirst,
                slug=edition.address.slug if edition else article.slug, status=status,
                comment_status="closed" if article.pk in closed else "open", ping_status="closed",
                filed=[Filed("category", story.section.slug, story.section.name),
                       *(Filed("post_tag", topic.slug, topic.name) for topic in story.topics.all()),
                       *(Filed("author", f"{COAUTHOR}{author.slug}", author.name) for author in bylines),
                       *([Filed("series", story.series.slug, story.series.name)] if story.series else [])],
                meta=meta, is_sticky=article.pk in self.sticky, replies=self._replies(article.pk),
                **self._dates(first, changed),
            )  # fmt: skip

    def _replies(self, article: int) -> Iterator[Reply]:
        """In the order of the threads, so that each follows the one it answers."""
        for comment in Comment.objects.filter(article=article).in_thread_order().iterator(PORTION):
            yield departing(comment, self.zone)
        for ping in Ping.objects.filter(article=article).iterator(PORTION):
            yield departing_ping(ping, self.first_ping + ping.pk, self.zone)

    def _dates(self, at: dt.datetime, changed: dt.datetime) -> dict[str, str]:
        return {
            "date": stamp(at, self.zone), "date_gmt": stamp(at),
            "modified": stamp(changed, self.zone), "modified_gmt": stamp(changed),
        }  # fmt: skip

    def _guid(self, kind: str, number: int) -> str:
        return f"{settings.SITE_URL}/?newsroom-{kind}={number}"


class _Text(rendering.FeedText):
    """A text that needs nothing of ours: pictures as WordPress marks them, everything in it."""

    def __init__(self, found: rendering.Found, first_picture: int) -> None:
        super().__init__(found)
        self.first_picture = first_picture

    def picture(self, node: Node, sizes: str = "") -> str:
        picture = self.found.pictures.get(int(node.attrs["data-picture"]))
        if picture is None:
            return ""
        words = self.words(node, picture)
        told = " ".join(filter(None, [words["caption"], escape(words["credit"]), escape(picture.origin_label)]))
        image = self.element(
            "img",
            {"src": picture.address(), "alt": words["alt"], "class": f"wp-image-{self.first_picture + picture.pk}"},
            "",
        )
        caption = f'<figcaption class="wp-element-caption">{told}</figcaption>' if told else ""
        return f'<figure class="wp-block-image">{image}{caption}</figure>'

    def block_pull_quote(self, node: Node) -> str:
        return self.element("blockquote", {"class": "wp-block-pullquote"}, self.inside(node))


def _by_article(editions: QuerySet, numbers: list[int]) -> dict[int, Edition]:
    rows = editions.filter(article__in=numbers).select_related("address", "section", "series")
    return {edition.article_id: edition for edition in rows.prefetch_related("topics", "credits__author")}


def _highest(model: type[Model]) -> int:
    return model.objects.aggregate(highest=Max("pk"))["highest"] or 0


def _round(number: int) -> int:
    """The next power of ten: numbers behind it are told apart at a glance."""
    return 10 ** len(str(number))
