"""How much each rule weighs here: as it comes, or as the editor-in-chief has chosen."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from articles import permissions
from articles.checks.rules import RULES
from articles.errors import NotAllowed
from articles.models import Record, Verb
from articles.models.check_level import CheckLevel, Level


def chosen() -> dict[str, Level]:
    """The level of each rule, by its name. One query."""
    stored = dict(CheckLevel.objects.values_list("rule", "level"))
    return {
        rule.name: rule.level if rule.fixed else Level(stored.get(rule.name, rule.level))
        for rule in RULES
    }


@transaction.atomic
def choose(levels: Mapping[str, str], *, by) -> list[str]:
    """Set the levels of rules, by their names; gives what has changed, in words.

    Only what differs from a rule's default is stored. Raises NotAllowed.
    """
    if not permissions.can_choose_levels(by):
        raise NotAllowed("Your role does not allow this.")
    before = chosen()
    changes = []
    for rule in RULES:
        level = Level(levels.get(rule.name, before[rule.name]))
        if rule.fixed or level == before[rule.name]:
            continue
        if level == rule.level:
            CheckLevel.objects.filter(rule=rule.name).delete()
        else:
            CheckLevel.objects.update_or_create(rule=rule.name, defaults={"level": level})
        changes.append(f"{rule.title}: {before[rule.name].label} → {level.label}")
    if changes:
        Record.objects.write(
            Verb.CHECKS_CHANGED, by=by, subject="Checks before publishing", note="\n".join(changes)
        )
    return changes
