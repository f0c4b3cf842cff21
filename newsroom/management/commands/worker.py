"""`manage.py worker`: does what was left for later, until it is stopped."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
import socket

from django.core.management.base import BaseCommand
from django.db import connection

from newsroom.operations import often
from newsroom.serving.processes.parent import end_with
from newsroom.serving.worker import LEASE, Worker


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
        # `serve` says with which process it is to end
        parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)

    def handle(self, *args, lease: float, parent: int | None, **options) -> None:
        if parent:
            end_with(parent, signal.SIGTERM)
        # SQLite is not asked more often than once a second
        interval = 1 if connection.vendor == "sqlite" else 0.2
        name = f"{socket.gethostname()}-{os.getpid()}"
        worker = Worker(
            name=name, interval=interval, lease=dt.timedelta(seconds=lease), tidy=often.do_all
        )
        worker.main.configure_signals()
        worker.run()
