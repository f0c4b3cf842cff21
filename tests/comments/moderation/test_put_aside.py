"""A held reply is put aside until a time, and comes back."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.models import Record
from comments.desk import queues
from comments.desk.filters import Filters
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment, PutAside
from comments.moderation import decisions, put_aside
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(people):
    return factories.reply(factories.published("Ferry back"), "When?", state="held")


def where(reply) -> list[str]:
    """In which of the two queues it is; both count as they list."""
    found = []
    for name in ("held", "aside"):
        queue = queues.BY_NAME[name]
        listed = queues.page(queue, Filters()).numbers
        assert queue.count() == len(listed)
        found += [name] if reply.pk in listed else []
    return found


def test_it_leaves_the_queue_and_is_back_by_itself(people, reply):
    by = people["moderator"]
    aside = put_aside.put_aside(reply.pk, choice="hour", by=by)
    assert where(reply) == ["aside"]
    assert aside.until > timezone.now() + dt.timedelta(minutes=59)
    PutAside.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    assert where(reply) == ["held"]
    assert Record.objects.filter(verb="reply put aside", by=by).count() == 1


def test_it_is_brought_back(people, reply):
    by = people["moderator"]
    put_aside.put_aside(reply.pk, choice="week", by=by)
    for _ in range(2):
        put_aside.bring_back(reply.pk, by=by)
    assert where(reply) == ["held"]
    assert Record.objects.filter(verb="reply brought back").count() == 1


def test_what_changes_meanwhile_waits_again(people, reply, subtests):
    by = people["moderator"]
    with subtests.test("decided, and held again"):
        put_aside.put_aside(reply.pk, choice="week", by=by)
        decisions.decide([reply.pk], to="shown", by=by)
        assert where(reply) == []
        decisions.decide([reply.pk], to="held", by=by)
        assert where(reply) == ["held"]
    with subtests.test("its author has changed it"):
        put_aside.put_aside(reply.pk, choice="week", by=by)
        Comment.objects.filter(pk=reply.pk).update(version=2)
        assert where(reply) == ["held"]


def test_until_when(subtests):
    now = timezone.make_aware(dt.datetime(2026, 3, 28, 22, 30))
    for choice, end in (
        ("hour", dt.datetime(2026, 3, 28, 23, 30)),
        ("morning", dt.datetime(2026, 3, 29, put_aside.MORNING)),
    ):
        with subtests.test(choice):
            assert put_aside.until(choice, now) == timezone.make_aware(end)


def test_who_may_and_what(people, reply, subtests):
    with subtests.test("role"), pytest.raises(NotAllowed):
        put_aside.put_aside(reply.pk, choice="hour", by=people["writer"])
    with subtests.test("choice"), pytest.raises(DecisionRefused):
        put_aside.put_aside(reply.pk, choice="year", by=people["moderator"])
    decisions.decide([reply.pk], to="spam", by=people["moderator"])
    with subtests.test("state"), pytest.raises(DecisionRefused):
        put_aside.put_aside(reply.pk, choice="hour", by=people["moderator"])


def test_at_the_desk_without_scripts(client, people, reply):
    client.force_login(people["moderator"])
    desk = "/admin/comments/comment/"
    assert "Until tomorrow morning" in client.get(desk).content.decode()
    sent = {"aside": f"{reply.pk}:morning"}
    told = client.post(f"{desk}put-aside/", sent, follow=True).content.decode()
    assert "it comes back by itself" in told
    assert where(reply) == ["aside"]
    assert "Bring it back now" in client.get(f"{desk}?queue=aside").content.decode()
    client.post(f"{desk}put-aside/", {"aside": f"{reply.pk}:back"})
    assert where(reply) == ["held"]
