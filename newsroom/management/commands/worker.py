"""`manage.py worker`: does what was left for later, until it is stopped."""

from __future__ import annotations

import datetime as dt
import os
import socket

from django.core.management.base import BaseCommand
from django.db import connection

from articles.pictures import uploads
from articles.search import index
from comments.automod import hits
from comments.desk import email_alerts
from comments.moderation import second_looks
from comments.notifications import notices
from comments.people import privacy, readers
from comments.spam_model import schedule
from comments.transparency import year_ledger
from newsroom.mail import outbox
from newsroom.serving import websub
from newsroom.serving.worker import LEASE, Worker


def tidy() -> None:
    """What is done often, beside the tasks: some of what is to be deleted, and what nobody came
    for."""
    outbox.tidy()
    notices.tidy()
    email_alerts.tidy()
    readers.tidy()
    privacy.forget()
    year_ledger.tidy()
    hits.tidy()
    schedule.tidy()
    second_looks.tidy()
    uploads.tidy()
    index.tidy()
    websub.tidy()


class Command(BaseCommand):
    help = (
        "Does what was left for later (renditions, purges, mail); run as many as you like, on any"
        " machine."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE.total_seconds(),
            metavar="SECONDS",
            help=(
                "after how long without a sign of life its task is given to another worker"
                " (%(default)s)"
            ),
        )

    def handle(self, *args, lease: float, **options) -> None:
        # SQLite is not asked more often than once a second
        interval = 1 if connection.vendor == "sqlite" else 0.2
        name = f"{socket.gethostname()}-{os.getpid()}"
        worker = Worker(name=name, interval=interval, lease=dt.timedelta(seconds=lease), tidy=tidy)
        worker.main.configure_signals()
        worker.run()
