"""The receipt: the story with its author's own reply in its place, for whoever holds the signed
link.

What is shown there is how the reply stands now, and what its author may still do with it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from articles.finding import stories
from articles.models import Edition
from articles.pages import caching
from articles.pages.caching import Dependencies
from articles.views import story as story_page
from comments import links
from comments.complaints import appeals
from comments.errors import ReplyRefused
from comments.intake import author_actions, proof_of_work
from comments.intake.form import is_not_too_long
from comments.models import Appeal, Comment, Decision, Sanction, State
from comments.moderation import sanctions
from comments.moderation.effects import appeals as appeal_effects
from comments.policies import policy, waiting_time
from comments.transparency import statements
from comments.transparency.statements import Statement
from comments.views.responses import SeeOther
from newsroom.lib.text.strings import number


@dataclass
class Own:
    """A reader's own reply on its receipt, and what may be done with it."""

    comment: Comment
    edition: Edition  # that is live
    address: str
    now: dt.datetime
    text: str = ""  # what was typed in place of its text, and could not be taken
    error: str = ""
    appeal_text: str = ""  # the same of an appeal
    appeal_error: str = ""

    @cached_property
    def editable_until(self) -> dt.datetime | None:
        return author_actions.editable_until(self.comment, self.now)

    @cached_property
    def decision(self) -> Decision | None:
        return author_actions.reasons(self.comment)

    @cached_property
    def statement(self) -> Statement | None:
        return statements.of_one(self.decision)

    @cached_property
    def why_held(self) -> str:
        first = self.comment.decisions.order_by("decided_at", "pk").first()
        return statements.why_held(policy.mode_of(self.edition, self.now), first)

    @cached_property
    def appeal(self) -> Appeal | None:
        """The last one about it. Of what is spam nothing is told."""
        return None if self.comment.state == State.SPAM else appeal_effects.newest_of(self.comment)

    @cached_property
    def appeal_until(self) -> dt.datetime | None:
        return appeal_effects.open_until(self.comment, self.now)

    @property
    def courts(self) -> str:
        return statements.COURTS

    @cached_property
    def task(self) -> proof_of_work.Task | None:
        """What the browser is asked to do, where it would change anything."""
        return (
            proof_of_work.task(self.comment.pk, self.now)
            if author_actions.may_prove(self.comment, self.now) is not None
            else None
        )

    @cached_property
    def waits(self) -> str:
        return waiting_time.while_waiting(
            self.comment, waiting_time.desk_of(Dependencies(self.now)), self.now
        )

    @cached_property
    def messages(self) -> list[Sanction]:
        """What the moderators tell the person who wrote it."""
        return sanctions.told_at(self.comment)

    @property
    def may_withdraw(self) -> bool:
        return self.comment.state not in (State.WITHDRAWN, State.SPAM)

    @cached_property
    def answers(self) -> int:
        """How many have answered it."""
        return self.comment.answers.shown().count() if self.comment.state == State.SHOWN else 0

    @property
    def shown_as(self) -> str:
        """Its state as its author is told: a spammer learns nothing."""
        return State.HELD if self.comment.state == State.SPAM else self.comment.state


@require_GET
def receipt(request: HttpRequest, year: int, month: int, slug: str, token: str) -> HttpResponse:
    """The story with its author's own reply in its place."""
    found = _found(request, year, month, slug, token)
    return found if isinstance(found, HttpResponse) else _page(request, found)


@csrf_exempt  # whoever holds the link may do this; no cookie is asked
@require_POST
def edit(request: HttpRequest, year: int, month: int, slug: str, token: str) -> HttpResponse:
    """Replace the text: 303 to the receipt; 422 or 403 with what was typed."""
    found = _found(request, year, month, slug, token)
    if isinstance(found, HttpResponse):
        return found
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\x00", "").strip()
    error, status = "", 422
    if not text:
        error = "Please write something, or withdraw the reply below."
    else:
        try:
            is_not_too_long(text, policy.max_length_of(found.edition, found.now))
            author_actions.edit(found.comment, text)
        except ValidationError as refusal:
            error = refusal.message
        except ReplyRefused as refusal:
            error = str(refusal)
            status = refusal.status
    if error:
        found.text, found.error = text, error
        return _page(request, found, status)
    return SeeOther(links.receipt(found.comment))


@csrf_exempt
@require_POST
def withdraw(request: HttpRequest, year: int, month: int, slug: str, token: str) -> HttpResponse:
    """Take the reply off the page for good: 303 to the receipt."""
    found = _found(request, year, month, slug, token)
    if isinstance(found, HttpResponse):
        return found
    author_actions.withdraw(found.comment)
    return SeeOther(links.receipt(found.comment))


@csrf_exempt
@require_POST
def appeal(request: HttpRequest, year: int, month: int, slug: str, token: str) -> HttpResponse:
    """Take an appeal: 303 to the receipt, which tells how it stands; 422 or 409 with what was
    typed."""
    found = _found(request, year, month, slug, token)
    if isinstance(found, HttpResponse):
        return found
    text = request.POST.get("text", "")
    try:
        appeals.appeal(found.comment, text)
    except ReplyRefused as refusal:
        found.appeal_text, found.appeal_error = text.replace("\x00", ""), str(refusal)
        return _page(request, found, refusal.status)
    return SeeOther(links.receipt(found.comment))


@csrf_exempt
@require_POST
def prove(request: HttpRequest, year: int, month: int, slug: str, token: str) -> HttpResponse:
    """Take a browser's proof of work: 303 to the receipt, which says what came of it."""
    found = _found(request, year, month, slug, token)
    if isinstance(found, HttpResponse):
        return found
    author_actions.prove(
        found.comment,
        proof_of_work.Proof(
            *(request.POST.get(name, "") for name in ("salt", "number", "signature"))
        ),
    )
    return SeeOther(links.receipt(found.comment))


@csrf_exempt
@require_POST
def acknowledge(request: HttpRequest, year: int, month: int, slug: str, token: str) -> HttpResponse:
    """The person has read a message of the moderators (`message`): 303 to the receipt."""
    found = _found(request, year, month, slug, token)
    if isinstance(found, HttpResponse):
        return found
    try:
        sanctions.acknowledge(number(request.POST.get("message")), found.comment)
    except ReplyRefused as refusal:
        raise Http404(str(refusal)) from None
    return SeeOther(links.receipt(found.comment))


def _found(
    request: HttpRequest, year: int, month: int, slug: str, token: str
) -> Own | HttpResponse:
    """The reply of which the link tells; the answer that the story is gone, or stands elsewhere.
    Raises Http404."""
    now = timezone.now()
    comment = links.comment_of_receipt(token)
    found = stories.find(year, month, slug, now)
    if comment is None or found is None:
        raise Http404
    if found.gone:
        return caching.gone(request)
    if comment.article_id != found.edition.article_id:
        raise Http404
    return Own(comment, found.edition, links.receipt_page(comment), now)


def _page(request: HttpRequest, mine: Own, status: int = 200) -> HttpResponse:
    more = {"receipt": mine.comment, "own": mine, "noindex": True}
    return caching.private(story_page.page(request, mine.edition, mine.now, status=status, **more))
