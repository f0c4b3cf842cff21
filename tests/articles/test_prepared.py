"""Prepared queries: the same rows as Django's own, whatever the values."""

import datetime as dt

import pytest
from django.db.models import Value
from django.utils import timezone

from articles.prepared import Prepared
from comments.models import Comment
from tests import factories

pytestmark = pytest.mark.django_db


def recent(email, since):
    found = Comment.objects.filter(email=email, created_at__gt=since).order_by("pk")
    return found.values_list("pk", "created_at", "text")


def test_it_gives_what_the_queryset_gives(people):
    edition, now = factories.published("Ferry back"), timezone.now()
    for number in range(4):
        factories.reply(edition, f"Reply {number}", email=f"r{number % 2}@example.org")
    asked = Prepared(recent, str, dt.datetime)
    for email in ("r0@example.org", "r1@example.org", "", "%s'; --"):
        for since in (now - dt.timedelta(days=1), now + dt.timedelta(days=1)):
            assert asked(email, since) == list(recent(email, since))


def test_a_constant_of_the_query_stays(people):
    reply = factories.reply(factories.published("Ferry back"))
    asked = Prepared(
        lambda pk: Comment.objects.filter(pk=pk, state="shown").values_list("pk", Value(7))[:1],
        int,
    )
    assert asked(reply.pk) == [(reply.pk, 7)]
    assert asked(reply.pk + 1) == []


def test_a_value_that_django_uses_up_is_told(people):
    asked = Prepared(lambda name: Comment.objects.filter(pk=len(name)).values_list("pk"), str)
    with pytest.raises(ValueError, match="come through"):
        asked("Ana")


def test_it_is_one_query(people, django_assert_num_queries):
    asked = Prepared(lambda pk: Comment.objects.filter(pk=pk).values_list("pk"), int)
    for _ in range(2):
        with django_assert_num_queries(1):
            asked(1)
