"""The doctor: looks a site over, and says of each thing that is amiss what to do.

Each look is a function that yields findings; one that breaks is a finding of its own, and the
others go on. Nothing is changed.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import smtplib
import ssl
import urllib.error
import urllib.request
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Edition, Picture, Upload
from comments.models import Reader
from newsroom.lib.config import modes
from newsroom.lib.config.database import database_file
from newsroom.lib.config.env import Env
from newsroom.models import Chore, Mail, MailState
from newsroom.operations import backup, databases, tidying
from newsroom.operations.personal_data import normal_form
from newsroom.serving import health
from newsroom.serving.backlog import LONG, in_words, read_backlog

log = logging.getLogger("newsroom.doctor")

PATIENCE = 5.0  # seconds for a server to answer
DAY = dt.timedelta(days=1)
#: Files that nothing names are told of when they are older: an upload may be under way.
ORPHANED = DAY
#: By how much two clocks may differ.
DRIFT = dt.timedelta(seconds=2)
#: Maximum number of files that are named, and number of pictures asked for at a time.
MAX_NAMED, BATCH = 5, 500


class Level(IntEnum):
    """The exit code of `manage.py doctor` is the highest: 0, 1 or 2."""

    FINE = 0
    WARNING = 1
    FAULT = 2


@dataclass(frozen=True)
class Finding:
    """`todo` is what to do about it; empty where all is well."""

    level: Level
    about: str
    words: str
    todo: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything."""
    for about, look in LOOKS.items():
        try:
            found = [Finding(level, about, words, todo) for level, words, todo in look()]
        except Exception as error:
            log.debug("A look of the doctor broke.", exc_info=error)
            words = f"It can't be looked at: {type(error).__name__}: {error}"
            found = [Finding(Level.FAULT, about, words[:500], "See to the other findings first.")]
        yield from found


Found = Iterator[tuple[Level, str, str]]


def fine(words: str) -> tuple[Level, str, str]:
    return Level.FINE, words, ""


def warning(words: str, todo: str) -> tuple[Level, str, str]:
    return Level.WARNING, words, todo


def fault(words: str, todo: str) -> tuple[Level, str, str]:
    return Level.FAULT, words, todo


def look_at_settings() -> Found:
    """What Django's own checks say, those for public sites only where this is one."""
    is_public = not settings.LAPTOP
    found = [
        each
        for each in checks.run_checks(include_deployment_checks=is_public)
        if each.level >= checks.WARNING and not each.is_silenced()
    ]
    for each in found:
        say = fault if each.level >= checks.ERROR else warning
        yield say(f"{each.id}: {each.msg}", each.hint or "See `manage.py check --deploy`.")
    if is_public and settings.DEBUG:
        yield fault("Debug pages are on.", "Unset NEWSROOM_DEBUG.")
    if not found:
        yield fine("in order" if is_public else "in order, for a laptop: NEWSROOM_HOSTS is not set")


def look_at_home() -> Found:
    state = health.home_state()
    if state == "ok":
        yield fine(f"{settings.HOME} can be written")
    else:
        name, _, word = state.partition(": ")
        yield fault(
            f"{health.places().get(name)} can't be written: {word}",
            "Make room, or give the folder to the user as whom the site runs.",
        )


def look_at_modes() -> Found:
    """Whether anybody but the user as whom the site runs can read what is its own."""
    found = [
        str(path)
        for path in modes.too_open(settings.HOME, database_file(settings.DATABASES["default"]))
    ]
    if found:
        yield fault(
            f"Other users of this machine can get at {', '.join(found[:MAX_NAMED])}",
            "Run `manage.py prepare` as the user as whom the site runs; what belongs to somebody"
            " else, give to that user first.",
        )
    else:
        yield fine("for the user as whom the site runs alone")


def look_at_disk() -> Found:
    free = health.free()
    words = f"{free / 1e9:,.1f} GB are free"
    if free < health.LOW:
        yield fault(words, "Make room: uploads and, on SQLite, all writing will stop.")
    elif free < 5 * health.LOW:
        yield warning(words, "Make room soon.")
    else:
        yield fine(words)


def look_at_database() -> Found:
    state = health.database_state()
    if state == "ok":
        yield fine(f"{connection.vendor} takes what is written")
    elif state == "busy":
        yield warning(
            "Somebody has been writing for longer than a second.", "An import? Look again later."
        )
    else:
        yield fault(f"It can't be written: {state}", "See DATABASE_URL, and the database's log.")


def look_at_migrations() -> Found:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    ahead = {f"{app}.{name}" for app, name in executor.loader.applied_migrations}
    ahead -= databases.known_migrations()
    if pending:
        yield fault(
            f"{len(pending)} are pending, the first {pending[0][0]}", "Run `manage.py migrate`."
        )
    if ahead:
        yield warning(
            f"The database is of a newer version: {sorted(ahead)[0]}", "Install that version here."
        )
    if not pending and not ahead:
        yield fine("all applied")


def look_at_files() -> Found:
    """Originals that are missing, and files that nothing names."""
    places = backup.folders()
    for name, place in backup.elsewhere().items():
        yield fine(f"the {name} pictures lie in {place}, and are not looked at")
    if "private" not in places:
        return
    private = places["private"]
    named = Picture.objects.order_by("pk").values_list("original", flat=True)
    missing = _some(name for name in named.iterator(BATCH) if not (private / name).is_file())
    if missing:
        yield fault(
            f"{_counted(missing)} missing: {', '.join(missing[:MAX_NAMED])}",
            "Copy them from a backup to their place in private/, or replace the pictures' files.",
        )
    orphans = _some(_orphans(private, places.get("public")))
    if orphans:
        yield warning(
            f"{_counted(orphans)} that nothing names: {', '.join(orphans[:MAX_NAMED])}",
            "They only take room. Delete them after a look, with a backup at hand.",
        )
    if not missing and not orphans:
        yield fine("each original is there, and each file is named")


def _orphans(private: Path, public: Path | None) -> Iterator[str]:
    """Files and folders of pictures that are gone, and of uploads that are."""
    before = timezone.now().timestamp() - ORPHANED.total_seconds()

    def unknown(folder: Path, known: Callable[[list[str]], Iterable[str]]) -> Iterator[str]:
        names: list[str] = []
        if not folder.is_dir():
            return
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.stat(follow_symlinks=False).st_mtime < before:
                    names.append(entry.name)
                if len(names) == BATCH:
                    yield from sorted(set(names) - set(known(names)))
                    names = []
        yield from sorted(set(names) - set(known(names)))

    def originals(names: list[str]) -> Iterator[str]:
        paths = [f"originals/{name}" for name in names]
        found = Picture.objects.filter(original__in=paths).values_list("original", flat=True)
        return (path.removeprefix("originals/") for path in found)

    def tokens(names: list[str]) -> Iterable[str]:
        return Picture.objects.filter(token__in=names).values_list("token", flat=True)

    def keys(names: list[str]) -> Iterable[str]:
        return Upload.objects.filter(key__in=names).values_list("key", flat=True)

    yield from (f"private/originals/{name}" for name in unknown(private / "originals", originals))
    yield from (f"private/uploads/{name}" for name in unknown(private / "uploads", keys))
    if public:
        yield from (f"public/pictures/{name}" for name in unknown(public / "pictures", tokens))


def _some(found: Iterable[str]) -> list[str]:
    """At most a thousand."""
    return [name for name, _ in zip(found, range(1000), strict=False)]


def _counted(found: list[str]) -> str:
    more = "or more " if len(found) == 1000 else ""
    return f"{len(found):,} {more}file{'s' if len(found) > 1 else ''}"


def look_at_addresses() -> Found:
    """Readers whose addresses are one and the same box, and stayed apart."""
    twice = _some(
        f"{Reader.objects.get(email=address).pk} and {number}"
        for batch in normal_form.others(Reader)
        for number, address in batch
        if Reader.objects.filter(email=address).exists()
    )
    if twice:
        yield warning(
            f"Readers with one address: {', '.join(twice[:MAX_NAMED])}",
            "What the second follows still goes to that address, until it is ended by a link of a"
            " mail.",
        )
    else:
        yield fine("each reader has one of their own")


def look_at_worker() -> Found:
    backlog = read_backlog()
    if not backlog.has_worker:
        since = backlog.worker_seen_at
        yield fault(
            f"None has been seen for {in_words(backlog.waited(since))}"
            if since
            else "None was ever seen, and there is work waiting",
            "Start one: `manage.py worker` (`manage.py serve` does so itself).",
        )
    elif backlog.worker_seen_at is None:
        yield fine("none was ever seen, and nothing waits")
    else:
        yield fine(f"seen {in_words(backlog.waited(backlog.worker_seen_at))} ago")


def look_at_queues() -> Found:
    backlog, now = read_backlog(), timezone.now()
    waited = backlog.waited(backlog.task_since)
    if waited > LONG:
        yield warning(
            f"The oldest task has waited for {in_words(waited)}",
            "Where a worker is running there are too few: start another.",
        )
    lost = DBTaskResult.objects.failed().filter(finished_at__gte=now - DAY)
    paths = sorted(set(lost.order_by().values_list("task_path", flat=True)[:1000]))
    if paths:
        yield warning(
            f"Given up since yesterday: {', '.join(paths[:MAX_NAMED])}",
            "The admin's Task Results say why.",
        )
    if waited <= LONG and not paths:
        yield fine("nothing has waited for long, nothing was given up")


def look_at_outbox() -> Found:
    backlog, now = read_backlog(), timezone.now()
    waited = backlog.waited(backlog.mail_since)
    if waited > LONG:
        yield warning(
            f"The oldest mail has waited for {in_words(waited)}",
            "The admin's list of emails has the words of the mail server.",
        )
    failed = Mail.objects.filter(state=MailState.FAILED, written_at__gte=now - DAY).count()
    if failed:
        yield warning(
            f"{failed} of since yesterday could not be sent", "See the admin's list of emails."
        )
    if waited <= LONG and not failed:
        yield fine("nothing has waited for long")


def look_at_tidying() -> Found:
    failing = list(Chore.objects.exclude(error="").order_by("name"))
    for chore in failing:
        yield warning(
            f"{chore.name} failed: {chore.error}", "Run `manage.py tidy` once it is put right."
        )
    night = Chore.objects.filter(name=tidying.NIGHT).first()
    if night and night.begun_at < timezone.now() - 2 * DAY:
        yield warning(
            f"It was last done {in_words(timezone.now() - night.begun_at)} ago",
            "The worker does it by night: start one, or run `manage.py tidy`.",
        )
    elif not failing:
        yield fine("in order")


def look_at_clock() -> Found:
    """Against the database's, and against what was published."""
    now = timezone.now()
    newest = Edition.objects.order_by("-pk").values_list("created_at", flat=True).first()
    if newest and newest > now + DRIFT:
        yield fault(
            f"It stands at {now:%Y-%m-%d %H:%M:%S} UTC, before the newest edition was made"
            f" ({newest:%Y-%m-%d %H:%M:%S} UTC)",
            "Set it right (chrony). Until then publishing is refused.",
        )
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            drift = abs(cursor.fetchone()[0] - timezone.now())
        if drift > DRIFT:
            yield warning(
                f"It differs from the database's by {drift.total_seconds():.0f} seconds",
                "Keep all clocks in step (chrony): editions begin and end by them.",
            )
            return
    yield fine("in step")


def look_at_time_zone() -> Found:
    env = Env()
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    here = timezone.now().astimezone(zone)
    note = (
        ""
        if env.isset("NEWSROOM_TIME_ZONE") or settings.LAPTOP
        else ("; NEWSROOM_TIME_ZONE is not set: addresses and times of stories are UTC's")
    )
    yield fine(f"{settings.TIME_ZONE}, where it is {here:%H:%M}{note}")


def look_at_mail_server() -> Found:
    if not settings.EMAIL_HOST:
        if settings.LAPTOP:
            yield fine("none is named: mail is kept")
        else:
            yield warning(
                "None is named: mail is kept, and nothing is sent.", "Set EMAIL_URL to one."
            )
        return
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    server = EmailBackend(timeout=PATIENCE)
    try:
        server.open()
        server.connection.noop()
        server.close()
    except (OSError, smtplib.SMTPException) as error:
        yield fault(
            f"{place} does not let us in: {error}",
            "See EMAIL_URL, and whether a firewall is between. Mail waits, for up to three days.",
        )
    else:
        yield fine(f"{place} lets us in")


def look_at_address() -> Found:
    """Whether the site answers under the name that stands in mails."""
    address = f"{settings.SITE_URL}/healthz"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - ours
            words = answer.read(100)
    except (OSError, urllib.error.URLError, ssl.SSLError, ValueError) as error:
        if settings.LAPTOP:
            yield fine(f"{settings.SITE_URL} does not answer: it is not being served")
        else:
            yield fault(
                f"{settings.SITE_URL} can't be reached from here: {error}",
                "See the name (DNS), the certificate, the proxy, and whether the server runs.",
            )
        return
    if b'"process"' in words:
        yield fine(f"{settings.SITE_URL} answers")
    else:
        yield warning(
            f"At {settings.SITE_URL} something else answers.", "See NEWSROOM_HOSTS, and the proxy."
        )


LOOKS: dict[str, Callable[[], Found]] = {
    "settings": look_at_settings,
    "time zone": look_at_time_zone,
    "home": look_at_home,
    "who may read": look_at_modes,
    "disk": look_at_disk,
    "database": look_at_database,
    "migrations": look_at_migrations,
    "clock": look_at_clock,
    "files": look_at_files,
    "addresses": look_at_addresses,
    "worker": look_at_worker,
    "queues": look_at_queues,
    "outbox": look_at_outbox,
    "tidying": look_at_tidying,
    "mail server": look_at_mail_server,
    "address": look_at_address,
}
