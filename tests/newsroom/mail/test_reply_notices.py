"""Mail to those who sign a story about replies to it."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from articles.models import Author
from newsroom.mail import reply_notices
from tests import factories

pytestmark = pytest.mark.django_db
NOW = dt.timedelta(minutes=5)


@pytest.fixture
def writer(people):
    person = people["writer"]
    person.email, person.reply_mail = "writer@paper.example", "now"
    person.replies_told_at = timezone.now() - dt.timedelta(minutes=1)
    person.save()
    return person


@pytest.fixture
def story(writer):
    story = factories.published("Ferry back")
    author = Author.objects.create(name="Jane Roe", slug="jane-roe", user=writer)
    story.credits.create(author=author, position=1)
    return story


def told(after=NOW) -> list:
    mail.outbox.clear()
    reply_notices.tidy(timezone.now() + after)
    return mail.outbox


def test_what_is_shown_is_told_once_and_together(story):
    factories.reply(story, "Well said", name="Ada")
    factories.reply(story, "Not so", name="Bo", email="bo@example.org")
    factories.reply(story, "Held back", state="held", email="c@example.org")
    factories.reply(factories.published("Other"), "Elsewhere", email="d@example.org")
    [sent] = told()
    assert (sent.to, sent.subject) == (["writer@paper.example"], "2 replies to what you wrote")
    assert "Ada to “Ferry back”:\n\nWell said" in sent.body
    assert "Held back" not in sent.body
    assert "Elsewhere" not in sent.body
    assert "/admin/account/" in sent.body
    assert told(dt.timedelta(minutes=10)) == []


@pytest.mark.parametrize("change", [{"reply_mail": "never"}, {"is_active": False}, {"email": ""}])
def test_only_who_wants_it_and_can_be_told(story, writer, change):
    for name, value in change.items():
        setattr(writer, name, value)
    writer.save()
    factories.reply(story)
    assert told() == []


def test_ones_own_are_no_news_nor_is_what_came_before_one_wanted_it(story, writer):
    factories.reply(story, "Before").__class__.objects.update(user=writer)
    assert told() == []
    writer.replies_told_at = None
    writer.save()
    factories.reply(story, "Earlier", email="e@example.org")
    assert told() == []


def test_it_is_chosen_by_those_who_sign(browse, story, writer):
    page = browse("writer").get("/admin/account/").content.decode()
    assert 'name="reply_mail"' in page
    assert 'name="reply_mail"' not in browse("moderator").get("/admin/account/").content.decode()


def test_nobody_wants_it_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        reply_notices.tidy()
