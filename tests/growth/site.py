"""One site, held open by a process of its own: told the name of a case on a line, it takes it once
and answers.

Pages are asked for through Django's handler, without a cache before it. An answer is a line of
JSON: how long the case took, and how many queries it made.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.admin.story.changelist.tabs import TABS  # noqa: E402
from articles.models import Author, Edition, Section, Topic  # noqa: E402
from comments.models import Comment  # noqa: E402
from comments.moderation import decisions  # noqa: E402
from newsroom.models import User  # noqa: E402
from tests.growth.fill import LONG  # noqa: E402

STORIES, DESK = "/admin/articles/article/", "/admin/comments/comment/"


class Site:
    """The cases, by their names, against what this site has most of."""

    def __init__(self) -> None:
        self.now, self.serial = timezone.now(), time.time_ns()
        self.reader, self.chief = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
        user, _ = User.objects.get_or_create(
            username="growth-measures", defaults={"is_staff": True}
        )
        user.groups.add(Group.objects.get(name="chief"))
        self.chief.force_login(user)
        self.user = user
        self.plain = self.story_with(10)
        long = self.story_with(LONG)
        self.cases: dict[str, Callable[[], object]] = {
            **{
                name: self.reading(self.reader, address)
                for name, address in {
                    "Front page": "/",
                    "Section": self.busiest(Section, "editions"),
                    "Section, page 10": f"{self.busiest(Section, 'editions')}?page=10",
                    "Topic": self.busiest(Topic, "editions"),
                    "Author": self.busiest(Author, "editions"),
                    "Story, 10 replies": self.plain.get_absolute_url(),
                    f"Story, {LONG:,} replies": long.get_absolute_url(),
                    "Corrections": "/corrections/",
                    "House rules": "/house-rules/",
                }.items()
            },
            **{
                name: self.reading(self.chief, address)
                for name, address in {
                    "Admin: stories": STORIES,
                    **{
                        f"Admin: stories, {tab.name}": f"{STORIES}?tab={tab.name}"
                        for tab in TABS[1:]
                    },
                    "Admin: stories, one section": (
                        f"{STORIES}?section__id__exact={Section.objects.first().pk}"
                    ),
                    "Admin: stories, late": f"{STORIES}?due=late",
                    "Admin: stories without a picture": f"{STORIES}?picture=none",
                    "Admin: stories, search, many": f"{STORIES}?q=harbour",
                    "Admin: stories, search, one": f"{STORIES}?q={self.plain.headline.split()[-1]}",
                    "Admin: a story": f"{STORIES}{self.plain.article_id}/change/",
                    "Admin: record": "/admin/articles/record/",
                    "Admin: record, search": "/admin/articles/record/?q=harbour",
                    "Admin: pictures": "/admin/articles/picture/",
                    "Admin: pictures, search": "/admin/articles/picture/?q=harbour",
                    "Admin: decisions": "/admin/comments/decision/",
                    "Admin: decisions, rejected": (
                        "/admin/comments/decision/?to_state__exact=rejected"
                    ),
                    "Admin: topics to choose from": (
                        "/admin/autocomplete/?app_label=articles&model_name=article"
                        "&field_name=topics&term=topic"
                    ),
                    "Admin: pictures to choose from": (
                        "/admin/autocomplete/?app_label=articles&model_name=article"
                        "&field_name=lead_picture&term=harbour"
                    ),
                    "Desk: held": DESK,
                    "Desk: shown, not looked at": f"{DESK}?queue=unseen",
                    "Desk: shown": f"{DESK}?queue=shown",
                    "Desk: spam": f"{DESK}?queue=spam",
                    "Desk: all": f"{DESK}?queue=all",
                    "Desk: search for a word": f"{DESK}?queue=all&q=elsewhere",
                    "Desk: search for nothing there": f"{DESK}?queue=all&q=xylophone",
                    "Desk: search for an address": f"{DESK}?queue=all&q=reader.1@growth.example",
                }.items()
            },
            "Posting a reply": self.post,
            "Approving a reply": self.approve,
            "Publishing a story": self.publish,
        }

    def story_with(self, replies: int) -> Edition:
        """The newest story with so many replies, give or take what is not shown; one edition, one
        author."""
        counted = (
            Comment.objects.values("article")
            .annotate(n=Count("pk"))
            .filter(n__gte=replies, n__lte=replies * 1.1)
        )
        live = Edition.objects.live(self.now).filter(article__in=counted.values("article"))
        alike = live.annotate(authors_=Count("credits", distinct=True)) if replies < LONG else live
        if replies < LONG:
            alike = alike.filter(authors_=1, number=1)
        return alike.select_related("address").newest_first()[0]

    def busiest(self, model, name: str) -> str:
        return model.objects.annotate(n=Count(name)).order_by("-n")[0].get_absolute_url()

    def reading(self, client: Client, address: str) -> Callable[[], None]:
        def case() -> None:
            answer = client.get(address)
            if answer.status_code != 200:
                raise RuntimeError(f"{address}: {answer.status_code}")

        return case

    def post(self) -> None:
        self.serial += 1
        words = {
            "comment": f"What does it cost? ({self.serial})",
            "name": "Ada",
            "email": "reader.1@growth.example",
        }
        self.expect(303, self.reader.post(f"{self.plain.get_absolute_url()}reply/", words))

    def approve(self) -> Callable[[], None]:
        """Approve one that waits; it is held again afterwards, untimed."""
        comment = Comment.objects.held().order_by("created_at", "pk")[0]
        begun = time.perf_counter()
        self.expect(
            302,
            self.chief.post(
                f"{DESK}decide/", {"act": f"shown:{comment.pk}", f"seen-{comment.pk}": "held"}
            ),
        )
        taken = time.perf_counter() - begun
        decisions.decide([comment.pk], to="held", by=self.user)
        return taken

    def publish(self) -> None:
        article = self.plain.article
        words = {"when": "now", "kind": "silent", "note": "", "seen_version": article.version}
        self.expect(302, self.chief.post(f"{STORIES}{article.pk}/publish/", words))

    @staticmethod
    def expect(status: int, answer) -> None:
        if answer.status_code != status:
            raise RuntimeError(f"{answer.status_code}: {answer.content[:2000].decode()}")

    def take(self, name: str) -> dict:
        """Take a case, once: milliseconds, and queries."""
        queries = 0

        def count(execute, *args):
            nonlocal queries
            queries += 1
            return execute(*args)

        with connection.execute_wrapper(count):
            begun = time.perf_counter()
            taken = self.cases[name]() or time.perf_counter() - begun
        return {"ms": 1000 * taken, "queries": queries}


def main() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    site = Site()
    print(json.dumps(list(site.cases)), flush=True)
    for line in sys.stdin:
        print(json.dumps(site.take(line.strip())), flush=True)


if __name__ == "__main__":
    main()
