"""Mail to those who sign a story about replies to it, as each chooses: all that was shown since the
last one, in one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles.staff_mail import mail_staff
from comments.models import Comment, Decision, State
from newsroom.models import Pace, User

#: Between two mails to the same person; what comes in the meantime goes in one.
PAUSE = dt.timedelta(minutes=2)
#: Maximum number of replies in one mail; of the others it says how many they are.
MAX_SHOWN = 20
MAX_COUNT = 200


def tidy(now: dt.datetime | None = None) -> None:
    """Write to those who want it and to whose stories replies were shown. The worker calls this
    often. One query where nobody wants mail."""
    now = now or timezone.now()
    wanted = User.objects.filter(reply_mail=Pace.AT_ONCE, is_active=True)
    for number, told_at in wanted.values_list("pk", "replies_told_at"):
        if told_at is None or now >= told_at + PAUSE:
            write(number, now)


@transaction.atomic
def write(person_id: int, now: dt.datetime) -> bool:
    """Write one mail about all that was shown since the last one; whether there was any. Whoever
    has just chosen it is told of what comes from now on."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person_id)
    since = person.replies_told_at
    # again, now that no other worker writes to the same person
    if since and now < since + PAUSE:
        return False
    replies = shown_to(person, since, now) if since else []
    if not since or replies:
        person.replies_told_at = now
        person.save(update_fields=["replies_told_at"])
    return bool(replies and mail(person, replies))


def shown_to(person: User, since: dt.datetime, now: dt.datetime) -> list[Comment]:
    """The replies of others to stories that somebody signs, shown first between these moments."""
    shown = Decision.objects.filter(
        decided_at__gt=since, decided_at__lte=now, to_state=State.SHOWN
    ).exclude(from_state=State.SHOWN)
    found = Comment.objects.shown().filter(
        pk__in=shown.values("comment"),
        shown_at__gt=since,
        edition__credits__author__user=person,
    )
    found = found.exclude(user=person).select_related("edition__address").defer("edition__body")
    return list(found.order_by("shown_at", "pk").distinct()[: MAX_COUNT + 1])


def mail(person: User, replies: list[Comment]) -> list:
    count = f"{MAX_COUNT}+" if len(replies) > MAX_COUNT else str(len(replies))
    return mail_staff(
        [person],
        may=lambda each: each.is_staff,
        choice=reverse("admin:account"),
        subject=f"{count} {'reply' if len(replies) == 1 else 'replies'} to what you wrote",
        template="newsroom/mail/replies.txt",
        context={"replies": replies[:MAX_SHOWN], "others": max(0, len(replies) - MAX_SHOWN)},
    )
