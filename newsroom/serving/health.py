"""Health: whether the process lives, and whether it can serve.

`/readyz` does what people's work needs: it writes, and takes it back. What it says is for everybody
to read: parts and words, no paths and no numbers of the house.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, storages
from django.db import DatabaseError, OperationalError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from newsroom.models import Chore, Heartbeat
from newsroom.serving.backlog import LONG, read_backlog

Parts = dict[str, object]

#: For how many seconds an answer stands: however often it is asked, the work is done once.
STANDS = 1.0
#: For how long it waits for another writer, in milliseconds.
PATIENCE = 1000
#: What is written into each place, in bytes: a full disk may still take a file that is empty.
PROBE = b"\0" * 4096
#: Below so many free bytes the disk is "low".
LOW = 200 * 1024 * 1024
#: Without these, nobody's work is kept: 503. The other parts only speak.
VITAL = ("database", "cache", "home")
#: Words that are no fault. "busy": somebody else writes for longer than PATIENCE, an import say.
FINE = ("ok", "busy")
WORDS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read-only",
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.ENOENT: "missing",
}


class Remembered:
    """What `work` gave last. One thread at a time works; whoever comes meanwhile gets what there
    is."""

    def __init__(self, work: Callable[[], Parts]) -> None:
        self.work = work
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.parts: Parts | None = None
        self.until = 0.0

    def __call__(self) -> Parts:
        parts = self.parts
        if parts is not None and time.monotonic() < self.until:
            return parts
        if not self.lock.acquire(blocking=parts is None):
            return parts
        try:
            if self.parts is None or time.monotonic() >= self.until:
                self.parts = self.work()
                self.until = time.monotonic() + STANDS
            return self.parts
        finally:
            self.lock.release()


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"process": "ok"}, headers={"Cache-Control": "no-store"})


def readyz(request: HttpRequest) -> JsonResponse:
    """What people's work needs, by part; 503 where one of VITAL can't do it. With `?full` also what
    waits for the worker."""
    parts = dict(ready())
    is_fine = all(parts[name] in FINE for name in VITAL)
    if "full" in request.GET and parts["database"] == "ok":
        parts |= behind()
    status = 200 if is_fine else 503
    response = JsonResponse(parts, status=status, headers={"Cache-Control": "no-store"})
    response._has_been_logged = True  # whoever asks is told, each few seconds
    return response


def read_parts() -> Parts:
    return {"database": database_state(), "cache": _cache(), "home": home_state(), "disk": _disk()}


def read_work() -> Parts:
    """What is done behind the pages: seconds are numbers, None is nothing."""
    try:
        backlog = read_backlog()
        failing = Chore.objects.exclude(error="").exists()
    except DatabaseError as error:
        return {"worker": type(error).__name__}
    ages = {
        "worker_seen_seconds": backlog.worker_seen_at,
        "oldest_task_seconds": backlog.task_since,
        "oldest_mail_seconds": backlog.mail_since,
    }
    return {
        "worker": "ok" if backlog.has_worker else "silent",
        "queue": "late" if backlog.waited(backlog.task_since) > LONG else "ok",
        "mail": "late" if backlog.waited(backlog.mail_since) > LONG else "ok",
        "tidying": "failing" if failing else "ok",
        **{
            name: int(backlog.waited(since).total_seconds()) if since else None
            for name, since in ages.items()
        },
    }


ready, behind = Remembered(read_parts), Remembered(read_work)


def database_state() -> str:
    """A row is written and taken back."""
    now = timezone.now()
    try:
        with patience(), transaction.atomic():
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute(f"SET LOCAL statement_timeout = {2 * PATIENCE}")
                cursor.execute("SELECT 1 FROM articles_version LIMIT 1")
            Heartbeat.objects.create(
                worker=f"readyz {uuid.uuid4().hex}", started_at=now, seen_at=now
            )
            transaction.set_rollback(True)
    except DatabaseError as error:
        if isinstance(error, OperationalError) and "locked" in str(error):
            return "busy"
        return type(error).__name__
    return "ok"


@contextlib.contextmanager
def patience() -> Iterator[None]:
    """SQLite doesn't wait for another writer for longer than PATIENCE."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(1000 * connection.settings_dict["OPTIONS"].get("timeout", 5))
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def _cache() -> str:
    word = uuid.uuid4().hex
    try:
        cache.set("readyz", word, 5)
        return "ok" if cache.get("readyz") else "unreachable"
    except Exception as error:  # each backend raises errors of its own
        return type(error).__name__


def places() -> dict[str, Path]:
    """The folders that are written to, by the names that may be told."""
    found = {"home": settings.HOME, "pages": settings.HOME / "pages"}
    for name, alias in (("public", "default"), ("private", "private")):
        storage = storages[alias]
        if isinstance(storage, FileSystemStorage):
            found[name] = Path(storage.location)
    if connection.vendor == "sqlite":
        found["database"] = Path(connection.settings_dict["NAME"]).parent
    return found


def home_state() -> str:
    """A file is written in each place that is written to; "public: full" names the first that takes
    none."""
    for name, folder in places().items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
                if file.write(PROBE) != len(PROBE):
                    return f"{name}: full"
        except OSError as error:
            return f"{name}: {WORDS.get(error.errno, 'not writable')}"
    return "ok"


def _disk() -> str:
    return "low" if free() < LOW else "ok"


def free() -> int:
    """The fewest free bytes of all places."""
    sizes = []
    for folder in places().values():
        with contextlib.suppress(OSError):
            sizes.append(shutil.disk_usage(_nearest(folder)).free)
    return min(sizes, default=0)


def _nearest(folder: Path) -> Path:
    """The folder, or the first above it that is there."""
    return next(each for each in (folder, *folder.parents) if os.path.isdir(each))
