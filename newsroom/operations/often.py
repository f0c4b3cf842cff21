"""What the worker does several times a minute, beside its tasks: what nobody came for, and what is
due by the clock. Each is cheap where nothing is to be done."""

from __future__ import annotations

import logging
import time

from django.db import InterfaceError, OperationalError, connection

from articles.search import index
from comments.desk import email_alerts
from comments.moderation import second_looks
from comments.notifications import notices
from comments.people import erasing, privacy
from comments.spam_model import schedule
from comments.transparency import year_ledger
from newsroom.accounts import sign_ins, waits
from newsroom.mail import outbox, reply_notices
from newsroom.operations import tidying
from newsroom.serving import websub

log = logging.getLogger("newsroom.worker")

OFTEN = (
    outbox.tidy,
    notices.tidy,
    email_alerts.tidy,
    reply_notices.tidy,
    privacy.forget,
    erasing.tidy,
    year_ledger.tidy,
    schedule.tidy,
    second_looks.tidy,
    index.tidy,
    websub.tidy,
    waits.tidy,
    sign_ins.tidy,
    tidying.order,
)
#: Seconds between two words in the log about the same.
TOLD_EVERY = 300.0
told_at: dict[str, float] = {}


def do_all() -> None:
    """Do each of them, whatever becomes of the others. Raises what says that the database is
    away."""
    for do in OFTEN:
        try:
            do()
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            name = f"{do.__module__}.{do.__qualname__}"
            if time.monotonic() - told_at.get(name, -TOLD_EVERY) >= TOLD_EVERY:
                told_at[name] = time.monotonic()
                log.exception("%s failed; what else is to be done goes on.", name)
            if not connection.in_atomic_block:
                connection.close()
