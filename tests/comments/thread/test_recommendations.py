"""Recommending a reply: each browser for itself, each network counts once, and taken back.

Covers comments/thread/recommendations.py, comments/intake/sender.py, comments/views/thread.py,
comments/views/responses.py, comments/models/acts.py.
"""

import json
import threading

import pytest
from django.db import connection
from django.test import Client

from articles.pages import versions
from articles.publishing import editions
from comments.errors import ReplyRefused
from comments.models import Comment, Recommendation
from comments.thread import recommendations
from tests import factories

BROWSER = {"HTTP_USER_AGENT": "Browser/1", "HTTP_ACCEPT_LANGUAGE": "en", "REMOTE_ADDR": "192.0.2.1"}


@pytest.fixture(autouse=True)
def _no_haste(monkeypatch):
    """All tests of a minute come from one network."""
    monkeypatch.setattr("comments.views.thread.MAX_RECOMMENDED", 10_000)


@pytest.fixture
def story(people):
    return factories.published("Ferry back")


@pytest.fixture
def reply(story):
    return factories.reply(story, "Well said", name="Ada")


def address(reply) -> str:
    return f"{reply.edition.get_absolute_url()}replies/{reply.pk}/recommend/"


def press(client, reply, wanted="", **browser):
    return client.post(
        address(reply), {"wanted": wanted} if wanted else {}, **{**BROWSER, **browser}
    )


def count(reply) -> int:
    return Comment.objects.values_list("recommended", flat=True).get(pk=reply.pk)


@pytest.mark.django_db
class TestPressing:
    def test_a_press_counts_and_a_second_takes_it_back(self, client, reply):
        answer = press(client, reply)
        assert (answer.status_code, answer["Location"]) == (303, address(reply))
        page = client.get(answer["Location"], **BROWSER)
        assert "You recommend this reply" in page.content.decode()
        assert "1 reader recommends it" in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        assert not page.cookies
        assert count(reply) == 1
        press(client, reply)
        assert count(reply) == Recommendation.objects.count() == 0
        page = client.get(address(reply), **BROWSER).content.decode()
        assert "<h1>Recommend this reply?</h1>" in page

    @pytest.mark.parametrize(("wanted", "expected"), [("yes", 1), ("no", 0)])
    def test_what_is_wanted_holds_however_often_it_is_sent(self, client, reply, wanted, expected):
        for _ in range(3):
            press(client, reply, wanted)
        assert count(reply) == expected

    @pytest.mark.parametrize(
        ("other", "counts"),
        [
            ({}, 1),
            ({"REMOTE_ADDR": "192.0.2.200"}, 1),
            ({"REMOTE_ADDR": "198.51.100.1"}, 2),
            ({"HTTP_USER_AGENT": "Browser/2"}, 1),
            ({"HTTP_ACCEPT_LANGUAGE": "fr"}, 1),
            ({"HTTP_X_FORWARDED_FOR": "198.51.100.1"}, 1),
        ],
    )
    def test_one_network_counts_once_whatever_headers_say(self, client, reply, other, counts):
        press(client, reply, "yes")
        press(client, reply, "yes", **other)
        assert count(reply) == counts

    def test_who_shares_a_network_takes_back_nothing_of_the_others(self, client, reply):
        other = {"HTTP_USER_AGENT": "Browser/2"}
        press(client, reply, "no", **other)
        press(client, reply, "yes")
        press(client, reply, "yes", **other)
        press(client, reply, "no")
        assert count(reply) == Recommendation.objects.count() == 1
        press(client, reply, "no", **other)
        assert count(reply) == Recommendation.objects.count() == 0

    def test_nothing_of_the_reader_is_kept_in_the_open(self, client, reply):
        press(client, reply)
        row = Recommendation.objects.get()
        assert len(row.who) == 43
        assert "192" not in row.who
        assert "Browser" not in row.who

    def test_a_script_is_answered_in_json(self, client, reply):
        answer = press(client, reply, "yes", HTTP_ACCEPT="application/json")
        assert json.loads(answer.content) == {"count": 1, "recommended": True}
        Comment.objects.filter(pk=reply.pk).update(state="held")
        answer = press(client, reply, "yes", HTTP_ACCEPT="application/json")
        assert (answer.status_code, json.loads(answer.content)["why"]) == (
            404,
            "This reply is not shown any more.",
        )

    def test_the_page_of_the_story_says_how_many_and_nothing_else_is_new(
        self, client, story, reply
    ):
        key = f"replies:{story.article_id}"
        before, all_before = versions.numbers([key]), versions.numbers(["replies"])
        assert "<b>" not in client.get(story.get_absolute_url()).content.decode()
        press(client, reply)
        assert (
            "Recommend<b> 1</b></button>" in client.get(story.get_absolute_url()).content.decode()
        )
        assert versions.numbers([key]) != before
        assert versions.numbers(["replies"]) == all_before

    @pytest.mark.parametrize("state", ["held", "rejected", "spam"])
    def test_what_is_not_shown_is_not_recommended(self, client, story, state):
        hidden = factories.reply(story, state=state)
        assert press(client, hidden).status_code == 404
        assert client.get(address(hidden)).status_code == 404

    def test_a_reply_of_another_story_is_not_found_here(self, client, story, reply):
        other = factories.reply(factories.published("Other"))
        wrong = f"{story.get_absolute_url()}replies/{other.pk}/recommend/"
        assert client.post(wrong, **BROWSER).status_code == 404

    def test_a_story_that_is_gone_takes_none(self, client, story, reply):
        place = address(reply)
        editions.withdraw(story.article, by=factories.somebody("chief"))
        assert client.post(place, **BROWSER).status_code == 410
        assert client.post("/2026/05/none/replies/1/recommend/", **BROWSER).status_code == 404

    def test_a_machine_is_asked_to_wait(self, client, reply, monkeypatch):
        monkeypatch.setattr("comments.views.thread.MAX_RECOMMENDED", 2)
        codes = [
            press(client, reply, REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT=f"{n}").status_code
            for n in range(3)
        ]
        assert codes == [303, 303, 429]

    def test_a_held_reply_has_no_button(self, client, story, reply):
        page = client.get(story.get_absolute_url()).content.decode()
        assert page.count('form="recommend" formaction=') == 1
        assert page.count('<form id="recommend"') == 1


def at_once(*acts) -> list:
    """What came of acts that are done at the same moment, each over a connection of its own."""
    barrier, made = threading.Barrier(len(acts)), []

    def work(act):
        barrier.wait()
        try:
            made.append(act())
        except ReplyRefused as error:
            made.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=[act]) for act in acts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return made


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_the_same_reader_counts_once(self, reply):
        answers = at_once(*[lambda: press(Client(), reply, "yes").status_code] * 5)
        assert answers == [303] * 5
        assert count(reply) == Recommendation.objects.count() == 1

    def test_different_readers_all_count(self, reply):
        def act(name: str):
            return lambda: recommendations.recommend(
                article_id=reply.article_id, number=reply.pk, who=name
            )

        at_once(*(act(f"reader {number}") for number in range(5)))
        assert count(reply) == Recommendation.objects.count() == 5
        assert Comment.objects.get(pk=reply.pk).best > 0
