"""The life of a rule of the desk: how rules of the desk are made, tried and set to work.

    lab → silent → live, and off from anywhere; back at any step

A rule goes silent only after a replay of what it looks for now, and live only after it was silent.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Record, Verb
from articles.pages import versions
from comments import permissions
from comments.automod import active_rules, syntax
from comments.errors import DecisionRefused, NotAllowed
from comments.models import DeskRule
from newsroom.lib.text.strings import storable

Kind, Act, Stage = DeskRule.Kind, DeskRule.Act, DeskRule.Stage


class Move(NamedTuple):
    """A step from one stage to another, as its button says it."""

    source: Stage
    target: Stage
    label: str
    needs_replay: bool = False


ENTERED = {
    Stage.LAB: Verb.RULE_LAB,
    Stage.SILENT: Verb.RULE_SILENT,
    Stage.LIVE: Verb.RULE_LIVE,
    Stage.OFF: Verb.RULE_OFF,
}
MOVES = (
    Move(Stage.LAB, Stage.SILENT, "Let it count in silence", needs_replay=True),
    Move(Stage.SILENT, Stage.LIVE, "Set it to work"),
    Move(Stage.LIVE, Stage.SILENT, "Back to counting in silence"),
    Move(Stage.SILENT, Stage.LAB, "Back to the lab"),
    Move(Stage.OFF, Stage.LAB, "Back to the lab"),
    Move(Stage.LAB, Stage.OFF, "Switch it off"),
    Move(Stage.SILENT, Stage.OFF, "Switch it off"),
    Move(Stage.LIVE, Stage.OFF, "Switch it off"),
)
#: What each kind goes by, beside its section and what follows.
USES: dict[str, tuple[str, ...]] = {
    Kind.WORDS: ("terms", "inside_words"),
    Kind.PATTERN: ("terms",),
    Kind.LINKS: ("limit",),
    Kind.LINKED: ("terms",),
    Kind.ADDRESS: ("terms",),
    Kind.NETWORK: ("terms",),
    Kind.DISPOSABLE: ("terms",),
    Kind.LENGTH: ("limit", "terms"),
    Kind.RATE: ("limit", "minutes", "terms"),
    Kind.BAND: ("terms", "limit"),
}
#: A change of one of these makes another rule of it, which has to be tried anew.
LOOKS_FOR = ("terms", "inside_words", "limit", "minutes", "section_id")
MAX_LENGTHS = {"name": 100, "message": 300}
#: A day: replies of longer ago are no rate any more.
MAX_MINUTES = 1440
MAX_TERMS_LENGTH = 5_000_000


class RuleRefused(DecisionRefused):
    """A rule that can't be like this; `field` says where it is wrong, `lines` on which lines of its
    terms."""

    def __init__(
        self, message: str, field: str, lines: list[tuple[int, str]] | None = None
    ) -> None:
        super().__init__(message)
        self.field = field
        self.lines = lines or []


@transaction.atomic
def make(*, kind: str, by, now: dt.datetime | None = None, **fields) -> DeskRule:
    """A new rule, in the lab. `fields` are those of DeskRule that a person sets.

    Raises NotAllowed, or RuleRefused.
    """
    now = now or timezone.now()
    if not permissions.can_edit_rules(by):
        raise NotAllowed("Your role does not allow making rules of the desk.")
    if kind not in Kind.values:
        raise RuleRefused("Choose what the rule looks for.", "kind")
    rule = DeskRule(kind=kind, stage=Stage.LAB, stage_since=now, made_by=by, made_at=now, **fields)
    _check(rule)
    _save(rule)
    _record(rule, by, now, Verb.RULE_MADE)
    return rule


@transaction.atomic
def change(
    rule: DeskRule, *, by, seen_version: int | None = None, now: dt.datetime | None = None, **fields
) -> DeskRule:
    """Change a rule. One that looks for something else than before is a new version of it, and in
    the lab again.

    Raises NotAllowed, or RuleRefused: also where somebody else changed it since version
    `seen_version`.
    """
    now = now or timezone.now()
    if not permissions.can_edit_rules(by):
        raise NotAllowed("Your role does not allow changing rules of the desk.")
    rule = _locked(rule)
    if seen_version not in (None, rule.version):
        raise RuleRefused(
            "Somebody else has changed this rule in the meantime. Open it again to see how.", "name"
        )
    before = [getattr(rule, name) for name in LOOKS_FOR]
    for name, value in fields.items():
        setattr(rule, name, value)
    _check(rule)
    verb = Verb.RULE_CHANGED
    if before != [getattr(rule, name) for name in LOOKS_FOR]:
        verb = Verb.RULE_BACK_TO_LAB
        rule.version, rule.stage, rule.stage_since = rule.version + 1, Stage.LAB, now
    _save(rule)
    _record(rule, by, now, verb)
    return rule


@transaction.atomic
def move_on(rule: DeskRule, *, to: str, by, now: dt.datetime | None = None) -> DeskRule:
    """Bring a rule to another stage. Raises NotAllowed, or RuleRefused where that is not its
    turn."""
    now = now or timezone.now()
    if not permissions.can_edit_rules(by):
        raise NotAllowed("Your role does not allow setting rules of the desk to work.")
    rule = _locked(rule)
    move = next((move for move in moves_of(rule) if move.target == to), None)
    if move is None:
        raise RuleRefused("A rule goes from the lab into silence, and from there to work.", "stage")
    if move.needs_replay and not is_tried(rule):
        raise RuleRefused(
            "Try it in the lab first: nobody knows yet what it would have found.", "stage"
        )
    rule.stage = Stage(to)
    rule.stage_since = now
    rule.save(update_fields=["stage", "stage_since"])
    _record(rule, by, now, ENTERED[rule.stage])
    return rule


def moves_of(rule: DeskRule) -> list[Move]:
    return [move for move in MOVES if move.source == rule.stage]


def is_tried(rule: DeskRule) -> bool:
    """Whether the lab has looked for what the rule looks for now."""
    return rule.replays.filter(rule_version=rule.version, done_at__isnull=False).exists()


def _check(rule: DeskRule) -> None:
    """What always has to be true of a rule; what its kind does not go by is emptied. Raises
    RuleRefused."""
    uses = USES[rule.kind]
    rule.name, rule.message, rule.terms = (
        storable(text) for text in (rule.name, rule.message, rule.terms)
    )
    rule.terms = "\n".join(rule.terms.splitlines()) if "terms" in uses else ""
    rule.inside_words = rule.inside_words and "inside_words" in uses
    rule.limit, rule.minutes = (
        getattr(rule, name) if name in uses else None for name in ("limit", "minutes")
    )
    for name, most in MAX_LENGTHS.items():
        if len(getattr(rule, name)) > most:
            raise RuleRefused(f"Keep it under {most} characters.", name)
    if not rule.name:
        raise RuleRefused("Give it a name: moderators read it at what it finds.", "name")
    if rule.act == Act.REFUSE and not rule.message:
        raise RuleRefused(
            "Say what the writer is told: nobody is refused without a word.", "message"
        )
    _check_numbers(rule)
    if len(rule.terms) > MAX_TERMS_LENGTH:
        raise RuleRefused("These are too many lines for one rule.", "terms")
    try:
        found = syntax.checked(rule.kind, rule.terms)
    except syntax.WrongTerms as wrong:
        raise RuleRefused("Some lines can’t be used.", "terms", wrong.lines) from None
    if not found and "terms" in uses and rule.kind not in (Kind.LENGTH, Kind.RATE):
        if rule.kind != Kind.BAND:
            raise RuleRefused("Write what it looks for, one on a line.", "terms")
        if rule.limit is None:
            raise RuleRefused(
                "Choose a band, or give a figure from which it finds a reply.", "terms"
            )


def _check_numbers(rule: DeskRule) -> None:
    uses = USES[rule.kind]
    if "limit" in uses and rule.kind != Kind.BAND and not rule.limit:
        raise RuleRefused("Give a number, at least 1.", "limit")
    if rule.kind == Kind.RATE and rule.limit < 2:
        raise RuleRefused("One reply is no rate: give at least 2.", "limit")
    if rule.limit is not None and rule.limit > (100 if rule.kind == Kind.BAND else 1_000_000):
        raise RuleRefused("This number is too large.", "limit")
    if "minutes" in uses and not 0 < (rule.minutes or 0) <= MAX_MINUTES:
        raise RuleRefused(f"Give a time from 1 to {MAX_MINUTES:,} minutes.", "minutes")
    if not -10 <= rule.weight <= 10:
        raise RuleRefused("Give a weight from -10 to 10.", "weight")


def _locked(rule: DeskRule) -> DeskRule:
    return DeskRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)


def _save(rule: DeskRule) -> None:
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        raise RuleRefused("There is a rule of this name already.", "name") from None


def _record(rule: DeskRule, by, now: dt.datetime, verb: Verb) -> None:
    note = (
        f"Version {rule.version}, {rule.get_stage_display().lower()};"
        f" {rule.get_act_display().lower()}"
    )
    Record.objects.write(verb, by=by, at=now, subject=rule.name, note=note)
    versions.move(active_rules.KEY)
