"""`Draft`, what a check is given, and `Finding`, what it yields."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from comments.models import Comment, Reader

if TYPE_CHECKING:
    from articles.models import Edition

#: Log odds that a reply is not to be shown, when nothing is known of it: about 12 %.
PRIOR_LOG_ODDS = -2.0


#: Maximum length of a finding's code: Comment.held_for bears it.
MAX_CODE_LENGTH = 20


@dataclass(frozen=True)
class Sent:
    """Whether a reply came from the form of its story, and how long after its writer came there, if
    known."""

    from_form: bool
    after: dt.timedelta | None = None


@dataclass(frozen=True)
class Draft:
    """A reply before it is stored."""

    name: str
    email: str
    website: str
    text: str
    trap: str = ""  # a field that people can't see
    sent: Sent = Sent(from_form=True)
    # the version of the house rules that its author says to have seen
    rules_seen: int | None = None
    wish: str = ""  # what it wants of the newsroom
    wants_credit: bool = False
    wants_mail: bool = False
    proof: str = ""  # what the browser keeps from a link that was mailed
    owner: Reader | None = None  # the confirmed reader with this address
    reader: Reader | None = None  # that reader, where the browser has proved it
    edition: Edition | None = None  # of the story that it answers
    parent: Comment | None = None  # the reply that it answers
    network: str = ""  # the sender's, cut
    now: dt.datetime | None = None  # when it came
    found: list[Finding] = field(default_factory=list, compare=False)  # by the checks before
    # automod.active_rules.AtWork: the desk's rules when it came, read once for checks and hits
    rules: Any = field(default=None, compare=False)


@dataclass(frozen=True)
class Finding:
    """What a check found: a code, words for a moderator, and what it does: hold the reply, mark it
    as spam, or only add to its risk.

    `weight` is how much it speaks for not showing the reply, as what it adds to the logarithm of
    the odds: 1 multiplies the odds by 2.7, -1 divides them by that, 0 says nothing. `marked` is
    what of the text it is about, letter by letter.
    """

    code: str
    words: str
    holds: bool = False
    is_spam: bool = False
    is_doubt: bool = False  # doubt that a person sent it; a browser's proof of work removes it
    weight: float = 0.0
    marked: tuple[str, ...] = ()
    rule: int | None = None  # the number of the rule of the desk that found it
    rule_version: int | None = None
    model: int | None = None  # the number of the model that found it
    score: float | None = None  # what that model gave, from 0 (nothing against it) to 1
    band: str = ""  # and what it makes of that: a models.Band
    matched: str = ""  # what that rule matched

    def as_dict(self) -> dict:
        """As decisions keep it. What a rule matched is kept with the rule's hits."""
        kept = asdict(self)
        del kept["matched"]
        return kept


def holds_as(code: str, label: str):
    """Decorate a check whose findings with this code may hold a reply; the desk's filter lists them
    under `label`."""

    if len(code) > MAX_CODE_LENGTH:
        raise ValueError(f"{code} does not fit into Comment.held_for")

    def mark(check):
        check.labels = {code: label, **getattr(check, "labels", {})}
        return check

    return mark


def risk_of(findings: Iterable[Finding]) -> float:
    """How likely a moderator would not show the reply, from 0 to 1, as far as the findings tell."""
    log_odds = PRIOR_LOG_ODDS + sum(finding.weight for finding in findings)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
