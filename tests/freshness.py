"""Freshness, tried at random: `python -m tests.freshness --minutes 10`.

Starts the product on a site of its own (on PostgreSQL, when DATABASE_URL names one: two nodes),
lets people publish, schedule, withdraw, approve, reject, rename and move stories without a pause,
and readers read. The promise: no page is older than the last change that was acknowledged before
its request began.

Every change counts something on by one, and the count stands in the words of the page: a headline
"Story 3, edition 17". Before a reader asks, he notes what is acknowledged; what he then reads must
be at least that new, and nothing that nobody has begun to write.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import gzip
import http.client
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter, defaultdict
from pathlib import Path

import brotli
import zstandard

from tests.services import ROOT, database, free_port, server, serving

STORIES = 4
WRITERS, READERS = 3, 5
DECODERS = {
    None: bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
}


class Counts:
    """How far each thing has come: begun, and acknowledged (its transaction is committed)."""

    def __init__(self) -> None:
        self.begun: dict[str, int] = defaultdict(int)
        self.done: dict[str, int] = defaultdict(int)

    @contextlib.contextmanager
    def step(self, name: str):
        """One writer at a time counts a name on; gives the new number."""
        self.begun[name] += 1
        yield self.begun[name]
        self.done[name] = self.begun[name]


class Newsroom:
    """The site and those who write on it."""

    def __init__(self) -> None:
        from tests import factories

        self.counts = Counts()
        self.locks = defaultdict(threading.Lock)
        self.editor, self.chief = factories.somebody("editor"), factories.somebody("chief")
        self.moderator, self.rule = factories.somebody("moderator"), factories.house_rule()
        self.section = factories.section("Section 0.", slug="city")
        self.topic, self.author = factories.topic("Harbour"), factories.author("Ada Novak")
        self.articles, self.slugs = [], defaultdict(list)
        self.due: dict[int, list[tuple[float, int]]] = defaultdict(list)
        self.addresses: dict[int, str] = {}
        self.replies: dict[int, list[int]] = defaultdict(list)
        for number in range(STORIES):
            article = factories.article(
                f"Story {number}, edition 0.",
                section=self.section,
                topics=[self.topic],
                authors=[self.author],
            )
            self.articles.append(article.pk)
            self.publish(number)

    def article(self, number: int):
        from articles.models import Article

        return Article.objects.get(pk=self.articles[number])

    # -- what people do
    # ---------------------------------------------------------------------------------

    def publish(self, number: int, later: float = 0.0, slug: str = "") -> None:
        """A new edition, with its number in the headline; in `later` seconds, maybe at a new
        address."""
        from articles.publishing import editions
        from articles.writing import save

        with (
            self.counts.step(f"story {number}") if not later else contextlib.nullcontext() as count
        ):
            if later:
                self.counts.begun[f"story {number}"] += 1
                count = self.counts.begun[f"story {number}"]
            article = self.article(number)
            article.headline = f"Story {number}, edition {count}."
            if slug:
                article.slug = slug
            save.save_article(article, by=self.editor)
            at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=later) if later else None
            edition = editions.publish(article, by=self.editor, at=at, kind="minor")
        if later:
            time.sleep(max(0.0, edition.live_from.timestamp() - time.time()))
            self.counts.done[f"story {number}"] = count
        self.addresses[number] = edition.get_absolute_url()

    def schedule(self, number: int) -> None:
        self.publish(number, later=random.uniform(0.05, 0.5))

    def move(self, number: int) -> None:
        self.publish(number, slug=f"slug-{number}-{self.counts.begun[f'story {number}'] + 1}")

    def withdraw(self, number: int) -> None:
        """Off the site and back: between the two, nobody may be given it."""
        from articles.publishing import editions

        with self.counts.step(f"gone {number}"):
            editions.withdraw(self.article(number), by=self.editor)
        time.sleep(random.uniform(0.0, 0.1))
        with self.counts.step(f"gone {number}"):
            self.publish(number)

    def approve(self, number: int) -> None:
        """A reply comes in, is approved, and sometimes rejected again."""
        from articles.models import Edition
        from comments.moderation import decisions
        from tests import factories

        edition = (
            Edition.objects.filter(article=self.articles[number])
            .live(dt.datetime.now(dt.UTC))
            .first()
        )
        reply = factories.reply(edition, f"Words {random.random()}", state="held")
        with self.counts.step(f"replies {number}"):
            self.replies[number] = [*self.replies[number], reply.pk]
            decisions.decide([reply.pk], to="shown", by=self.moderator)
        if random.random() < 0.7 or len(self.replies[number]) > 40:
            with self.counts.step(f"replies {number}"):
                decisions.decide([reply.pk], to="rejected", by=self.moderator, rule=self.rule)
                self.replies[number] = [pk for pk in self.replies[number] if pk != reply.pk]

    def compose(self, number: int) -> None:
        """Another front, with this story in the lead: now, or by the clock in an instant; or the
        one before."""
        from tests import factories

        with self.locks["front"]:
            later = random.choice([0.0, 0.0, random.uniform(0.05, 0.3)])
            with contextlib.nullcontext() if later else self.counts.step("front") as count:
                if later:
                    self.counts.begun["front"] += 1
                    count = self.counts.begun["front"]
                at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=later) if later else None
                edition = factories.front(self.articles[number], at=at, kicker=f"Front {count}.")
            if later:
                time.sleep(max(0.0, edition.live_from.timestamp() - time.time()))
                self.counts.done["front"] = count

    def rename(self, number: int) -> None:
        from articles import taxonomy

        with self.locks["section"], self.counts.step("section") as count:
            self.section.name = f"Section {count}."
            taxonomy.keep(self.section, by=self.chief)

    def rule_again(self, number: int) -> None:
        from comments.policies import changes

        with self.locks["rule"], self.counts.step("rule") as count:
            self.rule.title = f"Rule {count}."
            changes.save(self.rule, by=self.chief)

    def work(self, until: float, seed: int, done: Counter) -> None:
        chance = random.Random(seed)
        acts = [
            self.publish,
            self.approve,
            self.approve,
            self.schedule,
            self.move,
            self.compose,
            self.withdraw,
            self.rename,
            self.rule_again,
        ]
        while time.time() < until:
            act, number = chance.choice(acts), chance.randrange(STORIES)
            with self.locks[number]:
                act(number)
            done[act.__name__] += 1
            time.sleep(chance.uniform(0, 0.05))


class Reader:
    """Somebody who reads one page after another, from any node, in any coding, with what he has
    already."""

    def __init__(self, newsroom: Newsroom, ports: list[int], seed: int) -> None:
        self.newsroom, self.chance = newsroom, random.Random(seed)
        self.connections = [
            http.client.HTTPConnection("127.0.0.1", port, timeout=30) for port in ports
        ]
        self.has: dict[tuple[str, str | None], tuple[str, str]] = {}
        self.read = Counter()

    def work(self, until: float) -> None:
        while time.time() < until:
            kind = self.chance.choice(
                ["story", "story", "story", "front", "section", "topic", "author", "rules"]
            )
            getattr(self, kind)()

    def get(self, path: str) -> tuple[int, str]:
        """Status and text; a 304 is read as the page that one has."""
        coding = self.chance.choice([None, "gzip", "br", "zstd"])
        headers = {"Accept-Encoding": coding} if coding else {"Accept-Encoding": "identity"}
        etag, text = self.has.get((path, coding), ("", ""))
        if etag:
            headers["If-None-Match"] = etag
        connection = self.chance.choice(self.connections)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        self.read[answer.status] += 1
        if answer.status == 304:
            return 200, text
        text = DECODERS[answer.headers.get("Content-Encoding")](body).decode()
        if answer.status == 200:
            self.has[path, coding] = (answer.headers["ETag"], text)
        if answer.status == 301:
            return self.get(answer.headers["Location"])
        return answer.status, text

    def check(self, what: str, text: str, pattern: str, path: str, before: dict[str, int]) -> None:
        """Each number that the page shows of this lies between what was acknowledged before and
        what is begun."""
        counts, found = self.newsroom.counts, re.findall(pattern, text)
        for number in map(int, found):
            if not before[what] <= number <= counts.begun[what]:
                raise AssertionError(
                    f"{path}: {what} {number}, but {before[what]} was acknowledged before"
                )
        if not found:
            raise AssertionError(
                f"{path}: nothing of {what}, {before[what]} was acknowledged before"
            )

    def story(self) -> None:
        number = self.chance.randrange(STORIES)
        done, newsroom = dict(self.newsroom.counts.done), self.newsroom
        before = defaultdict(int, done)
        replies, path = list(newsroom.replies[number]), newsroom.addresses[number]
        gone, reply_count = before[f"gone {number}"], newsroom.counts.begun[f"replies {number}"]
        begun_gone = newsroom.counts.begun[f"gone {number}"]
        status, text = self.get(path)
        # nobody took it away or brought it
        steady = gone == begun_gone == newsroom.counts.begun[f"gone {number}"]
        if status == 410 and not (steady and gone % 2 == 0):
            return
        if status != 200 or (steady and gone % 2 == 1):
            raise AssertionError(f"{path}: {status} while it was {'gone' if gone % 2 else 'there'}")
        self.check(
            f"story {number}", text, rf"<h1>Story {number}, edition (\d+)\.</h1>", path, before
        )
        self.check("section", text, r">Section (\d+)\.<", path, before)
        if before[f"replies {number}"] == reply_count == newsroom.counts.begun[f"replies {number}"]:
            shown = [int(pk) for pk in re.findall(r'<li id="comment-(\d+)"', text)]
            if shown != replies[: len(shown)] or (len(shown) < min(len(replies), 50)):
                raise AssertionError(
                    f"{path}: replies {shown}, but {replies} were shown all the time"
                )

    def list(self, path: str) -> str:
        before = defaultdict(int, self.newsroom.counts.done)
        gone_before = {n: self.newsroom.counts.begun[f"gone {n}"] for n in range(STORIES)}
        status, text = self.get(path)
        assert status == 200, (path, status)
        self.check("section", text, r">Section (\d+)\.<", path, before)
        for number in range(STORIES):
            name = f"gone {number}"
            if (
                before[name] == gone_before[number] == self.newsroom.counts.begun[name]
                and before[name] % 2 == 0
            ):
                self.check(
                    f"story {number}", text, rf">Story {number}, edition (\d+)\.<", path, before
                )
        return text

    def front(self) -> None:
        before = defaultdict(int, self.newsroom.counts.done)
        text = self.list("/")
        self.check("front", text, r">Front (\d+)\.<", "/", before)

    def section(self) -> None:
        self.list("/section/city/")

    def topic(self) -> None:
        self.list("/topic/harbour/")

    def author(self) -> None:
        self.list("/author/ada-novak/")

    def rules(self) -> None:
        before = defaultdict(int, self.newsroom.counts.done)
        _, text = self.get("/house-rules/")
        self.check("rule", text, r"Rule (\d+)\.", "/house-rules/", before)


@contextlib.contextmanager
def nodes(home: Path, ports: list[int]):
    """Servers as `manage.py serve` starts them, each with a folder of its own."""
    with contextlib.ExitStack() as stack:
        for port in ports:
            own = home / str(port) if len(ports) > 1 else home
            own.mkdir(exist_ok=True)
            program = (
                "import django; django.setup(); from newsroom.serving import static_files;"
                " static_files.collect()"
            )
            collect = [sys.executable, "-c", program]
            subprocess.run(
                collect, cwd=ROOT, env=os.environ | {"NEWSROOM_HOME": str(own)}, check=True
            )
            command = server(port)
            stack.enter_context(serving(command, port, own / "server.log", NEWSROOM_HOME=str(own)))
        yield


def run(seconds: float, seed: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    newsroom = Newsroom()
    newsroom.rename(0)
    newsroom.rule_again(0)
    newsroom.compose(0)
    ports = [free_port() for _ in range(2 if connection.vendor == "postgresql" else 1)]
    failures: list[str] = []
    acts = Counter()
    with nodes(Path(os.environ["NEWSROOM_HOME"]), ports):
        until = time.time() + seconds
        readers = [Reader(newsroom, ports, seed * 100 + number) for number in range(READERS)]

        def guarded(work, *args):
            try:
                work(until, *args)
            except Exception:
                failures.append(traceback.format_exc())
            finally:
                connection.close()

        threads = [threading.Thread(target=guarded, args=[reader.work]) for reader in readers]
        threads += [
            threading.Thread(target=guarded, args=[newsroom.work, seed + n, acts])
            for n in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            time.sleep(min(10.0, seconds / 5))
            read = sum((reader.read for reader in readers), Counter())
            left = max(0, round(until - time.time()))
            print(
                f"{left:4} s left, {sum(read.values())} pages read, {sum(acts.values())} changes",
                flush=True,
            )
        for thread in threads:
            thread.join()
    read = sum((reader.read for reader in readers), Counter())
    print(
        f"{connection.vendor}, {len(ports)} node(s) of 2 processes; read {dict(read)}; changed"
        f" {dict(acts)}; seed {seed}"
    )
    if failures:
        sys.exit("\n".join(failures))
    print("Nothing older than what was acknowledged was seen.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument(
        "--home", help="a site's folder to use; without it, a new one is made and deleted"
    )
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="newsroom-freshness-") as new,
        database(f"freshness_{os.getpid()}"),
    ):
        home = given.home or new
        os.environ.update(NEWSROOM_HOME=home, DJANGO_SETTINGS_MODULE="newsroom.settings")
        for name in ("NEWSROOM_HOSTS", "NEWSROOM_DEBUG"):
            os.environ.pop(name, None)
        import django

        django.setup()
        try:
            run(given.minutes * 60, given.seed)
        finally:
            from django.db import connections

            connections.close_all()


if __name__ == "__main__":
    main()
