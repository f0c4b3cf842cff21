"""The list of appeals in the admin: who sees it, what stands on a card, and the answers.

Covers comments/admin/appeal.py, comments/desk/cases.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from comments.complaints import appeals
from comments.models import Appeal
from comments.moderation import decisions
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/appeal/"


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


@pytest.fixture
def appeal(edition):
    parent = factories.reply(edition, "It sank in 1912.", name="Bo")
    return factories.appeal(
        factories.reply(edition, "It did <not>.", parent=parent, state="rejected"), "I was there."
    )


def send(client, appeal, outcome, answer="Read again."):
    return client.post(f"{LIST}{appeal.pk}/answer/", {"outcome": outcome, "answer": answer})


def test_a_card_holds_all_that_is_needed(browse, appeal):
    page = browse("senior").get(LIST).content.decode()
    for words in (
        "It sank in 1912.",
        "It did &lt;not&gt;.",
        "I was there.",
        appeal.reference,
        "Ferry back",
        "Stay on the subject",
        "A person decided, not software.",
        "moderator (rejected",
        "Overturn",
        "Uphold",
    ):
        assert words in page, words


def test_who_decided_is_told_why_not_and_has_no_buttons(browse, appeal):
    page = browse("moderator").get(LIST).content.decode()
    assert "You have decided about this reply yourself" in page
    assert "Overturn" not in page
    assert send(browse("moderator"), appeal, "uphold").status_code == 403


@pytest.mark.parametrize("outcome", ["uphold", "overturn"])
def test_it_is_answered(browse, appeal, outcome):
    answer = send(browse("senior"), appeal, outcome)
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    appeal.refresh_from_db()
    assert appeal.state == {"uphold": "upheld", "overturn": "overturned"}[outcome]
    assert appeal.reference not in browse("senior").get(LIST).content.decode()
    assert "Read again." in browse("senior").get(f"{LIST}?tab=decided").content.decode()


def test_without_an_answer_it_is_asked_for_and_nothing_lost(browse, appeal):
    answer = send(browse("senior"), appeal, "uphold", "")
    assert (answer.status_code, Appeal.objects.get().state) == (422, "open")
    assert "Write an answer" in answer.content.decode()
    answer = send(browse("senior"), appeal, "", "Kept <here>")
    assert "Kept &lt;here&gt;" in answer.content.decode()


def test_the_second_is_told(browse, people, appeal):
    appeals.answer(appeal, "uphold", by=people["chief"], answer="No.")
    answer = send(browse("senior"), appeal, "overturn")
    assert answer.status_code == 422
    assert "not open any more" in answer.content.decode()


def test_what_is_due_first_stands_first_and_late_is_told(browse, edition):
    now = timezone.now()
    late = factories.appeal(
        factories.reply(edition, "One", state="rejected"), now=now - dt.timedelta(days=9)
    )
    fresh = factories.appeal(factories.reply(edition, "Two", state="rejected"), now=now)
    page = browse("senior").get(LIST).content.decode()
    assert page.index(late.reference) < page.index(fresh.reference)
    assert page.count("pill-late") == 1


def test_where_everybody_has_decided_that_is_told(browse, people, edition):
    comment = factories.reply(edition)
    for name, to in (
        ("editor", "held"),
        ("chief", "spam"),
        ("moderator", "held"),
        ("senior", "shown"),
        ("editor", "rejected"),
    ):
        decisions.decide([comment.pk], to=to, by=people[name], rule=factories.house_rule())
    factories.appeal(comment)
    assert "Nobody is left who may decide about it." in browse("senior").get(LIST).content.decode()


def test_an_unknown_list_is_none(browse):
    assert browse("senior").get(f"{LIST}?tab=lost").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_many_cost_as_much_as_one(browse, edition, count, django_assert_num_queries):
    client = browse("senior")
    for number in range(count):
        parent = factories.reply(edition, f"Parent {number}")
        factories.appeal(
            factories.reply(edition, f"Reply {number}", parent=parent, state="rejected")
        )
    client.get(LIST)
    with django_assert_num_queries(12):
        client.get(LIST)
