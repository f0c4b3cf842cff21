"""What the moderation desk costs with a long queue: `python -m tests.bench.desk`.

Fills a site of its own with held replies, opens the queue, filters it, turns its pages, and decides
about a thousand replies in one act and back. Pages are asked for through Django's handler, by a
client that is logged in. With DATABASE_URL naming PostgreSQL, in a database of its own there.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable

from tests.services import database

ROUNDS = 15
BULK = 1000
DESK = "/admin/comments/comment/"
FILTERS = {
    "opened": "queue=held",
    "most urgent first": "queue=held&order=priority",
    "newest first": "queue=held&order=newest",
    "of one section": "queue=held&section={section}",
    "of one story": "queue=held&story={story}",
    "of one person": "queue=held&person={person}",
    "why: links": "queue=held&why=links",
    "with a link, in German": "queue=held&link=yes&language=de",
    "a rare language": "queue=held&language=fi",
    "the model doubts, a week old": "queue=held&band=doubtful&age=week",
    "urgent, of one section": "queue=held&order=priority&section={section}",
    "no such": "queue=held&why=akismet",
    "words": "queue=held&q=council",
    "page 2": "queue=held&after={page_2}",
    "page 100": "queue=held&after={page_100}",
    "page 4,000": "queue=held&after={page_4000}",
    "page 4,000, urgent": "queue=held&order=priority&after={urgent_4000}",
    "decided lately": "queue=decided",
}


def fill(held: int) -> dict[str, object]:
    """A site with so many held replies; what the filters ask for."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.models import F
    from django.db.models.functions import Mod

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from articles.models import Section
    from comments.models import Comment
    from tests.growth import fill as growth

    growth.fill(max(held // 50, 20), held + held // 10, long_threads=0, say=lambda words: None)
    last = Comment.objects.order_by("pk").values_list("pk", flat=True)[held - 1]
    rows = Comment.objects.filter(pk__lte=last)
    rows.update(
        state="held",
        picked_at=None,
        best=0,
        held_for="mode",
        language="en",
        band="clear",
        has_link=False,
    )
    for every, change in (
        (5, {"held_for": "links"}),
        (7, {"language": "de"}),
        (4, {"has_link": True}),
        (9, {"band": "doubtful"}),
        (5003, {"language": "fi"}),
    ):
        rows.annotate(rest=Mod(F("id"), every)).filter(rest=0).update(**change)
    rows.update(priority=Mod(F("id") * 7919, 1000) / 1000.0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    oldest, urgent = (
        rows.order_by("created_at", "pk"),
        rows.order_by("-priority", "created_at", "pk"),
    )
    at = lambda queue, page: queue.values_list("pk", flat=True)[min(page * 20, held) - 1]  # noqa: E731
    middle = rows.get(pk=last // 2)
    return {
        "section": Section.objects.first().pk,
        "story": middle.article_id,
        "person": middle.email,
        "page_2": at(oldest, 1),
        "page_100": at(oldest, 99),
        "page_4000": at(oldest, 3999),
        "urgent_4000": at(urgent, 3999),
    }


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def measure(held: int) -> None:
    import django

    django.setup()
    from django.contrib.auth.models import Group
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from comments.models import Comment
    from comments.moderation import decisions
    from newsroom.models import User

    asked = fill(held)
    chief = User.objects.create_user("measures", is_staff=True)
    chief.groups.add(Group.objects.get(name="chief"))
    client = Client(SERVER_NAME="localhost")
    client.force_login(chief)
    count = Comment.objects.held().count()
    print(
        f"{connection.vendor}; {count:,} held replies, {ROUNDS} rounds; milliseconds in Django's"
        " handler"
    )
    print(f"{'':32} median    most  queries")
    for name, query in FILTERS.items():
        address = f"{DESK}?{query.format(**asked)}"
        assert client.get(address).status_code == 200
        times = [timed(lambda: client.get(address)) for _ in range(ROUNDS)]  # noqa: B023
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        print(f"{name:32} {statistics.median(times):6.1f}  {max(times):6.1f}  {len(queries):7}")
    numbers = list(
        Comment.objects.held().order_by("created_at").values_list("pk", flat=True)[:BULK]
    )
    made = []
    took = timed(lambda: made.append(decisions.decide(numbers, to="spam", by=chief)))
    back = timed(lambda: decisions.undo(made[0].batch, by=chief))
    print(
        f"{f'{BULK:,} decided in one act':32} {took:6.0f}\n{'and taken back in one':32} {back:6.0f}"
    )
    assert Comment.objects.held().count() == count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--held", type=int, default=100_000, help="how many replies wait (%(default)s)"
    )
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="newsroom-bench-") as home,
        database("newsroom_bench_desk"),
    ):
        os.environ |= {"NEWSROOM_HOME": home, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        measure(options.held)


if __name__ == "__main__":
    main()
