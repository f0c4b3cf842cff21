"""The moderation desk: what it shows, what it does, what it refuses, what it costs.

Covers comments/admin/desk/admin.py, comments/admin/policy.py, comments/templatetags/desk.py,
comments/desk/queues.py, comments/desk/cards.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from articles import paging
from comments.models import Comment, Decision, HouseRule
from tests import factories

pytestmark = pytest.mark.django_db
DESK = "/admin/comments/comment/"


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


@pytest.fixture
def moderator(client, people):
    client.force_login(people["moderator"])
    return client


def held(edition, text="A held word", ago=1, **more):
    return factories.reply(
        edition, text, state="held", now=timezone.now() - dt.timedelta(minutes=ago), **more
    )


def act(client, what, comments=(), **more):
    data = {
        "act": what,
        "ids": [c.pk for c in comments],
        **{f"seen-{c.pk}": c.state for c in Comment.objects.all()},
    }
    return client.post(f"{DESK}decide/", {**data, **more})


def test_held_replies_stand_oldest_first_with_all_that_is_needed(moderator, edition):
    first = factories.reply(edition, "A question", name="Parent")
    held(edition, "The newer", ago=2, email="a@example.org")
    held(edition, "The older", ago=9, email="reader@example.org", parent=first)
    page = moderator.get(DESK).content.decode()
    assert page.index("The older") < page.index("The newer")
    for words in (
        "Ferry back",
        "wrote: A question",
        "First reply from this address",
        "Every reply waits here",
        "1 shown",
    ):
        assert words in page


def test_an_empty_queue_is_a_reward(moderator):
    assert "Nothing is waiting. Well done." in moderator.get(DESK).content.decode()


@pytest.mark.parametrize("state", ["shown", "spam"])
def test_one_click_decides_and_undo_takes_it_back(moderator, people, edition, state):
    comment = held(edition)
    answer = act(moderator, f"{state}:{comment.pk}")
    comment.refresh_from_db()
    assert (answer.status_code, comment.state) == (302, state)
    page = moderator.get(answer["Location"]).content.decode()
    batch = comment.decisions.first().batch
    assert f'name="batch" value="{batch}"' in page
    moderator.post(f"{DESK}undo/", {"batch": batch})
    comment.refresh_from_db()
    assert comment.state == "held"
    assert comment.decisions.count() == 3


def test_many_at_once(moderator, edition):
    comments = [held(edition, f"Word {n}") for n in range(3)]
    act(moderator, "shown", comments[:2])
    assert list(Comment.objects.order_by("pk").values_list("state", flat=True)) == [
        "shown",
        "shown",
        "held",
    ]


def test_a_rejection_without_a_rule_keeps_what_was_typed(moderator, edition):
    comment = held(edition)
    answer = act(
        moderator, f"rejected:{comment.pk}", **{f"note-{comment.pk}": "A long thought-out note"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose the house rule" in page
    assert "A long thought-out note" in page
    assert Comment.objects.get().state == "held"


def test_a_rejection_names_its_rule(moderator, edition):
    comment, rule = held(edition), factories.house_rule()
    act(
        moderator,
        f"rejected:{comment.pk}",
        **{f"note-{comment.pk}": "off", f"rule-{comment.pk}": rule.pk},
    )
    decision = Decision.objects.filter(to_state="rejected").get()
    assert (decision.rule, decision.note) == (rule, "off")


def test_nothing_ticked_is_said(moderator, edition):
    held(edition)
    answer = act(moderator, "shown")
    assert answer.status_code == 422
    assert "Tick at least one reply" in answer.content.decode()


def test_being_second_is_said_and_changes_nothing(moderator, people, edition):
    comment = held(edition)
    from comments.moderation import decisions

    decisions.decide([comment.pk], to="spam", by=people["editor"])
    data = {"act": f"shown:{comment.pk}", f"seen-{comment.pk}": "held"}
    page = moderator.post(f"{DESK}decide/", data, follow=True).content.decode()
    assert "somebody else has decided about it" in page
    assert Comment.objects.get().state == "spam"


@pytest.mark.parametrize("query", ["queue=none", "act=none"])
def test_what_does_not_exist_is_404(moderator, query):
    if query.startswith("act"):
        assert moderator.post(f"{DESK}decide/", {"act": "none"}).status_code == 404
    else:
        assert moderator.get(f"{DESK}?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["page=0", "page=99999999999999999", "page=x", "story=999", "q=%00", "q='%22<"]
)
def test_odd_questions_are_answered(moderator, edition, query):
    held(edition)
    assert moderator.get(f"{DESK}?{query}").status_code == 200


def test_words_and_addresses_are_found_among_all(moderator, edition, monkeypatch):
    monkeypatch.setattr(paging, "SEARCHED", 2)
    for number in range(4):
        held(
            edition,
            f"Word {number}" if number < 3 else "Other",
            ago=9 - number,
            email=f"r{number}@example.org",
        )
    found = moderator.get(f"{DESK}?q=word").content.decode()
    assert "in the newest 2 that hold it" in found
    assert [number for number in range(3) if f"<p>Word {number}</p>" in found] == [1, 2]
    found = moderator.get(f"{DESK}?q=R0@example.org").content.decode()
    assert "that hold it" not in found
    assert [number for number in range(3) if f"<p>Word {number}</p>" in found] == [0]


@pytest.mark.parametrize(
    ("role", "reads", "decides"),
    [
        ("writer", 403, 403),
        ("moderator", 200, 302),
        ("editor", 200, 302),
        ("chief", 200, 302),
    ],
)
def test_who_may_come_and_decide(client, people, edition, role, reads, decides):
    comment = held(edition)
    client.force_login(people[role])
    assert client.get(DESK).status_code == reads
    assert act(client, f"shown:{comment.pk}").status_code == decides
    assert Comment.objects.get().state == ("shown" if decides == 302 else "held")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(moderator, edition, rows, django_assert_num_queries):
    parent = factories.reply(edition)
    for number in range(rows):
        held(edition, f"Word {number}", email=f"{number}@example.org", parent=parent)
    moderator.get(DESK)
    with django_assert_num_queries(36):
        moderator.get(DESK)


def test_a_card_tells_of_its_storys_risk(client, people, edition):
    held(edition)
    factories.risk(edition, mode="closed")
    client.force_login(people["moderator"])
    page = client.get(DESK).content.decode()
    assert "Risk: court case, closed until" in page
    assert "/risk/story/" not in page
    client.force_login(people["editor"])
    assert f"/risk/story/{edition.article_id}/" in client.get(DESK).content.decode()


def test_a_policy_is_set_from_the_story(client, people, edition):
    client.force_login(people["editor"])
    page = client.get(f"/admin/articles/article/{edition.article_id}/change/").content.decode()
    assert 'name="reply_policy-TOTAL_FORMS"' in page


def test_house_rules_are_written_in_the_admin_and_read_by_everybody(client, people):
    client.force_login(people["chief"])
    HouseRule.objects.all().delete()
    answer = client.post(
        "/admin/comments/houserule/add/", {"number": 1, "title": "Be kind", "text": "Always."}
    )
    assert answer.status_code == 302
    assert "Be kind" in client.get("/house-rules/").content.decode()
