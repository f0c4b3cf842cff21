"""Mail to people with a login: the one way it goes out. Readers get theirs from
comments/notifications/."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string

from articles.models import Publication
from newsroom.lib.config.mail_server import is_address

MAX_SUBJECT = 200


def mail_staff(
    people: Iterable,
    *,
    may: Callable[[object], bool],
    choice: str,
    subject: str,
    template: str,
    context: dict,
) -> list:
    """Mail each of `people`, once, who is active, has an address and `may` know; returns those.

    `people` are those who asked for such mail; `choice` is the path of the page where they did,
    which the mail names, also to mail programs that offer to unsubscribe. `template` extends
    `staff_mail.txt`. The mail is in the site's language, whoever is told.

    Call it in the transaction that keeps what is told: so each thing is told once, and what is
    taken back is not told. Raises TransactionManagementError outside of one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "Mail to people of the newsroom is written in the transaction of what it tells."
        )
    told = [
        person
        for person in dict.fromkeys(people)
        if person.is_active and is_address(person.email) and may(person)
    ]
    if not told:
        return []
    choice = settings.SITE_URL + choice
    paper = Publication.objects.current()
    text = render_to_string(
        template, {**context, "paper": paper, "site": settings.SITE_URL, "choice": choice}
    )
    subject = " ".join(subject.split())[:MAX_SUBJECT]
    headers = {"List-Unsubscribe": f"<{choice}>"}
    # each alone: nobody learns who else is told
    get_connection().send_messages(
        [EmailMessage(subject, text, to=[person.email], headers=headers) for person in told]
    )
    return told
