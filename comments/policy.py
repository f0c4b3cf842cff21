"""Policy: from the findings about a reply to the first decision."""

from __future__ import annotations

from comments.checks import Finding
from comments.models import Mode, State


def decide_first(mode: str, findings: list[Finding]) -> tuple[State, list[Finding]]:
    """The first state of a reply under a mode, and the findings with what tipped it first.

    A closed thread takes none, so this is not asked about it.
    """
    if any(finding.is_spam for finding in findings):
        return State.SPAM, findings
    if mode == Mode.OPEN and not any(finding.holds for finding in findings):
        return State.SHOWN, findings
    if mode == Mode.HELD:
        return State.HELD, [*findings, Finding("mode", "Every reply waits here", holds=True)]
    return State.HELD, sorted(findings, key=lambda finding: not finding.holds)
