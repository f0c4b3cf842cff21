"""Delivery: handing mails of the outbox over to the mail server.

A mail is taken by moving the time at which it is due beyond the longest that an attempt can last.
So a task that runs twice finds it taken, and where a worker died in the middle, it comes back. It
is sent a second time only if that happened between the server's word and our note of it, and bears
the same Message-ID then.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import smtplib

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from newsroom.lib.text.strings import storable
from newsroom.models import Mail, MailState
from newsroom.serving.worker import MAIL

CONNECT, ANSWER = 10, 60  # seconds for the mail server to let us in, and for each answer after that
TAKEN = dt.timedelta(minutes=8)  # longer than all its answers together
MAX_PAUSE = dt.timedelta(hours=1)
# pauses double from 2 s to an hour, then it is tried hourly: given up after three days
MAX_ATTEMPTS = 84
HUNG_UP = (0, 421)  # the line is dead, or the server has closed it
NOT_LET_IN = 530  # what is wrong is between us and the server, not with the mail


@task(queue_name=MAIL)
def deliver(ids: list[int]) -> None:
    """Send those of these mails that are due; what can't be sent yet comes back when it is due
    again."""
    waiting = Mail.objects.filter(pk__in=ids, due_at__isnull=False)
    if not settings.EMAIL_HOST:
        waiting.update(state=MailState.KEPT, due_at=None)
    elif due := list(
        waiting.filter(due_at__lte=timezone.now()).order_by("pk").values_list("pk", flat=True)
    ):
        send(due)
    again = waiting.order_by("due_at", "pk").values_list("due_at", "pk")
    for due_at, group in itertools.groupby(again, key=lambda row: row[0]):
        deliver.using(run_after=due_at).enqueue([pk for _, pk in group])


def send(ids: list[int]) -> None:
    """Make an attempt with each of these mails, over one connection; one that can't be had counts
    as its answer."""
    server = EmailBackend(timeout=CONNECT)
    silence = ""
    try:
        server.open()
        server.connection.ehlo_or_helo_if_needed()
        server.connection.sock.settimeout(ANSWER)
    except OSError as error:
        silence = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} can't be used: {in_words(error)}"
    for mail in filter(None, map(claim, ids)):
        code, words = (0, silence) if silence else hand_over(server.connection, mail)
        silence = words if code in HUNG_UP else ""
        record_attempt(mail, code, words)
    with contextlib.suppress(OSError):
        server.close()


def claim(pk: int) -> Mail | None:
    """The mail, if it is due and nobody else has it in hand; for a while nobody else can take
    it."""
    now = timezone.now()
    taken = Mail.objects.filter(pk=pk, due_at__lte=now).update(
        due_at=now + TAKEN, attempts=F("attempts") + 1
    )
    # none where an erasure has deleted it since
    return Mail.objects.filter(pk=pk).first() if taken else None


def hand_over(connection: smtplib.SMTP, mail: Mail) -> tuple[int, str]:
    """The server's answer to a mail: an SMTP code (RFC 5321, section 4.2) and its words; 0 where it
    gave none."""
    try:
        connection.sendmail(mail.sender, [mail.to], bytes(mail.content))
    except smtplib.SMTPRecipientsRefused as refusal:
        [answer] = refusal.recipients.values()
        error = smtplib.SMTPResponseException(*answer)
        return error.smtp_code, in_words(error)
    except smtplib.SMTPResponseException as error:
        return error.smtp_code, in_words(error)
    except OSError as error:
        return 0, in_words(error)
    except ValueError as error:  # an address that no command can hold
        return 553, str(error)
    return 250, ""


def in_words(error: OSError) -> str:
    """What the mail server said, where it said something."""
    if not isinstance(error, smtplib.SMTPResponseException):
        return str(error)
    words = error.smtp_error
    return (
        f"{error.smtp_code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    )


def record_attempt(mail: Mail, code: int, words: str) -> None:
    """Write down what came of an attempt: sent, refused for good, or to be tried again."""
    now = timezone.now()
    words = storable(words)[:500]
    if code == 250:
        Mail.objects.filter(pk=mail.pk).update(state=MailState.SENT, due_at=None, sent_at=now)
        return
    # and not taken by another one meanwhile
    mine = Mail.objects.filter(pk=mail.pk, due_at=mail.due_at)
    if code // 100 == 5 and code != NOT_LET_IN or mail.attempts >= MAX_ATTEMPTS:
        mine.update(state=MailState.FAILED, due_at=None, error=words)
        return
    due_at = now + retry_pause(mail.attempts)
    # so that a batch is due as one again
    mine.update(due_at=due_at.replace(microsecond=0), error=words)


def retry_pause(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts."""
    return min(dt.timedelta(seconds=2 ** min(attempts, 12)), MAX_PAUSE)
