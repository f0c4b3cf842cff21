"""Campaigns: found by the worker, held at the door, decided once, taken back once.

Covers comments/moderation/campaigns.py, comments/moderation/effects/campaigns.py,
comments/checks/text/campaign.py, comments/admin/campaign.py, comments/models/judging.py.
"""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Record
from comments.errors import DecisionRefused, NotAllowed
from comments.intake import author_actions
from comments.models import Campaign, Comment, Decision, Likeness, Policy
from comments.moderation import campaigns, decisions
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = (
    "Nobody has asked the people of the harbour what they think, so sign the petition before Friday"
    " at noon"
)
CHANGED = TEXT.replace("Friday", "Monday")
OTHER = (
    "I liked the photographs most of all, especially the one with the two dogs on the pier at dawn"
)


@pytest.fixture
def stories(people):
    return [factories.published(f"Story {number}") for number in range(3)]


def send(story, text: str = TEXT, number: int = 0, state: str = "held", now=None) -> Comment:
    comment = factories.reply(
        story, text, name=f"Name {number}", email=f"n{number}@example.org", state=state, now=now
    )
    campaigns.compare_reply.call(comment.pk)
    return comment


@pytest.fixture
def campaign(stories):
    now = timezone.now()
    for number in range(3):
        send(
            stories[number % 2],
            TEXT if number else CHANGED,
            number,
            now=now - dt.timedelta(minutes=20 - 10 * number),
        )
    return Campaign.objects.get()


def stands(campaign: Campaign) -> dict[int, str]:
    return {
        comment.pk: comment.revision
        for comment in Comment.objects.filter(likeness__campaign=campaign)
    }


class TestFinding:
    def test_three_that_say_nearly_the_same_are_one(self, campaign):
        assert (campaign.replies, campaign.stories, campaign.people) == (3, 2, 3)
        assert campaign.last_at - campaign.first_at == dt.timedelta(minutes=20)
        assert campaign.state == "open"

    def test_two_are_none_nor_is_what_says_something_else(self, stories):
        send(stories[0])
        send(stories[1], number=1)
        send(stories[2], OTHER, number=2)
        assert not Campaign.objects.exists()

    def test_short_ones_are_not_compared(self, stories):
        factories.reply(stories[0], "Well said.")
        assert not DBTaskResult.objects.filter(
            task_path=campaigns.compare_reply.module_path
        ).exists()
        campaigns.compare_reply.call(Comment.objects.get().pk)
        assert not Likeness.objects.exists()

    def test_a_new_reply_is_compared_by_the_worker(self, stories):
        comment = factories.post(stories[0], TEXT)
        assert DBTaskResult.objects.get(task_path=campaigns.compare_reply.module_path).args_kwargs[
            "args"
        ] == [comment.pk]

    def test_a_task_may_run_twice(self, campaign):
        for comment in Comment.objects.all():
            campaigns.compare_reply.call(comment.pk)
        assert Campaign.objects.get().replies == 3
        assert Likeness.objects.count() == 3

    def test_one_that_is_gone_is_nothing(self, people):
        campaigns.compare_reply.call(999)

    def test_a_changed_text_is_compared_anew(self, stories, campaign):
        Policy.objects.create(mode="open")
        comment = factories.post(stories[2], TEXT, email="new@example.org")
        campaigns.compare_reply.call(comment.pk)
        campaign.refresh_from_db()
        assert campaign.replies == 4
        author_actions.edit(comment, OTHER)
        campaigns.compare_reply.call(comment.pk)
        campaign.refresh_from_db()
        assert campaign.replies == 3
        assert Likeness.objects.get(pk=comment.pk).campaign is None

    def test_as_many_queries_however_many_are_alike(self, stories, django_assert_num_queries):
        counted = []
        for number in range(8):
            comment = factories.reply(
                stories[0], TEXT, name=f"N {number}", email=f"n{number}@example.org", state="held"
            )
            with django_assert_num_queries(45, exact=False) as context:
                campaigns.compare(comment.pk)
            counted.append(len(context))
        assert counted[3] == counted[7]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_campaign(people):
    story = factories.published()
    replies = [
        factories.reply(
            story, TEXT, name=f"N {number}", email=f"n{number}@example.org", state="held"
        )
        for number in range(6)
    ]
    barrier = threading.Barrier(2)

    def work(mine):
        barrier.wait()
        for comment in mine:
            campaigns.compare(comment.pk)
        connection.close()

    threads = [threading.Thread(target=work, args=(replies[half::2],)) for half in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [campaign.replies for campaign in Campaign.objects.all()] == [6]


class TestDoor:
    def test_the_same_words_as_a_decided_campaign_are_held_in_an_open_thread(
        self, stories, campaign, people
    ):
        campaigns.decide(
            campaign.pk, to="spam", by=people["moderator"], expected_states=stands(campaign)
        )
        Policy.objects.create(mode="open")
        comment = factories.post(stories[2], TEXT.upper(), email="new@example.org")
        assert comment.state == "held"
        assert (
            "The same text as a campaign that was marked as spam"
            in Decision.objects.get(comment=comment).reasons
        )

    @pytest.mark.parametrize(
        ("to", "holds"), [("spam", True), ("rejected", True), ("shown", False)]
    )
    def test_what_was_approved_is_not_held(self, stories, campaign, people, to, holds):
        rule = factories.house_rule()
        campaigns.decide(
            campaign.pk, to=to, by=people["moderator"], rule=rule, expected_states=stands(campaign)
        )
        Policy.objects.create(mode="open")
        assert (factories.post(stories[2], TEXT, email="new@example.org").state == "held") == holds

    def test_one_that_was_spam_is_enough(self, stories):
        send(stories[0], state="spam")
        Policy.objects.create(mode="open")
        comment = factories.post(stories[1], TEXT, email="new@example.org")
        assert (comment.state, comment.held_for) == ("held", "campaign")

    def test_nearly_the_same_words_are_held_by_the_worker(self, stories, campaign, people):
        campaigns.decide(
            campaign.pk, to="spam", by=people["moderator"], expected_states=stands(campaign)
        )
        Policy.objects.create(mode="open")
        comment = factories.post(stories[2], f"Hello! {TEXT}", email="new@example.org")
        assert comment.state == "shown"
        campaigns.compare_reply.call(comment.pk)
        campaigns.compare_reply.call(comment.pk)
        comment.refresh_from_db()
        assert (comment.state, comment.held_for) == ("held", "campaign")
        decision = comment.decisions.first()
        assert (decision.by, decision.trigger) == (None, "campaign")
        assert decision.reasons == ["Nearly the same text as a campaign that was marked as spam"]

    def test_not_what_a_person_has_approved(self, stories, campaign, people):
        campaigns.decide(
            campaign.pk, to="spam", by=people["moderator"], expected_states=stands(campaign)
        )
        comment = factories.reply(
            stories[2], f"Hello! {TEXT}", email="new@example.org", state="shown"
        )
        campaigns.compare_reply.call(comment.pk)
        comment.refresh_from_db()
        assert comment.state == "shown"


class TestDeciding:
    def test_all_at_once_and_back_at_once(self, campaign, people):
        outcome = campaigns.decide(
            campaign.pk, to="spam", by=people["moderator"], expected_states=stands(campaign)
        )
        assert len(outcome.decided) == 3
        assert set(
            Decision.objects.filter(batch=outcome.batch).values_list("trigger", flat=True)
        ) == {"campaign"}
        campaign.refresh_from_db()
        assert (campaign.state, campaign.to_state, campaign.decided_by) == (
            "decided",
            "spam",
            people["moderator"],
        )
        assert Record.objects.get(verb="campaign decided").by == people["moderator"]
        decisions.undo(outcome.batch, by=people["moderator"])
        campaign.refresh_from_db()
        assert (campaign.state, campaign.to_state) == ("open", "")
        assert set(Comment.objects.values_list("state", flat=True)) == {"held"}

    def test_what_came_later_or_was_changed_meanwhile_is_left_out(self, stories, campaign, people):
        seen = stands(campaign)
        first, *_ = seen
        decisions.decide([first], to="shown", by=people["senior"])
        later = send(stories[2], number=7)
        outcome = campaigns.decide(
            campaign.pk, to="spam", by=people["moderator"], expected_states=seen
        )
        assert [comment.pk for comment in outcome.unchanged] == [first]
        later.refresh_from_db()
        assert later.state == "held"

    def test_nothing_that_is_no_part_of_it(self, stories, campaign, people):
        stranger = factories.reply(stories[0], OTHER, state="held")
        with pytest.raises(DecisionRefused):
            campaigns.decide(
                campaign.pk,
                to="spam",
                by=people["moderator"],
                expected_states={stranger.pk: "held"},
            )
        stranger.refresh_from_db()
        assert stranger.state == "held"

    def test_a_rejection_needs_a_rule(self, campaign, people):
        with pytest.raises(DecisionRefused):
            campaigns.decide(
                campaign.pk, to="rejected", by=people["moderator"], expected_states=stands(campaign)
            )
        campaign.refresh_from_db()
        assert campaign.state == "open"

    def test_once(self, campaign, people):
        campaigns.dismiss(campaign.pk, by=people["moderator"])
        with pytest.raises(DecisionRefused):
            campaigns.decide(
                campaign.pk, to="spam", by=people["senior"], expected_states=stands(campaign)
            )

    def test_what_is_dismissed_is_not_brought_up_again(self, stories, campaign, people):
        campaigns.dismiss(campaign.pk, by=people["moderator"])
        send(stories[2], number=8)
        assert Campaign.objects.get().state == "dismissed"

    def test_a_writer_may_not(self, campaign, people):
        for step in (
            campaigns.dismiss,
            lambda pk, by: campaigns.decide(pk, to="spam", by=by, expected_states={}),
        ):
            with pytest.raises(NotAllowed):
                step(campaign.pk, by=people["writer"])


def test_how_many_say_the_same_elsewhere(stories, campaign, django_assert_num_queries):
    pair = [send(stories[0], OTHER, 5), send(stories[1], OTHER, 6)]
    alone = send(
        stories[0], "Quite another text about the library and its long opening hours on Sundays", 7
    )
    ids = [*Comment.objects.filter(likeness__campaign=campaign).values_list("pk", flat=True)]
    with django_assert_num_queries(3):
        counted = campaigns.same_text([*ids, pair[0].pk, alone.pk])
    assert counted == {**dict.fromkeys(ids, 2), pair[0].pk: 1}


class TestPages:
    def url(self, campaign) -> str:
        return f"/admin/comments/campaign/{campaign.pk}/"

    def test_the_list_tells_each_in_a_line(self, browse, campaign):
        page = browse("moderator").get("/admin/comments/campaign/").content.decode()
        assert "3 replies, 3 names, 2 stories, within 20" in page
        assert "sign the petition" in page

    def test_the_page_marks_the_words_that_differ(self, browse, campaign):
        page = browse("moderator").get(f"{self.url(campaign)}change/").content.decode()
        assert "<mark>Friday</mark>" in page
        assert all(f"Name {number}" in page for number in range(3))

    def test_deciding_and_undoing(self, browse, campaign):
        client = browse("moderator")
        seen = client.get(f"{self.url(campaign)}change/").context["seen"]
        answer = client.post(
            f"{self.url(campaign)}decide/", {"act": "spam", "seen": seen}, follow=True
        )
        assert "3 replies decided in one act" in answer.content.decode()
        answer = client.post(
            f"{self.url(campaign)}undo/", {"batch": answer.context["done"]}, follow=True
        )
        assert "Undone: 3 replies as before" in answer.content.decode()
        assert Campaign.objects.get().state == "open"

    def test_a_rejection_without_a_rule_keeps_what_was_typed(self, browse, campaign):
        client = browse("moderator")
        answer = client.post(
            f"{self.url(campaign)}decide/", {"act": "rejected", "seen": "", "note": "Astroturf"}
        )
        assert answer.status_code == 422
        assert 'value="Astroturf"' in answer.content.decode()

    def test_dismissing(self, browse, campaign):
        answer = browse("moderator").post(
            f"{self.url(campaign)}decide/", {"act": "dismiss"}, follow=True
        )
        assert "no campaign" in answer.content.decode()
        assert (
            "No campaign"
            in browse("moderator").get("/admin/comments/campaign/?settled").content.decode()
        )

    @pytest.mark.parametrize(
        "given", [{}, {"act": "x"}, {"act": "spam", "seen": "x:,,9999999999999999999:held"}]
    )
    def test_nonsense_changes_no_reply(self, browse, campaign, given):
        assert browse("moderator").post(f"{self.url(campaign)}decide/", given).status_code in (
            302,
            422,
        )
        assert Campaign.objects.get().state == "open"
        assert set(Comment.objects.values_list("state", flat=True)) == {"held"}

    def test_a_writer_sees_and_does_nothing(self, browse, campaign):
        client = browse("writer")
        assert client.get("/admin/comments/campaign/").status_code == 403
        assert client.get(f"{self.url(campaign)}change/").status_code == 403
        assert client.post(f"{self.url(campaign)}decide/", {"act": "spam"}).status_code == 403
        assert client.post(f"{self.url(campaign)}undo/", {}).status_code == 403

    def test_anothers_act_is_not_undone(self, browse, campaign, people):
        outcome = campaigns.decide(
            campaign.pk, to="spam", by=people["senior"], expected_states=stands(campaign)
        )
        answer = browse("moderator").post(
            f"{self.url(campaign)}undo/", {"batch": str(outcome.batch)}
        )
        assert answer.status_code == 403

    def test_as_many_queries_for_three_as_for_one(
        self, browse, stories, campaign, django_assert_num_queries
    ):
        client = browse("moderator")
        client.get("/admin/comments/campaign/")
        with django_assert_num_queries(7):
            client.get("/admin/comments/campaign/")
        with django_assert_num_queries(10):
            client.get(f"{self.url(campaign)}change/")
        for text in (
            OTHER,
            "Quite another text about the library and its long opening hours on Sundays",
        ):
            for number in range(3):
                send(stories[number], text, number)
        for number in range(4, 7):
            send(stories[0], TEXT, number)
        with django_assert_num_queries(7):
            assert len(client.get("/admin/comments/campaign/").context["cards"]) == 3
        with django_assert_num_queries(10):
            client.get(f"{self.url(campaign)}change/")
