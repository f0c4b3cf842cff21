"""What the desk shows first: lines of work, each a list that one can open."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from articles import permissions
from articles.checks import checklist
from articles.models import Article, Edition, Picture, Remark, State
from articles.publishing import planning
from newsroom.desk import replies
from newsroom.desk.lines import MAX_COUNT, MAX_SHOWN, Line, some
from newsroom.models import User

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


def read_lines(person: User, now: dt.datetime) -> list[Line]:
    """The lines that this person has to do with, what waits for them first. A fixed number of
    queries, however much there is."""
    found = []
    if permissions.can_read(person) and permissions.can_write(person):
        found += [_waiting(person, now), *replies.to_decide(person), _mine(person), _live(now)]
        found += [_remarks(person), _late(now), _coming(now), _changed(now)]
    else:
        found += replies.to_decide(person)
    if permissions.can_publish(person):
        failing = checklist.failing_scheduled(now)
        title, empty = "Scheduled, but no longer in order", "What is scheduled is in order."
        found.append(Line("failing", title, empty, failing[:MAX_SHOWN], len(failing)))
    found += replies.other_lines(person, now)
    if person.has_perm("articles.change_picture"):
        found.append(_licences(now))
    return found


def _stories(stories: QuerySet) -> QuerySet:
    return stories.select_related("section", "owner").defer("body")


def _list(query: str) -> str:
    return f"{reverse('admin:articles_article_changelist')}?{query}"


def _waiting(person: User, now: dt.datetime) -> Line:
    stories = _stories(planning.waiting_for(person, now))
    words = "Nothing is waiting for you."
    return some("waiting", "Waiting for you", words, stories, _list("tab=waiting"), steady=True)


def _mine(person: User) -> Line:
    """What this person has begun and not finished."""
    own = Article.objects.of(person).filter(state__in=[State.DRAFT, State.REVIEW])
    stories = _stories(own).order_by("-saved_at", "-pk")
    words = "You have no draft."
    return some("mine", "Your drafts", words, stories, _list("tab=mine"), steady=True)


def _live(now: dt.datetime) -> Line:
    """The newest stories that readers see; counted are those of today."""
    editions = Edition.objects.live(now).select_related("section", "address", "article__owner")
    rows = list(editions.defer("body", "article__body").newest_first()[:MAX_SHOWN])
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    count = sum(row.first_published_at >= today for row in rows)
    if count == MAX_SHOWN:
        first = Edition.objects.live(now).filter(first_published_at__gte=today)
        count = first.order_by()[: MAX_COUNT + 1].count()
    words = "Nothing is published yet."
    return Line("live", "On the site", words, rows, count, _list("tab=live"), steady=True)


def _remarks(person: User) -> Line:
    """What is remarked on this person's stories and not dealt with; whoever approves sees all."""
    remarks = Remark.objects.open().select_related("article", "by").defer("article__body")
    if not permissions.can_approve(person):
        remarks = remarks.filter(article__in=Article.objects.of(person).values("pk"))
    return some("remarks", "Open remarks", "No remark is open.", remarks.order_by("-at", "-pk"), "")


def _late(now: dt.datetime) -> Line:
    stories = _stories(planning.late(now))
    return some("late", "Late", "Nothing is late.", stories, _list("due=late"))


def _coming(now: dt.datetime) -> Line:
    coming = planning.happenings(now, now + DAY, now)
    words, address = "Nothing is due in the next 24 hours.", reverse("admin:desk_calendar")
    return Line("coming", "The next 24 hours", words, coming[:MAX_SHOWN], len(coming), address)


def _changed(now: dt.datetime) -> Line:
    stories = _stories(Article.objects.ahead_of_readers(now)).order_by("-saved_at", "-pk")
    title, words = "Live, with unpublished changes", "All changes are published."
    return some("changed", title, words, stories, _list("tab=changed"))


def _licences(now: dt.datetime) -> Line:
    """Pictures whose licence ends within a week, today included, the next first."""
    today = timezone.localdate(now)
    ending = Picture.objects.filter(licence_until__gte=today, licence_until__lt=today + WEEK)
    address = f"{reverse('admin:articles_picture_changelist')}?licence=soon"
    title, words = "Pictures whose licence ends this week", "No picture’s licence ends this week."
    return some("licences", title, words, ending.order_by("licence_until", "pk"), address)
