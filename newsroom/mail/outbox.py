"""The outbox: every mail of the site is written here first, and goes on its way after the commit.

Every part uses django.core.mail as it stands. What it sends becomes rows in the transaction of
whatever it tells about, so a change that is taken back mails nobody, and a page never waits for a
mail server.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from articles.errors import NotAllowed, StepRefused
from articles.models import Record, Verb
from newsroom.lib.config.mail_server import bare_address
from newsroom.lib.text.strings import storable
from newsroom.mail.delivery import deliver
from newsroom.models import Mail, MailState

MAX_BYTES = 5_000_000  # bytes of a mail, attachments included: it stands in the database
KEEP_CONTENT = dt.timedelta(days=14)
STRAY = dt.timedelta(hours=1)  # so long after it was due, nobody will come for a mail any more


class Outbox(BaseEmailBackend):
    """The backend of django.core.mail: what is sent lands in the outbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        write(email_messages)
        return len(email_messages)


@transaction.atomic
def write(messages: Sequence[EmailMessage], *, now: dt.datetime | None = None) -> list[Mail]:
    """Put messages into the outbox, a row for each recipient, and have them sent when the
    transaction commits.

    Where no mail server is named they are kept. Raises ValueError for what can't be sent as it is:
    an address that is none, a header of more than one line (BadHeaderError), a mail that is too
    large.
    """
    now = now or timezone.now()
    served = bool(settings.EMAIL_HOST)
    fate = {"state": MailState.WAITING, "due_at": now} if served else {"state": MailState.KEPT}
    mails = [
        Mail(written_at=now, **fate, **fields) for message in messages for fields in _each(message)
    ]
    Mail.objects.bulk_create(mails)
    if mails and served:
        deliver.enqueue([mail.pk for mail in mails])
    return mails


@transaction.atomic
def send_again(mail: Mail, *, by, now: dt.datetime | None = None) -> None:
    """Try anew to send a mail that failed, or was kept while no server was named. Raises
    NotAllowed, StepRefused."""
    if not by.has_perm("newsroom.change_mail"):
        raise NotAllowed("Your role does not allow sending mail again.")
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.state not in (MailState.FAILED, MailState.KEPT):
        raise StepRefused(
            f"The email to {mail.to} is {mail.get_state_display().lower()}: nothing is to be"
            " repeated."
        )
    if mail.content is None:
        raise StepRefused(
            f"The text of the email to {mail.to} is deleted already, {KEEP_CONTENT.days} days"
            " after it."
        )
    if not settings.EMAIL_HOST:
        raise StepRefused("There is no mail server to send it: the setting EMAIL_URL names none.")
    mail.state, mail.due_at, mail.attempts = MailState.WAITING, now or timezone.now(), 0
    mail.save(update_fields=["state", "due_at", "attempts"])
    Record.objects.write(Verb.MAIL_SENT_AGAIN, by=by, subject=f"Mail {mail.pk}")
    deliver.enqueue([mail.pk])


def tidy(now: dt.datetime | None = None) -> None:
    """Enqueue again the mails that are long overdue, as their task was lost. The worker calls this
    often."""
    now = now or timezone.now()
    stray = Mail.objects.filter(due_at__lt=now - STRAY).order_by("due_at")
    if found := list(stray.values_list("pk", flat=True)[:100]):
        with transaction.atomic():
            deliver.enqueue(found)
            stray.filter(pk__in=found).update(due_at=now)


def _each(message: EmailMessage) -> list[dict]:
    """What is to be kept of a message, for each of its recipients."""
    encoding = message.encoding or settings.DEFAULT_CHARSET
    sender = bare_address(message.from_email, encoding)
    recipients = dict.fromkeys(bare_address(address, encoding) for address in message.recipients())
    ours = {
        "Message-ID": make_msgid(domain=sender.rpartition("@")[2]),
        "Auto-Submitted": "auto-generated",
    }
    given = {name.lower() for name in message.extra_headers}
    message = copy.copy(message)
    message.extra_headers = {
        **message.extra_headers,
        **{name: value for name, value in ours.items() if name.lower() not in given},
    }
    whole = message.message()
    content = whole.as_bytes(linesep="\r\n")
    if len(content) > MAX_BYTES:
        raise ValueError(
            f"A mail of {len(content):,} bytes is too large; {MAX_BYTES:,} is the most."
        )
    fields = {
        "subject": storable(" ".join(str(message.subject).split()))[:250],
        "sender": sender,
        "message_id": whole["Message-ID"][:320],
        "content": content,
    }
    return [{"to": address, **fields} for address in recipients]
