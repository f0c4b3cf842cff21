"""Campaigns: replies that say nearly the same, across stories, names and days, brought together and
decided once.

Exact copies are found as they come in (checks/text/campaign.py); an undo is in
effects/campaigns.py.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Count, Max, Min, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django_tasks import task

from articles.models import Record, Verb
from comments import permissions, triage
from comments.checks.text.campaign import WORDS, found
from comments.errors import DecisionRefused
from comments.models import Campaign, Comment, HouseRule, Likeness, LikenessKey, State, Trigger
from comments.moderation import decisions
from newsroom.lib.learning import likeness

#: Minimum number of replies alike that are a campaign.
MIN_MEMBERS = 3
#: Maximum number of replies that are compared: with the same key, and in all.
MAX_PER_KEY = 30
MAX_COMPARED = 200


def compare_later(comment: Comment) -> None:
    """Have the worker compare a reply with all others, where its text is long enough to tell
    anything."""
    if not comment.user_id and likeness.exact(comment.text) is not None:
        compare_reply.enqueue(comment.pk)


@task()
def compare_reply(comment_id: int) -> None:
    """Find what is nearly the same as a reply, and the campaign that it belongs to."""
    compare(comment_id)


def compare(comment_id: int, now: dt.datetime | None = None) -> Campaign | None:
    """Find what is nearly the same as a reply, and the campaign that it belongs to, if there is
    one. May run twice.

    First the sketch is stored, and only then others are looked for: of two that are compared at the
    same moment, at least one finds the other.
    """
    mine = _keep_sketch(comment_id)
    return _join(mine, _alike(mine), now or timezone.now()) if mine else None


@transaction.atomic
def _keep_sketch(comment_id: int) -> Likeness | None:
    """The reply's sketch (a fingerprint by which likeness is told) with its keys; None where there
    is no such reply, or too little text."""
    comment = Comment.objects.select_for_update(of=("self",)).filter(pk=comment_id).first()
    sketch = likeness.sketch(comment.text) if comment else None
    if sketch is None:
        return None
    mine, is_new = Likeness.objects.get_or_create(
        comment=comment, defaults={"sketch": sketch, "version": comment.version}
    )
    if not is_new and mine.version == comment.version:
        return mine
    mine.keys.all().delete()
    left = mine.campaign
    mine.sketch, mine.version, mine.campaign = sketch, comment.version, None
    mine.save()
    numbers = [likeness.exact(comment.text), *likeness.keys(sketch)]
    LikenessKey.objects.bulk_create(LikenessKey(key=number, likeness=mine) for number in numbers)
    if left:  # its author has changed the text
        recount(left)
    return mine


def _alike(mine: Likeness) -> list[int]:
    """The newest replies that are nearly the same. A fixed number of queries, each with a limit."""
    near: set[int] = set()
    for key in mine.keys.values_list("key", flat=True):
        others = LikenessKey.objects.filter(key=key).exclude(likeness=mine).order_by("-likeness")
        near.update(others.values_list("likeness", flat=True)[:MAX_PER_KEY])
    sketches = Likeness.objects.filter(
        pk__in=sorted(near, reverse=True)[:MAX_COMPARED]
    ).values_list("pk", "sketch")
    return [
        pk
        for pk, other in sketches
        if likeness.likeness(bytes(mine.sketch), bytes(other)) >= likeness.ALIKE
    ]


@transaction.atomic
def _join(mine: Likeness, others: list[int], now: dt.datetime) -> Campaign | None:
    """Bring a reply into the campaign of those that are like it, or make one where they are
    enough."""
    # locked in one order: of several that are compared at once, the first makes the campaign
    rows = (
        Likeness.objects.select_for_update(of=("self",))
        .filter(pk__in=[mine.pk, *others])
        .order_by("pk")
    )
    locked = {row.pk: row for row in rows}
    if mine.pk not in locked:
        return None
    numbers = {row.campaign_id for row in locked.values() if row.campaign_id}
    # where they belong to several, the oldest takes in what belongs to none
    campaign = Campaign.objects.select_for_update().filter(pk__in=numbers).order_by("pk").first()
    if campaign is None:
        if len(locked) < MIN_MEMBERS:
            return None
        campaign = Campaign.objects.create(first_at=now, last_at=now)
    Likeness.objects.filter(pk__in=locked, campaign=None).update(campaign=campaign)
    recount(campaign)
    if campaign.state == Campaign.State.DECIDED and campaign.to_state in WORDS:
        _hold(mine.pk, campaign, now)
    return campaign


def recount(campaign: Campaign) -> None:
    """Count a campaign's replies, stories and people. People are counted by address, or by name
    where there is none."""
    who = Coalesce(NullIf("comment__email", Value("")), "comment__name", output_field=TextField())
    counted = campaign.members.aggregate(
        replies=Count("pk"),
        stories=Count("comment__article", distinct=True),
        people=Count(who, distinct=True),
        first_at=Min("comment__created_at"),
        last_at=Max("comment__created_at"),
    )
    for name, value in counted.items():
        setattr(campaign, name, value)
    campaign.save(update_fields=list(counted))


def _hold(comment_id: int, campaign: Campaign, now: dt.datetime) -> None:
    """Hold a shown reply that came after its campaign was decided, so that a moderator looks at
    it."""
    comment = (
        Comment.objects.select_for_update(of=("self",))
        .filter(pk=comment_id, state=State.SHOWN)
        .first()
    )
    if comment is None or comment.decisions.filter(by__isnull=False).exists():
        return
    finding = found(f"Nearly the same text as a campaign that {WORDS[State(campaign.to_state)]}")
    decisions.decide_by_policy(comment, State.HELD, [finding], now=now, trigger=Trigger.CAMPAIGN)
    triage.held_later(comment.pk, finding.code)


@transaction.atomic
def decide(
    campaign_id: int,
    *,
    to: str,
    by,
    expected_states: dict[int, str],
    rule: HouseRule | None = None,
    law: str = "",
    note: str = "",
    now: dt.datetime | None = None,
) -> decisions.Outcome:
    """Bring those replies of a campaign that are in `expected_states` (by number, the revision that
    the moderator saw) to the state `to`: one act, one undo.

    Raises as decisions.decide does, and DecisionRefused where somebody else has settled the
    campaign.
    """
    now = now or timezone.now()
    campaign = _open(campaign_id, by)
    members = set(
        campaign.members.filter(comment__in=expected_states).values_list("comment", flat=True)
    )
    if not members:
        raise DecisionRefused("None of these replies belongs to this campaign any more.")
    outcome = decisions.decide(
        members,
        to=to,
        by=by,
        rule=rule,
        law=law,
        note=note,
        trigger=Trigger.CAMPAIGN,
        now=now,
        expected_states={pk: state for pk, state in expected_states.items() if pk in members},
    )
    _settle(campaign, Campaign.State.DECIDED, by, now, to)
    return outcome


@transaction.atomic
def dismiss(campaign_id: int, *, by, now: dt.datetime | None = None) -> Campaign:
    """Say that it is no campaign: what is like these replies later is not brought up again."""
    return _settle(_open(campaign_id, by), Campaign.State.DISMISSED, by, now or timezone.now())


def _open(campaign_id: int, by) -> Campaign:
    """The campaign, locked, as long as it is open."""
    permissions.require(permissions.can_decide(by))
    campaign = Campaign.objects.select_for_update().filter(pk=campaign_id).first()
    if campaign is None or campaign.state != Campaign.State.OPEN:
        raise DecisionRefused("Somebody else has settled this campaign in the meantime.")
    return campaign


def _settle(campaign: Campaign, state: str, by, now: dt.datetime, to: str = "") -> Campaign:
    campaign.state, campaign.decided_by, campaign.decided_at, campaign.to_state = state, by, now, to
    campaign.save(update_fields=["state", "decided_by", "decided_at", "to_state"])
    dismissed = state == Campaign.State.DISMISSED
    verb = Verb.CAMPAIGN_DISMISSED if dismissed else Verb.CAMPAIGN_DECIDED
    Record.objects.write(verb, by=by, at=now, subject=f"{campaign}{f': {to}' if to else ''}")
    return campaign


def same_text(comment_ids) -> dict[int, int]:
    """How many replies elsewhere say nearly the same as each of these; those with none are left
    out. Three queries."""
    mine = Likeness.objects.filter(pk__in=comment_ids).values_list(
        "pk", "sketch", "campaign__replies"
    )
    sketches = {pk: (bytes(sketch), replies) for pk, sketch, replies in mine}
    counted = {pk: replies - 1 for pk, (_, replies) in sketches.items() if replies}
    alone = [pk for pk in sketches if pk not in counted]
    near = LikenessKey.objects.filter(likeness__in=alone).values_list("likeness", "key")
    of_key: dict[int, list[int]] = {}
    for pk, key in near:
        of_key.setdefault(key, []).append(pk)
    others = LikenessKey.objects.filter(key__in=of_key).order_by("-likeness")
    found_by: dict[int, set[int]] = {}
    for key, other, sketch in others.values_list("key", "likeness", "likeness__sketch")[
        : MAX_PER_KEY * MAX_COMPARED
    ]:
        for pk in of_key[key]:
            if pk != other and likeness.likeness(sketches[pk][0], bytes(sketch)) >= likeness.ALIKE:
                found_by.setdefault(pk, set()).add(other)
    return counted | {pk: len(numbers) for pk, numbers in found_by.items()}
