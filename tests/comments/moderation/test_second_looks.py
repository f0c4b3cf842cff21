"""Second looks: chosen without anybody knowing, answered blind, and what they tell.

Covers comments/moderation/second_looks.py, comments/admin/second_look.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment, Decision, Escalation, SecondLook
from comments.moderation import decisions, second_looks
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/admin/comments/secondlook/"
AGO = dt.timedelta(hours=1)


@pytest.fixture
def edition(people):
    return factories.published("Ferry late again")


class TestChoosing:
    def test_a_few_per_cent_by_no_rule_that_can_be_seen(self, settings):
        chosen = {number for number in range(20_000) if second_looks.is_chosen(number)}
        assert 500 < len(chosen) < 700
        assert all(second_looks.is_chosen(number) for number in chosen)
        settings.SECRET_KEY = "another"
        assert (
            len(chosen & {number for number in range(20_000) if second_looks.is_chosen(number)})
            < 60
        )

    def test_the_worker_chooses_each_once(self, edition, monkeypatch):
        monkeypatch.setattr(second_looks, "SHARE", 0.5)
        factories.judged(edition, ["One"] * 40, "shown", now=timezone.now() - AGO)
        chosen = second_looks.tidy()
        assert 8 <= chosen <= 32
        second_looks.tidy()
        assert SecondLook.objects.count() == sum(
            second_looks.is_chosen(pk) for pk in Decision.objects.values_list("pk", flat=True)
        )

    @pytest.mark.parametrize(
        ("ago", "to", "chosen"),
        [
            (AGO, "shown", 1),
            (AGO, "spam", 1),
            (AGO, "held", 0),
            (dt.timedelta(minutes=5), "shown", 0),
            (dt.timedelta(days=3), "shown", 0),
        ],
    )
    def test_which_can_be_chosen(self, edition, monkeypatch, ago, to, chosen):
        monkeypatch.setattr(second_looks, "SHARE", 1)
        [comment] = factories.judged(edition, ["One"], "shown", now=timezone.now() - ago)
        Decision.objects.filter(comment=comment).update(to_state=to, from_state="rejected")
        assert second_looks.tidy() == chosen

    def test_what_the_policy_decided_too_but_nothing_that_was_undone(
        self, edition, people, monkeypatch
    ):
        monkeypatch.setattr(second_looks, "SHARE", 1)
        past = timezone.now() - AGO
        factories.judged(edition, ["One"], "shown", now=past)
        Decision.objects.update(by=None)
        comment = factories.reply(edition, state="held", now=past)
        batch = decisions.decide([comment.pk], to="spam", by=people["moderator"], now=past).batch
        decisions.undo(batch, by=people["moderator"], now=past)
        assert second_looks.tidy() == 1

    def test_two_queries_where_nothing_is_chosen(self, edition, django_assert_num_queries):
        with django_assert_num_queries(2):
            second_looks.tidy()


class TestAnswering:
    @pytest.fixture
    def look(self, edition, people):
        return factories.second_look(edition, by=people["moderator"])

    @pytest.mark.parametrize(
        ("to", "agrees"), [("spam", True), ("shown", False), ("rejected", False)]
    )
    def test_it_is_recorded_and_changes_nothing(self, look, people, to, agrees):
        done = second_looks.answer(look.pk, to=to, by=people["senior"], rule=factories.house_rule())
        assert (done.agrees, done.by, done.to_state) == (agrees, people["senior"], to)
        assert (done.rule is None) == (to != "rejected")
        assert Comment.objects.get().state == "spam"
        assert Escalation.objects.count() == (0 if agrees else 1)

    def test_the_editor_is_asked_once(self, look, people):
        comment = Comment.objects.get()
        Escalation.objects.create(
            comment=comment, to="editor", by=people["chief"], at=timezone.now()
        )
        second_looks.answer(look.pk, to="shown", by=people["senior"])
        assert Escalation.objects.count() == 1

    def test_nobody_is_asked_where_it_was_decided_anew(self, look, people):
        decisions.decide([Comment.objects.get().pk], to="shown", by=people["chief"])
        second_looks.answer(look.pk, to="shown", by=people["senior"])
        assert not Escalation.objects.exists()

    def test_not_by_who_has_decided(self, look, people):
        with pytest.raises(NotAllowed):
            second_looks.answer(look.pk, to="spam", by=people["moderator"])
        assert list(second_looks.waiting_for(people["moderator"])) == []
        assert list(second_looks.waiting_for(people["senior"])) == [look]

    def test_not_by_a_writer(self, look, people):
        with pytest.raises(NotAllowed):
            second_looks.answer(look.pk, to="spam", by=people["writer"])

    def test_once(self, look, people):
        second_looks.answer(look.pk, to="spam", by=people["senior"])
        with pytest.raises(DecisionRefused):
            second_looks.answer(look.pk, to="shown", by=people["chief"])

    @pytest.mark.parametrize("to", ["rejected", "held", "", "withdrawn"])
    def test_with_an_answer(self, look, people, to):
        with pytest.raises(DecisionRefused):
            second_looks.answer(look.pk, to=to, by=people["senior"])


def test_agreement_by_reason_and_by_person(edition, people, django_assert_num_queries):
    for to, by, answer in [
        ("spam", "moderator", "spam"),
        ("spam", "moderator", "shown"),
        ("shown", "editor", "shown"),
        ("rejected", "editor", "rejected"),
    ]:
        look = factories.second_look(edition, state=to, by=people[by])
        second_looks.answer(look.pk, to=answer, by=people["senior"], rule=factories.house_rule())
    look = factories.second_look(edition)
    Decision.objects.filter(pk=look.decision_id).update(by=None, rule=factories.house_rule())
    second_looks.answer(look.pk, to="shown", by=people["senior"])
    with django_assert_num_queries(3):
        found = second_looks.agreement(timezone.now() - AGO)
    assert (found.looks, found.agreed) == (5, 3)
    assert [(row.name, row.looks, row.agreed) for row in found.by_person] == [
        ("The policy and the checks", 1, 0),
        ("moderator", 2, 1),
        ("editor", 2, 2),
    ]
    assert {row.name: row.agreed for row in found.by_reason} == {
        "Stay on the subject": 0,
        "Spam": 1,
        "Shown": 1,
        "Rejected": 1,
    }
    assert second_looks.agreement(timezone.now() + AGO).share is None


class TestPages:
    def test_it_tells_the_reply_and_not_how_it_was_decided(self, browse, edition, people):
        factories.second_look(edition, "A text about the ferry", by=people["moderator"])
        page = browse("senior").get(PAGE).content.decode().split('id="content"')[1]
        assert "A text about the ferry" in page
        assert "Ferry late again" in page
        assert "pill-spam" not in page
        assert "moderator" not in page.replace("moderators", "")

    def test_answering_leads_to_the_next(self, browse, edition, people):
        look = factories.second_look(edition, "The first", by=people["moderator"])
        factories.second_look(edition, "The second", by=people["moderator"])
        answer = browse("senior").post(
            f"{PAGE}answer/", {"look": look.pk, "act": "spam"}, follow=True
        )
        assert "The second" in answer.content.decode()

    def test_a_rejection_without_a_rule(self, browse, edition):
        look = factories.second_look(edition)
        answer = browse("senior").post(f"{PAGE}answer/", {"look": look.pk, "act": "rejected"})
        assert answer.status_code == 422
        assert "Choose the house rule" in answer.content.decode()

    def test_nothing_waits(self, browse):
        assert (
            "Nothing waits for a second look by you."
            in browse("moderator").get(PAGE).content.decode()
        )

    def test_the_text_that_was_decided_about(self, browse, edition):
        look = factories.second_look(edition, "The first text")
        comment = Comment.objects.get()
        comment.versions.create(number=1, text="The first text", until=timezone.now())
        Comment.objects.update(text="The second text", version=2)
        page = browse("senior").get(PAGE).content.decode()
        assert look.decision.version == 1
        assert "The first text" in page
        assert "The second text" not in page

    @pytest.mark.parametrize(
        ("role", "status"), [("writer", 403), ("moderator", 403), ("senior", 200), ("chief", 200)]
    )
    def test_who_sees_results(self, browse, edition, people, role, status):
        second_looks.answer(factories.second_look(edition).pk, to="shown", by=people["senior"])
        assert browse(role).get(f"{PAGE}results/").status_code == status

    def test_ones_own_are_refused(self, browse, edition, people):
        look = factories.second_look(edition, by=people["senior"])
        assert (
            browse("senior").post(f"{PAGE}answer/", {"look": look.pk, "act": "spam"}).status_code
            == 403
        )

    def test_as_many_queries_for_three_as_for_one(self, browse, edition, django_assert_num_queries):
        client = browse("senior")
        factories.second_look(edition)
        client.get(PAGE)
        for _ in range(2):
            with django_assert_num_queries(9):
                client.get(PAGE)
            for _ in range(2):
                factories.second_look(edition)
