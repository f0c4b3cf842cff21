"""What the page of a person shows, and what of it a script is told."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from comments.models import Comment, Decision, PersonNote, Reader, Sanction, State
from comments.people import track_record

#: Maximum number of each that are listed, the newest.
MAX_REPLIES = 10
MAX_SANCTIONS = 30
MAX_NOTES = 30


@dataclass
class Measure:
    """A measure, whether it still holds, and how many replies are still rejected by it."""

    sanction: Sanction
    in_force: bool
    rejected: int = 0


def known_of(email: str) -> dict:
    """All that the newsroom knows of an address. A constant number of queries."""
    now = timezone.now()
    person = track_record.record([email], now=now)[email]
    replies = (
        Comment.objects.filter(email=email)
        .select_related("edition__address")
        .defer("edition__body")
    )
    replies = list(replies.order_by("-created_at", "-pk")[:MAX_REPLIES])
    holding = {sanction.pk for sanction in person.sanctions}
    taken = Sanction.objects.about(email).select_related("by", "lifted_by", "rule", "comment")
    measures = [Measure(sanction, sanction.pk in holding) for sanction in taken[:MAX_SANCTIONS]]
    batches = [measure.sanction.batch for measure in measures if measure.sanction.batch]
    left = (
        Decision.objects.filter(batch__in=batches, undone_by=None).order_by().values_list("batch")
    )
    counts = dict(left.annotate(n=Count("*")))
    for measure in measures:
        measure.rejected = counts.get(measure.sanction.batch, 0)
    return {
        "person": person,
        "days": track_record.DAYS,
        "replies": replies,
        "measures": measures,
        "states": [
            (State(state).label, person.states[state])
            for state in State.values
            if state in person.states
        ],
        "names": list(dict.fromkeys(reply.name for reply in replies)),
        "reader": Reader.objects.filter(email=email).first(),
        "notes": list(PersonNote.objects.filter(email=email).select_related("by")[:MAX_NOTES]),
    }


def as_data(person: track_record.Person) -> dict:
    """What is known of a person, for a script."""
    note = person.note
    return {
        "email": person.email,
        "states": person.states,
        "sanctions": [
            {
                "id": each.pk,
                "kind": each.kind,
                "words": each.get_kind_display(),
                "until": each.until,
                "since": each.since,
            }
            for each in person.sanctions
        ],
        "note": {"text": note.text, "by": str(note.by), "at": note.at} if note else None,
    }
