"""Second looks: a few decisions are made once more, by somebody else who doesn't see how they went.

They change nothing by themselves. They tell how far moderators (and software) agree, by reason and
by person.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Decision, Escalation, HouseRule, SecondLook, State

#: This share of decisions is looked at again.
SHARE = 0.03
#: Not before the one who decided has had time to take it back, and none that is older than this.
AFTER = dt.timedelta(minutes=10)
WITHIN = dt.timedelta(days=2)
#: Number of decisions gone through at a time.
BATCH = 1_000
#: What a reply can be brought to by it.
ANSWERS = (State.SHOWN, State.REJECTED, State.SPAM)


@dataclass(frozen=True)
class Row:
    """How often others came to the same result."""

    name: str
    looks: int
    agreed: int

    @property
    def share(self) -> float:
        return self.agreed / self.looks


@dataclass(frozen=True)
class Agreement:
    looks: int
    agreed: int
    by_reason: list[Row]
    by_person: list[Row]

    @property
    def share(self) -> float | None:
        return self.agreed / self.looks if self.looks else None


def is_chosen(decision_id: int) -> bool:
    """Whether a decision is looked at again: by a digest with the site's key, so that nobody can
    tell beforehand."""
    digest = hmac.new(
        settings.SECRET_KEY.encode(), f"second look {decision_id}".encode(), hashlib.sha256
    ).digest()
    return int.from_bytes(digest[:8], "big") < SHARE * 2**64


def tidy(now: dt.datetime | None = None) -> int:
    """Choose among the newest decisions; how many were chosen. The worker calls this often. Two
    queries, three where any is chosen."""
    now = now or timezone.now()
    last = SecondLook.objects.aggregate(last=Max("decision"))["last"] or 0
    since = Decision.objects.filter(
        pk__gt=last, decided_at__gt=now - WITHIN, decided_at__lt=now - AFTER
    )
    open_to_doubt = since.filter(
        to_state__in=ANSWERS,
        undoes__isnull=True,
        undone_by__isnull=True,
        comment__user__isnull=True,
    )
    numbers = open_to_doubt.order_by("pk").values_list("pk", flat=True)[:BATCH]
    looks = [SecondLook(decision_id=number, made_at=now) for number in numbers if is_chosen(number)]
    if looks:
        SecondLook.objects.bulk_create(looks, ignore_conflicts=True)  # another worker may be at it
    return len(looks)


def waiting_for(person) -> QuerySet[SecondLook]:
    """Those that somebody can answer: open ones about replies that they have not decided about,
    oldest first."""
    theirs = Decision.objects.filter(comment=OuterRef("decision__comment"), by=person)
    looks = SecondLook.objects.filter(done_at__isnull=True).exclude(
        decision__comment__state=State.WITHDRAWN
    )
    return looks.filter(~Exists(theirs)).order_by("made_at", "pk")


@transaction.atomic
def answer(
    look_id: int, *, to: str, by, rule: HouseRule | None = None, now: dt.datetime | None = None
) -> SecondLook:
    """Record what somebody else would have decided. Where that is something else, the editor is
    asked.

    Raises NotAllowed for who has decided about the reply, and DecisionRefused where an answer is
    missing or was given.
    """
    now = now or timezone.now()
    permissions.require(permissions.can_decide(by))
    look = (
        SecondLook.objects.select_for_update(of=("self",))
        .select_related("decision")
        .filter(pk=look_id)
        .first()
    )
    if look is None or look.done_at:
        raise DecisionRefused("Somebody else has looked at it in the meantime.")
    if Decision.objects.filter(comment=look.decision.comment_id, by=by).exists():
        raise NotAllowed(
            "You have decided about this reply yourself: somebody else has to look at it."
        )
    if to not in ANSWERS:
        raise DecisionRefused("Choose what you would have done.")
    if to == State.REJECTED and rule is None:
        raise DecisionRefused("Choose the house rule that this reply breaks.")
    look.done_at, look.by, look.to_state = now, by, to
    look.rule = rule if to == State.REJECTED else None
    look.agrees = to == look.decision.to_state
    look.save()
    if not look.agrees:
        _ask_editor(look, now)
    return look


def _ask_editor(look: SecondLook, now: dt.datetime) -> None:
    """Put the reply on the desk for a third person, unless it is there already, or was decided anew
    since then."""
    decision = look.decision
    if Decision.objects.filter(
        comment=decision.comment_id, decided_at__gt=decision.decided_at
    ).exists():
        return
    note = f"A second look came to another result: {look.to_state}, not {decision.to_state}."
    asked = {"comment_id": decision.comment_id, "to": Escalation.To.EDITOR}
    if not Escalation.objects.filter(settled_at__isnull=True, **asked).exists():
        try:
            with transaction.atomic():
                Escalation.objects.create(note=note, by=look.by, at=now, **asked)
        except IntegrityError:  # somebody has just done so
            return


def agreement(since: dt.datetime) -> Agreement:
    """How far second looks since then agree with the first, by the reason of the first and by who
    decided. Three queries."""
    done = SecondLook.objects.filter(done_at__gte=since).order_by()
    counts = {"looks": Count("pk"), "agreed": Count("pk", filter=Q(agrees=True))}
    total = done.aggregate(**counts)
    reasons = done.values("decision__to_state", title=F("decision__rule__title")).annotate(**counts)
    people = done.values(who=F("decision__by__username")).annotate(**counts)
    by_reason = [
        Row(row["title"] or State(row["decision__to_state"]).label, row["looks"], row["agreed"])
        for row in reasons
    ]
    by_person = [
        Row(row["who"] or "The policy and the checks", row["looks"], row["agreed"])
        for row in people
    ]
    return Agreement(
        total["looks"], total["agreed"], _least_first(by_reason), _least_first(by_person)
    )


def _least_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.share, -row.looks, row.name))
