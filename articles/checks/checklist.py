"""Checks before publishing: one set of rules, asked while typing, on save, when publishing, and of
what is scheduled.

`run` and `run_many` give the findings of stories, working copies or editions; `musts` those that
keep a story from being published; `failing` what of a scheduled edition is not right any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from django.db.models import Count, prefetch_related_objects
from django.utils import timezone

from articles.checks import licences, links, text
from articles.checks.finding import Copy, Finding
from articles.checks.levels import chosen
from articles.checks.rules import BY_NAME, RULES
from articles.models import Article, Edition, Remark
from articles.models.check_level import Level

#: Maximum number of findings of one rule.
MAX_HITS = 8
#: Maximum number of scheduled editions that are checked, the next ones first.
MAX_SCHEDULED = 50


def run(story: Article | Edition, *, at: dt.datetime | None = None) -> list[Finding]:
    """What the rules find in a story, musts first. `at` is when readers are to see it; see
    run_many."""
    return run_many([story], at=at)[0]


def run_many(
    stories: Sequence[Article | Edition],
    *,
    at: dt.datetime | None = None,
    now: dt.datetime | None = None,
) -> list[list[Finding]]:
    """The findings of each of these stories, all of one kind, in a number of queries that their
    number doesn't change.

    Links are followed as readers would at `at`: by default now, for an edition that is still to
    come when it begins.
    """
    prefetch_related_objects(stories, "lead_picture", "credits__author")
    own = _of_working_copies([story for story in stories if isinstance(story, Article)])
    copies = [
        Copy(story, tuple(author.name for author in story.bylines), **own.get(id(story), {}))
        for story in stories
    ]
    return _findings(
        copies,
        [at or getattr(story, "live_from", None) for story in stories],
        now or timezone.now(),
    )


def run_typed(
    story: Article, *, signed_by: Sequence[str], has_topic: bool = True, known_as: int = 0
) -> list[Finding]:
    """What the rules find in a story that is not saved; `signed_by` are the names of those
    credited, `known_as` is the number of the stored story that it is to become, or 0."""
    remarked = Remark.objects.open().filter(article=known_as).count() if known_as else 0
    copy = Copy(story, tuple(signed_by), has_topic=has_topic, open_remarks=remarked)
    return _findings([copy], [None], timezone.now())[0]


def musts(findings: Sequence[Finding]) -> list[Finding]:
    """Those without which a story is not published."""
    return [finding for finding in findings if finding.is_must]


def failing(edition: Edition) -> list[Finding]:
    """Why this edition should not go live as it is: a must, or what went wrong since it was
    frozen."""
    return _failed(run(edition))


def failing_scheduled(now: dt.datetime) -> list[tuple[Edition, list[Finding]]]:
    """The scheduled editions that should not go live as they are, the next first, each with its
    reasons."""
    editions = list(Edition.objects.scheduled(now).order_by("live_from", "pk")[:MAX_SCHEDULED])
    found = map(_failed, run_many(editions, now=now)) if editions else []
    return [
        (edition, findings) for edition, findings in zip(editions, found, strict=True) if findings
    ]


def _of_working_copies(stories: list[Article]) -> dict[int, dict]:
    """What is asked of working copies alone, by the id of each: has it a topic, how many remarks
    are open. Two queries at most."""
    if not stories:
        return {}
    prefetch_related_objects(stories, "topics")
    rows = Remark.objects.open().filter(article__in=stories).order_by().values("article")
    remarked = {row["article"]: row["count"] for row in rows.annotate(count=Count("pk"))}
    return {
        id(story): {
            "has_topic": bool(story.topics.all()),
            "open_remarks": remarked.get(story.pk, 0),
        }
        for story in stories
    }


def _failed(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.is_must or BY_NAME[finding.rule].ages]


def _findings(
    copies: list[Copy], at: list[dt.datetime | None], now: dt.datetime
) -> list[list[Finding]]:
    levels = chosen()
    at = [when or now for when in at]
    stories = [copy.story for copy in copies]
    dead = links.dead([(story.body, when) for story, when in zip(stories, at, strict=True)], now)
    ended = licences.ended(stories, [max(when, now) for when in at])
    alts = text.alts(story.body for story in stories)
    return [
        _found(replace(copy, dead_links=gone, unlicensed=unlicensed, alts=alts), levels)
        for copy, gone, unlicensed in zip(copies, dead, ended, strict=True)
    ]


def _found(copy: Copy, levels: dict[str, Level]) -> list[Finding]:
    findings = [
        Finding(rule.name, levels[rule.name], *hit)
        for rule in RULES
        if levels[rule.name] != Level.OFF
        for hit in islice(rule.look(copy), MAX_HITS)
    ]
    return sorted(findings, key=lambda finding: not finding.is_must)
