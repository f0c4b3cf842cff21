"""Noting: what moderators want each other to know about a person."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from articles.models import Record, Verb
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import PersonNote
from newsroom.lib.text.strings import storable

MAX_LENGTH = 2_000


@transaction.atomic
def note(*, email: str, text: str, by, now: dt.datetime | None = None) -> PersonNote:
    """Note something about whoever writes from `email`. Raises NotAllowed or DecisionRefused."""
    now = now or timezone.now()
    text = storable(text)
    email = email.strip().lower()
    if not permissions.can_note(by):
        raise NotAllowed("Your role does not allow notes about people.")
    if not email:
        raise DecisionRefused("There is nobody without an address.")
    if not text:
        raise DecisionRefused("Write what others should know.")
    if len(text) > MAX_LENGTH:
        raise DecisionRefused(f"Keep it under {MAX_LENGTH:,} characters.")
    made = PersonNote.objects.create(email=email, text=text, by=by, at=now)
    Record.objects.write(Verb.PERSON_NOTED, by=by, at=now, subject=email, note=text)
    return made
