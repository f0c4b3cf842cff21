"""Appeals: who may, how often, who decides, and what becomes of them when a reply is decided about
anew.

Covers comments/complaints/appeals.py, comments/moderation/act.py,
comments/moderation/effects/appeals.py, comments/models/appeal.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from articles.models import Record
from articles.pages import versions
from comments import links
from comments.complaints import appeals
from comments.errors import DecisionRefused, NotAllowed, ReplyRefused
from comments.intake import author_actions
from comments.models import Appeal, Comment, Decision
from comments.moderation import decisions
from comments.moderation.act import Act
from comments.moderation.effects import appeals as appeal_effects
from tests import factories

pytestmark = pytest.mark.django_db
WHY = "I meant the ferry, not its captain."


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


@pytest.fixture
def rejected(edition):
    return factories.reply(edition, state="rejected")


@pytest.fixture
def appeal(rejected):
    return factories.appeal(rejected, WHY)


def outcome(appeal, what, by, answer="Read again."):
    return appeals.answer(appeal, what, by=by, answer=answer)


def state(of) -> str:
    of.refresh_from_db()
    return of.state


class TestAppealing:
    def test_it_is_kept_with_a_clock_and_changes_nothing_else(self, rejected, appeal):
        assert (appeal.text, appeal.state, appeal.decision) == (
            WHY,
            "open",
            rejected.decisions.first(),
        )
        assert appeal.due_at - appeal.at == dt.timedelta(days=7)
        assert appeal.article_id == rejected.article_id
        assert state(rejected) == "rejected"

    def test_one_for_each_decision(self, rejected, appeal):
        assert factories.appeal(rejected, "Another text") == appeal
        assert Appeal.objects.get().text == WHY

    @pytest.mark.parametrize(
        ("text", "said"),
        [("", "Please say why"), (" \0 ", "Please say why"), ("é" * 2001, "2,001")],
    )
    def test_it_needs_a_text_that_is_not_too_long(self, rejected, text, said):
        with pytest.raises(ReplyRefused, match=said) as refusal:
            factories.appeal(rejected, text)
        assert refusal.value.status == 422

    def test_characters_are_counted_as_people_see_them(self, rejected):
        assert factories.appeal(rejected, "e\u0301" * 2000).state == "open"

    @pytest.mark.parametrize("to", ["held", "shown", "spam"])
    def test_only_against_a_rejection(self, edition, to):
        with pytest.raises(ReplyRefused) as refusal:
            factories.appeal(factories.reply(edition, state=to))
        assert refusal.value.status == 409

    def test_for_six_months(self, rejected):
        with pytest.raises(ReplyRefused):
            factories.appeal(rejected, now=timezone.now() + dt.timedelta(days=190))
        assert factories.appeal(rejected, now=timezone.now() + dt.timedelta(days=175))

    def test_against_a_later_decision_again(self, people, rejected, appeal):
        outcome(appeal, "overturn", people["senior"])
        decisions.decide(
            [rejected.pk], to="rejected", by=people["editor"], rule=factories.house_rule()
        )
        assert factories.appeal(rejected) != appeal


class TestAnswering:
    def test_overturned_the_reply_is_shown_by_a_decision_that_says_so(
        self, people, rejected, appeal
    ):
        before = versions.numbers([f"replies:{rejected.article_id}"])
        made = outcome(appeal, "overturn", people["senior"])
        assert (made.state, made.decided_by, made.answer) == (
            "overturned",
            people["senior"],
            "Read again.",
        )
        assert state(rejected) == "shown"
        decision = rejected.decisions.first()
        assert (made.outcome, decision.trigger, decision.by) == (
            decision,
            "appeal",
            people["senior"],
        )
        assert versions.numbers(before) != before
        assert Record.objects.filter(
            by=people["senior"], subject__startswith=appeal.reference, note="Read again."
        ).exists()

    def test_upheld_nothing_is_decided(self, people, rejected, appeal):
        count = Decision.objects.count()
        made = outcome(appeal, "uphold", people["senior"])
        assert (made.state, made.outcome, state(rejected)) == ("upheld", None, "rejected")
        assert Decision.objects.count() == count
        assert Record.objects.filter(
            by=people["senior"], subject__startswith=appeal.reference
        ).exists()

    @pytest.mark.parametrize("what", ["uphold", "overturn"])
    def test_never_by_who_decided(self, people, appeal, what):
        with pytest.raises(NotAllowed, match="somebody else"):
            outcome(appeal, what, people["moderator"])
        assert state(appeal) == "open"

    def test_nor_by_who_had_decided_or_undone_before(self, people, edition):
        comment = factories.reply(edition, state="held")
        shown = decisions.decide([comment.pk], to="shown", by=people["senior"])
        decisions.undo(shown.batch, by=people["senior"])
        decisions.decide(
            [comment.pk], to="rejected", by=people["moderator"], rule=factories.house_rule()
        )
        appeal = factories.appeal(comment)
        assert set(appeal_effects.barred([appeal])[appeal.pk]) == {
            people["senior"].pk,
            people["moderator"].pk,
        }
        with pytest.raises(NotAllowed):
            outcome(appeal, "uphold", people["senior"])
        assert outcome(appeal, "uphold", people["chief"]).state == "upheld"

    def test_what_software_decided_anybody_may(self, people, edition):
        comment = factories.reply(edition)
        Decision.objects.filter(comment=comment).update(by=None)
        decisions.decide_by_policy(comment, "rejected", [], now=timezone.now())
        assert (
            outcome(factories.appeal(comment), "overturn", people["moderator"]).state
            == "overturned"
        )

    @pytest.mark.parametrize(
        ("role", "may"), [("writer", False), ("editor", True), ("chief", True), ("senior", True)]
    )
    def test_who_may(self, people, appeal, role, may):
        if may:
            assert outcome(appeal, "uphold", people[role]).decided_by == people[role]
        else:
            with pytest.raises(NotAllowed):
                outcome(appeal, "uphold", people[role])

    @pytest.mark.parametrize(
        ("what", "answer", "said"),
        [
            ("uphold", " ", "Write an answer"),
            ("keep", "…", "Choose"),
            ("uphold", "é" * 2001, "under 2,000"),
        ],
    )
    def test_an_answer_is_owed(self, people, appeal, what, answer, said):
        with pytest.raises(DecisionRefused, match=said):
            outcome(appeal, what, people["senior"], answer)

    def test_the_second_is_told(self, people, appeal):
        outcome(appeal, "uphold", people["senior"])
        with pytest.raises(DecisionRefused, match="not open any more"):
            outcome(appeal, "overturn", people["chief"])


class TestDecidedAnew:
    def test_an_overturned_decision_that_is_undone_opens_the_appeal_again(
        self, people, rejected, appeal
    ):
        due = appeal.due_at
        made = outcome(appeal, "overturn", people["senior"])
        decisions.undo(made.outcome.batch, by=people["senior"])
        assert (state(rejected), state(appeal)) == ("rejected", "open")
        assert (appeal.outcome, appeal.answer, appeal.decided_by, appeal.due_at) == (
            None,
            "",
            None,
            due,
        )
        assert factories.appeal(rejected, "Once more") == appeal
        assert outcome(appeal, "uphold", people["chief"]).state == "upheld"

    def test_what_is_decided_anew_is_without_object_until_that_is_undone(
        self, people, rejected, appeal
    ):
        batch = decisions.decide([rejected.pk], to="held", by=people["editor"]).batch
        assert (state(appeal), appeal.decided_by) == ("dropped", people["editor"])
        decisions.undo(batch, by=people["editor"])
        assert (state(appeal), state(rejected)) == ("open", "rejected")

    def test_so_is_what_its_author_withdraws(self, rejected, appeal):
        author_actions.withdraw(rejected)
        assert (state(appeal), appeal.decided_by) == ("dropped", None)

    def test_an_undo_of_the_rejection_itself(self, people, edition):
        comment = factories.reply(edition, state="held")
        batch = decisions.decide(
            [comment.pk], to="rejected", by=people["moderator"], rule=factories.house_rule()
        ).batch
        appeal = factories.appeal(comment)
        back = decisions.undo(batch, by=people["moderator"]).batch
        assert state(appeal) == "dropped"
        decisions.undo(back, by=people["moderator"])
        assert (state(appeal), state(comment)) == ("open", "rejected")

    def test_an_answered_appeal_is_left_as_it_is(self, people, rejected, appeal):
        outcome(appeal, "uphold", people["senior"])
        batch = decisions.decide([rejected.pk], to="shown", by=people["editor"]).batch
        decisions.undo(batch, by=people["editor"])
        assert state(appeal) == "upheld"

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_a_decision_one_query(self, people, edition, count, django_assert_num_queries):
        decisions = [factories.reply(edition, f"Reply {n}").decisions.first() for n in range(count)]
        with django_assert_num_queries(1):
            appeal_effects.apply(Act(decisions, None, timezone.now()))


class TestTheReceipt:
    def send(self, client, comment, text):
        address = links.receipt(comment).partition("#")[0]
        return client.post(f"{address}appeal/", {"text": text})

    def text(self, client, comment):
        return client.get(links.receipt(comment).partition("#")[0]).content.decode()

    def test_an_appeal_is_sent_and_seen(self, client, rejected):
        answer = self.send(client, rejected, WHY)
        assert (answer.status_code, answer["Location"]) == (303, links.receipt(rejected))
        page = self.text(client, rejected)
        assert f"Your appeal {Appeal.objects.get().reference}" in page
        assert WHY.replace("'", "&#x27;") in page
        assert "Send the appeal" not in page
        assert not answer.cookies

    @pytest.mark.parametrize(
        ("text", "said"), [("  ", "Please say why"), ("<b>" * 700, "please keep it under 2,000")]
    )
    def test_what_is_wrong_is_said_and_what_was_typed_kept(self, client, rejected, text, said):
        answer = self.send(client, rejected, text)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page
        assert text.replace("<", "&lt;").replace(">", "&gt;") in page
        assert 'aria-invalid="true"' in page
        assert Appeal.objects.count() == 0

    def test_too_late_is_said_with_what_was_typed(self, client, edition):
        shown = factories.reply(edition)
        answer = self.send(client, shown, "Kept here")
        assert answer.status_code == 409
        assert appeals.OVER.replace("’", "’") in answer.content.decode()
        assert "Kept here" in answer.content.decode()

    def test_a_wrong_link_leads_nowhere(self, client, edition):
        assert (
            client.post(
                f"{edition.get_absolute_url()}receipt/1:x/appeal/", {"text": "…"}
            ).status_code
            == 404
        )

    @pytest.mark.parametrize(
        ("what", "said"),
        [
            ("uphold", "the decision stands"),
            ("overturn", "the decision was wrong, and your reply is shown"),
        ],
    )
    def test_both_outcomes_are_told(self, client, people, rejected, appeal, what, said):
        outcome(appeal, what, people["senior"], "Read it <again>.")
        page = self.text(client, rejected)
        assert said in page
        assert "Read it &lt;again&gt;." in page
        assert ("the courts are open" in page) is (what == "uphold")

    def test_dropped_is_told_but_not_to_a_spammer(self, client, people, rejected, appeal):
        author_actions.withdraw(rejected)
        assert "it has no object any more" in self.text(client, rejected)
        Comment.objects.update(state="spam")
        assert "Your appeal" not in self.text(client, rejected)
