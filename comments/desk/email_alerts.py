"""Mail from the desk: moderators are told of replies that wait, as each of them chose, and can
decide from there.

The link in a mail shows the reply and asks; opening it changes nothing. It is signed for one
person, one reply and one decision: after any decision, a change of the text, or some days it is
good no more. Nothing is stored for it.
"""

from __future__ import annotations

import datetime as dt

from django.core import signing
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles.staff_mail import mail_staff
from comments import permissions
from comments.desk.queues import REPORTED
from comments.models import MORNING, Comment, DeskSettings, State
from comments.notifications import emails

LINK = "comments.desk.link"
GOOD_FOR = dt.timedelta(days=3)
#: Between two mails to somebody who wants them at once: what comes in the meantime goes in one.
PAUSE = dt.timedelta(minutes=2)
#: Maximum number of replies in one mail; of the others it says how many they are.
MAX_SHOWN = 10
MAX_COUNT = 200


def tidy(now: dt.datetime | None = None) -> None:
    """Write to those to whom something is due. The worker calls this often. Two queries where
    nobody wants mail."""
    now = now or timezone.now()
    wanted = DeskSettings.objects.exclude(mail=DeskSettings.Mail.NEVER).filter(
        person__is_active=True
    )
    for person, mail, at in wanted.values_list("person", "mail", "mailed_at"):
        if is_due(mail, at, now):
            write(person, now)


def is_due(mail: str, mailed_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether somebody may have mail now: at once after a pause, or once a day in the morning."""
    if mailed_at is None:
        return True
    if mail == DeskSettings.Mail.AT_ONCE:
        return now >= mailed_at + PAUSE
    morning = timezone.localtime(now).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return mailed_at < morning <= now


def begin(own: DeskSettings, now: dt.datetime) -> None:
    """Somebody begins to want mail: of what comes in from now on."""
    own.mailed_to = Comment.objects.aggregate(newest=Max("pk"))["newest"] or 0
    own.mailed_at = now


@transaction.atomic
def write(person_id: int, now: dt.datetime) -> bool:
    """Write one mail to a moderator about all that came to wait since the last one; whether there
    was any."""
    own = (
        DeskSettings.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=person_id)
    )
    # again, now that no other worker writes to the same person
    if not is_due(own.mail, own.mailed_at, now):
        return False
    rows = list(waiting_for(own).order_by("pk")[: MAX_COUNT + 1])
    if rows and not mail(own, rows):
        return False
    own.mailed_to = max([own.mailed_to, *(row.pk for row in rows if row.state == State.HELD)])
    if rows or own.mail == DeskSettings.Mail.DIGEST:
        own.mailed_at = now
        own.save(update_fields=["mailed_to", "mailed_at"])
    return bool(rows)


def waiting_for(own: DeskSettings) -> QuerySet:
    """The replies that came to wait, or were reported, since somebody's last mail, in the sections
    of theirs."""
    reported = REPORTED.filter(at__gt=own.mailed_at) if own.mailed_at else REPORTED
    numbers = list(reported.order_by("at").values_list("comment", flat=True)[:MAX_COUNT])
    since = Q(state=State.HELD, pk__gt=own.mailed_to) | Q(
        state__in=[State.SHOWN, State.HELD], pk__in=numbers
    )
    found = Comment.objects.filter(since)
    sections = list(own.sections.values_list("pk", flat=True))
    return found.filter(edition__section__in=sections) if sections else found


def mail(own: DeskSettings, rows: list[Comment]) -> bool:
    """Mail each reply in short, why it waits, and the link to decide about it; whether the person
    could be mailed."""
    numbers = [row.pk for row in rows[:MAX_SHOWN]]
    shown = (
        Comment.objects.filter(pk__in=numbers)
        .select_related("edition")
        .defer("edition__body")
        .order_by("pk")
    )
    items = [
        (row, reasons(row), emails.absolute("comments:desk", token=token(own.person, row)))
        for row in shown
    ]
    count = f"{MAX_COUNT}+" if len(rows) > MAX_COUNT else str(len(rows))
    told = mail_staff(
        [own.person],
        may=permissions.can_decide,
        choice=reverse("admin:comments_comment_mine"),
        subject=f"{count} {'reply waits' if len(rows) == 1 else 'replies wait'} for a moderator",
        template="comments/mail/desk.txt",
        context={
            "items": items,
            "others": max(0, len(rows) - MAX_SHOWN),
            "days": GOOD_FOR.days,
            "desk": emails.absolute("admin:comments_comment_changelist"),
        },
    )
    return bool(told)


def reasons(comment: Comment) -> list[str]:
    """Why a reply waits, in words."""
    if comment.state == State.SHOWN or comment.held_for == "reported":
        return sorted({report.get_reason_display() for report in REPORTED.filter(comment=comment)})
    first = comment.decisions.order_by("decided_at", "pk").first()
    return [finding["words"] for finding in (first.findings if first else [])]


def token(person, comment: Comment) -> str:
    """What the link bears: for whom, about which reply, and as it stood."""
    return signing.dumps([person.pk, comment.pk, comment.revision], salt=LINK)


def read(given: str) -> tuple[int, int, str] | None:
    """The person, the reply, and how it stood; None for a link that is not ours, or too old."""
    try:
        person, comment, stand = signing.loads(given, salt=LINK, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return person, comment, stand


def reply_of(given: str) -> int | None:
    """The number of the reply that a link is about, however old it is; None for one that is not
    ours."""
    try:
        return signing.loads(given, salt=LINK)[1]
    except (signing.BadSignature, ValueError):
        return None
