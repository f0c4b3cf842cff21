"""Notices: what readers are to be told, noted in the transaction of what happened.

When it is due follows from what it is and from the reader's choice; digest.py makes mails of what
is due. Until then it can come to nothing: a decision that is undone within minutes is never mailed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from comments.models import MORNING, Comment, Event, Follow, Notice, Pace, Reader, State
from comments.notifications.digest import send_digests

#: How long each waits, at the least: decisions for an undo, the others so that several go in one
#: mail.
DELAYS = {
    Event.SHOWN: dt.timedelta(minutes=2),
    Event.REJECTED: dt.timedelta(minutes=2),
    Event.SETTLED: dt.timedelta(minutes=2),
    Event.APPEALED: dt.timedelta(minutes=2),
    Event.MESSAGE: dt.timedelta(minutes=2),
    Event.ANSWERED: dt.timedelta(minutes=10),
    Event.FOLLOWED: dt.timedelta(minutes=10),
}
FOLLOWERS_WAIT = dt.timedelta(minutes=2)  # before the followers of a story have a notice
# what comes in with a date as far back (an archive, the demo) is no news
NEWS_FOR = dt.timedelta(days=1)
FOLLOWERS_PER_TASK = 500  # are given a notice at once
# this long after it was due, nobody will come for a notice any more
STRAY_AFTER = dt.timedelta(hours=1)
AGAIN = {Event.SHOWN, Event.REJECTED, Event.SETTLED, Event.APPEALED, Event.MESSAGE}
OF_DECISIONS = {State.SHOWN: Event.SHOWN, State.REJECTED: Event.REJECTED}


def decided(comments: Iterable[Comment], now: dt.datetime) -> None:
    """It was decided about these replies: note it for who wrote them, for whom they answer, for
    followers.

    The reasons of a rejection are owed to every author with whom we are in touch, also to one who
    did not ask for mail under the form; a pace of “never” silences it, the receipt has them
    (Digital Services Act, Article 17). An address that nobody has confirmed may be anybody's: there
    the receipt has them.
    """
    comments = list(comments)
    made = [
        (comment, comment.reader_id, OF_DECISIONS[comment.state])
        for comment in comments
        if comment.reader_id
        and comment.state in OF_DECISIONS
        and (comment.wants_mail or comment.state == State.REJECTED)
    ]
    note(made, now)
    shown = [comment for comment in comments if comment.state == State.SHOWN]
    answered(shown, now)
    followed([comment for comment in shown if comment.shown_at == now], now)


def posted(comment: Comment, now: dt.datetime) -> None:
    """A reply is shown as soon as it came: note it for whom it answers, and for who follows the
    story."""
    answered([comment], now)
    followed([comment], now)


def settled(comment: Comment, now: dt.datetime) -> None:
    """The newsroom has settled what the author of a reply wanted of it."""
    if comment.reader_id and comment.wants_mail:
        note([(comment, comment.reader_id, Event.SETTLED)], now)


def appealed(comment: Comment, now: dt.datetime) -> None:
    """An appeal about this reply is decided: whoever made it is told, even without having asked for
    mail under the form; “never” in their choices still silences it."""
    if comment.reader_id:
        note([(comment, comment.reader_id, Event.APPEALED)], now)


def answered(comments: Iterable[Comment], now: dt.datetime) -> None:
    """These replies are shown now: note it for whom they answer, once for each."""
    answers = {comment.pk: comment for comment in comments if comment.parent_id}
    if not answers:
        return
    above = Comment.objects.filter(answers__in=answers, wants_mail=True, reader__isnull=False)
    rows = [
        (answers[pk], reader)
        for pk, reader, email in above.values_list("answers", "reader", "email")
        if email != answers[pk].email
    ]
    note([(answer, reader, Event.ANSWERED) for answer, reader in rows], now)


def followed(comments: Iterable[Comment], now: dt.datetime) -> None:
    """These replies are shown for the first time: have it noted for all who follow their stories.

    The first of a minute under a story speaks for all that come in the same.
    """
    firsts: dict[int, Comment] = {}
    for comment in comments:
        firsts.setdefault(comment.article_id, comment)
    if not firsts or is_old(now):
        return
    minute = now.replace(second=0, microsecond=0)
    for article in (
        Follow.objects.filter(article__in=firsts)
        .order_by()
        .values_list("article", flat=True)
        .distinct()
    ):
        others = Comment.objects.shown().filter(
            article=article, shown_at__gte=minute, shown_at__lt=now
        )
        if not others.exists():
            later = notify_followers.using(run_after=whole_minute(minute + FOLLOWERS_WAIT))
            later.enqueue(firsts[article].pk)


@task()
def notify_followers(comment_id: int, after: int = 0) -> None:
    """Note a new reply for some of those who follow its story; the next ones are the next
    task's."""
    if last := notify_followers_batch(comment_id, after):
        notify_followers.enqueue(comment_id, last)


@transaction.atomic
def notify_followers_batch(
    comment_id: int, after: int = 0, *, now: dt.datetime | None = None
) -> int:
    """Note a new reply for FOLLOWERS_PER_TASK followers of its story, in the order of their
    numbers, from the reader behind `after` on.

    A reader who is to be told of another reply to this story is told of both in one. Returns the
    last reader's number, or 0 at the end.
    """
    now = now or timezone.now()
    comment = Comment.objects.filter(pk=comment_id).first()
    # taken off meanwhile: the next one that is shown speaks for the same minute
    if comment and comment.state != State.SHOWN and comment.shown_at:
        later = Comment.objects.shown().filter(
            article=comment.article_id, shown_at__gte=comment.shown_at
        )
        comment = later.order_by("shown_at", "pk").first()
    if comment is None or not comment.shown_at:
        return 0
    follows = Follow.objects.filter(article=comment.article_id, reader__gt=after).order_by("reader")
    readers = list(follows.values_list("reader", flat=True)[:FOLLOWERS_PER_TASK])
    waiting = Notice.objects.filter(event=Event.FOLLOWED, reader__in=readers, due_at__isnull=False)
    known = set(
        waiting.filter(comment__article=comment.article_id).values_list("reader", flat=True)
    )
    note([(comment, reader, Event.FOLLOWED) for reader in readers if reader not in known], now)
    return readers[-1] if len(readers) == FOLLOWERS_PER_TASK else 0


def note(rows: list[tuple[Comment, int, Event]], now: dt.datetime) -> None:
    """Note events about replies for readers, each due as its reader likes. A constant number of
    queries.

    What becomes of a reply is told anew when it changes again; everything else once.
    """
    if not rows or is_old(now):
        return
    readers = Reader.objects.in_bulk({reader for _, reader, _ in rows})
    notices = [
        Notice(comment=comment, reader_id=reader, event=event, made_at=now, due_at=due)
        for comment, reader, event in rows
        if (due := due_at(event, readers[reader], now))
    ]
    if not notices:
        return
    # a minute at which something is due already has its task
    moments = {notice.due_at for notice in notices}
    moments -= set(
        Notice.objects.filter(due_at__in=moments)
        .order_by()
        .values_list("due_at", flat=True)
        .distinct()
    )
    again = [notice for notice in notices if notice.event in AGAIN]
    Notice.objects.bulk_create(
        again,
        update_conflicts=True,
        unique_fields=["comment", "reader", "event"],
        update_fields=["made_at", "due_at", "told_at"],
    )
    Notice.objects.bulk_create(
        [notice for notice in notices if notice.event not in AGAIN], ignore_conflicts=True
    )
    for moment in sorted(moments):
        send_digests.using(run_after=moment).enqueue()


def due_at(event: Event, reader: Reader, now: dt.datetime) -> dt.datetime | None:
    """When the reader is to be told, at a whole minute, so that much is due at once; None for
    never."""
    pace = reader.pace(event)
    earliest = whole_minute(now + DELAYS[event])
    if pace == Pace.NEVER:
        return None
    if pace == Pace.AT_ONCE:
        return earliest
    here = timezone.localtime(earliest)
    morning = here.replace(hour=MORNING, minute=0)
    return (morning if morning >= here else morning + dt.timedelta(days=1)).astimezone(dt.UTC)


def whole_minute(at: dt.datetime) -> dt.datetime:
    """The minute that begins after this moment."""
    return at.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)


def is_old(now: dt.datetime) -> bool:
    return now < timezone.now() - NEWS_FOR


def tidy(now: dt.datetime | None = None) -> None:
    """Enqueue again the notices that are long overdue, as their task was lost. The worker calls
    this often."""
    now = now or timezone.now()
    stray = Notice.objects.filter(due_at__lt=now - STRAY_AFTER)
    if stray.exists():
        with transaction.atomic():
            stray.update(due_at=whole_minute(now))
            send_digests.using(run_after=whole_minute(now)).enqueue()
