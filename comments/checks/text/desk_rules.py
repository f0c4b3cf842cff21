"""Rules of the desk that are live: what the newsroom itself has said to look for."""

from __future__ import annotations

from collections.abc import Iterator

from comments.automod import active_rules
from comments.automod.matchers import Subject
from comments.errors import RefusedByRule
from comments.findings import Draft, Finding, holds_as
from comments.models import DeskRule


@holds_as("rule", "A rule of the desk")
def desk_rules(draft: Draft) -> Iterator[Finding]:
    """Raises RefusedByRule where a rule says so. Silent ones look at it once it is stored, in
    hits.note."""
    rules = (draft.rules or active_rules.AtWork(draft.now)).live
    section = draft.edition.section_id if draft.edition else None
    for found in active_rules.look(Subject.of_draft(draft), rules, section):
        rule, match = found.ready.rule, found.match
        named = {"rule": rule.pk, "rule_version": rule.version}
        if match is None:
            words = f"Could not be checked: rule “{rule.name}”"
            yield Finding("unchecked", words, holds=True, **named)
            continue
        if rule.act == DeskRule.Act.REFUSE:
            raise RefusedByRule(
                rule.message, rule.pk, rule.version, active_rules.shortened(match.words)
            )
        yield Finding(
            "rule",
            found.ready.words(match),
            holds=True,
            is_spam=rule.act == DeskRule.Act.SPAM,
            weight=rule.weight,
            marked=match.marked,
            matched=match.words,
            **named,
        )
