"""Settling how replies are treated: policies, house rules, and the hours of the desk."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction
from django.utils import timezone

from articles.models import Record, Verb
from articles.pages import keys, versions
from comments.errors import NotAllowed
from comments.models import DeskHours, HouseRule, Policy, PrivacySettings, RulesVersion

#: How it is put on record that one is settled. House rules stay, since decisions name them.
SETTLED = {
    Policy: Verb.POLICY_SETTLED,
    HouseRule: Verb.HOUSE_RULE_SETTLED,
    DeskHours: Verb.HOURS_SETTLED,
    PrivacySettings: Verb.PRIVACY_SETTLED,
}
REMOVED = {Policy: Verb.POLICY_REMOVED, DeskHours: Verb.HOURS_REMOVED}


@transaction.atomic
def save(obj: models.Model, *, by, now: dt.datetime | None = None) -> models.Model:
    """Save a policy, a house rule, hours of the desk, or what is told about readers' data; every
    page and form follows it from then on.

    Of the house rules a new version is kept when readers are told something else than before.
    """
    now = now or timezone.now()
    verb = "add" if obj._state.adding else "change"
    if not by.has_perm(f"comments.{verb}_{obj._meta.model_name}"):
        raise NotAllowed("Your role does not allow this.")
    if isinstance(obj, Policy):
        _date(obj, now)
    obj.save()
    if isinstance(obj, HouseRule):
        keep_version(by=by, now=now)
    _record(obj, by, now, SETTLED[type(obj)])
    return obj


@transaction.atomic
def delete(obj: models.Model, *, by, now: dt.datetime | None = None) -> None:
    """Delete a policy or hours of the desk: what is wider applies again."""
    if not by.has_perm(f"comments.delete_{obj._meta.model_name}"):
        raise NotAllowed("Your role does not allow this.")
    _record(obj, by, now or timezone.now(), REMOVED[type(obj)])
    obj.delete()


def keep_version(*, by, now: dt.datetime) -> RulesVersion:
    """The version of the house rules as they stand: the last one, or a new one where they differ
    from it."""
    # two people at once make two versions, one after the other
    list(HouseRule.objects.select_for_update())
    rules = [
        {"number": rule.number, "title": rule.title, "text": rule.text}
        for rule in HouseRule.objects.all()
    ]
    last = RulesVersion.objects.first()
    if last and last.rules == rules:
        return last
    return RulesVersion.objects.create(
        number=last.number + 1 if last else 1, rules=rules, since=now, by=by
    )


def _date(policy: Policy, now: dt.datetime) -> None:
    """Note since when the mode is what it is."""
    before = Policy.objects.filter(pk=policy.pk).values_list("mode", flat=True).first()
    if before != policy.mode:
        policy.mode_since = now


def _record(obj: models.Model, by, now: dt.datetime, verb: Verb) -> None:
    article = getattr(obj, "article", None)
    Record.objects.write(verb, by=by, at=now, subject=obj, article=article)
    versions.move(keys.REPLY_RULES, keys.FURNITURE)
