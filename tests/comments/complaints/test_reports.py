"""Reporting a reply: what the reader is asked and told, and what moderators make of it.

Covers comments/complaints/reports.py, comments/complaints/report_form.py,
comments/moderation/effects/reports.py, comments/views/thread.py.
"""

import pytest
from django.core import mail

from articles.pages import versions
from articles.publishing import editions
from comments.complaints import reports
from comments.models import Comment, Policy, Report
from comments.moderation import decisions
from tests import factories

pytestmark = pytest.mark.django_db
DESK = "/admin/comments/comment/"
FORM = {
    "reason": "false",
    "text": "The ferry sank in 1911.\r\nNot in 1912.",
    "email": "bo@example.org",
}


@pytest.fixture(autouse=True)
def _no_haste(monkeypatch):
    """All tests of a minute come from one network."""
    monkeypatch.setattr("comments.views.thread.MAX_REPORTED", 10_000)


@pytest.fixture
def story(people):
    return factories.published("Ferry back")


@pytest.fixture
def reply(story):
    return factories.reply(story, "It sank in 1912", name="Ada")


def address(reply) -> str:
    return f"{reply.edition.get_absolute_url()}replies/{reply.pk}/report/"


def reported(reply, who="somebody", reason="abuse", **more) -> Report:
    return reports.report(
        article_id=reply.article_id, number=reply.pk, who=who, reason=reason, **more
    )


class TestTheForm:
    def test_it_is_behind_a_link_at_each_reply_and_shows_what_it_is_about(
        self, client, story, reply
    ):
        assert (
            f'href="replies/{reply.pk}/report/"'
            in client.get(story.get_absolute_url()).content.decode()
        )
        page = client.get(address(reply))
        assert page.status_code == 200
        assert "It sank in 1912" in page.content.decode()
        assert page.content.decode().count('type="radio"') == 7
        assert page["Cache-Control"] == "private, no-store"
        assert not page.cookies

    def test_a_report_is_noted_and_the_reader_told_what_comes_next(self, client, reply):
        page = client.post(address(reply), FORM)
        assert page.status_code == 200
        assert "We write to <strong>bo@example.org</strong>" in page.content.decode()
        report = Report.objects.get()
        assert (report.reason, report.email, report.version) == ("false", "bo@example.org", 1)
        assert report.text == "The ferry sank in 1911.\nNot in 1912."
        assert len(report.who) == 43

    @pytest.mark.parametrize(
        "wrong",
        [{"reason": ""}, {"reason": "boring"}, {"email": "bo at example"}, {"text": "x" * 2001}],
    )
    def test_what_is_wrong_is_said_and_all_that_was_typed_is_kept(self, client, reply, wrong):
        page = client.post(address(reply), {**FORM, **wrong})
        words = page.content.decode()
        assert page.status_code == 422
        assert "error-summary" in words
        assert 'href="#report-' in words
        assert wrong.get("email", "bo@example.org") in words
        assert wrong.get("text", "The ferry sank in 1911.") in words
        assert Report.objects.count() == 0

    def test_sent_twice_it_is_one_report_as_last_sent(self, client, reply):
        client.post(address(reply), FORM)
        client.post(address(reply), {**FORM, "reason": "spam"})
        assert Report.objects.get().reason == "spam"

    def test_a_report_that_is_settled_stays_so(self, reply, people):
        reported(reply)
        decisions.decide([reply.pk], to="shown", by=people["moderator"])
        assert reported(reply, reason="spam").settled_at
        assert Report.objects.get().reason == "abuse"
        reported(reply, who="another")
        assert Report.objects.filter(settled_at=None).count() == 1

    def test_nothing_changes_for_other_readers(self, client, story, reply):
        keys = ["replies", f"replies:{story.article_id}"]
        before, page = versions.numbers(keys), client.get(story.get_absolute_url()).content
        client.post(address(reply), FORM)
        assert versions.numbers(keys) == before
        assert client.get(story.get_absolute_url()).content == page

    @pytest.mark.parametrize("state", ["held", "spam"])
    def test_what_is_not_shown_is_not_reported(self, client, story, state):
        hidden = factories.reply(story, state=state)
        assert (
            client.get(address(hidden)).status_code
            == client.post(address(hidden), FORM).status_code
            == 404
        )

    def test_a_story_that_is_gone(self, client, story, reply, people):
        editions.withdraw(story.article, by=people["chief"])
        assert client.post(address(reply), FORM).status_code == 410

    def test_a_machine_is_asked_to_wait_and_keeps_what_it_typed(self, client, reply, monkeypatch):
        monkeypatch.setattr("comments.views.thread.MAX_REPORTED", 1)
        pages = [client.post(address(reply), FORM, REMOTE_ADDR="203.0.113.7") for _ in range(2)]
        assert [page.status_code for page in pages] == [200, 429]
        assert "The ferry sank" in pages[1].content.decode()

    def test_what_fills_in_the_trap_is_thanked_and_forgotten(self, client, reply):
        assert client.post(address(reply), {**FORM, "leave_empty": "x"}).status_code == 200
        assert Report.objects.count() == 0


class TestTheDesk:
    @pytest.fixture(autouse=True)
    def _however_many(self, db):
        """None of them hides a reply: see test_report_weight.py."""
        Policy.objects.create(reports_hide=0)

    @pytest.fixture
    def moderator(self, client, people):
        client.force_login(people["moderator"])
        return client

    def test_reported_replies_have_a_queue_with_reasons_grouped(self, moderator, story, reply):
        for who in "abc":
            reported(reply, who=who)
        reported(reply, who="d", reason="false", text="It was 1911")
        factories.reply(story, "Nobody minds this")
        page = moderator.get(f"{DESK}?queue=reported").content.decode()
        assert 'Reported <span class="desk-count" data-count-of="reported">1</span>' in page
        assert "It attacks or insults somebody <strong>× 3</strong>" in page
        assert "It was 1911" in page
        assert "Nobody minds this" not in page
        assert page.count('<article class="desk-card"') == 1

    def test_it_can_be_kept(self, moderator, people, reply):
        reported(reply, email="bo@example.org")
        answer = moderator.post(f"{DESK}decide/", {"act": f"shown:{reply.pk}", "queue": "reported"})
        assert answer["Location"].startswith(f"{DESK}?queue=reported&done=")
        report = Report.objects.get()
        assert (report.settled_by, bool(report.settled_at)) == (people["moderator"], True)
        kept = reply.decisions.first()
        assert (kept.from_state, kept.to_state, kept.by) == ("shown", "shown", people["moderator"])
        assert kept.trigger == "report"
        assert Comment.objects.get(pk=reply.pk).reviewed
        assert (
            "Nobody has reported anything that is not answered."
            in moderator.get(f"{DESK}?queue=reported").content.decode()
        )
        [message] = mail.outbox
        assert (message.to, "stays" in message.body) == (["bo@example.org"], True)

    def test_being_second_is_said(self, moderator, people, reply):
        reported(reply)
        seen = Comment.objects.get(pk=reply.pk).revision
        decisions.decide([reply.pk], to="shown", by=people["editor"])
        act = {"act": f"shown:{reply.pk}", f"seen-{reply.pk}": seen}
        page = moderator.post(f"{DESK}decide/", act, follow=True).content.decode()
        assert "somebody else has decided about it" in page

    @pytest.mark.parametrize("to", ["rejected", "spam", "held"])
    def test_any_decision_settles_what_was_reported_and_undo_opens_it_again(
        self, people, reply, to
    ):
        reported(reply, email="bo@example.org")
        outcome = decisions.decide(
            [reply.pk], to=to, by=people["moderator"], rule=factories.house_rule()
        )
        report = Report.objects.get()
        assert report.settled_by == people["moderator"]
        assert ["not shown any more" in message.body for message in mail.outbox] == [True]
        decisions.undo(outcome.batch, by=people["moderator"])
        report.refresh_from_db()
        assert report.settled_at is None

    def test_reports_make_it_more_urgent(self, reply):
        before = Comment.objects.get(pk=reply.pk).priority
        reported(reply, who="a")
        once = Comment.objects.get(pk=reply.pk).priority
        reported(reply, who="a", reason="spam")
        assert Comment.objects.get(pk=reply.pk).priority == once
        reported(reply, who="b")
        assert before < once < Comment.objects.get(pk=reply.pk).priority

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_number_of_queries_does_not_grow(
        self, moderator, story, rows, django_assert_num_queries
    ):
        for number in range(rows):
            made = factories.reply(story, email=f"{number}@example.org")
            for who in range(rows):
                reported(made, who=str(who), text="See there")
        moderator.get(f"{DESK}?queue=reported")
        with django_assert_num_queries(39):
            moderator.get(f"{DESK}?queue=reported")
