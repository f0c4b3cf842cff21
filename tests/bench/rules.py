"""How long rules of the desk take: `python -m tests.bench.rules [--home FOLDER]`.

A list of 100,000 phrases against replies of a usual length; then the whole pipeline of checks with
50 live rules, of which one has a long list, on a filled site of its own. Times are of this machine:
read them against each other, and against the bounds (a list 1 ms a reply, the pipeline 4 ms for 95
of 100).
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

SHARED = (
    Path(__file__).resolve().parents[3] / "shared" / "data" / "moderation" / "blocklist-phrases.txt"
)
PHRASES, REPLIES, RULES = 100_000, 1_000, 50
#: Characters of a reply, as readers write them: most are short, some are not.
LENGTHS = [60, 120, 180, 240, 240, 320, 320, 420, 600, 1200]


def words_of(rng: random.Random, count: int) -> list[str]:
    """Made-up words, some of them frequent as in a language."""
    return [
        "".join(rng.choices("etaoinshrdlucmfwypvbgk", k=rng.randint(2, 9))) for _ in range(count)
    ]


def phrases(rng: random.Random) -> tuple[str, list[str]]:
    """What the list is, and PHRASES of it: a real one where it is there, filled up with made-up
    ones."""
    known = SHARED.read_text().splitlines() if SHARED.exists() else []
    words = words_of(rng, 30_000)
    made = (
        " ".join(rng.choices(words, k=rng.choice([1, 2, 2, 3])))
        for _ in range(PHRASES - len(known))
    )
    return f"{len(known):,} of a real list, the rest made up", [*known, *made]


def replies(rng: random.Random) -> list[str]:
    words = words_of(rng, 5_000)
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    made = []
    for number in range(REPLIES):
        length = LENGTHS[number % len(LENGTHS)]
        made.append(" ".join(rng.choices(words, weights, k=length // 6)).capitalize()[:length])
    return made


def timed(work: Callable, things: Iterable) -> list[float]:
    """How long the processor works for each, in milliseconds: what else runs on the machine is left
    out."""
    times = []
    for thing in things:
        begun = time.thread_time()
        work(thing)
        times.append(1000 * (time.thread_time() - begun))
    return times


def told(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p50, p95, p99 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95, 0.99))
    mean = statistics.mean(times)
    print(f"{name:52}{mean:9.3f}{p50:9.3f}{p95:9.3f}{p99:9.3f}{ordered[-1]:9.2f}", flush=True)


def lists(rng: random.Random, texts: list[str]) -> None:
    from newsroom.lib.matching.normalise import Reading
    from newsroom.lib.matching.phrases import Phrases

    what, all_phrases = phrases(rng)
    print(
        f"\n{PHRASES:,} phrases ({what}), {REPLIES:,} replies of"
        f" {statistics.mean(map(len, texts)):.0f} characters"
    )
    for inside in (False, True):
        how = "also inside words" if inside else "whole words"
        for count in (PHRASES // 100, PHRASES):
            begun = time.thread_time()
            known = Phrases.of(all_phrases[:count], inside=inside)
            ready = time.thread_time() - begun
            told(
                f"{count:,} phrases, {how} (ready in {ready:.2f} s)",
                timed(lambda text, known=known: known.find(Reading(text)), texts),
            )


def pipeline(rng: random.Random, texts: list[str]) -> None:
    from django.contrib.auth.models import Group, Permission
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from comments.checks.checklist import examine
    from comments.findings import Draft
    from newsroom.roles import grant
    from tests import factories
    from tests.growth.fill import fill

    call_command("migrate", verbosity=0)
    grant(Group, Permission)
    factories.house_rule()
    fill(stories=500, replies=20_000, long_threads=0, say=lambda words: None)
    edition, now = factories.published("Ferry back"), timezone.now()
    drafts = [
        Draft(
            f"Reader {number}",
            f"reader-{number % 97}@example.org",
            "",
            text,
            rules_seen=1,
            edition=edition,
            network=f"198.51.{number % 250}.0/24",
            now=now,
        )
        for number, text in enumerate(texts)
    ]

    def looked(draft: Draft) -> None:
        with transaction.atomic():  # as when a reply is posted
            examine(draft)

    print(f"\nThe whole pipeline on {connection.vendor}, 20,000 replies there already")
    timed(looked, drafts[:50])
    told("no rules of the desk", timed(looked, drafts))
    rules(rng)
    begun = time.thread_time()
    looked(drafts[0])
    print(
        f"The first reply after a change makes all rules ready: {time.thread_time() - begun:.2f} s"
    )
    told(f"{RULES} live rules, one of {PHRASES:,} phrases", timed(looked, drafts))


def rules(rng: random.Random) -> None:
    """Live rules of all kinds; none of them refuses."""
    from tests import factories

    factories.desk_rule(terms="\n".join(phrases(rng)[1]))
    hosts = [f"{word}.example" for word in words_of(rng, 9_000)]
    factories.desk_rule("disposable", terms="\n".join(hosts))
    factories.desk_rule("rate", limit=30, minutes=10)
    factories.desk_rule(
        "network",
        terms="\n".join(f"203.{number % 256}.{number // 256}.0/24" for number in range(500)),
    )
    factories.desk_rule("links", limit=3)
    factories.desk_rule("length", limit=5_000)
    factories.desk_rule("linked", terms="\n".join(hosts[:500]))
    for number in range(10):
        factories.desk_rule(
            "pattern", terms=rf"\+?\d{{3}}[ -]{number}\d{{4}}" + "\n" + rf"code[- ]?{number}\w+"
        )
    for _ in range(RULES - 17):
        factories.desk_rule(terms="\n".join(words_of(rng, 40)))


def main() -> None:
    rng = random.Random(6)
    texts = replies(rng)
    print(f"{'ms for a reply':52}{'mean':>9}{'p50':>9}{'p95':>9}{'p99':>9}{'most':>9}")
    lists(rng, texts)
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as home:
        os.environ.update(NEWSROOM_HOME=home, DJANGO_SETTINGS_MODULE="newsroom.settings")
        import django

        django.setup()
        pipeline(rng, texts)


if __name__ == "__main__":
    main()
