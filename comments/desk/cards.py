"""Cards: replies with all that a moderator needs to decide about them. A constant number of queries
for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, Prefetch, Q, Value, Window
from django.db.models.functions import Cast, Coalesce, NullIf, RowNumber
from django.utils import timezone

from comments.complaints import report_weight
from comments.desk.queues import ESCALATED, REPORTED
from comments.models import (
    Comment,
    CommentVersion,
    Decision,
    Escalation,
    Looking,
    Mode,
    Policy,
    Reason,
    Report,
    Risk,
    State,
)
from comments.moderation import campaigns
from comments.people import track_record
from newsroom.lib.text import diff

#: Maximum number of a reply's reports that are told in full.
MAX_REPORTS = 10


@dataclass(frozen=True)
class Why:
    """One thing that the checks found."""

    words: str
    weight: float = 0
    holds: bool = False

    @property
    def strength(self) -> str:
        """How much it speaks against showing the reply, in a word."""
        if self.weight >= 3:
            return "strongly"
        if self.weight >= 1:
            return "clearly"
        return "a little" if self.weight > 0 else ""


@dataclass
class Card:
    comment: Comment
    why: list[Why]
    history: list[Decision]
    marked: tuple[str, ...] = ()  # what of the text the findings are about
    mode: str = ""
    risk: Risk | None = None
    person: track_record.Person | None = None  # who wrote it, as far as the newsroom knows
    record: dict[str, int] = field(default_factory=dict)  # their other replies lately, by state
    alike: object = None  # replies that say nearly the same
    # the newest that are open, at most MAX_REPORTS
    reports: list[Report] = field(default_factory=list)
    # of all that are open, how often each is given
    reasons: dict[str, int] = field(default_factory=dict)
    networks: int = 0  # from so many they came
    changed: list[diff.Run] = field(default_factory=list)  # from the former text to this one
    escalation: Escalation | None = None
    looking: list[str] = field(default_factory=list)  # who else has it before them

    @property
    def is_first(self) -> bool:
        """Whether nothing else came from this address."""
        return not self.record

    @property
    def decided(self) -> Decision | None:
        """The newest decision of a person."""
        return next((decision for decision in reversed(self.history) if decision.by_id), None)

    @property
    def may(self) -> list[str]:
        """To where it can be brought."""
        state = self.comment.state
        if state == State.WITHDRAWN:
            return []
        keeps = (
            ["shown"] if state != State.SHOWN or not self.comment.reviewed or self.reasons else []
        )
        return keeps + [to for to in ("rejected", "spam", "held") if to != state]


def of(numbers: Iterable[int], user) -> list[Card]:
    """The cards of these replies, in their order, for `user`. At most nineteen queries, however
    many there are."""
    numbers = list(numbers)
    decisions = Decision.objects.select_related("by", "rule").order_by("decided_at", "pk")
    found = (
        Comment.objects.filter(pk__in=numbers)
        .select_related("edition__address", "edition__section", "parent")
        .defer("edition__body")
        .prefetch_related(Prefetch("decisions", decisions))
    )
    by_number = {comment.pk: _card(comment) for comment in found}
    cards = [by_number[number] for number in numbers if number in by_number]
    _add_people(cards)
    alike = campaigns.same_text(numbers)
    for card in cards:
        card.alike = alike.get(card.comment.pk)
    _add_reports(cards)
    _add_place(cards)
    _add_changes(cards)
    for escalation in ESCALATED.filter(comment__in=by_number).select_related("by").order_by("-at"):
        by_number[escalation.comment_id].escalation = escalation
    for looking in looked_at(by_number, user):
        by_number[looking.comment_id].looking.append(str(looking.person))
    return cards


def looked_at(numbers: Iterable[int], user):
    """Who else has one of these cards before them just now. One query."""
    others = Looking.objects.here(timezone.now()).exclude(person=user)
    return others.filter(comment__in=list(numbers)).select_related("person").order_by("person")


def _card(comment: Comment) -> Card:
    history = list(comment.decisions.all())
    findings = next((decision.findings for decision in reversed(history) if decision.findings), [])
    why = [Why(each["words"], each.get("weight", 0), each.get("holds", False)) for each in findings]
    why.sort(key=lambda each: not each.holds)
    marked = {mark for each in findings for mark in each.get("marked", ())}
    return Card(comment, why=why, history=history, marked=tuple(sorted(marked)))


def _add_people(cards: list[Card]) -> None:
    """What is known of whoever wrote these: other replies lately, measures that hold, the last
    note. Three queries."""
    known = track_record.record({card.comment.email for card in cards})
    for card in cards:
        card.person = known.get(card.comment.email)
        others = dict(card.person.states) if card.person else {}
        if others.get(card.comment.state):
            others[card.comment.state] -= 1
        card.record = {state: count for state, count in others.items() if count}


def _add_reports(cards: list[Card]) -> None:
    """What readers say against these replies: reasons counted, the newest in full with what each
    weighs. One query, four where there are any. Also of what was hidden by it."""
    by_number = {card.comment.pk: card for card in cards}
    here = REPORTED.filter(comment__in=by_number)
    counted = here.values_list("comment", "reason").annotate(n=Count("*")).order_by("-n", "reason")
    for number, reason, count in counted:
        by_number[number].reasons[Reason(reason).label] = count
    if any(card.reasons for card in cards):
        whose = Coalesce(NullIf("network", Value("")), Cast("pk", CharField()))
        for number, count in here.values_list("comment").annotate(n=Count(whose, distinct=True)):
            by_number[number].networks = count
        place = Window(
            RowNumber(), partition_by=F("comment"), order_by=[F("at").desc(), F("pk").desc()]
        )
        newest_of_each = here.annotate(place=place).filter(place__lte=MAX_REPORTS).exclude(text="")
        reports = list(newest_of_each.order_by("comment", "-at", "-pk"))
        weights = report_weight.weights(reports)
        for report in reports:
            report.weight = weights[report.pk]
            by_number[report.comment_id].reports.append(report)


def _add_place(cards: list[Card]) -> None:
    """How replies to each story are taken: by its risk, or its policy, or that of the section or
    the site. Two queries."""
    editions = [card.comment.edition for card in cards]
    stories = {edition.article_id for edition in editions}
    risks = {
        risk.article_id: risk
        for risk in reversed(Risk.objects.active(timezone.now()).filter(article__in=stories))
    }
    policies = Policy.objects.filter(
        Q(article__in=stories)
        | Q(section__in={edition.section_id for edition in editions})
        | Q(article__isnull=True, section__isnull=True)
    )
    modes = {(policy.article_id, policy.section_id): policy.mode for policy in policies}
    for card in cards:
        story, section = card.comment.article_id, card.comment.edition.section_id
        card.risk = risks.get(story)
        mode = next(
            (modes[key] for key in ((story, None), (None, section), (None, None)) if key in modes),
            Mode.HELD,
        )
        card.mode = Mode(card.risk.mode if card.risk else mode).label.partition(":")[0]


def _add_changes(cards: list[Card]) -> None:
    """What its author changed in a reply the last time. One query, none where nothing was
    changed."""
    changed = {card.comment.pk: card for card in cards if card.comment.version > 1}
    if not changed:
        return
    for former in CommentVersion.objects.filter(comment__in=changed).order_by("comment", "number"):
        card = changed[former.comment_id]
        if former.number == card.comment.version - 1:
            card.changed = list(diff.words(former.text, card.comment.text))
