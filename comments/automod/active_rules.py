"""The rules of the desk that are at work, made ready once in each process for as long as none is
changed."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import DatabaseError

from articles.pages.caching import Dependencies
from articles.pages.process_cache import VersionedCache
from comments.automod.matchers import Match, Matcher, Subject, made_of
from comments.models import DeskRule

Stage = DeskRule.Stage
#: What moves with every change of a rule.
KEY = "desk:rules"
#: So much of what was found is told in words.
MAX_MATCH_LENGTH = 200

log = logging.getLogger("newsroom.rules")
known = VersionedCache(1)
#: What the rules at work look for: a long list is made ready once, and not each time that another
#: rule changes.
made: dict[tuple, Matcher] = {}


@dataclass(frozen=True)
class Ready:
    """A rule, and what it looks for."""

    rule: DeskRule
    matcher: Matcher

    def words(self, match: Match) -> str:
        return shortened(f"Rule “{self.rule.name}”: {match.words}")


@dataclass(frozen=True)
class Found:
    """The result of one rule: its match, or None where it failed or took too long. (No match gives
    no Found.)"""

    ready: Ready
    match: Match | None


def at_work(dependencies: Dependencies) -> list[Ready]:
    """The rules that are live or silent. One query where they are known; else two, and those that
    are new are made ready."""
    if fact := known.get("rules", dependencies):
        return fact.value
    dependencies.add(KEY)
    rules = {
        (rule.pk, rule.version, rule.made_at): rule
        for rule in DeskRule.objects.filter(stage__in=[Stage.LIVE, Stage.SILENT]).order_by("pk")
    }
    for name in set(made) - set(rules):
        made.pop(name, None)
    for name in set(rules) - set(made):
        made[name] = made_of(rules[name])
    ready = [Ready(rule, made[name]) for name, rule in rules.items()]
    known.put("rules", ready, dependencies, [KEY])
    return ready


class AtWork:
    """The rules that are live and those that are silent at one moment, read when one of them is
    asked for."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    @cached_property
    def all(self) -> list[Ready]:
        return at_work(Dependencies(self.now))

    @property
    def live(self) -> list[Ready]:
        return [ready for ready in self.all if ready.rule.stage == Stage.LIVE]

    @property
    def silent(self) -> list[Ready]:
        return [ready for ready in self.all if ready.rule.stage == Stage.SILENT]


def look(subject: Subject, rules: list[Ready], section: int | None) -> Iterator[Found]:
    """What these rules find in a reply under a section. A rule that fails or takes too long does
    not stop the others."""
    for ready in rules:
        if ready.rule.section_id not in (None, section):
            continue
        try:
            match = ready.matcher(subject)
        except DatabaseError:  # the transaction is broken: there is no going on to the next rule
            raise
        except Exception:
            log.exception("The rule %s failed.", ready.rule.pk)
            yield Found(ready, None)
        else:
            if match:
                yield Found(ready, match)


def shortened(words: str, most: int = MAX_MATCH_LENGTH) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
