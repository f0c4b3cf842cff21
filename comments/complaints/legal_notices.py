"""Notices of illegal content: anybody says that a reply is against the law, and a person decides
about it.

Regulation (EU) 2022/2065 (Digital Services Act), Article 16; for danger to somebody's life, Article
18.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.models import Record, Verb
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed, ReplyRefused
from comments.models import Comment, Escalation, LegalNotice, NoticeState, State, Trigger
from comments.moderation import decisions
from comments.moderation.effects import legal_notices
from comments.notifications import emails
from newsroom.lib.config.mail_server import is_address
from newsroom.lib.text.strings import length, storable

#: Maximum number of receipts a day to one address: anybody may have typed it.
MAX_RECEIPTS_A_DAY = 5
MAX_OUTCOME_LENGTH = 2_000
MAX_LAW_LENGTH = 300
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none is taken for another


@transaction.atomic
def file(
    *,
    article_id: int,
    number: int,
    kind: str,
    reasons: str,
    name: str = "",
    email: str = "",
    good_faith: bool,
    now: dt.datetime | None = None,
) -> LegalNotice:
    """Take a notice about a reply that is shown, with the reply as it stands; its sender is mailed
    a receipt.

    Sent twice it is one. Raises ReplyRefused (404) where the reply is not shown, (422) without good
    faith.
    """
    now = now or timezone.now()
    shown = (
        Comment.objects.shown().select_for_update(of=("self",)).select_related("edition__address")
    )
    comment = shown.filter(article=article_id, pk=number).first()
    if comment is None:
        raise ReplyRefused("This reply is not shown any more.", 404)
    if not good_faith:
        raise ReplyRefused(
            "Please say that you believe what you say to be right and complete.", 422
        )
    parts = [str(number), str(comment.version), kind, reasons, name, email.lower()]
    once = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    if known := LegalNotice.objects.filter(idempotency_key=once).first():
        return known
    notice = LegalNotice.objects.create(
        reference=reference(now),
        comment=comment,
        version=comment.version,
        kind=kind,
        reasons=reasons,
        name=name,
        email=email.lower(),
        good_faith=True,
        evidence=evidence(comment),
        at=now,
        due_at=now + legal_notices.DECIDE_WITHIN,
        idempotency_key=once,
    )
    lately = LegalNotice.objects.filter(email=notice.email, at__gt=now - dt.timedelta(days=1))
    if (
        is_address(notice.email)
        and len(lately.values_list("pk")[: MAX_RECEIPTS_A_DAY + 1]) <= MAX_RECEIPTS_A_DAY
    ):
        emails.legal_notice_came(notice).send()
    return notice


@transaction.atomic
def decide(
    notice: LegalNotice,
    *,
    to: str,
    by,
    outcome: str,
    law: str = "",
    danger: bool = False,
    expected_state: str = "",
    now: dt.datetime | None = None,
) -> LegalNotice:
    """Decide about a notice: REMOVED takes the reply off because of the `law`, KEPT leaves it; its
    sender is told the `outcome`. A reply that is gone already only has its case closed. `danger`:
    somebody's life or safety may be at stake, so the reply is passed on to legal. `expected_state`
    is the reply's revision as it was read.

    Raises NotAllowed, or DecisionRefused where something is missing, or the reply has changed.
    """
    now = now or timezone.now()
    outcome = storable(outcome)
    law = storable(law)
    if not permissions.can_decide_notice(by):
        raise NotAllowed("Your role does not allow deciding about notices of illegal content.")
    comment = (
        Comment.objects.select_for_update(of=("self",))
        .select_related("article")
        .get(pk=notice.comment_id)
    )
    notice = LegalNotice.objects.get(pk=notice.pk)
    _check(notice, comment, to, outcome, law, expected_state)
    notice.state, notice.outcome, notice.decided_by, notice.decided_at = to, outcome, by, now
    notice.save(update_fields=["state", "outcome", "decided_by", "decided_at"])
    if to == NoticeState.REMOVED and not legal_notices.is_gone(comment):
        decisions.decide(
            [comment.pk], to=State.REJECTED, by=by, law=law, trigger=Trigger.NOTICE, now=now
        )
    said = {
        "by": by,
        "at": now,
        "subject": f"{notice.reference}, {comment}"[:250],
        "article": comment.article,
    }
    verb = Verb.LEGAL_NOTICE_REMOVED if to == NoticeState.REMOVED else Verb.LEGAL_NOTICE_KEPT
    Record.objects.write(verb, note=outcome, **said)
    if danger:
        note = f"Danger to life or safety: {notice.reference}"
        Escalation.objects.get_or_create(
            comment=comment,
            to=Escalation.To.LEGAL,
            settled_at=None,
            defaults={"note": note, "by": by, "at": now},
        )
        Record.objects.write(Verb.PASSED_TO_LEGAL, note=note, **said)
    if is_address(notice.email):
        emails.legal_notice_decided(notice).send()
    return notice


def _check(
    notice: LegalNotice, comment: Comment, to: str, outcome: str, law: str, expected_state: str
) -> None:
    """Raises DecisionRefused."""
    if notice.state != NoticeState.OPEN:
        raise DecisionRefused(f"This case is closed already: {notice.get_state_display().lower()}.")
    if expected_state and not comment.matches(expected_state):
        raise DecisionRefused("The reply has changed since you read it. Look at it once more.")
    if to not in (NoticeState.REMOVED, NoticeState.KEPT):
        raise DecisionRefused("Choose whether the reply stays.")
    if to == NoticeState.KEPT and legal_notices.is_gone(comment):
        raise DecisionRefused("The reply is not shown any more, so it can’t stay: close the case.")
    if not outcome:
        raise DecisionRefused("Write what was decided and why: whoever sent the notice is told it.")
    if length(outcome) > MAX_OUTCOME_LENGTH:
        raise DecisionRefused(
            f"Keep what the sender is told under {MAX_OUTCOME_LENGTH:,} characters."
        )
    if to == NoticeState.REMOVED and not law and not legal_notices.is_gone(comment):
        raise DecisionRefused(
            "Name the provision of the law and why it applies: the author of the reply is told it."
        )
    if len(law) > MAX_LAW_LENGTH:
        raise DecisionRefused(f"Keep the provision of the law under {MAX_LAW_LENGTH} characters.")


def evidence(comment: Comment) -> dict:
    """The reply as it stands, whatever becomes of it."""
    return {
        "name": comment.name,
        "website": comment.website,
        "text": comment.text,
        "version": comment.version,
        "written": comment.created_at.isoformat(),
        "address": f"{settings.SITE_URL}{comment.get_absolute_url()}",
        "story": comment.edition.headline,
        "edition": comment.edition_id,
    }


def reference(now: dt.datetime) -> str:
    """The reference that both sides use for a notice; it can't be guessed."""
    return f"N-{now:%y%m}-{''.join(secrets.choice(SIGNS) for _ in range(7))}"
