"""The rule lab: what a rule would have found among replies about which people have decided.

A match is right where people rejected the reply or marked it as spam, wrong where they showed it.
The newest decision about each reply counts, and the text that it was made about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from articles.models import Record, Verb
from comments import permissions
from comments.automod.active_rules import Ready, look
from comments.automod.matchers import Subject, made_of
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment, CommentVersion, Decision, DeskRule, Replay, State

#: Maximum number of decisions, the newest, that a replay looks at.
MAX_DECISIONS = 20_000
BATCH = 500
#: Number of example replies kept of each outcome.
MAX_EXAMPLES = 8
DAYS = (7, 30, 90, 365)
NOT_SHOWN = (State.REJECTED, State.SPAM)
#: A replay that has run longer was lost with its worker, and may be begun anew.
LOST = dt.timedelta(minutes=15)
#: A decision, and the reply as it was then.
Case = tuple[Decision, Subject]


@transaction.atomic
def begin(rule: DeskRule, *, days: int, by, now: dt.datetime | None = None) -> Replay:
    """Have the worker try the rule on the decisions of the last `days` days. Raises NotAllowed or
    DecisionRefused."""
    now = now or timezone.now()
    if not permissions.can_edit_rules(by):
        raise NotAllowed("Your role does not allow trying rules of the desk.")
    if days not in DAYS:
        raise DecisionRefused("Choose how far back the lab should look.")
    if rule.replays.filter(done_at=None, at__gt=now - LOST).exists():
        raise DecisionRefused("This rule is already being tested.")
    rule.replays.filter(done_at=None).delete()
    replay = Replay.objects.create(rule=rule, rule_version=rule.version, by=by, at=now, days=days)
    note = f"Version {rule.version}, over {days} days"
    Record.objects.write(Verb.RULE_TRIED, by=by, at=now, subject=rule.name, note=note)
    replay_rule.enqueue(replay.pk)
    return replay


@task()
def replay_rule(replay_id: int) -> None:
    """Try a rule of the desk on what people have decided."""
    run(replay_id)


def run(replay_id: int, *, now: dt.datetime | None = None) -> Replay | None:
    """Run a replay and store its progress after each batch. Safe to run twice. None where it is
    done, or the rule has changed since."""
    replay = Replay.objects.select_related("rule").filter(pk=replay_id, done_at=None).first()
    if replay is None:
        return None
    rule = replay.rule
    if rule.version != replay.rule_version:
        replay.delete()
        return None
    ready = [Ready(rule, made_of(rule))]
    counts = dict.fromkeys(("looked_at", "caught", "wrong", "missed"), 0)
    examples: dict[str, list] = {"caught": [], "wrong": [], "missed": []}
    for batch in cases(rule, replay):
        for decision, subject in batch:
            match = next(
                (found.match for found in look(subject, ready, rule.section_id) if found.match),
                None,
            )
            outcome = outcome_of(decision.to_state, match is not None)
            counts["looked_at"] += 1
            if outcome:
                counts[outcome] += 1
                if len(examples[outcome]) < MAX_EXAMPLES:
                    examples[outcome].append(
                        [decision.comment_id, list(match.marked) if match else []]
                    )
        Replay.objects.filter(pk=replay.pk).update(**counts)
    done = Replay.objects.filter(pk=replay.pk)
    done.update(**counts, examples=examples, done_at=now or timezone.now())
    return done.first()


def outcome_of(state: str, found: bool) -> str:
    """“caught”, “wrong” or “missed”; “” for what was rightly left alone. `state` is what people
    decided."""
    if found:
        return "caught" if state in NOT_SHOWN else "wrong"
    return "missed" if state in NOT_SHOWN else ""


def cases(rule: DeskRule, replay: Replay) -> Iterator[list[Case]]:
    """What people decided, newest first, some at a time. Two queries for each lot, three where
    texts were changed."""
    wanted = Decision.objects.filter(by__isnull=False, decided_at__gte=replay.at - days(replay))
    wanted = wanted.filter(decided_at__lte=replay.at).order_by("-decided_at", "-pk")
    if rule.section_id:
        wanted = wanted.filter(comment__edition__section=rule.section_id)
    last = None
    known = set()
    left = MAX_DECISIONS
    while left > 0:
        here = (
            wanted
            if last is None
            else wanted.filter(
                Q(decided_at__lt=last.decided_at) | Q(decided_at=last.decided_at, pk__lt=last.pk)
            )
        )
        rows = list(here.only("comment", "to_state", "decided_at", "version")[: min(BATCH, left)])
        if not rows:
            return
        last = rows[-1]
        left = left - len(rows)
        # the newest decision about a reply stands for it
        new = [row for row in rows if not (row.comment_id in known or known.add(row.comment_id))]
        yield list(_subjects([row for row in new if row.to_state in (State.SHOWN, *NOT_SHOWN)]))


def _subjects(decisions: list[Decision]) -> Iterator[Case]:
    comments = Comment.objects.in_bulk([decision.comment_id for decision in decisions])
    former = {
        (decision.comment_id, decision.version)
        for decision in decisions
        if decision.version != comments[decision.comment_id].version
    }
    texts = {}
    if former:
        versions = CommentVersion.objects.filter(comment__in={number for number, _ in former})
        texts = {(version.comment_id, version.number): version.text for version in versions}
    for decision in decisions:
        comment = comments[decision.comment_id]
        if comment.user_id:  # the newsroom's own is not examined
            continue
        text = texts.get((comment.pk, decision.version), comment.text)
        yield decision, Subject.of_comment(comment, text)


def days(replay: Replay) -> dt.timedelta:
    return dt.timedelta(days=replay.days)
