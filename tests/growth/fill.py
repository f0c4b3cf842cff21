"""Fills a site with as many stories and replies as a large paper has after years.

    python -m tests.growth.fill --stories 100000 --replies 1000000

It works on the database of the environment, in batches of one transaction each, and may be
interrupted: the next run goes on where the last one stopped. What it writes is what the steps of
the newsroom would have written, without taking a million of them; a test holds the two together.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import django

STORIES_A_BATCH = 1000
REPLIES_A_BATCH = 5000
YEARS = dt.timedelta(days=8 * 365)
LONG = 10_000  # replies in a long thread
TOPICS, AUTHORS = 200, 100
# replies under ten stories in a row, where the mean is ten
THREADS = (10, 0, 4, 10, 25, 10, 2, 10, 19, 10)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.db.models import Count, Max  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.text import slugify  # noqa: E402

from articles import taxonomy  # noqa: E402
from articles.models import (  # noqa: E402
    Address,
    Article,
    Author,
    Credit,
    Edition,
    EditionCredit,
    Kind,
    Picture,
    Publication,
    Record,
    Section,
    State,
    Topic,
    Version,
)
from articles.models.stories.edition import OPEN_KINDS  # noqa: E402
from articles.pictures.library import keep_picture  # noqa: E402
from articles.search import index as search_index  # noqa: E402
from comments.findings import Draft, Finding  # noqa: E402
from comments.intake.post import idempotency_key  # noqa: E402
from comments.models import Comment, Decision, HouseRule, Mode, Policy  # noqa: E402
from comments.models import State as ReplyState  # noqa: E402
from comments.policies import changes  # noqa: E402
from comments.policies.policy import decide_first  # noqa: E402
from comments.thread import paths  # noqa: E402
from newsroom.lib.text import html  # noqa: E402
from newsroom.models import User  # noqa: E402
from tests.growth import words  # noqa: E402


def fill(
    stories: int,
    replies: int,
    *,
    long_threads: int = 3,
    long: int = LONG,
    say: Callable[[str], object] = print,
) -> None:
    """Bring the site to `stories` made by this module, with `replies` spread over them, and
    `long_threads` beside."""
    desk = furnish()
    tell = Progress("stories", stories, say)
    while (made := Article.objects.filter(created_by=desk.writer).count()) < stories:
        tell(made)
        write_stories(desk, range(made, min(made + STORIES_A_BATCH, stories)), stories)
    tell(stories)
    for what, done in search_index.everything():
        say(f"indexed for search: {done:,} {what}")
    missing = threads(desk, replies, long_threads, long)
    wanted = sum(count for _, _, count in missing)
    tell = Progress("replies", wanted, say)
    for batch, made in batches(missing):
        tell(made)
        write_replies(desk, batch)
    tell(wanted)


class Progress:
    """Says how far it is, and how fast it goes."""

    def __init__(self, what: str, wanted: int, say: Callable[[str], object]) -> None:
        self.what, self.wanted, self.say = what, wanted, say
        self.begun, self.first = time.monotonic(), None

    def __call__(self, made: int) -> None:
        self.first = made if self.first is None else self.first
        rate = (made - self.first) / max(time.monotonic() - self.begun, 0.001)
        self.say(f"{self.what}: {made:,} of {self.wanted:,}, {rate:,.0f} a second")


# -- what stories stand on
# -------------------------------------------------------------------------------


@dataclass
class Desk:
    """The people of this site, and what its stories are filed under."""

    writer: User
    editor: User
    moderator: User
    sections: list[Section]
    topics: list[Topic]
    authors: list[Author]
    picture: Picture
    rule: HouseRule
    bodies: list[str]
    now: dt.datetime = field(default_factory=timezone.now)


def furnish() -> Desk:
    """People, sections, topics, bylines, one picture: taken through the steps, unless they are
    there."""
    writer, editor, moderator, chief = (
        _person(role) for role in ("writer", "editor", "moderator", "chief")
    )
    if not Publication.objects.exists():
        paper = Publication.objects.current()
        paper.name, paper.tagline = "The Growing Paper", "A site that nobody wrote"
        taxonomy.keep(paper, by=chief)
    sections = _named(Section, words.SECTIONS, chief)
    topics = _named(Topic, [f"Topic {number}" for number in range(TOPICS)], chief)
    authors = _named(Author, [words.person(number) for number in range(AUTHORS)], chief)
    if not Policy.objects.filter(article=None, section=None).exists():
        changes.save(Policy(mode=Mode.OPEN), by=chief)
    picture = Picture.objects.filter(uploaded_by=writer).order_by("pk").first() or _drawn(writer)
    chance = Random("bodies")
    bodies = [html.clean_body(words.body(chance)) for _ in range(50)]
    rule = HouseRule.objects.order_by("number").first()
    return Desk(writer, editor, moderator, sections, topics, authors, picture, rule, bodies)


def _person(role: str) -> User:
    user, new = User.objects.get_or_create(
        username=f"growth-{role}", defaults={"is_staff": True, "first_name": role}
    )
    if new:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get(name=role))
    return user


def _named(model: type[models.Model], names, chief: User) -> list:
    """One of each name, in the order of the names."""
    known = model.objects.in_bulk([slugify(name) for name in names], field_name="slug")
    return [
        known.get(slugify(name)) or taxonomy.keep(model(name=name, slug=slugify(name)), by=chief)
        for name in names
    ]


def _drawn(writer: User) -> Picture:
    """The one picture that all stories show."""
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (1280, 960), "#557788").save(file, "JPEG")
    file.name = "growth.jpg"
    return keep_picture(by=writer, file=file, alt="A grey-blue field", credit="Nobody")


# -- stories
# ---------------------------------------------------------------------------------------------


def write_stories(desk: Desk, numbers: range, wanted: int) -> None:
    """These stories in one transaction. A story's number tells its date, so that the newest have
    the highest."""
    with transaction.atomic():
        rows = Rows()
        ids = {model: _next_id(model) for model in (Article, Edition, Address, Picture)}
        for number in numbers:
            Story(desk, rows, ids, number, wanted).write()
        rows.store()
        _reset_sequences(ids)


class Rows:
    """What a batch will store, table by table, and the versions it moves."""

    def __init__(self) -> None:
        self.tables: dict[type[models.Model], list] = defaultdict(list)
        self.moves: Counter[str] = Counter()

    def add(self, row: models.Model) -> models.Model:
        self.tables[type(row)].append(row)
        return row

    def store(self) -> None:
        for model in (
            Picture,
            Article,
            Credit,
            Article.topics.through,
            Address,
            Edition,
            EditionCredit,
            Edition.topics.through,
            Record,
            Comment,
            Decision,
        ):
            model.objects.bulk_create(self.tables[model], batch_size=1000)
        numbers = dict(
            Version.objects.filter(key__in=list(self.moves)).values_list("key", "number")
        )
        moved = [
            Version(key=key, number=numbers.get(key, 0) + times)
            for key, times in self.moves.items()
        ]
        Version.objects.bulk_create(
            moved,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["number"],
        )


class Story:
    """One story with all that its steps would have left."""

    def __init__(self, desk: Desk, rows: Rows, ids: dict, number: int, wanted: int) -> None:
        self.desk, self.rows, self.ids, self.number = desk, rows, ids, number
        self.chance = Random(f"story {number}")
        self.first = desk.now - YEARS * ((wanted - number) / wanted)
        self.headline = words.headline(number)
        self.section = desk.sections[_rank(self.chance, len(desk.sections))]
        self.topics = [
            desk.topics[i]
            for i in {_rank(self.chance, TOPICS) for _ in range(self.chance.randint(1, 4))}
        ]
        self.authors = [
            desk.authors[i]
            for i in {_rank(self.chance, AUTHORS) for _ in range(1 + (number % 5 == 0))}
        ]
        self.is_draft = number % 50 == 7
        self.is_scheduled = not self.is_draft and number % max(25, wanted // 20) == 3
        self.is_withdrawn = number % 40 == 11
        self.editions = 5 if number % 20 == 0 else 2 if number % 4 == 0 else 1

    def write(self) -> None:
        article = self.article()
        if self.is_draft:
            return
        address = self.address(article)
        starts = self.starts()
        ends: list[dt.datetime | None] = [*starts[1:], None]
        if self.is_withdrawn and not self.is_scheduled:
            ends[-1] = starts[-1] + dt.timedelta(days=20)
            ends[-1] = min(ends[-1], self.desk.now)
        updated_at = None
        for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
            kind = Kind.FIRST if index == 0 else Kind.values[1 + (self.number // 4 + index) % 6]
            updated_at = start if kind in OPEN_KINDS else updated_at
            note = "A figure in the third paragraph was wrong." if kind in OPEN_KINDS else ""
            if index:
                self.record(article, "saved", start, self.desk.editor)
            edition = self.edition(article, address, index + 1, start, end, updated_at, kind, note)
            self.record(
                article,
                "scheduled" if self.is_scheduled else "published",
                edition.created_at,
                self.desk.editor,
                edition=edition,
                note=note,
            )
            self.move(article)
        if self.is_withdrawn and not self.is_scheduled:
            self.record(article, "withdrawn", ends[-1], self.desk.editor, edition=edition)
            self.move(article)

    def article(self) -> Article:
        begun = min(self.first, self.desk.now) - dt.timedelta(hours=3)
        state = (State.DRAFT, State.REVIEW)[self.number // 50 % 2] if self.is_draft else State.READY
        saves = 1 if self.is_draft or self.is_scheduled else self.editions
        saved = begun if saves == 1 else self.starts()[-1]
        self.text = {
            "headline": self.headline,
            "kicker": self.section.name if self.number % 4 == 1 else "",
            "standfirst": words.standfirst(self.chance),
            "body": self.chance.choice(self.desk.bodies),
            "section": self.section,
            "lead_picture": self.picture(),
            "dateline": "",
        }
        slug = "" if self.is_draft else slugify(self.headline)[:100].strip("-")
        article = self.rows.add(
            Article(
                pk=next(self.ids[Article]),
                **self.text,
                slug=slug,
                state=state,
                version=saves,
                created_at=begun,
                created_by=self.desk.writer,
                saved_at=saved,
                saved_by=self.desk.writer if saves == 1 else self.desk.editor,
            )
        )
        for topic in self.topics:
            self.rows.add(Article.topics.through(article_id=article.pk, topic_id=topic.pk))
        for position, author in enumerate(self.authors):
            self.rows.add(Credit(article=article, author=author, position=position))
        self.record(article, "begun", begun, self.desk.writer)
        if state != State.DRAFT:
            self.record(article, "submit", begun + dt.timedelta(hours=1), self.desk.writer)
        if state == State.READY:
            self.record(article, "approve", begun + dt.timedelta(hours=2), self.desk.editor)
        return article

    def picture(self) -> Picture:
        """A row of its own for the same file."""
        one = self.desk.picture
        return self.rows.add(
            Picture(
                pk=next(self.ids[Picture]),
                original=one.original.name,
                format=one.format,
                width=one.width,
                height=one.height,
                digest=one.digest,
                alt=f"Picture with: {self.headline}",
                credit=one.credit,
                uploaded_by=self.desk.writer,
                uploaded_at=min(self.first, self.desk.now),
            )
        )

    def starts(self) -> list[dt.datetime]:
        """When each of its editions goes live."""
        if self.is_scheduled:
            return [self.desk.now + dt.timedelta(days=1, minutes=self.number % 10_000)]
        step = (self.desk.now - self.first) / (self.editions + 1)
        return [
            self.first + min(step, dt.timedelta(hours=20)) * index for index in range(self.editions)
        ]

    def address(self, article: Article) -> Address:
        day = timezone.localtime(self.starts()[0])
        return self.rows.add(
            Address(
                pk=next(self.ids[Address]),
                year=day.year,
                month=day.month,
                slug=article.slug,
                article=article,
            )
        )

    def edition(
        self, article, address, number, live_from, live_until, updated_at, kind, note
    ) -> Edition:
        edition = self.rows.add(
            Edition(
                pk=next(self.ids[Edition]),
                article=article,
                number=number,
                address=address,
                **self.text,
                live_from=live_from,
                live_until=live_until,
                first_published_at=self.starts()[0],
                updated_at=updated_at,
                kind=kind,
                note=note,
                article_version=number,
                words=html.count_words(self.text["body"]),
                published_by=self.desk.editor,
                created_at=min(live_from, self.desk.now),
            )
        )
        for topic in self.topics:
            self.rows.add(Edition.topics.through(edition_id=edition.pk, topic_id=topic.pk))
        for position, author in enumerate(self.authors):
            self.rows.add(EditionCredit(edition=edition, author=author, position=position))
        return edition

    def record(self, article: Article, verb: str, at: dt.datetime, by: User, **more) -> None:
        self.rows.add(
            Record(by=by, at=at, verb=verb, subject=self.headline, article=article, **more)
        )

    def move(self, article: Article) -> None:
        keys = ["stories", f"story:{article.pk}", f"section:{self.section.pk}"]
        keys += [f"topic:{topic.pk}" for topic in self.topics] + [
            f"author:{author.pk}" for author in self.authors
        ]
        self.rows.moves.update(keys)


def _rank(chance: Random, count: int) -> int:
    """A place among `count`: the first is the busiest, and the last has about a tenth of the
    mean."""
    return int(count * chance.random() ** 2.5)


# -- replies
# ---------------------------------------------------------------------------------------------


def threads(desk: Desk, replies: int, long_threads: int, long: int) -> list[tuple[int, int, int]]:
    """What is still missing, story by story: its number, how many replies it has, how many more it
    gets."""
    known = Article.objects.filter(created_by=desk.writer, addresses__isnull=False)
    stories = list(
        known.filter(editions__live_from__lte=desk.now)
        .distinct()
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    have = dict(
        Comment.objects.filter(article__in=known)
        .values_list("article")
        .annotate(n=Count("pk"))
        .order_by()
    )
    wanted: dict[int, int] = {}
    shares = [THREADS[index % len(THREADS)] for index in range(len(stories))]
    sums = [replies * share // sum(shares) for share in itertools.accumulate(shares, initial=0)]
    for story, (before, total) in zip(stories, itertools.pairwise(sums), strict=True):
        wanted[story] = total - before
    for index in range(long_threads):  # spread over the newer half
        wanted[stories[-1 - index * len(stories) // (2 * long_threads)]] += long
    return [
        (story, have.get(story, 0), count - have.get(story, 0))
        for story, count in wanted.items()
        if count > have.get(story, 0)
    ]


def batches(missing: list[tuple[int, int, int]]) -> Iterator[tuple[list, int]]:
    """Threads joined up to a good size, each with how many replies came before."""
    batch, size, done = [], 0, 0
    for thread in missing:
        batch.append(thread)
        size += thread[2]
        if size >= REPLIES_A_BATCH:
            yield batch, done
            batch, size, done = [], 0, done + size
    if batch:
        yield batch, done


def write_replies(desk: Desk, batch: list[tuple[int, int, int]]) -> None:
    """These threads in one transaction."""
    with transaction.atomic():
        rows = Rows()
        ids = {Comment: _next_id(Comment)}
        stories = [story for story, _, _ in batch]
        editions = defaultdict(list)
        fields = ("article_id", "pk", "live_from", "live_until")
        for story, *edition in (
            Edition.objects.begun(desk.now).filter(article__in=stories).values_list(*fields)
        ):
            editions[story].append(edition)
        for story, have, count in batch:
            Thread(
                desk, rows, ids[Comment], story, sorted(editions[story], key=lambda row: row[1])
            ).write(have, count)
        rows.store()
        _reset_sequences(ids)


class Thread:
    """The replies of one story: most within two days, two of five in answer to another."""

    def __init__(
        self, desk: Desk, rows: Rows, ids: Iterator[int], story: int, editions: list
    ) -> None:
        self.desk, self.rows, self.ids, self.story, self.editions = desk, rows, ids, story, editions
        self.chance = Random(f"thread {story}")
        self.begun = editions[0][1]
        self.until = editions[-1][2] or desk.now
        self.is_new = desk.now - self.begun < YEARS / 20
        self.answerable: list[Comment] = []

    def write(self, have: int, count: int) -> None:
        span = min(self.until - self.begun, dt.timedelta(days=14))
        for number in range(have, have + count):
            at = self.begun + span * ((number + 0.5 - have) / count) ** 3
            self.reply(number, at)

    def reply(self, number: int, at: dt.datetime) -> None:
        chance = self.chance
        parent = (
            chance.choice(self.answerable[-20:])
            if self.answerable and chance.random() < 0.4
            else None
        )
        parent = parent if parent is None or parent.depth < min(paths.MAX_DEPTH, 12) else None
        fate = chance.random()
        is_spam = fate > 0.96
        who = (
            f"{'spam' if is_spam else 'reader'}"
            f" {int((50 if is_spam else 100_000) * chance.random() ** 2)}"
        )
        draft = Draft(
            words.person(hash_of(who)),
            f"{who.replace(' ', '.')}@growth.example",
            "",
            words.says(chance, number),
        )
        findings = (
            [Finding("links", "Two links", holds=True)] if is_spam or chance.random() < 0.3 else []
        )
        first, findings = decide_first(Mode.OPEN, findings)
        state = first
        if is_spam:
            state = ReplyState.SPAM
        elif first == ReplyState.HELD and not (self.is_new and chance.random() < 0.3):
            state = ReplyState.REJECTED if chance.random() < 0.08 else ReplyState.SHOWN
        decided = min(at + dt.timedelta(minutes=chance.randint(2, 300)), self.desk.now)
        shown = {ReplyState.SHOWN: at if first == state else decided}.get(state)
        comment = self.rows.add(
            Comment(
                pk=next(self.ids),
                article_id=self.story,
                edition_id=self.edition_at(at),
                parent=parent,
                depth=parent.depth + 1 if parent else 0,
                name=draft.name,
                email=draft.email,
                text=draft.text,
                state=state,
                reviewed=state != first,
                created_at=at,
                shown_at=shown,
                idempotency_key=idempotency_key(self.story, parent.pk if parent else None, draft),
                network=f"203.0.{number % 256}.0",
            )
        )
        comment.path = (parent.path if parent else "") + paths.segment(comment.pk)
        self.rows.add(
            Decision(
                comment=comment,
                to_state=first,
                decided_at=at,
                batch=uuid.uuid4(),
                findings=[finding.as_dict() for finding in findings],
            )
        )
        if first == ReplyState.SHOWN:
            self.rows.moves.update(["replies", f"replies:{self.story}"])
        if state != first:
            rule = self.desk.rule if state == ReplyState.REJECTED else None
            self.rows.add(
                Decision(
                    comment=comment,
                    from_state=first,
                    to_state=state,
                    by=self.desk.moderator,
                    rule=rule,
                    decided_at=decided,
                    batch=uuid.uuid4(),
                )
            )
            self.rows.moves.update(["replies", f"replies:{self.story}"])
        if state == ReplyState.SHOWN:
            self.answerable.append(comment)

    def edition_at(self, at: dt.datetime) -> int:
        """The edition that was live then."""
        return next(pk for pk, live_from, _ in reversed(self.editions) if live_from <= at)


def hash_of(who: str) -> int:
    """A number that stays: the same name for the same address."""
    return int.from_bytes(who.encode()[-3:])


# -- numbers
# ---------------------------------------------------------------------------------------------


def _next_id(model: type[models.Model]) -> Iterator[int]:
    """The numbers that follow; rows get theirs here, as paths and foreign keys need them before
    they are stored."""
    return itertools.count((model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1)


def _reset_sequences(tables) -> None:
    """Let the database count on from what was stored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def main() -> None:
    from django.core.management import call_command

    parser = argparse.ArgumentParser(
        prog="python -m tests.growth.fill", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--replies", type=int, default=1_000_000)
    parser.add_argument(
        "--long",
        type=int,
        default=3,
        metavar="N",
        help=f"threads of {LONG:,} replies, beside those",
    )
    given = parser.parse_args()
    call_command("migrate", interactive=False, verbosity=0)
    fill(
        given.stories,
        given.replies,
        long_threads=given.long,
        say=lambda words: print(words, flush=True),
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # what autovacuum would come round to


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.")
