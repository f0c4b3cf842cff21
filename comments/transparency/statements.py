"""Statements of reasons: what the author of a reply is told of a decision against it, from the
decision alone.

What has to stand in one says Regulation (EU) 2022/2065 (Digital Services Act), Article 17,
paragraph 3.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import dateformat, timezone

from comments.models import Decision, Mode, RulesVersion, State, Trigger

#: Months within which the author of a reply may appeal (Article 20, paragraph 1).
MONTHS = 6
BEGAN = {
    Trigger.OWN: "The newsroom looked at it by itself: nobody had asked for it.",
    Trigger.REPORT: "Readers had reported it. Nobody is told who they are.",
    Trigger.NOTICE: "Somebody had told us that it is against the law. Nobody is told who that was.",
    Trigger.APPEAL: "It was looked at again because of an appeal.",
    Trigger.SANCTION: "It followed from a measure that concerns all replies from your address.",
    Trigger.CAMPAIGN: "The same text had come in many places.",
}
CHECKED = "Our checks look at every new reply, and it began with them."
READ_FIRST = {
    Mode.HELD: "Every reply to this story is read by a moderator before it is shown.",
    Mode.NEWCOMERS: (
        "Replies of newcomers, and those in which our checks find something, are read first here."
    ),
    Mode.OPEN: "Our checks have found something in it that a moderator should look at first.",
}
NO_TICK = (
    "You had not ticked that you have seen the house rules: a moderator reads such replies first."
    " With the tick, your next one is spared that."
)
#: What holds or hides a reply without any software having looked for it: that all wait here, that a
#: box was not ticked, that readers reported it.
FOUND_BY_NO_SOFTWARE = {"mode", "rules", "reported"}
COURTS = (
    "Whatever comes of it, the courts are open to you, and so is a certified body that settles"
    " disputes out of court (Digital Services Act, Article 21)."
)


@dataclass(frozen=True)
class Rule:
    """A house rule as it stood in the version by which a reply was judged."""

    number: int
    title: str
    text: str
    version: int | None
    address: str  # of the rule in that version, as a path


@dataclass(frozen=True)
class Statement:
    """What was done to a reply, on what ground, and what its author can do about it."""

    what: str
    scope: str
    facts: str
    found_by: str
    decided_by: str
    rule: Rule | None
    law: str
    why: tuple[str, ...]
    appeal_until: dt.datetime | None

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What stands before and after the ground, each with what it is about."""
        return [
            ("What was done", self.what),
            ("Where and how long", self.scope),
            ("How it began", self.facts),
            ("Part of software", f"{self.found_by} {self.decided_by}"),
        ]


def of(decisions: Iterable[Decision]) -> dict[int, Statement]:
    """Statements by the decisions' keys, with their rules and models selected. Two queries; three
    with models.

    None for what takes nothing from its author, nor for spam: whoever sends that is owed nothing,
    and learns nothing.
    """
    owed = [decision for decision in decisions if is_owed(decision)]
    if not owed:
        return {}
    numbers = {decision.rules_version for decision in owed} - {None}
    then = {
        version.number: version.rules for version in RulesVersion.objects.filter(number__in=numbers)
    }
    held: dict[int, list[Decision]] = {}
    by_checks = Decision.objects.filter(
        comment__in={decision.comment_id for decision in owed}, by__isnull=True
    )
    for earlier in by_checks.order_by("decided_at", "pk"):
        held.setdefault(earlier.comment_id, []).append(earlier)
    return {
        decision.pk: _statement(decision, then, held.get(decision.comment_id, []))
        for decision in owed
    }


def of_one(decision: Decision | None) -> Statement | None:
    return of([decision]).get(decision.pk) if decision else None


def is_owed(decision: Decision) -> bool:
    """Whether the decision takes something from the author that they are to be told the reasons
    of."""
    suspended = decision.to_state == State.HELD and decision.from_state == State.SHOWN
    return decision.to_state == State.REJECTED or suspended


def appeal_until(decision: Decision) -> dt.datetime | None:
    """Until when its author may appeal; of what is only held, a decision is still to come."""
    return (
        months_after(decision.decided_at, MONTHS) if decision.to_state == State.REJECTED else None
    )


def why_held(mode: str | None, first: Decision | None = None) -> str:
    """Why a reply waits that was not shown yet, by the mode alone, and by what was not ticked when
    it came (the `first` decision about it): of spam the same is said."""
    if mode != Mode.HELD and first and any(each["code"] == "rules" for each in first.findings):
        return NO_TICK
    return READ_FIRST.get(mode or "", READ_FIRST[Mode.HELD])


def months_after(at: dt.datetime, months: int) -> dt.datetime:
    """`at`, so many months later; on the last day where that month is shorter."""
    years, month = divmod(at.month - 1 + months, 12)
    year, month = at.year + years, month + 1
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))


def _statement(
    decision: Decision, then: dict[int, list[dict]], by_checks: list[Decision]
) -> Statement:
    by_software = decision.by_id is None
    message = decision.rule.message if decision.rule else ""
    why = [] if message in decision.note else [message]  # a note may have begun as the message
    if by_software and decision.reasons:
        why.append(f"What was found: {'; '.join(decision.reasons)}.")
    return Statement(
        what=_what(decision),
        scope=(
            f"Since {_moment(decision.decided_at)}, everywhere this site can be read, until further"
            " notice."
        ),
        facts=(
            CHECKED
            if by_software and not decision.trigger
            else BEGAN[Trigger(decision.trigger or Trigger.OWN)]
        ),
        found_by=_found_by(decision, by_checks),
        decided_by=(
            "A person decided, not software."
            if not by_software
            else "Software took it off, by itself, because several had reported it."
            if decision.trigger == Trigger.REPORT
            else "Software decided, by itself."
        ),
        rule=_rule(decision, then),
        law=decision.law,
        why=tuple(filter(None, [*why, decision.note])),
        appeal_until=appeal_until(decision),
    )


def _what(decision: Decision) -> str:
    text = (
        f" This is about version {decision.version} of your text." if decision.version > 1 else ""
    )
    if decision.to_state == State.HELD:
        return (
            "Your reply is suspended: it is taken off the page until a moderator has decided about"
            f" it.{text}"
        )
    if decision.from_state == State.SHOWN:
        return f"Your reply is removed: it had been shown, and is not any more.{text}"
    return f"Your reply is not shown.{text}"


def _found_by(decision: Decision, by_checks: list[Decision]) -> str:
    """Whether software took part in finding the reply."""
    before = [
        each
        for each in by_checks
        if (each.decided_at, each.pk) <= (decision.decided_at, decision.pk)
    ]
    seen = {decision.pk: decision} | {
        each.pk: each for each in before if each.to_state == State.HELD
    }
    found = [finding for each in seen.values() for finding in each.findings]
    picked = [
        finding
        for finding in found
        if finding.get("holds") and finding.get("code") not in FOUND_BY_NO_SOFTWARE
    ]
    model = next(filter(None, map(_model_that_found, seen.values())), None)
    if not picked and not model:
        return "No software took part in finding it."
    kinds = ["checks that look at every new reply"]
    if any(finding.get("rule") for finding in picked):
        kinds.append("rules that our moderators have written")
    if model:
        kinds.append(f"a model that has learned from earlier decisions, in version {model}")
    return f"Software took part in finding it: {_listed(kinds)}."


def _model_that_found(decision: Decision) -> int | None:
    """The number of the model that had part in it. It reads every reply: part is had where it found
    something."""
    said = next((each for each in decision.findings if each.get("code") == "model"), None)
    return decision.model_id if said is None or said.get("holds") else None


def _rule(decision: Decision, then: dict[int, list[dict]]) -> Rule | None:
    """The rule as it stood; as it stands, where nobody has noted the version."""
    rule, version = decision.rule, decision.rules_version
    if rule is None:
        return None
    known = next((row for row in then.get(version, ()) if row["number"] == rule.number), None)
    if known is None:
        return Rule(
            rule.number,
            rule.title,
            rule.text,
            None,
            f"{reverse('comments:house-rules')}#rule-{rule.number}",
        )
    address = f"{reverse('comments:rules-version', args=[version])}#rule-{rule.number}"
    return Rule(rule.number, known["title"], known["text"], version, address)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _moment(at: dt.datetime) -> str:
    return dateformat.format(timezone.localtime(at), "j F Y, H:i")
