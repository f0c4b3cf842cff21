"""The digest: one mail to a reader with every notice that is due and still true.

A reader's notices are marked as told in the transaction that writes the mail, under a lock:
whatever is killed, and however many workers there are, each is mailed once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from articles.models import Edition
from comments import links
from comments.models import (
    Appeal,
    AppealState,
    Comment,
    Decision,
    Event,
    FeedbackState,
    Follow,
    Notice,
    Pace,
    Reader,
    Sanction,
    State,
)
from comments.notifications import emails
from comments.transparency import statements
from comments.transparency.statements import COURTS, Statement
from newsroom.lib.config.mail_server import is_address

#: While nodes of two versions run, a notice of an event that only the newer knows is left to it.
KNOWN = tuple(Event)
READERS_PER_TASK = 50
MAX_ITEMS = 30  # in one mail; the rest are only counted
MAX_COUNT = 100  # new replies: beyond this nobody needs to know exactly


@dataclass
class Item:
    """One thing in a mail."""

    event: Event
    comment: Comment
    edition: Edition  # of the story as it stands
    count: int = 0  # of new replies under a story that is followed
    statement: Statement | None = None  # why it is rejected
    appeal: Appeal | None = None  # that was decided about
    unfollow: str = ""  # the link that ends mail about this story
    sanction: Sanction | None = None  # that the moderators' message is about

    @property
    def many(self) -> str:
        return (
            f"{self.count} new {'reply' if self.count == 1 else 'replies'}"
            if self.count <= MAX_COUNT
            else "Over 100 new replies"
        )

    @property
    def subject(self) -> str:
        story = self.edition.headline
        return {
            Event.SHOWN: f"Your reply to “{story}” is shown",
            Event.REJECTED: f"Your reply to “{story}” is not shown",
            Event.ANSWERED: f"{self.comment.name} answered you: {story}",
            Event.FOLLOWED: f"{self.many}: {story}",
            Event.SETTLED: f"What came of your hint: {story}",
            Event.APPEALED: f"What came of your appeal: {story}",
            Event.MESSAGE: "A message from the moderators",
        }[self.event]

    @property
    def courts(self) -> str:
        return COURTS

    @property
    def address(self) -> str:
        """Where to look, as a path."""
        if self.event == Event.MESSAGE:
            return links.receipt(self.comment)
        if self.comment.state != State.SHOWN and self.event == Event.FOLLOWED:
            return f"{self.edition.get_absolute_url()}#comments"
        if self.comment.state != State.SHOWN:
            return links.receipt(self.comment)
        return self.comment.get_absolute_url()


@task()
def send_digests() -> None:
    """Mail what is due to some readers; the next ones are the next task's."""
    if send_some():
        send_digests.enqueue()


def send_some(now: dt.datetime | None = None) -> bool:
    """Write to readers to whom something is due; True if there may be more of them."""
    now = now or timezone.now()
    due = (
        Notice.objects.filter(due_at__lte=now, event__in=KNOWN)
        .order_by("due_at", "reader")
        .values_list("reader", flat=True)
    )
    found = list(due[:READERS_PER_TASK])
    for reader in dict.fromkeys(found):
        send_digest(reader, now)
    return len(found) == READERS_PER_TASK


@transaction.atomic
def send_digest(reader_id: int, now: dt.datetime) -> None:
    """Write one mail to a reader of all that is due, leaving out what is not true any more."""
    # locked, so that two workers do not write the same mail
    reader = Reader.objects.select_for_update().filter(pk=reader_id).first()
    due = Notice.objects.filter(reader=reader_id, due_at__lte=now, event__in=KNOWN)
    about = due.select_related("comment__edition__address", "comment__feedback").order_by(
        "made_at", "pk"
    )
    notices = list(about[:MAX_ITEMS])
    # what finds no place is told as a number, and never again
    others = due.exclude(pk__in=[notice.pk for notice in notices]).update(due_at=None, told_at=now)
    items = items_to_send(reader, notices, now) if reader and is_address(reader.email) else {}
    Notice.objects.filter(pk__in=items).update(due_at=None, told_at=now)
    Notice.objects.filter(
        pk__in=[notice.pk for notice in notices if notice.pk not in items]
    ).delete()
    if told := list(filter(None, items.values())):
        emails.news(reader, told, others).send()


def items_to_send(
    reader: Reader, notices: list[Notice], now: dt.datetime
) -> dict[int, Item | None]:
    """What the mail says of each notice that still holds, by its number; None where another notice
    says it already. One query for each story that is followed, and a few for all."""
    stories = {notice.comment.article_id for notice in notices}
    live = (
        Edition.objects.live(now)
        .filter(article__in=stories)
        .defer("body")
        .select_related("address")
    )
    editions = {edition.article_id: edition for edition in live}
    reasons = reasons_of(notices)
    answers = answers_of(notices)
    follows = set(
        Follow.objects.filter(reader=reader, article__in=stories).values_list("article", flat=True)
    )
    items: dict[int, Item | None] = {}
    told: set[int] = set()  # stories of which new replies are counted already
    for notice in notices:
        comment, story = notice.comment, notice.comment.article_id
        if story not in editions or reader.pace(Event(notice.event)) == Pace.NEVER:
            continue
        if notice.event == Event.FOLLOWED:
            count = 0 if story not in follows else count_new(comment, reader)
            if count and story not in told:
                items[notice.pk] = Item(Event.FOLLOWED, comment, editions[story], count)
            elif count:
                items[notice.pk] = None
            told.add(story)
        elif notice.event == Event.MESSAGE:
            if sanction := Sanction.objects.told_to(reader.email).first():
                items[notice.pk] = Item(Event.MESSAGE, comment, editions[story], sanction=sanction)
        elif is_still_true(notice, answers):
            item = Item(
                Event(notice.event),
                comment,
                editions[story],
                statement=reasons.get(comment.pk),
                appeal=answers.get(comment.pk),
            )
            another_speaks = notice.event == Event.SHOWN and comment.pk in answers
            items[notice.pk] = None if another_speaks else item
    return items


def reasons_of(notices: list[Notice]) -> dict[int, Statement]:
    """By the replies' numbers why they are rejected, where that is to be told."""
    rejected = [notice.comment_id for notice in notices if notice.event == Event.REJECTED]
    if not rejected:
        return {}
    decisions = Decision.objects.filter(
        comment__in=rejected, to_state=State.REJECTED
    ).select_related("rule")
    newest = {decision.comment_id: decision for decision in decisions.order_by("decided_at", "pk")}
    found = statements.of(newest.values())
    return {number: found[decision.pk] for number, decision in newest.items()}


def answers_of(notices: list[Notice]) -> dict[int, Appeal]:
    """The decided appeals of due APPEALED notices, by the replies' numbers, where the reply still
    stands as decided."""
    appealed = [notice.comment_id for notice in notices if notice.event == Event.APPEALED]
    if not appealed:
        return {}
    appeals = (
        Appeal.objects.filter(comment__in=appealed).select_related("comment").order_by("at", "pk")
    )
    newest = {appeal.comment_id: appeal for appeal in appeals}
    state_after = {AppealState.UPHELD: State.REJECTED, AppealState.OVERTURNED: State.SHOWN}
    return {
        number: appeal
        for number, appeal in newest.items()
        if state_after.get(appeal.state) == appeal.comment.state
    }


def is_still_true(notice: Notice, answers: dict[int, Appeal]) -> bool:
    """Whether what happened to a reply has not been undone meanwhile."""
    comment = notice.comment
    match notice.event:
        case Event.SHOWN | Event.ANSWERED:
            return comment.state == State.SHOWN
        case Event.REJECTED:
            return comment.state == State.REJECTED
        case Event.APPEALED:
            return comment.pk in answers
        case Event.SETTLED:
            feedback = getattr(comment, "feedback", None)
            return feedback is not None and feedback.state != FeedbackState.OPEN
    raise ValueError(f"Nothing says until when a notice of “{notice.event}” is true.")


def count_new(first: Comment, reader: Reader) -> int:
    """How many replies of others are shown under a story since that one; at most one more than
    MAX_COUNT."""
    others = Comment.objects.shown().filter(
        Q(reader=None) | ~Q(reader=reader), article=first.article_id
    )
    return len(
        others.filter(shown_at__gte=first.shown_at).order_by().values_list("pk")[: MAX_COUNT + 1]
    )
