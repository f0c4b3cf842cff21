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
from comments.findings import Draft
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
    once = digest(edition.article_id, parent_id, draft)
    try:
        with transaction.atomic():
            return Posted(
                _store(edition, draft, parent_id, network, agent, once, by, now), new=True
            )
    except (IntegrityError, ReplyRefused) as error:
        known = Comment.objects.filter(idempotency_key=once).first()
        if known is None:
            if isinstance(error, RefusedByRule):
                hits.refused(error, now)
            raise
        return Posted(known, new=False)


def digest(article_id: int, parent_id: int | None, draft: Draft) -> str:
    """What makes a reply the same reply: story, place, person and words, whatever the spaces."""
    parts = [str(article_id), str(parent_id or 0), draft.email.lower(), draft.name, draft.text]
    normal = "\x1f".join(" ".join(unicodedata.normalize("NFC", part).split()) for part in parts)
    return hashlib.sha256(normal.encode()).hexdigest()


def _store(
    edition: Edition, draft: Draft, parent_id, network: str, agent: str, once: str, by, now
) -> Comment:
    story = edition.article_id
    mode = mode_of(edition, now)
    if mode is None:
        raise ReplyRefused("This story is not on the site any more.", 404)
    if mode == Mode.CLOSED:
        raise ReplyRefused("This story takes no more replies.", 403)
    parent = _parent(story, parent_id)
    state, findings = State.SHOWN, []
    if not by:
        draft = replace(
            readers.recognised(draft),
            edition=edition,
            parent=parent,
            network=network,
            now=now,
            rules=AtWork(now),
        )
        pace = rate_limits.look(network=network, email=draft.email.lower(), article=story, now=now)
        state, findings = decide_first(mode, [*examine(draft), *pace])
    views = ranking.views_of(story)
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
        network=network,
        agent=agent[:200],
        rules_seen=draft.rules_seen,
        reader=draft.reader,
        wants_mail=draft.wants_mail,
        views_before=views if state == State.SHOWN else 0,
        **triage.new_reply(draft.text, findings, views),
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
