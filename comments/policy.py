"""Policy: from the findings about a reply to the first decision."""

from __future__ import annotations

import datetime as dt

from articles.known import Known
from articles.models import Edition
from articles.pages import Standing
from comments.checks import Finding
from comments.models import Mode, Policy, State

terms = Known(1000)


def mode_of(edition: Edition, now: dt.datetime) -> str | None:
    """Under which mode replies to the story of `edition` are taken; None when nothing of it is live at `now`."""
    standing, name = Standing(now), (edition.article_id, edition.section_id)
    if fact := terms.get(name, standing):
        return fact.value
    keys = f"story:{edition.article_id}", "replies:rules"
    standing.on(*keys)
    is_live = Edition.objects.live(now).filter(article=edition.article_id).exists()
    mode = Policy.objects.mode_for(*name) if is_live else None
    terms.put(name, mode, standing, keys)
    return mode


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
