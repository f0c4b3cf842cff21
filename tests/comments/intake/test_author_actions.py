"""What whoever wrote a reply may do with it: change it, withdraw it, show that a person has sent
it.

Covers comments/intake/author_actions.py, comments/intake/proof_of_work.py,
comments/views/receipt.py, comments/links.py.
"""

import datetime as dt
import hashlib

import pytest
from django.utils import timezone

from comments import links
from comments.errors import ReplyRefused
from comments.intake import author_actions, proof_of_work
from comments.models import Comment, CommentVersion, Decision, Policy
from comments.moderation import decisions
from comments.policies import changes
from tests import factories

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(minutes=11)


@pytest.fixture
def edition(people):
    edition = factories.published("Ferry back")
    changes.save(Policy(article=edition.article, mode="open"), by=people["editor"])
    return edition


@pytest.fixture
def shown(edition):
    """A reply that the policy has shown, and no person has decided about."""
    return factories.reply(edition, "First thought")


def receipt(comment: Comment, act: str = "") -> str:
    address = links.receipt(comment).partition("#")[0]
    return f"{address}{act}/" if act else address


class TestChanging:
    def test_the_new_text_is_shown_and_the_former_kept(self, client, edition, shown):
        answer = client.post(receipt(shown, "edit"), {"text": "Second  thought\r\n\r\nreally"})
        assert answer.status_code == 303
        assert answer["Location"].startswith(receipt(shown))
        shown.refresh_from_db()
        assert (shown.text, shown.version, shown.state) == ("Second  thought\n\nreally", 2, "shown")
        assert CommentVersion.objects.get().text == "First thought"
        page = client.get(edition.get_absolute_url()).content.decode()
        assert "Second  thought" in page
        assert "First thought" not in page
        assert "edited" in page

    def test_what_the_checks_find_then_holds_it(self, client, edition, shown):
        client.post(receipt(shown, "edit"), {"text": "See http://a.example and http://b.example"})
        shown.refresh_from_db()
        assert shown.state == "held"
        decision = shown.decisions.first()
        assert (decision.from_state, decision.to_state, decision.by) == ("shown", "held", None)
        assert decision.reasons[0] == "Two links"
        assert "a.example" not in client.get(edition.get_absolute_url()).content.decode()
        assert "awaiting moderation" in client.get(receipt(shown)).content.decode()

    def test_nothing_new_changes_nothing(self, client, shown):
        client.post(receipt(shown, "edit"), {"text": "First thought"})
        shown.refresh_from_db()
        assert (shown.version, shown.edited_at) == (1, None)

    @pytest.mark.parametrize("text", ["", " \n", "x" * 65_526])
    def test_what_can_not_be_taken_is_said_and_kept(self, client, shown, text):
        answer = client.post(receipt(shown, "edit"), {"text": text})
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()
        shown.refresh_from_db()
        assert shown.text == "First thought"

    def test_not_after_ten_minutes(self, client, edition, shown):
        Comment.objects.update(created_at=timezone.now() - LATER)
        assert "Change it" not in client.get(receipt(shown)).content.decode()
        answer = client.post(receipt(shown, "edit"), {"text": "Too late, but typed"})
        assert answer.status_code == 403
        assert "Too late, but typed</textarea>" in answer.content.decode()
        assert "the time for that is over" in answer.content.decode()

    def test_not_once_somebody_has_answered(self, edition, shown):
        factories.reply(edition, "I see", parent=shown, name="Bo", email="bo@example.org")
        with pytest.raises(ReplyRefused):
            author_actions.edit(shown, "Something else altogether")

    def test_not_once_somebody_has_decided(self, people, shown):
        for state in ("held", "shown"):
            decisions.decide([shown.pk], to=state, by=people["moderator"])
        with pytest.raises(ReplyRefused):
            author_actions.edit(shown, "Something else altogether")

    def test_a_moderator_decides_about_the_text_that_was_seen(self, people, edition):
        held = factories.reply(edition, "Look: http://a.example http://b.example", state="held")
        assert held.revision == "held 1.1"
        author_actions.edit(held, "Rude words")
        outcome = decisions.decide(
            [held.pk], to="shown", by=people["moderator"], expected_states={held.pk: "held"}
        )
        assert [comment.pk for comment in outcome.unchanged] == [held.pk]
        outcome = decisions.decide(
            [held.pk], to="shown", by=people["moderator"], expected_states={held.pk: "held 2"}
        )
        assert [comment.pk for comment in outcome.decided] == [held.pk]


class TestWithdrawing:
    def test_it_is_gone_and_its_answers_stay(self, client, edition, shown):
        answer = factories.reply(
            edition, "I answer", parent=shown, name="Bo", email="bo@example.org"
        )
        assert client.post(receipt(shown, "withdraw")).status_code == 303
        page = client.get(edition.get_absolute_url()).content.decode()
        assert "First thought" not in page
        assert f'id="comment-{shown.pk}"' in page
        assert f'id="comment-{answer.pk}"' in page
        assert "You have withdrawn this reply." in client.get(receipt(shown)).content.decode()
        decision = shown.decisions.first()
        assert (decision.from_state, decision.to_state, decision.by, decision.note) == (
            "shown",
            "withdrawn",
            None,
            "By its author",
        )

    def test_twice_is_once(self, client, shown):
        for _ in range(2):
            assert client.post(receipt(shown, "withdraw")).status_code == 303
        assert Decision.objects.filter(to_state="withdrawn").count() == 1

    def test_spam_stays_marked_as_spam(self, client, people, shown):
        decisions.decide([shown.pk], to="spam", by=people["moderator"])
        assert "Withdraw it" not in client.get(receipt(shown)).content.decode()
        assert client.post(receipt(shown, "withdraw")).status_code == 303
        shown.refresh_from_db()
        assert shown.state == "spam"

    def test_no_moderator_brings_it_back(self, people, shown):
        author_actions.withdraw(shown)
        assert decisions.decide([shown.pk], to="shown", by=people["moderator"]).unchanged

    def test_only_who_holds_the_link(self, client, shown):
        address = receipt(shown, "withdraw").replace("receipt/", "receipt/x")
        assert client.post(address).status_code == 404
        assert client.get(receipt(shown, "withdraw")).status_code == 405
        shown.refresh_from_db()
        assert shown.state == "shown"


def solve(task: proof_of_work.Task) -> str:
    return next(
        str(n)
        for n in range(task.largest)
        if hashlib.sha256(f"{task.salt}{n}".encode()).hexdigest() == task.challenge
    )


class TestProof:
    @pytest.fixture
    def doubtful(self, client, edition):
        typed = {
            "comment": "Hello",
            "name": "Ana",
            "email": "ana@example.org",
            "rules_seen": "1",
        }  # no key: no form has sent it
        client.post(f"{edition.get_absolute_url()}reply/", typed)
        comment = Comment.objects.get()
        assert comment.state == "held"
        return comment

    def given(self, comment, **instead):
        task = proof_of_work.task(comment.pk, timezone.now())
        return {"salt": task.salt, "number": solve(task), "signature": task.signature, **instead}

    def test_a_browser_that_does_the_work_has_it_shown(self, client, doubtful):
        assert "data-task" in client.get(receipt(doubtful)).content.decode()
        answer = client.post(receipt(doubtful, "prove"), self.given(doubtful))
        assert answer.status_code == 303
        doubtful.refresh_from_db()
        assert (doubtful.state, doubtful.reviewed) == ("shown", False)
        assert "work that was asked of it" in doubtful.decisions.first().reasons[-1]

    @pytest.mark.parametrize(
        "wrong", [{"number": "-1"}, {"signature": "x"}, {"salt": "x" * 200}, {"salt": "1.2.3."}]
    )
    def test_a_wrong_one_changes_nothing(self, client, doubtful, wrong):
        assert (
            client.post(receipt(doubtful, "prove"), self.given(doubtful, **wrong)).status_code
            == 303
        )
        doubtful.refresh_from_db()
        assert doubtful.state == "held"

    def test_not_that_for_another_reply_nor_a_late_one(self, doubtful):
        task = proof_of_work.task(doubtful.pk, timezone.now())
        proof = proof_of_work.Proof(task.salt, solve(task), task.signature)
        now = timezone.now()
        assert proof_of_work.is_right(proof, doubtful.pk, now)
        assert not proof_of_work.is_right(proof, doubtful.pk + 1, now)
        assert not proof_of_work.is_right(proof, doubtful.pk, now + proof_of_work.GOOD_FOR)

    def test_none_is_good_for_a_text_that_no_check_has_seen(self, client, doubtful):
        client.post(
            receipt(doubtful, "edit"),
            {"text": "http://a.example http://b.example http://c.example"},
        )
        assert "data-task" not in client.get(receipt(doubtful)).content.decode()
        client.post(receipt(doubtful, "prove"), self.given(doubtful))
        doubtful.refresh_from_db()
        assert (doubtful.version, doubtful.state) == (2, "held")

    def test_none_is_asked_where_it_would_change_nothing(self, client, people, edition):
        typed = {
            "comment": "http://a.example http://b.example",
            "name": "Ana",
            "email": "ana@example.org",
        }
        client.post(f"{edition.get_absolute_url()}reply/", typed)
        comment = Comment.objects.get()
        assert "data-task" not in client.get(receipt(comment)).content.decode()
        author_actions.prove(comment, proof_of_work.Proof(**self.given(comment)))
        comment.refresh_from_db()
        assert comment.state == "held"


def test_what_the_desk_sorts_by_follows_the_text(edition):
    comment = factories.post(edition, "I disagree with the mayor about the ferry.")
    author_actions.edit(
        comment, "Check out my channel and subscribe!!! http://followers.biz http://watches.biz"
    )
    comment.refresh_from_db()
    assert (comment.has_link, comment.band) == (True, "doubtful")
    assert comment.score > 0.9


@pytest.mark.django_db
class TestWhatTheReceiptSays:
    @pytest.fixture
    def mine(self, people):
        return factories.post(factories.published("Ferry back"), "Well said, all of you")

    def sent(self, client, comment, text="Otherwise"):
        answer = client.post(f"{links.receipt_page(comment)}edit/", {"text": text})
        page = client.get(links.receipt_page(comment)).content.decode()
        return answer, page

    def test_that_a_change_is_saved(self, client, mine):
        assert "Your change is saved" not in client.get(links.receipt_page(mine)).content.decode()
        answer, page = self.sent(client, mine)
        assert answer.status_code == 303
        assert "Your change is saved" in page

    def test_why_it_cannot_be_changed_any_more_and_no_button_for_it(self, client, mine):
        author_actions.withdraw(mine)
        answer, _ = self.sent(client, mine)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "You have withdrawn this reply: it can’t be changed any more." in page
        assert "Save the change" not in page
        assert 'readonly aria-invalid="true"' in page
        assert "Otherwise</textarea>" in page

    def test_how_many_have_answered(self, client, people, mine):
        decisions.decide([mine.pk], to="shown", by=people["moderator"])
        assert "to it so far" not in client.get(links.receipt_page(mine)).content.decode()
        for _ in range(2):
            factories.reply(mine.edition, parent=mine)
        factories.reply(mine.edition, parent=mine, state="held")
        page = client.get(links.receipt_page(mine)).content.decode()
        assert "<strong>2 answers</strong> to it so far" in page
