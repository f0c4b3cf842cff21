"""Sanctioning: measures about a person who writes replies, from light to heavy, and their end.

A person is an address. A measure tells by itself how long it lasts; a message has no effect, a
warning has one until it is read.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from articles.models import Record, Verb
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed, ReplyRefused
from comments.models import Comment, Event, HouseRule, Reader, Sanction, State, Trigger
from comments.moderation import decisions
from comments.notifications import notices
from newsroom.lib.text.strings import storable

Kind = Sanction.Kind
VERBS = {
    Sanction.Kind.MESSAGE: Verb.PERSON_MESSAGE,
    Sanction.Kind.WARN: Verb.PERSON_WARN,
    Sanction.Kind.HOLD: Verb.PERSON_HOLD,
    Sanction.Kind.SUSPEND: Verb.PERSON_SUSPEND,
    Sanction.Kind.BAN: Verb.PERSON_BAN,
}
#: For how many days somebody is suspended.
DAYS = (1, 7, 30)
#: How many days back replies may be rejected with a measure.
REJECTED_DAYS = (1, 7, 30, 90)
#: Maximum number of replies, the newest, that are rejected with a measure.
MAX_REJECTED = 1_000
MAX_LENGTH = 2_000


class SanctionRefused(DecisionRefused):
    """A measure that can't be taken like this; `field` says where it is wrong."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def sanction(
    *,
    email: str,
    kind: str,
    by,
    message: str = "",
    note: str = "",
    days: int | None = None,
    rule: HouseRule | None = None,
    comment: Comment | None = None,
    reject_days: int | None = None,
    up_to: int | None = None,
    now: dt.datetime | None = None,
) -> Sanction:
    """Take a measure about whoever writes from `email`; a suspension lasts so many `days`.

    With `reject_days`, their replies of so many days that are held or shown are rejected in the
    same act, by the house rule, as one batch that can be undone; none that came after number
    `up_to`, which is the last that was counted.

    Raises NotAllowed, or SanctionRefused.
    """
    now = now or timezone.now()
    email = email.strip().lower()
    message = storable(message)
    note = storable(note)
    if not (permissions.can_ban(by) if kind == Kind.BAN else permissions.can_sanction(by)):
        raise NotAllowed("Your role does not allow this measure.")
    _check(email, kind, message, note, days)
    until = now + dt.timedelta(days=days) if kind == Kind.SUSPEND else None
    made = Sanction(
        email=email,
        kind=kind,
        message=message,
        note=note,
        rule=rule,
        comment=comment,
        by=by,
        since=now,
        until=until,
    )
    count = 0
    if reject_days:
        outcome = _reject(email, reject_days, up_to, by, rule, now)
        made.batch, count = outcome.batch, len(outcome.decided)
    made.save()
    _tell(made, now)
    more = (
        f"; {count} {'reply' if count == 1 else 'replies'} rejected with it" if reject_days else ""
    )
    _record(made, by, now, VERBS[kind], f"{note}{more}".lstrip("; "))
    return made


@transaction.atomic
def lift(sanction: Sanction, *, by, now: dt.datetime | None = None) -> Sanction:
    """End a measure before its time; one that is over stays as it is. Raises NotAllowed."""
    now = now or timezone.now()
    if not permissions.can_lift_sanction(by):
        raise NotAllowed("Your role does not allow ending measures.")
    sanction = Sanction.objects.select_for_update(of=("self",)).get(pk=sanction.pk)
    if sanction.lifted_at is None and (sanction.until is None or sanction.until > now):
        sanction.lifted_at, sanction.lifted_by = now, by
        sanction.save(update_fields=["lifted_at", "lifted_by"])
        _record(sanction, by, now, Verb.PERSON_LIFTED, sanction.get_kind_display())
    return sanction


@transaction.atomic
def acknowledge(sanction_id: int, comment: Comment, *, now: dt.datetime | None = None) -> None:
    """The person has read a message or a warning, on the receipt of their reply. Raises
    ReplyRefused (404)."""
    found = next((each for each in told_at(comment) if each.pk == sanction_id), None)
    if found is None:
        raise ReplyRefused("There is no such message.", 404)
    Sanction.objects.filter(pk=found.pk, seen_at=None).update(seen_at=now or timezone.now())


def told_at(comment: Comment) -> list[Sanction]:
    """What its author is told on the receipt of a reply, newest first. At most two queries.

    Of a confirmed reader's address only where the reply is theirs: others may have typed it.
    """
    if not comment.email:
        return []
    found = list(Sanction.objects.told_to(comment.email)[:10])
    if found and not comment.reader_id and Reader.objects.filter(email=comment.email).exists():
        return [each for each in found if each.comment_id == comment.pk]
    return found


def rejectable(email: str, days: int, now: dt.datetime) -> QuerySet[Comment]:
    """The replies from an address that a measure would reject with it."""
    since = now - dt.timedelta(days=days)
    return Comment.objects.filter(
        email=email.lower(), state__in=(State.HELD, State.SHOWN), created_at__gt=since, user=None
    )


def counted(email: str, now: dt.datetime) -> tuple[dict[int, int], int | None]:
    """How many replies would be rejected with a measure, by how far back; and the last that is
    counted. One query."""
    found = rejectable(email, max(REJECTED_DAYS), now).order_by()
    sums = {
        f"of_{days}": Count("pk", filter=Q(created_at__gt=now - dt.timedelta(days=days)))
        for days in REJECTED_DAYS
    }
    row = found.aggregate(last=Max("pk"), **sums)
    return {days: min(row[f"of_{days}"], MAX_REJECTED) for days in REJECTED_DAYS}, row["last"]


def _check(email: str, kind: str, message: str, note: str, days: int | None) -> None:
    if not email:
        raise SanctionRefused("There is nobody without an address.", "kind")
    if kind not in Kind.values:
        raise SanctionRefused("Choose a measure.", "kind")
    if kind == Kind.SUSPEND and days not in DAYS:
        raise SanctionRefused("Choose for how many days.", "kind")
    if kind in (Kind.MESSAGE, Kind.WARN) and not message:
        raise SanctionRefused("Write what the person is told.", "message")
    for text, field in ((message, "message"), (note, "note")):
        if len(text) > MAX_LENGTH:
            raise SanctionRefused(f"Keep it under {MAX_LENGTH:,} characters.", field)


def _reject(email: str, days: int, up_to: int | None, by, rule: HouseRule | None, now: dt.datetime):
    if days not in REJECTED_DAYS:
        raise SanctionRefused("Choose of how many days.", "reject_days")
    if rule is None:
        raise SanctionRefused(
            "Choose the house rule that these replies break: their author is owed a reason.", "rule"
        )
    found = rejectable(email, days, now)
    found = found.filter(pk__lte=up_to) if up_to else found
    numbers = list(found.order_by("-created_at", "-pk").values_list("pk", flat=True)[:MAX_REJECTED])
    return decisions.decide(
        numbers, to=State.REJECTED, by=by, rule=rule, trigger=Trigger.SANCTION, now=now
    )


def _tell(made: Sanction, now: dt.datetime) -> None:
    """Have it mailed to a confirmed reader; whoever else has typed the address is told at the form
    and the receipt."""
    if made.kind not in Sanction.TOLD:
        return
    reader = Reader.objects.filter(email=made.email).first()
    about = (
        made.comment
        or Comment.objects.filter(email=made.email, reader=reader).order_by("-created_at").first()
    )
    if reader and about:
        notices.note([(about, reader.pk, Event.MESSAGE)], now)


def _record(made: Sanction, by, now: dt.datetime, verb: Verb, note: str) -> None:
    Record.objects.write(verb, by=by, at=now, subject=made.email, note=note)
