"""`manage.py prepare`: brings a site up to date with the code, and does not serve it."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from newsroom.lib.config import modes
from newsroom.lib.config.database import database_file
from newsroom.lib.config.home import holds_paper
from newsroom.operations import erasure_list
from newsroom.serving import static_files

#: A number of our own, by which PostgreSQL knows the lock.
LOCK = 7_206_114_901


class Command(BaseCommand):
    help = (
        "Brings the database up to date and collects static files, as `serve` does before it"
        " serves; the version before may go on serving meanwhile."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--new", action="store_true", help="make a new paper where NEWSROOM_HOME has none"
        )
        parser.add_argument(
            "--demo", action="store_true", help="fill an empty site with the demo newsroom"
        )

    def handle(self, *args, new: bool, demo: bool, **options) -> None:
        refuse_no_paper(new=new or demo)
        with one_at_a_time():
            self.prepare(demo=demo)

    def prepare(self, *, demo: bool) -> None:
        self.say("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("index_search", stdout=self.stdout, quiet=True)
        if (count := erasure_list.apply_pending()) is not None:
            self.say(f"Erased again after the restore: what was held about {count:,} addresses.")
        self.say("Collecting static files …")
        static_files.collect()
        self.close_files()
        if demo:
            self.say("Looking after the demo newsroom …")
            call_command("demo", stdout=self.stdout)

    def close_files(self) -> None:
        """Files of a site that was made by others, or before they were for one user alone."""
        for path in modes.tighten(settings.HOME, database_file(settings.DATABASES["default"])):
            self.stderr.write(f"Others can read {path}, and it can't be closed: see `doctor`.")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Nobody else prepares this paper meanwhile: whoever comes second waits, and finds it done. The
    system, and PostgreSQL, open their locks when a process dies."""
    home = os.open(settings.HOME / ".prepare.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(home, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":  # other machines have homes of their own
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        os.close(home)


def refuse_no_paper(*, new: bool) -> None:
    """Raises CommandError where NEWSROOM_HOME was given and no paper is there, unless it is to be a
    `new` one."""
    if new or not settings.HOME_GIVEN:
        return
    if not holds_paper(settings.HOME, settings.DATABASES["default"]):
        raise CommandError(
            f"There is no paper in NEWSROOM_HOME={settings.HOME}. Is it misspelt, or its disk not"
            " mounted? For a new paper there, say so once: manage.py prepare --new"
        )
