"""Telling: one mail to each reader of all that is due, and still true.

A reader's notices are marked as told in the transaction that writes the mail, under a lock: whatever is killed, and
however many workers there are, each is mailed once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Edition
from comments import letters, sanctioning
from comments.models import Comment, Decision, Event, FeedbackState, Follow, Notice, Pace, Reader, Sanction, State
from comments.notices import CHOICES
from comments.views.receipt import address_for_author
from newsroom.lib.mailserver import is_address

READERS = 50  # are written to by one task
ITEMS = 30  # stand in one mail; of others it says how many they are
MANY = 100  # new replies: beyond this nobody needs to know exactly


@dataclass
class Item:
    """One thing in a mail."""

    event: Event
    comment: Comment
    edition: Edition  # of the story as it stands
    count: int = 0  # of new replies under a story that is followed
    decision: Decision | None = None  # that rejected it
    unfollow: str = ""  # the address that ends it
    sanction: Sanction | None = None  # that the moderators' message is about

    @property
    def many(self) -> str:
        return (
            f"{self.count} new {'reply' if self.count == 1 else 'replies'}"
            if self.count <= MANY
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
            Event.MESSAGE: "A message from the moderators",
        }[self.event]

    @property
    def address(self) -> str:
        """Where to look, as a path."""
        if self.event == Event.MESSAGE:
            return address_for_author(self.comment)
        if self.comment.state != State.SHOWN and self.event == Event.FOLLOWED:
            return f"{self.edition.get_absolute_url()}#comments"
        if self.comment.state != State.SHOWN:
            return address_for_author(self.comment)
        return self.comment.get_absolute_url()


def tell_some(now: dt.datetime | None = None) -> bool:
    """Write to readers to whom something is due; True if there may be more of them."""
    now = now or timezone.now()
    due = Notice.objects.filter(due_at__lte=now).order_by("due_at", "reader").values_list("reader", flat=True)
    found = list(due[:READERS])
    for reader in dict.fromkeys(found):
        tell(reader, now)
    return len(found) == READERS


@transaction.atomic
def tell(reader_id: int, now: dt.datetime) -> None:
    """Write one mail to a reader of all that is due, leaving out what is not true any more."""
    reader = Reader.objects.select_for_update().filter(pk=reader_id).first()
    due = Notice.objects.filter(reader=reader_id, due_at__lte=now)
    about = due.select_related("comment__edition__address", "comment__feedback").order_by("made_at", "pk")
    notices = list(about[:ITEMS])
    others = due.exclude(pk__in=[notice.pk for notice in notices]).update(due_at=None, told_at=now)
    items = true(reader, notices, now) if reader and is_address(reader.email) else {}
    Notice.objects.filter(pk__in=items).update(due_at=None, told_at=now)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices if notice.pk not in items]).delete()
    if told := list(filter(None, items.values())):
        letters.news(reader, told, others).send()


def true(reader: Reader, notices: list[Notice], now: dt.datetime) -> dict[int, Item | None]:
    """By the numbers of the notices that still hold what the mail says; nothing for one that another speaks for."""
    stories = {notice.comment.article_id for notice in notices}
    live = Edition.objects.live(now).filter(article__in=stories).defer("body").select_related("address")
    editions = {edition.article_id: edition for edition in live}
    rejected = [notice.comment_id for notice in notices if notice.event == Event.REJECTED]
    decisions = Decision.objects.filter(comment__in=rejected, to_state=State.REJECTED).select_related("rule")
    reasons = {decision.comment_id: decision for decision in decisions.order_by("decided_at", "pk")}
    follows = set(Follow.objects.filter(reader=reader, article__in=stories).values_list("article", flat=True))
    items: dict[int, Item | None] = {}
    told: set[int] = set()  # stories of which new replies are counted already
    for notice in notices:
        comment, story = notice.comment, notice.comment.article_id
        if story not in editions or getattr(reader, CHOICES[notice.event]) == Pace.NEVER:
            continue
        if notice.event == Event.FOLLOWED:
            count = 0 if story not in follows else count_new(comment, reader)
            if count and story not in told:
                items[notice.pk] = Item(Event.FOLLOWED, comment, editions[story], count)
            elif count:
                items[notice.pk] = None
            told.add(story)
        elif notice.event == Event.MESSAGE:
            if sanction := sanctioning.last_told(reader.email):
                items[notice.pk] = Item(Event.MESSAGE, comment, editions[story], sanction=sanction)
        elif holds(notice):
            items[notice.pk] = Item(Event(notice.event), comment, editions[story], decision=reasons.get(comment.pk))
    return items


def holds(notice: Notice) -> bool:
    """Whether what happened to a reply has not been undone meanwhile."""
    comment = notice.comment
    if notice.event == Event.SETTLED:
        feedback = getattr(comment, "feedback", None)
        return feedback is not None and feedback.state != FeedbackState.OPEN
    return comment.state == (State.REJECTED if notice.event == Event.REJECTED else State.SHOWN)


def count_new(first: Comment, reader: Reader) -> int:
    """How many replies of others are shown under a story since that one; at most one more than MANY."""
    others = Comment.objects.shown().filter(Q(reader=None) | ~Q(reader=reader), article=first.article_id)
    return len(others.filter(shown_at__gte=first.shown_at).order_by().values_list("pk")[: MANY + 1])
