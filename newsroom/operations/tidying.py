"""Tidying: what is kept for how long, and how it goes then.

TABLE lists all that goes by night; docs/operations.md prints it. (newsroom/accounts deletes its own
rows by day.) The worker goes through it each night,
`manage.py tidy` at once. Rows go in small batches, each a transaction of its own, so nobody waits
for it; a step that fails is told, and the others go on.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles.models import Autosave, Presence
from articles.pictures import uploads
from comments.models import (
    Comment,
    Erasure,
    LikenessKey,
    MailLink,
    Notice,
    PersonNote,
    Report,
    RuleHit,
)
from comments.people import privacy
from newsroom.accounts import sign_ins
from newsroom.accounts.models import SignIn
from newsroom.lib.text.strings import storable
from newsroom.mail import outbox
from newsroom.models import Chore, ImportLine, Mail, PolicyReport

log = logging.getLogger("newsroom.tidying")

#: The hour of the site's time zone at which the night's tidying begins.
HOUR = 3
#: Number of rows that go at a time, and maximum number of times in a night: the rest is for the
#: next one.
BATCH, MAX_BATCHES = 500, 2_000
#: The row of Chore that says when the last night's tidying was ordered.
NIGHT = "night"


@dataclass(frozen=True)
class Step:
    """`some` deletes some of what is older than a moment, and gives how many there were: 0 ends
    it."""

    name: str
    what: str
    keep: dt.timedelta
    some: Callable[[dt.datetime], int]


def rows(query: Callable[[dt.datetime], QuerySet], **change: object) -> Callable:
    """Deletes a batch of the rows of a query, or changes them, where a change is given."""

    def some(before: dt.datetime) -> int:
        found = query(before)
        numbers = list(found.order_by().values_list("pk", flat=True)[:BATCH])
        if not numbers:
            return 0
        with transaction.atomic():
            chosen = found.model.objects.filter(pk__in=numbers)
            if change:
                chosen.update(**change)
            else:
                chosen.delete()
        return len(numbers)

    return some


def likeness_keys(before: dt.datetime) -> QuerySet:
    """The keys of replies that came before that moment: all numbers below the first reply that came
    later."""
    first = Comment.objects.filter(created_at__gte=before).aggregate(first=Min("pk"))["first"]
    if first is None:
        first = (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    return LikenessKey.objects.filter(likeness__lt=first)


def pages_on_disk(before: dt.datetime) -> int:
    """Files of the page cache that were built long ago."""
    folder = settings.HOME / "pages"
    files = (path for path in folder.glob("*/*/*") if path.parent.name != "locks")
    return _unlink(path for path in files if _changed_before(path, before))


def static_files(before: dt.datetime) -> int:
    """Static files of earlier releases. Pages out there still name them for a while, so those of
    the present one are marked each night by their time, and what has not been marked for long
    goes."""
    root = Path(settings.STATIC_ROOT)
    try:
        named = json.loads((root / "staticfiles.json").read_bytes())["paths"].values()
    except (OSError, ValueError, KeyError):
        return 0
    present = {"staticfiles.json", "collected-from.txt"}
    present |= {f"{name}{end}" for name in named for end in ("", ".gz", ".br")}
    for name in present:
        with contextlib.suppress(OSError):
            os.utime(root / name)
    files = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return _unlink(
        path
        for path in files
        if path.relative_to(root).as_posix() not in present and _changed_before(path, before)
    )


def day(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)


TABLE = (
    Step("sessions", "logins that have ended", day(0),
         rows(lambda before: Session.objects.filter(expire_date__lt=before))),
    Step("autosaves", "what was typed into the form of a new story that nobody ever saved", day(90),
         rows(lambda before: Autosave.objects.filter(article=None, at__lt=before))),
    Step("presences", "who had a story open", day(1),
         rows(lambda before: Presence.objects.filter(at__lt=before))),
    Step("uploads", "parts of pictures whose sender did not come back", uploads.KEPT_FOR,
         uploads.delete_old),
    Step("traces", "network and browser of who replied, who recommended, who reported; not while"
         " a notice of illegal content is open", privacy.KEEP,
         privacy.delete_old),
    Step("not shown", "names, addresses and texts of spam, and of what its author withdrew",
         day(365), privacy.empty_not_shown),
    Step("addresses", "addresses of replies that nobody ever confirmed", day(3 * 365),
         rows(lambda before: Comment.objects.filter(
             created_at__lt=before, reader=None, user=None).exclude(email=""), email="")),
    Step("reports", "what was said against a reply, and the address for the answer, once settled",
         day(365), rows(lambda before: Report.objects.filter(
             settled_at__lt=before).exclude(email="", text=""), email="", text="")),
    Step("notices of illegal content", "who sent them, their words and the reply as it stood, once"
         " decided", day(3 * 365), privacy.empty_notices),
    Step("measures", "measures about people that have ended", day(2 * 365),
         rows(privacy.ended_measures)),
    Step("notes", "what moderators noted about people", day(2 * 365),
         rows(lambda before: PersonNote.objects.filter(at__lt=before))),
    Step("erasures", "that somebody was erased, by a digest of the address", day(3 * 365),
         rows(lambda before: Erasure.objects.filter(done_at__lt=before))),
    Step("sign ins", "logins: when, from which network, with which browser", sign_ins.KEEP,
         rows(lambda before: SignIn.objects.filter(seen_at__lt=before, at__lt=before))),
    Step("import reports", "lines of the reports of imports", day(2 * 365),
         rows(lambda before: ImportLine.objects.filter(run__ended_at__lt=before))),
    Step("likeness", "by what texts of replies are found to be alike; the text itself stays",
         day(180), rows(likeness_keys)),
    Step("rule hits", "in which replies a rule of the desk found something", day(180),
         rows(lambda before: RuleHit.objects.filter(at__lt=before))),
    Step("notices", "what readers were told, and when", day(90),
         rows(lambda before: Notice.objects.filter(made_at__lt=before, due_at=None))),
    Step("links", "links of mails to readers", day(30),
         rows(lambda before: MailLink.objects.filter(made_at__lt=before))),
    Step("mail texts", "the text of mails that went out, or failed", outbox.KEEP_CONTENT,
         rows(lambda before: Mail.objects.filter(due_at=None, written_at__lt=before,
                                                 content__isnull=False), content=None)),
    Step("mails", "to whom mail went, and when", day(90),
         rows(lambda before: Mail.objects.filter(due_at=None, written_at__lt=before))),
    Step("refusals", "what browsers refused to do for a page", day(7),
         rows(lambda before: PolicyReport.objects.filter(last_at__lt=before))),
    Step("tasks", "what the worker has done", day(3),
         rows(lambda before: DBTaskResult.objects.finished().filter(finished_at__lt=before))),
    Step("pages", "pages kept ready on the disk", day(30), pages_on_disk),
    Step("static", "static files of earlier releases", day(30), static_files),
)  # fmt: skip


@dataclass(frozen=True)
class Done:
    """How a step went."""

    step: Step
    deleted: int
    error: str = ""


def tidy(now: dt.datetime, steps: Iterable[Step] = TABLE) -> Iterator[Done]:
    """Go through the steps, whatever becomes of each."""
    for step in steps:
        chore = {"begun_at": timezone.now(), "ended_at": None, "deleted": 0, "error": ""}
        deleted, error = 0, ""
        try:
            for _ in range(MAX_BATCHES):
                count = step.some(now - step.keep)
                if not count:
                    break
                deleted += count
        except Exception as fault:  # whatever it is, the other steps have to be done
            log.exception("Tidying failed at: %s.", step.name)
            error = f"{type(fault).__name__}: {fault}"
            if not connection.in_atomic_block:
                connection.close()
        chore |= {"ended_at": timezone.now(), "deleted": deleted, "error": storable(error)[:500]}
        Chore.objects.update_or_create(name=step.name, defaults=chore)
        yield Done(step, deleted, error)


def order(now: dt.datetime | None = None) -> bool:
    """Have tidying done where a night has begun since it was last ordered; whether it was. One
    query where not. The worker calls this often."""
    now = now or timezone.now()
    night = timezone.localtime(now).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if night > now:
        night -= day(1)
    last, is_first = Chore.objects.get_or_create(name=NIGHT, defaults={"begun_at": now})
    # ahead of the clock: it was wrong then, and is set right
    is_due = Q(begun_at__lt=night) | Q(begun_at__gt=now + day(1))
    if is_first or night <= last.begun_at <= now + day(1):
        return False
    with transaction.atomic():
        is_ours = Chore.objects.filter(is_due, name=NIGHT).update(begun_at=now)
        if is_ours:
            tidy_by_night.enqueue()
    return bool(is_ours)


@task()
def tidy_by_night() -> int:
    """Go through TABLE; how much was deleted."""
    return sum(done.deleted for done in tidy(timezone.now()))


def _changed_before(path: Path, before: dt.datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except OSError:
        return False


def _unlink(paths: Iterable[Path]) -> int:
    count = 0
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
            count += 1
    return count
