"""People: what the newsroom knows of those who write replies, by their addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from comments.models import Comment, PersonNote, Sanction
from newsroom.lib.web.addresses import digest

#: A record is of the last 90 days.
DAYS = 90


@dataclass
class Person:
    """An address: how many of its replies are in each state, the measures that hold, and the last
    note."""

    email: str
    states: dict[str, int] = field(default_factory=dict)
    sanctions: list[Sanction] = field(default_factory=list)
    note: PersonNote | None = None

    @property
    def total(self) -> int:
        return sum(self.states.values())


def record(
    emails: Iterable[str], since: dt.datetime | None = None, now: dt.datetime | None = None
) -> dict[str, Person]:
    """What is known of each of these addresses, counting replies of the last DAYS. Three queries,
    however many."""
    now = now or timezone.now()
    people = {email: Person(email) for email in {email.lower() for email in emails if email}}
    if not people:
        return {}
    lately = Comment.objects.filter(created_at__gt=since or now - dt.timedelta(days=DAYS))
    for email, states in lately.states_by_email(people).items():
        people[email].states = states
    theirs = {written: email for email in people for written in (email, digest(email))}
    for sanction in (
        Sanction.objects.in_force(now).filter(email__in=theirs).order_by("-since", "-pk")
    ):
        people[theirs[sanction.email]].sanctions.append(sanction)
    place = Window(RowNumber(), partition_by=F("email"), order_by=[F("at").desc(), F("pk").desc()])
    newest = PersonNote.objects.filter(email__in=people).annotate(place=place).filter(place=1)
    for note in newest.select_related("by"):
        people[note.email].note = note
    return people
