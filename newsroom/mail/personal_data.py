"""Mail, tasks and reports of imports that name somebody: what is held, and how it is erased."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from urllib.parse import quote

from django.contrib.admin.models import LogEntry
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from comments.desk import email_alerts
from comments.models import Comment
from comments.people.emptying import NAME, STRUCK
from comments.people.held import Section
from newsroom.models import ImportLine, Mail, MailState

BATCH = 200
#: Where a mail says about which reply it is: a link to it, a link to decide about it, its thread.
OF_REPLY = re.compile(r"comment-(\d+)|<reply-(\d+)@|/replies/desk/([^/\s]+)/")


def erase(address: str, thorough: bool) -> dict[str, int]:
    """Delete mails to an address, and tasks that are done and name it; how many there were.

    `thorough`: also the texts of other mails that show a reply whose author is erased, or the
    address. Those that wait are deleted, as they must not go out any more.
    """
    counts = {"mails": Mail.objects.filter(to__iexact=address).delete()[0]}
    named = Q(args_kwargs__icontains=address) | Q(traceback__icontains=address)
    DBTaskResult.objects.finished().filter(named).delete()
    LogEntry.objects.filter(object_repr__icontains=address).update(object_repr=STRUCK)
    for line in ImportLine.objects.filter(
        Q(subject__icontains=address) | Q(words__icontains=address)
    ):
        ImportLine.objects.filter(pk=line.pk).update(
            subject=_struck(line.subject, address), words=_struck(line.words, address)
        )
    if thorough:
        counts["texts of other mails"] = sum(
            _forget_texts(mails, address) for mails in _with_texts()
        )
    return {what: count for what, count in counts.items() if count}


def held(address: str) -> list[Section]:
    """Mails to an address, as comments.people.held tells them."""
    rows = Mail.objects.filter(to__iexact=address).order_by("-written_at", "-pk")
    return [Section("mails", "Mails", rows, _told)]


def _told(mail: Mail) -> dict:
    text = ""
    if mail.content is not None:
        message = email.message_from_bytes(bytes(mail.content), policy=email.policy.default)
        body = message.get_body(("plain",))
        text = body.get_content() if body else ""
    return {
        "subject": mail.subject,
        "written": mail.written_at,
        "state": mail.get_state_display(),
        "text": text,
    }


def _with_texts() -> Iterator[list[Mail]]:
    """All mails whose text is still here, in batches."""
    last = 0
    while mails := list(
        Mail.objects.filter(content__isnull=False, pk__gt=last).order_by("pk")[:BATCH]
    ):
        yield mails
        last = mails[-1].pk


def _forget_texts(mails: list[Mail], address: str) -> int:
    texts = {mail.pk: as_read(mail) for mail in mails}
    about = {pk: replies_in(text) for pk, text in texts.items()}
    numbers = set().union(*about.values())
    erased = set(
        Comment.objects.filter(pk__in=numbers, name=NAME, email="").values_list("pk", flat=True)
    )
    named = (address, quote(address))
    showing = [
        pk
        for pk, text in texts.items()
        if about[pk] & erased or any(each in text.lower() for each in named)
    ]
    found = Mail.objects.filter(pk__in=showing)
    gone, _ = found.filter(state=MailState.WAITING).delete()
    return gone + found.update(content=None)


def as_read(mail: Mail) -> str:
    """The headers and texts of a mail, decoded."""
    message = email.message_from_bytes(bytes(mail.content), policy=email.policy.default)
    texts = [f"{name}: {value}" for name, value in message.items()]
    for part in message.walk():
        if part.get_content_maintype() == "text":
            texts.append(part.get_content())
    return "\n".join(texts)


def replies_in(text: str) -> set[int]:
    """The numbers of the replies that a mail is about."""
    found = set()
    for shown, reported, token in OF_REPLY.findall(text):
        if number := shown or reported:
            found.add(int(number[:18]))
        elif given := email_alerts.reply_of(token):
            found.add(given)
    return found


def _struck(text: str, address: str) -> str:
    return re.sub(re.escape(address), STRUCK, text, flags=re.IGNORECASE)
