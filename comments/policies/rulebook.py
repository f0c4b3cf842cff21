"""The rulebook: the house rules of now and of then."""

from __future__ import annotations

from dataclasses import dataclass

from articles.pages import keys
from articles.pages.caching import Dependencies
from articles.pages.process_cache import VersionedCache
from comments.models import RulesVersion
from newsroom.lib.text import diff

known = VersionedCache(1)


@dataclass(frozen=True)
class Rule:
    """A rule in one version, with what became of its words since the version before."""

    number: int
    title: list[diff.Run]
    text: list[diff.Run]
    kind: str = "same"  # changed, added, removed


def current_number(dependencies: Dependencies) -> int:
    """The number of the version in force; 0 where there is none. No query where it is known
    already."""
    if fact := known.get("number", dependencies):
        return fact.value
    dependencies.add(keys.REPLY_RULES)
    number = newest_number()
    known.put("number", number, dependencies, [keys.REPLY_RULES])
    return number


def newest_number() -> int:
    return RulesVersion.objects.values_list("number", flat=True).first() or 0


def compared(version: RulesVersion, before: RulesVersion | None) -> list[Rule]:
    """The rules of a version, each with what is new in it; what was taken out stands in its old
    place."""
    if before is None:
        return [
            Rule(rule["number"], _plain(rule["title"]), _plain(rule["text"]))
            for rule in version.rules
        ]
    then = {rule["number"]: rule for rule in before.rules}
    now = {rule["number"]: rule for rule in version.rules}
    empty = {"title": "", "text": ""}
    made = []
    for number in sorted(then | now):
        old = then.get(number, empty)
        new = now.get(number, empty)
        kind = (
            "changed"
            if number in then and number in now
            else "added"
            if number in now
            else "removed"
        )
        if old == new:
            kind = "same"
        made.append(
            Rule(
                number,
                diff.words(old["title"], new["title"]),
                diff.words(old["text"], new["text"]),
                kind,
            )
        )
    return made


def _plain(text: str) -> list[diff.Run]:
    return [diff.Run("equal", text)]
