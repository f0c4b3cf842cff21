"""All there is of stories, pictures and replies, as JSON and original files: for the paper, not for
everybody."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.exchange import portable
from articles.models import Article, Author, Edition, Picture, Publication, Section, Series, Topic
from articles.models.pictures.picture import private_storage
from articles.pages import story_text
from comments.models import Comment, Decision, Ping
from newsroom.moving.site_copy import ninjs

BATCH = 200
LISTS = {"sections": Section, "topics": Topic, "series": Series, "authors": Author}
#: What is written of a reply.
REPLY = ("name", "email", "website", "text", "state", "depth", "recommended")
MOMENTS = ("created_at", "shown_at", "edited_at", "picked_at")


class Data:
    """Writes into `folder`; `say` is told what is missing. Everything is read in portions."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.folder, self.say, self.now = folder, say, timezone.now()

    def lists(self) -> None:
        """The paper itself, and what stories are filed under."""
        paper = Publication.objects.current()
        self._write(
            "paper.json",
            {
                "name": paper.name,
                "tagline": paper.tagline,
                "about": paper.about,
                "address": settings.SITE_URL,
                "language": settings.LANGUAGE_CODE,
                "time_zone": settings.TIME_ZONE,
                "written_at": _iso(self.now),
            },
        )
        for name, model in LISTS.items():
            fields = [field.attname for field in model._meta.concrete_fields]
            self._write_rows(
                f"{name}.json", model.objects.order_by("pk").values(*fields).iterator(BATCH)
            )

    def pictures(self) -> Iterator[int]:
        """Each with its original and what is said of it; yields how many are done."""
        for count, picture in enumerate(Picture.objects.order_by("pk").iterator(BATCH), 1):
            name = self._original(picture)
            self._write(f"pictures/{picture.pk}.json", ninjs.picture(picture, name))
            yield count

    def stories(self) -> Iterator[int]:
        """Each as ninjs and, with all its editions, as another Newsroom takes it in; and its
        replies."""
        rows = Article.objects.order_by("pk").select_related("section", "series")
        stories = rows.prefetch_related("topics", "credits__author").iterator(BATCH)
        count = 0
        while portion := list(islice(stories, BATCH)):
            numbers = [article.pk for article in portion]
            live = self._by_article(Edition.objects.live(self.now), numbers)
            gone = set(
                Edition.objects.begun(self.now)
                .filter(article__in=numbers)
                .values_list("article", flat=True)
            )
            found = story_text.look_up(row.body for row in (*portion, *live.values()))
            wanted = {
                row.lead_picture_id for row in (*portion, *live.values()) if row.lead_picture_id
            }
            found.pictures.update(Picture.objects.in_bulk(wanted - set(found.pictures)))
            originals = {pk: _name(picture) for pk, picture in found.pictures.items()}
            for article, data in zip(portion, portable.of(portion), strict=True):
                edition = live.get(article.pk)
                address = edition.get_absolute_url() if edition else f"/?p={article.pk}"
                status = "usable" if edition else "canceled" if article.pk in gone else "withheld"
                news = ninjs.story(
                    edition or article,
                    number=article.pk,
                    address=f"{settings.SITE_URL}{address}",
                    status=status,
                    found=found,
                    original=originals,
                )
                self._write(f"stories/{article.pk}.ninjs.json", news)
                self._write(f"stories/{article.pk}.json", data)
                self._replies(article.pk)
                count += 1
            yield count

    def _replies(self, article: int) -> None:
        comments = Comment.objects.filter(article=article)
        if not comments.exists() and not Ping.objects.filter(article=article).exists():
            return
        self._write_rows(f"replies/{article}.json", self._reply_rows(article))

    def _reply_rows(self, article: int) -> Iterator[dict[str, Any]]:
        rows = Comment.objects.filter(article=article).in_thread_order().iterator(BATCH)
        while portion := list(islice(rows, BATCH)):
            decided: dict[int, list[dict]] = {}
            decisions = Decision.objects.filter(comment__in=portion).select_related("by", "rule")
            for each in decisions.order_by("decided_at", "pk"):
                decided.setdefault(each.comment_id, []).append(
                    {
                        "from": each.from_state,
                        "to": each.to_state,
                        "at": _iso(each.decided_at),
                        "by": each.by.username if each.by else "",
                        "rule": str(each.rule or ""),
                        "law": each.law,
                        "note": each.note,
                        "findings": each.reasons,
                    }
                )
            for comment in portion:
                yield {
                    "number": comment.pk,
                    "answers": comment.parent_id,
                    **{name: getattr(comment, name) for name in REPLY},
                    **{name: _iso(getattr(comment, name)) for name in MOMENTS},
                    "decisions": decided.get(comment.pk, []),
                }
        for ping in Ping.objects.filter(article=article).iterator(BATCH):
            yield {
                "kind": ping.kind,
                "title": ping.title,
                "address": ping.address,
                "text": ping.excerpt,
                "created_at": _iso(ping.created_at),
            }

    def _by_article(self, editions, numbers: list[int]) -> dict[int, Edition]:
        rows = editions.filter(article__in=numbers).select_related(
            "address", "section", "series", "lead_picture"
        )
        return {
            each.article_id: each for each in rows.prefetch_related("topics", "credits__author")
        }

    def _original(self, picture: Picture) -> str:
        """Copy its original; its name, "" where it is gone. One that lies there already is the same
        for ever."""
        target = self.folder / _name(picture)
        try:
            with private_storage().open(picture.original.name) as original:
                target.parent.mkdir(parents=True, exist_ok=True)
                if not target.exists() or target.stat().st_size != original.size:
                    part = target.with_suffix(".part")
                    with part.open("wb") as out:
                        shutil.copyfileobj(original, out)
                    part.replace(target)
        except FileNotFoundError:
            self.say(f"The original of picture {picture.pk} is gone.")
            return ""
        return _name(picture)

    def _write(self, name: str, data: object) -> None:
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            json.dumps(data, ensure_ascii=False, indent=1, default=str), encoding="utf-8"
        )

    def _write_rows(self, name: str, rows: Iterator[dict]) -> None:
        """A JSON array, a row at a time."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8") as out:
            between = "[\n"
            for row in rows:
                out.write(between + json.dumps(row, ensure_ascii=False, default=str))
                between = ",\n"
            out.write("[]\n" if between == "[\n" else "\n]\n")


def _name(picture: Picture) -> str:
    return f"originals/{picture.pk}-{picture.digest[:12]}.{picture.format}"


def _iso(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat() if at else None
