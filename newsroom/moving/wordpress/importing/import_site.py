"""Importing: a run over the export files of a site, from which all that can comes in, and a report
that says the rest.

A run may end at any point, by Ctrl-C or a power cut. Each story comes in with its replies and its
old addresses in one transaction, with a row that says so: the next run passes over what is here,
whatever an editor made of it meanwhile, and tries again what failed.
"""

from __future__ import annotations

import datetime as dt
import fcntl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from articles import taxonomy
from articles.errors import StepRefused
from articles.exchange import import_stories
from articles.finding import former_addresses
from articles.models import Article, Edition, Publication
from comments.models import Mode, Policy
from comments.policies import changes
from newsroom.lib.text import blocks
from newsroom.models import Import, Imported, Outcome, RunState, User
from newsroom.moving import ledger
from newsroom.moving.wordpress import addresses, own_meta, sticky_posts
from newsroom.moving.wordpress.converting.convert import find_pictures
from newsroom.moving.wordpress.importing import earlier_runs, round_trip, threads
from newsroom.moving.wordpress.importing.catalogue import digest, item_key
from newsroom.moving.wordpress.importing.facts import STORIES, Filing, Survey
from newsroom.moving.wordpress.importing.find_or_create import Desk, DryDesk
from newsroom.moving.wordpress.importing.media import Media
from newsroom.moving.wordpress.importing.report import PassingLines, StoredLines
from newsroom.moving.wordpress.importing.round_trip import Returning
from newsroom.moving.wordpress.importing.run import Run
from newsroom.moving.wordpress.importing.stories import Ready, as_draft, is_unknown_field, prepare
from newsroom.moving.wordpress.importing.threads import Thread
from newsroom.moving.wordpress.items import Item
from newsroom.moving.wordpress.reading.export_file import Trouble, read
from newsroom.moving.wordpress.texts import one_line, pluralise, truncate

#: Maximum number of stories in a transaction, and of letters in them.
STORIES_A_BATCH, LETTERS_A_BATCH = 50, 2_000_000
#: The number by which imports know each other on PostgreSQL.
LOCK = 0x696D706F7274
#: Kinds of items that come with what names them: reusable blocks, guest authors.
IN_PLACE = {"wp_block", "guest-author"}
Say = Callable[[str, int], None]


class Busy(StepRefused):
    """Another import is running."""


# -- a run from end to end
# -------------------------------------------------------------------------------


def rehearse(
    survey: Survey,
    filing: Filing,
    media: Media,
    *,
    by: User,
    with_trash: bool = False,
    with_doubts: bool = False,
    say: Say = lambda what, at: None,
) -> Run:
    """Go through all of it as a run does, and write nothing."""
    desk = DryDesk(survey, filing, media)
    run = Run(survey, filing, media, by, PassingLines(survey.catalogue), desk, with_trash)
    run.with_doubts = with_doubts
    _tell_of_fields(run)
    for number, attachment in enumerate(survey.catalogue.all()):
        say("pictures", number)
        if attachment.is_picture and media.has(attachment.address, attachment.file) is False:
            run.lines.add(
                Outcome.LOST,
                "picture",
                about="Picture can't be had",
                words=attachment.address,
                subject=attachment.name,
                file=attachment.source_file,
                line=attachment.line,
            )
        _tell_of_file(run, attachment)
    for file, item in _items(run, say):
        outcome = _ready(run, file, item)
        if isinstance(outcome, Ready):
            run.settle("items", ledger.CAME)
            _tell_of_story(run, file, outcome, None)
            threads.rehearse(run, file, item, outcome.story.created_at)
        else:
            run.leave(item)
    return run


def carry_out(
    kept: Import,
    survey: Survey,
    filing: Filing,
    media: Media,
    *,
    by: User,
    with_trash: bool = False,
    with_doubts: bool = False,
    say: Say = lambda what, at: None,
) -> Run:
    """Bring in what isn't here yet, and keep the report as `kept`. Whatever interrupts it, what is
    here is whole."""
    lines = StoredLines(kept)
    desk = Desk(survey, filing, media, lines, by=by)
    run = Run(survey, filing, media, by, lines, desk, with_trash)
    run.with_doubts = with_doubts
    run.users = {
        p.number: user for p in survey.people.values() if p.number and (user := desk.user(p))
    }
    _tell_of_fields(run)
    _name_paper(run)
    round_trip.make_terms(survey.files, by=by)
    desk.furnish()
    returning = Returning(run.source)
    _bring_own_pictures(run, returning)
    for number, attachment in enumerate(survey.catalogue.all()):
        say("pictures", number)
        if attachment.is_picture:
            run.done["pictures"] += desk.bring(attachment)
        _tell_of_file(run, attachment)
        if number % 50 == 0:
            _sign_of_life(run, kept)
    for batch in _batches(_items(run, say)):
        _take_in(run, returning, batch)
        _sign_of_life(run, kept)
    _keep_at_top(run)
    _sign_of_life(run, kept)
    return run


@contextmanager
def lock_imports() -> Iterator[None]:
    """One import at a time: on this machine and, on PostgreSQL, on all that share its database.
    Raises Busy."""
    with (settings.HOME / "import.lock").open("a") as lock, connection.cursor() as cursor:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy("Another import is running here. Wait until it has ended.") from None
        if connection.vendor != "postgresql":
            yield
            return
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Busy("Another import is running on another machine. Wait until it has ended.")
        try:
            yield
        finally:
            with suppress(DatabaseError):  # a connection that is broken holds nothing
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def begin_run(survey: Survey, files: Sequence[Path], *, by: User) -> Import:
    """Open the report of a new run; one of this site that never ended was killed."""
    now = timezone.now()
    for killed in Import.objects.filter(source=survey.source, state=RunState.RUNNING):
        killed.state = RunState.STOPPED
        killed.save(update_fields=["state"])
    return Import.objects.create(
        source=survey.source,
        files=[path.name for path in files],
        started_at=now,
        seen_at=now,
        by=by,
    )


def end_run(kept: Import, state: str, summary: list[str]) -> None:
    kept.state, kept.summary, kept.ended_at = state, summary, timezone.now()
    kept.counts = StoredLines(kept).counts()
    kept.save(update_fields=["state", "summary", "counts", "ended_at"])


def unknown_fields(survey: Survey) -> list[tuple[str, int]]:
    """The custom fields that nobody here knows, and how often each is there; the most frequent
    first."""
    return [(name, count) for name, count in survey.fields.most_common() if is_unknown_field(name)]


def balance(run: Run) -> tuple[list[str], list[str]]:
    """The ledger in words, and what of the files it does not account for by a count of its own.

    What nobody can read is left: the report has a line for each such part of a file.
    """
    counted = ledger.count_wxr(run.survey.files)
    for kind, count in counted.items():
        short = count - sum(run.fates[kind, fate] for fate in ledger.FATES)
        if short > 0 and run.survey.lost and (kind == "replies" or short <= run.survey.lost):
            run.settle(kind, ledger.LEFT, short)
    return ledger.table(run.fates, counted), ledger.missing(run.fates, counted)


# -- reading
# ---------------------------------------------------------------------------------------------


def _items(run: Run, say: Say) -> Iterator[tuple[str, Item]]:
    """The stories of all files, with the name of their file; whatever else is there is told of."""
    before = 0
    for path in run.survey.files:
        name = path.name
        for each in read(path, say=lambda at, before=before: say("stories", before + at)):
            if isinstance(each, Trouble):
                outcome, about = (
                    (Outcome.LOST, "Can't be read") if each.is_lost else (Outcome.DOUBT, "Mended")
                )
                run.lines.add(
                    outcome, "file", file=name, line=each.line, about=about, words=each.words
                )
            elif isinstance(each, Item) and each.kind in STORIES:
                yield name, each
            elif isinstance(each, Item):
                _tell_of_other(run, name, each)
        before += path.stat().st_size


def _tell_of_other(run: Run, file: str, item: Item) -> None:
    """What is no story: a file, of which its own line tells, or something of a plugin."""
    where = {"subject": item.title or item.slug, "file": file, "line": item.line}
    is_file = item.kind == "attachment"
    known = run.survey.catalogue.of_number(item.number) if is_file else None
    came = known is not None and known.is_picture
    run.settle("items", ledger.CAME if came else ledger.LEFT)
    run.settle("replies", ledger.LEFT, len(item.replies))
    if not is_file and item.kind not in IN_PLACE:
        words = "; ".join(f"{name}: {value}" for name, value in item.meta if value.strip())
        run.lines.add(
            Outcome.LOST,
            item.kind,
            about=f"A “{item.kind}”"[:80],
            words=words or "It stays behind.",
            number=item.number,
            **where,
        )
    if item.replies:
        run.lines.add(
            Outcome.LOST,
            item.kind,
            about="Replies to what is no story",
            words=f"{pluralise(len(item.replies), 'reply', 'replies')} to a “{item.kind}”",
            number=item.number,
            **where,
        )


def _batches(items: Iterable[tuple[str, Item]]) -> Iterator[list[tuple[str, Item]]]:
    """A few at a time; the same item never twice in one."""
    batch: dict[tuple[str, int], tuple[str, Item]] = {}
    letters = 0
    for file, item in items:
        name = item_key(item), item.number
        if name in batch or len(batch) >= STORIES_A_BATCH or letters > LETTERS_A_BATCH:
            yield list(batch.values())
            batch, letters = {}, 0
        batch[name] = file, item
        letters += len(item.content)
    if batch:
        yield list(batch.values())


def _tell_of_file(run: Run, attachment) -> None:
    where = {
        "subject": attachment.name,
        "file": attachment.source_file,
        "line": attachment.line,
        "number": attachment.number,
    }
    if not attachment.is_picture:
        run.lines.add(
            Outcome.LOST,
            "attachment",
            about="File that is no picture",
            words=f"{attachment.address}: links to it stay as they are",
            **where,
        )


def _tell_of_fields(run: Run) -> None:
    for name, count in unknown_fields(run.survey):
        run.lines.add(
            Outcome.LOST,
            "custom field",
            about="Custom field",
            subject=name,
            words=pluralise(count, "time"),
        )
    stories = run.survey.fields[own_meta.STORY]
    if stories and not own_meta.is_own_file(run.survey.site):
        words = (
            f"{pluralise(stories, 'story', 'stories')}: what counts is what WordPress made of them"
            " since"
        )
        run.lines.add(Outcome.LOST, "custom field", about="Editions of before", words=words)
    run.lines.flush()


def _sign_of_life(run: Run, kept: Import) -> None:
    run.lines.flush()
    Import.objects.filter(pk=kept.pk).update(seen_at=timezone.now())


# -- what the stories need
# ------------------------------------------------------------------------------


def _name_paper(run: Run) -> None:
    """A paper that nobody has named yet takes the name of the site."""
    if not Publication.objects.exists() and run.survey.site.title.strip():
        name = one_line(run.survey.site.title)
        tagline = one_line(run.survey.site.description)
        taxonomy.keep(
            Publication(pk=1, name=truncate(name, 100), tagline=truncate(tagline, 200)), by=run.by
        )


def _note_sticky(run: Run, edition: Edition | None) -> None:
    """Remember a story that was sticky, if readers see it and it is among the newest of those."""
    if edition and edition.live_from <= run.now < (
        edition.live_until or dt.datetime.max.replace(tzinfo=dt.UTC)
    ):
        newest = sorted({*run.sticky, (edition.live_from, edition.article_id)}, reverse=True)
        run.sticky = newest[: sticky_posts.count_places()]


def _keep_at_top(run: Run) -> None:
    """What was sticky there stands at the top of the front page, if nobody has composed that."""
    try:
        sticky_posts.place_stories(
            [story for _, story in run.sticky], by=run.by, now=timezone.now()
        )
    except StepRefused as refusal:
        run.lines.add(
            Outcome.DOUBT, "front", about="Was sticky", words=str(refusal), subject="Front page"
        )


def _bring_own_pictures(run: Run, returning: Returning) -> None:
    """Bring the pictures that say of themselves what WordPress has no place for."""
    if not run.survey.fields[own_meta.PICTURE]:
        return
    for path in run.survey.files:
        for item in read(path):
            if not isinstance(item, Item) or item.kind != "attachment":
                continue
            facts = returning.note(item)
            known = run.survey.catalogue.of_number(item.number)
            if facts and known and run.desk.bring(known):
                run.done["pictures"] += 1
                round_trip.restore_facts(run.desk.lead(item.number), facts, by=run.by)


# -- stories
# ---------------------------------------------------------------------------------------------


def _take_in(run: Run, returning: Returning, batch: list[tuple[str, Item]]) -> None:
    """Take in these stories, in one transaction if all goes well, else each in its own."""
    known = earlier_runs.find_rows(run.source, [item for _, item in batch])
    new: list[tuple[str, Ready]] = []
    again: list[Thread] = []
    for (file, item), row in zip(batch, known, strict=True):
        if row is not None:
            again += _again(run, file, item, row)
        elif data := own_meta.read_story(item):
            _back(run, returning, file, item, data)
        elif isinstance(story := _prepared(run, file, item), Ready):
            new.append((file, story))
        elif story is None:  # one that failed is in the ledger already
            run.leave(item)
    threads.take_in_later(run, again)
    if not new:
        return
    try:
        _together(run, new)
    except Exception:  # whichever it was, and whatever went wrong with it: the others have to come
        for file, story in new:
            try:
                _together(run, [(file, story)])
            except Exception as failure:
                run.failed(file, story.item, failure)


def _again(run: Run, file: str, item: Item, row: Imported) -> list[Thread]:
    """A story that is here: it stays as it is. Its thread, if it has one, may have new replies."""
    run.done["known"] += 1
    run.settle("items", ledger.KNOWN)
    article = row.article
    if article is None:
        run.settle("replies", ledger.LEFT, len(item.replies))
        words = "It came in before and was deleted here; it doesn't come again."
        run.tell(Outcome.DOUBT, file, item, "Deleted here", words)
        return []
    if item.is_sticky:
        _note_sticky(run, Edition.objects.live(run.now).filter(article=article).first())
    if row.digest != digest(item):
        words = "It was changed there since it came in; what is here stays."
        run.tell(Outcome.DOUBT, file, item, "Changed there", words, article)
    elif not own_meta.read_story(item):
        _add_pictures(run, file, item, article)
    return [Thread(file, item, article)] if item.replies else []


def _add_pictures(run: Run, file: str, item: Item, article: Article) -> None:
    """Put in what could not be had when the story came in, if it can be had now."""
    shown = len(blocks.pictures(article.body))
    needs_lead = article.lead_picture_id is None and item.value("_thumbnail_id")
    if not needs_lead and shown >= item.content.count("<img") and "[gallery" not in item.content:
        return
    story = _prepared(run, file, item, settle=False)
    if not isinstance(story, Ready):
        return
    body = story.story.body
    lead = story.story.lead_picture if needs_lead else None
    more = len(blocks.pictures(body)) - shown + (lead is not None)
    if more <= 0:
        return
    try:
        with run.together():
            import_stories.add_pictures(article, body=body, lead_picture=lead, by=run.by)
            run.done["completed"] += 1
            words = f"{pluralise(more, 'picture')} that did not come with it"
            run.tell(Outcome.CAME, file, item, "Pictures put in", words, article)
    except StepRefused as refusal:
        words = f"{pluralise(more, 'picture')} came later. {refusal} Put them in by hand."
        run.tell(Outcome.DOUBT, file, item, "Pictures came later", words, article)
    except Exception as failure:
        run.failed(file, item, failure, settle=False)


def _back(run: Run, returning: Returning, file: str, item: Item, data: dict[str, Any]) -> None:
    """A story that says itself what it was, with all its editions; in a transaction of its own."""
    try:
        with run.together():
            article = round_trip.take_in(data, returning, by=run.by, now=run.now, source=run.origin)
            earlier_runs.remember(run.source, [(item, article)])
            if item.comment_status == "closed":
                _close(run, article)
            if item.is_sticky:
                _note_sticky(run, Edition.objects.live(run.now).filter(article=article).first())
            kind = _standing(article, run.now)
            run.done[kind] += 1
            run.settle("items", ledger.CAME)
            words = f"As it was, with {pluralise(len(data['editions']), 'edition')}"
            run.tell(Outcome.CAME, file, item, kind.capitalize(), words, article)
            if item.replies:
                edition = Edition.objects.filter(article=article).order_by("-number").first()
                threads.take_in(run, [Thread(file, item, article, edition)])
    except Exception as failure:
        run.failed(file, item, failure)


def _standing(article: Article, now: dt.datetime) -> str:
    """How a story stands, by the names of what a run has done."""
    editions = Edition.objects.filter(article=article)
    if editions.live(now).exists():
        return "live"
    if editions.scheduled(now).exists():
        return "scheduled"
    return "withdrawn" if editions.begun(now).exists() else "drafts"


def _prepared(run: Run, file: str, item: Item, *, settle: bool = True) -> Ready | str | None:
    """The story, after the pictures that it points to were brought; None for one that stays, and in
    words what failed."""
    try:
        if "<img" in item.content:
            for each in find_pictures(item.content, base=item.link):
                run.desk.bring_pointed(each)
        return _ready(run, file, item)
    except Exception as failure:
        run.failed(file, item, failure, settle=settle)
        return str(failure)


def _ready(run: Run, file: str, item: Item) -> Ready | None:
    origin = f"{run.origin}, {item.kind} {item.number}"
    found = prepare(
        item,
        survey=run.survey,
        filing=run.filing,
        desk=run.desk,
        origin=origin,
        now=run.now,
        with_trash=run.with_trash,
    )
    if isinstance(found, Ready):
        return as_draft(found) if run.with_doubts else found
    run.tell(Outcome.LOST, file, item, "In the trash", found)
    return None


def _together(run: Run, stories: list[tuple[str, Ready]]) -> None:
    """Stories with all that belongs to them, in one transaction."""
    with run.together():
        all_taken = import_stories.take_in_all(
            [story.story for _, story in stories], by=run.by, now=run.now
        )
        came = [
            (file, story, taken) for (file, story), taken in zip(stories, all_taken, strict=True)
        ]
        earlier_runs.remember(run.source, [(story.item, taken.article) for _, story, taken in came])
        for file, story, taken in came:
            run.settle("items", ledger.CAME)
            _around(run, file, story, taken)
        threads.take_in(
            run,
            [Thread(file, story.item, taken.article, taken.edition) for file, story, taken in came],
        )


def _around(run: Run, file: str, story: Ready, taken: import_stories.TakenIn) -> None:
    """What belongs to a story that has come in."""
    item, article = story.item, taken.article
    former_addresses.lead(addresses.of_item(item, run.survey.site), article, by=run.by)
    if story.closed:
        _close(run, article)
    if item.is_sticky:
        _note_sticky(run, taken.edition)
    _tell_of_story(run, file, story, article)
    if taken.slug:
        words = f"Its address “{story.story.slug}” was taken; it is “{taken.slug}” here."
        run.tell(Outcome.DOUBT, file, item, "Address taken", words, article)


def _close(run: Run, article: Article) -> None:
    """No more replies under it."""
    changes.save(Policy(article=article, mode=Mode.CLOSED), by=run.by, now=run.now)


def _tell_of_story(run: Run, file: str, story: Ready, article: Article | None) -> None:
    """What came, and what is to be looked at."""
    facts = story.story
    begins = facts.live_from and f"{timezone.localtime(facts.live_from):%Y-%m-%d %H:%M}"
    if facts.live_until:
        kind, words = "withdrawn", f"Withdrawn; it was live from {begins}"
    elif facts.live_from:
        kind = "live" if facts.live_from <= run.now else "scheduled"
        words = f"Live since {begins}" if kind == "live" else f"Scheduled for {begins}"
    else:
        kind, words = "drafts", f"A working copy, {facts.state}"
    run.done[kind] += 1
    run.tell(
        Outcome.CAME, file, story.item, kind.capitalize(), words, article, subject=facts.headline
    )
    for remark in story.remarks:
        run.tell(Outcome.DOUBT, file, story.item, remark.about, remark.words, article)
