"""What is known of a sender is forgotten after a month, some rows at a time."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from comments.models import Comment, Recommendation, Report
from comments.people import privacy
from tests import factories

pytestmark = pytest.mark.django_db
OLD = dt.timedelta(days=31)


@pytest.fixture
def replies(people):
    edition = factories.published("Ferry back")
    replies = [factories.reply(edition) for _ in range(3)]
    Comment.objects.update(network="203.0.113.0/24", agent="Browser 1.0")
    Comment.objects.exclude(pk=replies[-1].pk).update(created_at=timezone.now() - OLD)
    return replies


def test_traces_of_old_replies_go(replies):
    assert privacy.forget() == 2
    assert privacy.forget() == 0
    left = Comment.objects.order_by("pk").values_list("network", "agent")
    assert list(left) == [("", ""), ("", ""), ("203.0.113.0/24", "Browser 1.0")]


def test_some_rows_at_a_time(replies, monkeypatch):
    monkeypatch.setattr(privacy, "BATCH", 1)
    assert [privacy.forget() for _ in range(3)] == [1, 1, 0]


def test_what_readers_did_is_kept_without_who_they_were(replies):
    now, comment = timezone.now(), replies[0]
    Comment.objects.update(network="", agent="")
    for who, at in (("a", now - OLD), ("b", now - OLD), ("c", now)):
        Recommendation.objects.create(comment=comment, who=who, at=at)
        Report.objects.create(comment=comment, version=1, reason="abuse", who=who, at=at)
    assert privacy.forget() == 4
    assert [row.who for row in Recommendation.objects.all()] == ["c"]
    assert sorted(Report.objects.values_list("who", flat=True)) == ["", "", "c"]


def test_they_are_found_by_an_index(replies):
    rows = Comment.objects.filter(
        ~privacy.Q(network="", agent=""), created_at__lt=timezone.now()
    ).order_by()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.values("pk").explain()
    assert "comment_with_traces" in plan
