"""Telling a WebSub hub (W3C, 2018) which feeds have changed, so that it tells those who follow
them.

What has moved is noted in a table, in the very transaction of the change, and told by the worker a
moment later: much that changes at once is told once. A row goes when the hub has taken it and
nothing moved meanwhile; until then it is tried again, with longer and longer pauses. What begins or
ends by the clock is noted by the worker, from a moment that is kept in the database: after a
standstill it goes on from there.

W3C leaves it to hub and publisher how the one tells the other. All known hubs take a POST of
`hub.mode=publish` and `hub.url`, as PubSubHubbub 0.4 had it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from articles.models import Edition
from articles.models.taxonomy import SUBJECTS
from articles.pages import keys as page_keys
from newsroom.lib.text.strings import storable
from newsroom.lib.web.form_post import NotReached, post_form
from newsroom.models import Announcement, FeedClock
from newsroom.serving.worker import MAIL

log = logging.getLogger("newsroom.websub")

#: How long changes are gathered before the hub is told.
GATHER = dt.timedelta(seconds=5)
#: For the hub to answer, in seconds; nobody else takes a row within `TAKEN`, in which all feeds of
#: one are told.
TIMEOUT = 5.0
TAKEN = dt.timedelta(minutes=2)
#: Maximum pause between two attempts, and number of attempts: given up after two days.
MAX_PAUSE = dt.timedelta(minutes=30)
MAX_ATTEMPTS = 100
#: Maximum number of announcements made by one task.
BATCH = 50
FORMS = ("", "atom/", "json/")
NOTE = """
    INSERT INTO newsroom_announcement (key, moved, due_at, attempts, error) VALUES {rows}
    ON CONFLICT (key) DO UPDATE SET moved = newsroom_announcement.moved + 1 RETURNING moved
"""


class NotTaken(Exception):
    """The hub could not be reached, or did not take what it was told."""


def announce(sender, keys: Sequence[str], **more) -> None:
    """Have the feeds told that these versions stand for: the receiver of
    articles.signals.versions_moved."""
    if settings.WEBSUB_HUB:
        note_changes(keys, timezone.now())


def note_changes(keys: Iterable[str], now: dt.datetime) -> None:
    """Note what has moved, in the transaction of the change. One query, and where nothing waited,
    one for the worker.

    Rows are touched in the order of their names, as versions are.
    """
    keys = sorted(
        {key for key in keys if key == page_keys.STORIES or key.partition(":")[0] in SUBJECTS}
    )
    if not keys:
        return
    due_at = connection.ops.adapt_datetimefield_value(now + GATHER)
    with connection.cursor() as cursor:
        rows = ", ".join(["(%s, 1, %s, 0, '')"] * len(keys))
        cursor.execute(NOTE.format(rows=rows), [value for key in keys for value in (key, due_at)])
        is_new = any(moved == 1 for (moved,) in cursor.fetchall())
    if is_new:
        tell.using(run_after=now + GATHER).enqueue()


def tidy(now: dt.datetime | None = None) -> None:
    """Note what the clock has changed, and send for what nobody came for. The worker calls this
    often."""
    if not settings.WEBSUB_HUB:
        return
    now = now or timezone.now()
    note_turns(now)
    if Announcement.objects.filter(due_at__lte=now - GATHER).exists():
        waiting = DBTaskResult.objects.filter(task_path=tell.module_path)
        if not waiting.filter(
            status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
        ).exists():
            tell.enqueue()


@transaction.atomic
def note_turns(now: dt.datetime) -> None:
    """Note editions that began or ended by the clock since this was last looked for; once, whoever
    looks."""
    clock, is_first = FeedClock.objects.get_or_create(pk=1, defaults={"until": now})
    since = clock.until
    if (
        is_first
        or since >= now
        or not FeedClock.objects.filter(pk=1, until=since).update(until=now)
    ):
        return
    window = (since + dt.timedelta(microseconds=1), now)
    begun = Q(live_from__range=window, created_at__lt=F("live_from"))
    ended = Q(live_until__range=window)
    keys: set[str] = set()
    for turned in (begun, ended & Q(live_until=F("expires_at"))):
        editions = Edition.objects.filter(turned).not_cancelled().order_by("pk")
        for edition in (
            editions.prefetch_related("topic_places", "credits")
            .defer("body")
            .iterator(chunk_size=200)
        ):
            keys |= {
                page_keys.STORIES,
                page_keys.section(edition.section_id),
                page_keys.series(edition.series_id),
            }
            keys |= {page_keys.topic(each.topic_id) for each in edition.topic_places.all()}
            keys |= {page_keys.author(each.author_id) for each in edition.credits.all()}
    note_changes(keys - {"series:None"}, now)


@task(queue_name=MAIL)
def tell() -> None:
    """Tell the hub of all that is due; where it is silent, the rest waits as well."""
    now = timezone.now()
    due = Announcement.objects.filter(due_at__lte=now).order_by("due_at", "pk")[:BATCH]
    for waiting in due if settings.WEBSUB_HUB else ():
        taken = Announcement.objects.filter(pk=waiting.pk, due_at=waiting.due_at)
        if not taken.update(due_at=now + TAKEN, attempts=F("attempts") + 1):
            continue  # by another worker
        try:
            for address in feed_addresses(waiting.key):
                notify_hub(settings.WEBSUB_HUB, address)
        except NotTaken as refusal:
            try_again(waiting, str(refusal))
            return
        finish(waiting)


def finish(waiting: Announcement) -> None:
    """Be done with it; what moved while the hub was told is due anew."""
    row = Announcement.objects.filter(pk=waiting.pk)
    if not row.filter(moved=waiting.moved).delete()[0]:
        row.update(due_at=timezone.now(), attempts=0, error="")


def try_again(waiting: Announcement, words: str) -> None:
    attempts = waiting.attempts + 1
    if attempts >= MAX_ATTEMPTS:
        log.error("The hub was not told of %s after %s attempts: %s", waiting.key, attempts, words)
        Announcement.objects.filter(pk=waiting.pk).delete()
        return
    log.warning("The hub was not told of %s (attempt %s): %s", waiting.key, attempts, words)
    due_at = timezone.now() + min(dt.timedelta(seconds=2 ** min(attempts, 12)), MAX_PAUSE)
    Announcement.objects.filter(pk=waiting.pk).update(due_at=due_at, error=storable(words)[:500])


def feed_addresses(key: str) -> list[str]:
    """The addresses of the feeds that show what a key stands for; none where it is deleted
    meanwhile."""
    kind, _, number = key.partition(":")
    if kind == page_keys.STORIES:
        places = [reverse("articles:feed"), reverse("articles:corrections-feed")]
    else:
        slug = SUBJECTS[kind].objects.filter(pk=number).values_list("slug", flat=True).first()
        places = [reverse(f"articles:{kind}-feed", args=[slug])] if slug else []
    return [f"{settings.SITE_URL}{place}{form}" for place in places for form in FORMS]


def notify_hub(hub: str, feed: str) -> None:
    """Tell the hub that a feed has changed. Raises NotTaken."""
    fields = {"hub.mode": "publish", "hub.url": feed}
    agent = f"Newsroom ({settings.SITE_URL})"
    try:
        answer = post_form(hub, fields, agent=agent, timeout=TIMEOUT)
    except NotReached as error:
        raise NotTaken(f"{hub}: {error}") from error
    if answer.status // 100 != 2:
        raise NotTaken(f"{hub} answered {answer.status}.")
