"""Notices by mail about stories that somebody moved on: to those whose stories they are, and to
those who review."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from articles import permissions
from articles.models import Article, Edition, Remark, Verb
from articles.staff_mail import mail_staff
from newsroom.models import Pace, User

#: What the subject begins with, and what the first sentence says, by verbs of the record.
WORDS = {
    Verb.SUBMIT: ("For review", "submitted {} for review"),
    Verb.TAKE_BACK: ("Taken back", "took {} back to draft"),
    Verb.APPROVE: ("Ready", "marked {} as ready"),
    Verb.SEND_BACK: ("Sent back", "sent {} back to draft"),
    Verb.PUBLISHED: ("Published", "published {}"),
    Verb.SCHEDULED: ("Scheduled", "scheduled {}"),
    Verb.UNSCHEDULED: ("Not scheduled any more", "took {} off the schedule"),
    Verb.WITHDRAWN: ("Withdrawn", "withdrew {} from the site"),
}
#: Likewise of remarks.
REMARKS = {
    Verb.REMARKED: "remarked on",
    Verb.REMARKED_IN_PREVIEW: "remarked on",
    Verb.ANSWERED_REMARK: "answered a remark on",
    Verb.ANSWERED_REMARK_IN_PREVIEW: "answered a remark on",
}
# what is entered with a date as far back (an archive, the demo) is no news
OLD = dt.timedelta(days=1)


def tell(
    sender,
    *,
    article: Article,
    verb: Verb,
    by: User,
    note: str,
    at: dt.datetime,
    edition: Edition | None = None,
    **more,
) -> None:
    """Write the mail in the transaction of the step: the receiver of articles.signals.moved_on."""
    if verb not in WORDS or at < timezone.now() - OLD:
        return
    people = find_recipients(article, verb, by)
    if not people:
        return
    begins, says = WORDS[verb]
    mail_staff(
        people,
        may=lambda person: permissions.can_read(person, article),
        choice=reverse("admin:account"),
        subject=f"{begins}: {article.headline}",
        template="newsroom/mail/story.txt",
        context={
            "says": f"{by} {says.format(f'“{article.headline}”')}.",
            "article": article,
            "verb": verb,
            "note": note,
            "edition": edition if verb in (Verb.PUBLISHED, Verb.SCHEDULED) else None,
            "to_come": article.embargo_until and article.embargo_until > timezone.now(),
            "story": reverse("admin:articles_article_change", args=[article.pk]),
        },
    )


def tell_remark(sender, *, remark: Remark, verb: Verb, by: User, at: dt.datetime, **more) -> None:
    """Mail the words of a remark, or of an answer, in the transaction of the step: the receiver of
    articles.signals.remarked."""
    if verb not in REMARKS or at < timezone.now() - OLD:
        return
    article = remark.article
    # what came through a link is no word of the one who made the link
    author = None if remark.name else by
    also = {remark.link.made_by_id} if remark.link else set()
    if remark.parent_id:
        also |= {remark.parent.by_id, *remark.parent.answers.values_list("by", flat=True)}
    asked = User.objects.filter(pk__in=also - {None}, story_mail=Pace.AT_ONCE).order_by("pk")
    people = [*find_recipients(article, verb, author), *(one for one in asked if one != author)]
    mail_staff(
        people,
        may=lambda person: permissions.can_read(person, article),
        choice=reverse("admin:account"),
        subject=f"Remark: {article.headline}",
        template="newsroom/mail/remark.txt",
        context={
            "says": f"{remark.author} {REMARKS[verb]} “{article.headline}”",
            "remark": remark,
            "story": reverse("admin:articles_article_change", args=[article.pk]),
        },
    )


def find_recipients(article: Article, verb: Verb, by: User | None) -> list[User]:
    """Who wants to be told, once each: whose story it is, and of one that is submitted, who may
    approve it."""
    signed = article.authors.exclude(user=None).values_list("user", flat=True)
    theirs = {article.created_by_id, article.owner_id, *signed}
    people = set(User.objects.filter(pk__in=theirs - {None}, story_mail=Pace.AT_ONCE))
    if verb == Verb.SUBMIT:
        reviewers = User.objects.with_perm("articles.approve_article").filter(
            review_mail=Pace.AT_ONCE
        )
        people |= {user for user in reviewers if permissions.can_approve(user, article)}
    return sorted(people - {by}, key=lambda user: user.pk)
