"""Erasing: all that is held about an address goes, at the wish of whoever has it.

It begins in one transaction: the reader, their mail and all that is small. Replies follow in
batches, each a transaction of its own, so that nobody waits for those of somebody who wrote
thousands. What is done names the address no more, so whoever goes on finds what is left: a worker
that is killed leaves nothing half-done, and two at once do nothing twice. (Whom OTHERS are:
what the newsroom's other parts hold.)
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import quote

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Record, SavedView, Verb
from comments import permissions
from comments.errors import NotAllowed
from comments.models import (
    Comment,
    DeskRule,
    Erasure,
    Fate,
    LegalNotice,
    MailLink,
    NoticeState,
    PersonNote,
    PrivacySettings,
    Reader,
    Report,
    RuleHit,
    Sanction,
    State,
)
from comments.moderation import decisions
from comments.moderation.effects import reports
from comments.moderation.effects.legal_notices import on_hold
from comments.people import emptying
from newsroom.lib.web.addresses import digest

#: Number of replies in a transaction, and of transactions at a time of the worker.
BATCH, BATCHES = 100, 50
#: Measures that go on to hold: of all others nothing is left to be done.
LASTING = (Sanction.Kind.HOLD, Sanction.Kind.SUSPEND, Sanction.Kind.BAN)
PERSON = [verb for verb in Verb if verb.name.startswith("PERSON_")]
#: What is on record about logins stays: nobody strikes what they did with theirs.
LOGINS = list(Verb)[list(Verb).index(Verb.USER_ADDED) :]

#: Each erases what another part holds about an address, and gives how much of what. `thorough`:
#: also what takes long; it is not in a transaction then.
OTHERS: list[Callable[[str, bool], dict[str, int]]] = []


def begin(
    email: str,
    *,
    by=None,
    source: str = Erasure.Source.NEWSROOM,
    now: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> Erasure:
    """Erase what is held about an address and came in until now, or until the moment given, and
    the first batch of its replies; `go_on` has the rest. One that is under way is that one.

    `by` may be nobody where whoever has the address asks, a command, or a restore. Raises
    NotAllowed.
    """
    now = now or timezone.now()
    if source == Erasure.Source.NEWSROOM and (by is None or not permissions.can_erase_person(by)):
        raise NotAllowed("Your role does not allow erasing what is held about somebody.")
    erasure = _begin(email, by, source, until or now, now)
    _take_batch(erasure.pk, now)
    return erasure


@transaction.atomic
def _begin(email: str, by, source: str, until: dt.datetime, now: dt.datetime) -> Erasure:
    erasure, is_new = Erasure.objects.get_or_create(
        email=email,
        defaults={
            "digest": digest(email),
            "fate": fate(),
            "source": source,
            "by": by,
            "asked_at": until,
        },
    )
    if not is_new:
        return erasure
    if by:
        Record.objects.write(Verb.PERSON_ERASED, by=by, at=now, subject=erasure)
    counts = _erase_person(email, until, now)
    for other in OTHERS:
        counts |= other(email, False)
    erasure.counts = counts
    erasure.save(update_fields=["counts"])
    return erasure


def go_on(erasure: Erasure, *, now: dt.datetime | None = None, batches: int = 0) -> bool:
    """Erase what is left, at most so many batches of replies; whether all is done. A reply about
    which a case of illegal content is open waits until that is decided."""
    now = now or timezone.now()
    done = 0
    while _take_batch(erasure.pk, now):
        done += 1
        if done == batches:
            return False
    if left_for_cases(erasure).exists():
        return False
    counts: dict[str, int] = {}
    for other in OTHERS:
        counts |= other(erasure.email, True)
    return _finish(erasure.pk, counts, now)


def tidy(now: dt.datetime | None = None) -> None:
    """Go on with those that are under way and have something to be done, the oldest first, until
    one has more than is done at a time. The worker calls this often."""
    for erasure in Erasure.objects.filter(done_at=None).order_by("asked_at"):
        only_waits = left_for_cases(erasure).exists() and not free_of_cases(erasure).exists()
        if not only_waits and not go_on(erasure, now=now, batches=BATCHES):
            return


def fate() -> str:
    """What becomes of shown replies, as the paper has settled."""
    return PrivacySettings.objects.values_list("erased_replies", flat=True).first() or Fate.REMOVED


def replies_of(erasure: Erasure) -> QuerySet[Comment]:
    """Those that are not erased yet."""
    return Comment.objects.filter(email=erasure.email, user=None, created_at__lte=erasure.asked_at)


def free_of_cases(erasure: Erasure) -> QuerySet[Comment]:
    return replies_of(erasure).exclude(pk__in=on_hold())


def left_for_cases(erasure: Erasure) -> QuerySet[Comment]:
    return replies_of(erasure).filter(pk__in=on_hold())


@transaction.atomic
def _take_batch(pk: int, now: dt.datetime) -> bool:
    """Erase some replies; whether there were any."""
    erasure = Erasure.objects.select_for_update(of=("self",)).get(pk=pk)
    if erasure.done_at:
        return False
    decisions.withdraw_all(_locked(left_for_cases(erasure).filter(state=State.SHOWN)), now=now)
    batch = _locked(free_of_cases(erasure))
    if not batch:
        return _respell(erasure)
    nameless = erasure.fate == Fate.NAMELESS
    stay = {State.WITHDRAWN, State.SPAM} | ({State.SHOWN} if nameless else set())
    leaving = [each for each in batch if each.state not in stay]
    decisions.withdraw_all(leaving, now=now)
    emptying.empty(batch, keep_shown=nameless)
    reports.settle(leaving, by=None, now=now)
    erasure.counts["replies"] = erasure.counts.get("replies", 0) + len(batch)
    erasure.save(update_fields=["counts"])
    return True


def _locked(replies: QuerySet[Comment]) -> list[Comment]:
    return list(replies.select_for_update(of=("self",)).order_by("pk")[:BATCH])


def _respell(erasure: Erasure) -> bool:
    """Bring the address of some replies that came in before addresses were kept in one form to that
    form; whether there were any."""
    others = Comment.objects.filter(
        email__iexact=erasure.email, user=None, created_at__lte=erasure.asked_at
    ).exclude(email=erasure.email)
    numbers = list(others.order_by().values_list("pk", flat=True)[:BATCH])
    return bool(Comment.objects.filter(pk__in=numbers).update(email=erasure.email))


@transaction.atomic
def _finish(pk: int, counts: dict[str, int], now: dt.datetime) -> bool:
    """Forget the address, unless something came in between."""
    erasure = Erasure.objects.select_for_update(of=("self",)).get(pk=pk)
    if erasure.done_at:
        return True
    if replies_of(erasure).exists():
        return False
    _erase_person(erasure.email, erasure.asked_at, now)
    for other in OTHERS:
        other(erasure.email, False)
    for what, count in counts.items():
        erasure.counts[what] = erasure.counts.get(what, 0) + count
    erasure.email, erasure.done_at = "", now
    erasure.save(update_fields=["email", "done_at", "counts"])
    return True


def _erase_person(email: str, until: dt.datetime, now: dt.datetime) -> dict[str, int]:
    """All but replies and mail; how much of what. One query for each kind."""
    theirs = Sanction.objects.filter(email=email, since__lte=until)
    lasting = theirs.in_force(now).filter(kind__in=LASTING)
    kept = lasting.update(email=digest(email), message="", note="")
    said = Report.objects.filter(email=email, at__lte=until)
    found = {
        "readers": Reader.objects.filter(email=email, confirmed_at__lte=until).delete()[0],
        "links": MailLink.objects.filter(email=email, made_at__lte=until).delete()[0],
        "notes": PersonNote.objects.filter(email=email, at__lte=until).delete()[0],
        "measures": theirs.delete()[0],
        "measures kept without the address": kept,
        "reports": said.update(email="", text="", who=""),
        "saved searches": SavedView.objects.filter(
            Q(query__icontains=email) | Q(query__icontains=quote(email, safe=""))
        ).delete()[0],
    }
    RuleHit.objects.filter(comment=None, matched__icontains=email, at__lte=until).update(matched="")
    found["rows of the record"] = _strike_record(email, until)
    return {what: count for what, count in found.items() if count}


def _strike_record(email: str, until: dt.datetime) -> int:
    """What the record says of the person; how many rows there were."""
    about = Q(verb__in=PERSON, subject=email)
    named = Q(subject__icontains=email) | Q(note__icontains=email)
    struck = re.compile(re.escape(email), re.IGNORECASE)
    count = 0
    rows = Record.objects.filter(about | named, at__lte=until).exclude(verb__in=LOGINS)
    for row in rows.iterator():
        subject = struck.sub(emptying.STRUCK, row.subject)
        if row.verb in PERSON and row.subject == email:
            note = emptying.STRUCK if row.note else ""
        else:
            note = struck.sub(emptying.STRUCK, row.note)
        count += Record.objects.filter(pk=row.pk).update(subject=subject, note=note)
    return count


def lasting(email: str) -> QuerySet[Sanction]:
    """Measures that go on to hold, under a digest of the address."""
    return Sanction.objects.about(email).in_force(timezone.now()).filter(kind__in=LASTING)


def rules_naming(email: str) -> QuerySet[DeskRule]:
    """Rules of the desk that look for the address: they stay, for those who look after them."""
    return DeskRule.objects.filter(terms__icontains=email)


def kept_by_law(email: str) -> QuerySet[LegalNotice]:
    """Notices of illegal content that they sent, or that are about a reply of theirs."""
    return LegalNotice.objects.filter(Q(email=email) | Q(comment__email=email))


def waits_for(email: str) -> QuerySet[LegalNotice]:
    """Those among them that are not decided yet."""
    return LegalNotice.objects.filter(comment__email=email, state=NoticeState.OPEN)
