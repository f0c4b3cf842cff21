"""Finding anything in the newsroom by a word or two: stories, replies, people, sections, topics,
pages one may use."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.contrib.admin import AdminSite
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator

from articles.models import Article, Author, Edition, Section, Topic
from articles.search import find as story_search
from articles.search import question
from articles.search.question import Question
from comments.desk import search
from comments.models import Comment, State
from newsroom.lib.text.strings import storable
from newsroom.models import User

#: Maximum number of results of each kind.
MAX_RESULTS = 8
#: Maximum length of a question; the rest is not read.
MAX_LENGTH = 100


@dataclass(frozen=True)
class Hit:
    """Something found: `href` is its page in the admin, `address` its public one, or "" while
    readers have none."""

    kind: str
    id: int | None
    label: str
    hint: str
    href: str
    address: str = ""


def find(
    request: HttpRequest, site: AdminSite, question: str, now: dt.datetime, kind: str = ""
) -> list[Hit]:
    """What `request.user` may see of what holds all words of the question; of one kind, if it is
    named.

    Stories are looked for in all their text, also while a word is being typed; without a question
    the ones saved last are told. A number of queries that does not depend on what is found.
    """
    words = storable(question)[:MAX_LENGTH].split()
    found: list[Hit] = []
    for name, (right, look) in KINDS.items():
        if kind in ("", name) and request.user.has_perm(right):
            found += look(words, now)
    if kind in ("", "page"):
        found += _pages(request, site, words)
    return found


def as_data(hits: list[Hit]) -> dict:
    return {"results": [asdict(hit) for hit in hits]}


def _holding(rows: QuerySet, words: list[str], *fields: str) -> QuerySet:
    for word in words:
        either = Q()
        for field in fields:
            either |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(either)
    return rows


def _stories(words: list[str], now: dt.datetime) -> list[Hit]:
    rows = Article.objects.order_by("-saved_at", "-pk").select_related("section").defer("body")
    if words:
        asked = Question(question.terms(" ".join(words)), typing=True)
        best = story_search.working_copies(asked, most=MAX_RESULTS)
        known = rows.filter(pk__in=best).with_status(now).in_bulk()
        stories = [known[pk] for pk in best if pk in known]
    else:
        stories = list(rows.with_status(now)[:MAX_RESULTS])
    live = Edition.objects.filter(
        pk__in=[story.live_edition for story in stories if story.live_edition]
    )
    addresses = {
        edition.pk: edition.get_absolute_url()
        for edition in live.select_related("address").defer("body")
    }
    return [
        Hit(
            "story",
            story.pk,
            story.headline,
            f"{story.section}, {_standing(story)}",
            reverse("admin:articles_article_change", args=[story.pk]),
            addresses.get(story.live_edition, ""),
        )
        for story in stories
    ]


def _standing(story: Article) -> str:
    if story.live_edition:
        return "live"
    return "scheduled" if story.scheduled_edition else story.get_state_display().lower()


def _filed_under(model: type, hint: str):
    """Looks for rows of a model that has names."""

    def look(words: list[str], now: dt.datetime) -> list[Hit]:
        if not words:
            return []
        name = model._meta.model_name
        rows = _holding(model.objects.all(), words, "name")[:MAX_RESULTS]
        pages = [reverse(f"admin:articles_{name}_change", args=[row.pk]) for row in rows]
        return [
            Hit(name, row.pk, row.name, hint, page, row.get_absolute_url())
            for row, page in zip(rows, pages, strict=True)
        ]

    return look


def _people(words: list[str], now: dt.datetime) -> list[Hit]:
    if not words:
        return []
    rows = _holding(
        User.objects.filter(is_active=True), words, "first_name", "last_name", "username"
    )
    return [
        Hit(
            "person",
            row.pk,
            str(row),
            "Login",
            reverse("admin:newsroom_user_change", args=[row.pk]),
        )
        for row in rows.order_by("username")[:MAX_RESULTS]
    ]


def _replies(words: list[str], now: dt.datetime) -> list[Hit]:
    """The newest that hold all words, or their beginnings. Two queries at most."""
    found = search.newest(" ".join(words), MAX_RESULTS)
    known = Comment.objects.select_related("edition__address").defer("edition__body").in_bulk(found)
    return [
        Hit(
            "reply",
            each.pk,
            f"{each.name}: {Truncator(each.text).chars(80)}",
            f"Reply, {each.get_state_display().lower()}",
            reverse("admin:comments_comment_change", args=[each.pk]),
            each.get_absolute_url() if each.state == State.SHOWN else "",
        )
        for pk in found
        if (each := known.get(pk))
    ]


#: What is looked for: the right that it takes, and how.
KINDS = {
    "story": ("articles.view_article", _stories),
    "reply": ("comments.view_comment", _replies),
    "author": ("articles.view_author", _filed_under(Author, "Byline")),
    "person": ("newsroom.view_user", _people),
    "section": ("articles.view_section", _filed_under(Section, "Section")),
    "topic": ("articles.view_topic", _filed_under(Topic, "Topic")),
}


def _pages(request: HttpRequest, site: AdminSite, words: list[str]) -> list[Hit]:
    """The pages of the admin that the user may open, whose names hold the words."""
    user, offered = (
        request.user,
        [("The desk", "admin:index", True), ("My account", "admin:account", True)],
    )
    writes = user.has_perm("articles.add_article")
    offered += [
        ("New story", "admin:articles_article_add", writes),
        ("New picture", "admin:articles_picture_add", user.has_perm("articles.add_picture")),
        ("Calendar", "admin:desk_calendar", writes),
        ("Board", "admin:desk_board", writes),
        ("What came out", "admin:desk_output", writes),
    ]
    named = [(label, reverse(name)) for label, name, may in offered if may]
    for app in site.get_app_list(request):
        named += [
            (str(model["name"]), model["admin_url"])
            for model in app["models"]
            if model["admin_url"]
        ]
    wanted = [word.casefold() for word in words]
    return [
        Hit("page", None, label[:1].upper() + label[1:], "Page", href)
        for label, href in named
        if all(word in label.casefold() for word in wanted)
    ][: MAX_RESULTS if words else None]
