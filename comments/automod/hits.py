"""Hits of rules: each reply in which one found something, so that its figures can be told."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace

from django.db import transaction

from comments.automod import active_rules
from comments.automod.matchers import Subject
from comments.errors import RefusedByRule
from comments.findings import Draft, Finding
from comments.models import Comment, DeskRule, RuleHit

log = logging.getLogger("newsroom.rules")


def note(comment: Comment, draft: Draft, findings: list[Finding], now: dt.datetime) -> None:
    """Note what live rules found in a reply that is stored, and what silent ones would have. Never
    takes it down.

    No query where no rule is silent and none has found anything, as the checks have read the rules.
    """
    hits = [
        _hit(finding.rule, finding.rule_version, finding.matched, False, now, comment)
        for finding in findings
        if finding.rule and finding.code == "rule"
    ]
    silent = (draft.rules or active_rules.AtWork(now)).silent
    if not hits and not silent:
        return
    try:
        with transaction.atomic():
            hits += _in_silence(comment, replace(draft, found=findings), silent, now)
            RuleHit.objects.bulk_create(
                hits,
                update_conflicts=True,
                unique_fields=["rule", "comment"],
                update_fields=["rule_version", "matched", "was_silent", "at"],
            )
    except Exception:
        log.exception("What the rules found in reply %s could not be noted.", comment.pk)


def _in_silence(
    comment: Comment, draft: Draft, rules: list[active_rules.Ready], now: dt.datetime
) -> list[RuleHit]:
    subject = Subject.of_draft(draft)
    subject.number = comment.pk
    return [
        _hit(found.ready.rule.pk, found.ready.rule.version, found.match.words, True, now, comment)
        for found in active_rules.look(subject, rules, draft.edition.section_id)
        if found.match
    ]


def refused(error: RefusedByRule, now: dt.datetime) -> None:
    """Note that a rule refused a reply, of which nothing else is kept."""
    if DeskRule.objects.filter(pk=error.rule).exists():
        _hit(error.rule, error.rule_version, error.matched, False, now, None).save()


def _hit(
    rule: int, version: int, matched: str, silent: bool, now: dt.datetime, comment: Comment | None
) -> RuleHit:
    return RuleHit(
        rule_id=rule,
        rule_version=version,
        comment=comment,
        matched=active_rules.shortened(matched),
        was_silent=silent,
        at=now,
    )
