"""Risks: for a time, replies to one story are held, or not taken at all."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Record, Verb
from articles.pages import keys, versions
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Mode, Risk
from newsroom.lib.text.strings import storable

#: The modes that a risk may bring.
MODES = (Mode.HELD, Mode.CLOSED)
MAX_DURATION = dt.timedelta(days=731)


class RiskRefused(DecisionRefused):
    """A risk that can't be set like this; `field` says where it is wrong."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def set_risk(
    article: Article,
    *,
    why: str,
    mode: str,
    until: dt.datetime,
    by,
    note: str = "",
    now: dt.datetime | None = None,
) -> Risk:
    """Treat the replies to a story like this until then, whatever the policies say. It takes the
    place of an earlier risk of the story.

    Raises NotAllowed, or RiskRefused.
    """
    now = now or timezone.now()
    note = storable(note)
    if not permissions.can_set_risk(by):
        raise NotAllowed("Your role does not allow this.")
    if why not in Risk.Why.values:
        raise RiskRefused("Choose what the risk is.", "why")
    if mode not in MODES:
        raise RiskRefused("Replies to a story at risk are held, or closed.", "mode")
    if until <= now:
        raise RiskRefused("This time lies in the past.", "until")
    if until > now + MAX_DURATION:
        raise RiskRefused("Two years at most: set it again then, if need be.", "until")
    if len(note) > 500:
        raise RiskRefused("Keep the note under 500 characters.", "note")
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    _end(article, now)
    risk = Risk.objects.create(
        article=article, why=why, mode=mode, note=note, begins_at=now, ends_at=until, by=by
    )
    _record(risk, by, now, Verb.RISK_SET, f"{risk}. {note}")
    return risk


@transaction.atomic
def lift(risk: Risk, *, by, now: dt.datetime | None = None) -> Risk:
    """End a risk before its time: the policies count again. One that is over stays as it is."""
    now = now or timezone.now()
    if not permissions.can_lift_risk(by):
        raise NotAllowed("Your role does not allow this.")
    risk = Risk.objects.select_for_update(of=("self",)).select_related("article").get(pk=risk.pk)
    if risk.ends_at > now:
        risk.ends_at = max(now, risk.begins_at)
        risk.save(update_fields=["ends_at"])
        _record(risk, by, now, Verb.RISK_LIFTED, risk.get_why_display())
    return risk


def _end(article: Article, now: dt.datetime) -> None:
    for risk in Risk.objects.active(now).filter(article=article):
        risk.ends_at = now
        risk.save(update_fields=["ends_at"])


def _record(risk: Risk, by, now: dt.datetime, verb: Verb, note: str) -> None:
    article = risk.article
    Record.objects.write(verb, by=by, at=now, subject=article.headline, article=article, note=note)
    versions.move(keys.REPLY_RULES)
