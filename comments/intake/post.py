"""Replying: the one way in which a reply comes in."""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
import uuid
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Edition
from articles.pages import keys, versions
from comments import triage
from comments.automod import hits
from comments.automod.active_rules import AtWork
from comments.checks.checklist import examine
from comments.errors import RefusedByRule, ReplyRefused
from comments.feedback import requests
from comments.findings import Draft, Finding
from comments.intake import rate_limits
from comments.models import Comment, Decision, Mode, State
from comments.moderation import akismet, campaigns
from comments.notifications import notices
from comments.people import readers
from comments.policies.policy import decide_first, mode_of
from comments.thread import paths, ranking


@dataclass(frozen=True)
class Posted:
    """The stored reply, and whether this call created it (False: the same was there already)."""

    comment: Comment
    new: bool


def post_reply(
    *,
    edition: Edition,
    draft: Draft,
    parent_id: int | None = None,
    network: str = "",
    agent: str = "",
    by=None,
    now: dt.datetime | None = None,
) -> Posted:
    """Take a reply to the story of `edition`, examine it, decide about it, and store all of that at
    once.

    The same words of the same person at the same place are one reply, however often and however
    quickly they are sent. `by` is somebody of the newsroom; such a reply is shown at once.

    Raises ReplyRefused: the story takes no replies (403), the reply that is answered is not to be
    seen under this story (404), too many come in (429, as TooMany), or the newsroom will not have
    it (422 or 403, as RefusedAtForm).
    """
    now = now or timezone.now()
    once = idempotency_key(edition.article_id, parent_id, draft)
    try:
        arriving = _look_at(edition, draft, parent_id, network, by, now)
        with transaction.atomic():
            return Posted(_store(arriving, agent, once, by, now), new=True)
    except (IntegrityError, ReplyRefused) as error:
        known = Comment.objects.filter(idempotency_key=once).first()
        if known is None:
            if isinstance(error, RefusedByRule):
                hits.refused(error, now)
            raise
        return Posted(known, new=False)


def idempotency_key(article_id: int, parent_id: int | None, draft: Draft) -> str:
    """What makes a reply the same reply: story, place, person and words, whatever the spaces."""
    parts = [str(article_id), str(parent_id or 0), draft.email.lower(), draft.name, draft.text]
    normal = "\x1f".join(" ".join(unicodedata.normalize("NFC", part).split()) for part in parts)
    return hashlib.sha256(normal.encode()).hexdigest()


@dataclass(frozen=True)
class Arriving:
    """A reply that has been looked at and is not stored yet."""

    edition: Edition
    draft: Draft
    parent: Comment | None
    findings: list[Finding]
    of_text: dict
    views: int


def _look_at(edition: Edition, draft: Draft, parent_id, network: str, by, now) -> Arriving:
    """Examine a reply before the transaction: on SQLite only one thread of the machine may write,
    and it is not to think meanwhile."""
    _, parent = _place(edition, parent_id, now)
    draft = replace(draft, edition=edition, parent=parent, network=network, now=now)
    findings: list[Finding] = []
    if not by:
        draft = replace(readers.recognised(draft), rules=AtWork(now))
        findings = examine(draft)
    return Arriving(
        edition=edition,
        draft=draft,
        parent=parent,
        findings=findings,
        of_text=triage.of_text(draft.text),
        views=ranking.views_of(edition.article_id),
    )


def _place(edition: Edition, parent_id: int | None, now: dt.datetime) -> tuple[str, Comment | None]:
    """The mode under which the story takes replies, and the reply that is answered. Raises
    ReplyRefused."""
    mode = mode_of(edition, now)
    if mode is None:
        raise ReplyRefused("This story is not on the site any more.", 404)
    if mode == Mode.CLOSED:
        raise ReplyRefused("This story takes no more replies.", 403)
    return mode, _parent(edition.article_id, parent_id)


def _store(arriving: Arriving, agent: str, once: str, by, now) -> Comment:
    """Decide about a reply and store it with all that follows from it, in the transaction of the
    caller."""
    draft, edition, findings = arriving.draft, arriving.edition, arriving.findings
    story = edition.article_id
    # what others may have changed since: the story, the reply that is answered, how much came in
    mode, parent = _place(edition, arriving.parent and arriving.parent.pk, now)
    state = State.SHOWN
    if not by:
        email = draft.email.lower()
        pace = rate_limits.look(network=draft.network, email=email, article=story, now=now)
        state, findings = decide_first(mode, [*findings, *pace])
    views = arriving.views
    comment = Comment.objects.create(
        article_id=story,
        edition=edition,
        parent=parent,
        depth=parent.depth + 1 if parent else 0,
        name=draft.name,
        email=draft.email.lower(),
        website=draft.website,
        text=draft.text,
        user=by,
        state=state,
        reviewed=bool(by),
        created_at=now,
        shown_at=now if state == State.SHOWN else None,
        idempotency_key=once,
        network=draft.network,
        agent=agent[:200],
        rules_seen=draft.rules_seen,
        reader=draft.reader,
        wants_mail=draft.wants_mail,
        views_before=views if state == State.SHOWN else 0,
        **triage.new_reply(arriving.of_text, findings, views),
    )
    comment.path = (parent.path if parent else "") + paths.segment(comment.pk)
    Comment.objects.filter(pk=comment.pk).update(path=comment.path)
    Decision.objects.create(
        comment=comment,
        to_state=state,
        by=by,
        decided_at=now,
        batch=uuid.uuid4(),
        findings=[finding.as_dict() for finding in findings],
        model_id=next((finding.model for finding in findings if finding.model), None),
    )
    if not by:
        hits.note(comment, draft, findings, now)
    campaigns.compare_later(comment)
    akismet.ask_later(comment, findings)
    requests.keep(comment, wish=draft.wish, wants_credit=draft.wants_credit)
    if state == State.SHOWN:
        versions.move(keys.REPLIES, keys.replies(story))
        notices.posted(comment, now)
    readers.ask_about(comment, draft, now)
    return comment


def _parent(article_id: int, parent_id: int | None) -> Comment | None:
    if parent_id is None:
        return None
    parent = Comment.objects.shown().filter(article=article_id, pk=parent_id).first()
    if parent is None:
        raise ReplyRefused("The reply you answer is not to be found under this story.", 404)
    if parent.depth >= paths.MAX_DEPTH:
        raise ReplyRefused(
            "This conversation is too deep to answer here. Start a new one below the story.", 403
        )
    return parent
