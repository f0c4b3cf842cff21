"""Stored addresses of mail in the form in which they are compared (newsroom/lib/web/addresses.py).

What came in through today's forms has it. A migration brings all else into it; where two readers
would have one address, the later stays as it is, and the doctor names both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from newsroom.lib.web.addresses import NotAnAddress, mail_address

#: Number of rows that are read at a time, and changed in one transaction.
BATCH = 500
#: What has a column `email`, by app and model.
TABLES = (
    ("comments", "Reader"),
    ("comments", "Sanction"),
    ("comments", "PersonNote"),
    ("comments", "MailLink"),
    ("comments", "Report"),
    ("comments", "LegalNotice"),
    ("comments", "Comment"),
    ("newsroom", "User"),
)


@dataclass
class Brought:
    """`collided`: numbers of rows that stay as they are, as another row has the address."""

    changed: int = 0
    collided: list[int] = field(default_factory=list)


def bring_into_form(model) -> Brought:
    """Change what is in another form, a batch after the other: interrupted, it can be begun anew.
    What is no address stays. Takes the model class, so that a migration can call it."""
    done = Brought()
    for batch in others(model):
        with transaction.atomic():
            for number, address in batch:
                try:
                    with transaction.atomic():
                        model.objects.filter(pk=number).update(email=address)
                    done.changed += 1
                except IntegrityError:
                    done.collided.append(number)
    return done


def others(model) -> Iterator[list[tuple[int, str]]]:
    """The rows whose address is in another form, with the one in which it is compared."""
    last = 0
    while rows := list(_after(model, last)):
        last = rows[-1][0]
        found = [(number, form) for number, typed in rows if (form := _form(typed)) != typed]
        if found:
            yield found


def _after(model, last: int):
    rows = model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "email")
    return rows[:BATCH]


def _form(typed: str) -> str:
    try:
        return mail_address(typed)
    except NotAnAddress:
        return typed
