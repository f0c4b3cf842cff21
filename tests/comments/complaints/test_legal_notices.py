"""Notices of illegal content: the form, the receipt, the clock, what is kept, and who decides.

Covers comments/complaints/legal_notices.py, comments/complaints/legal_notice_form.py,
comments/moderation/effects/legal_notices.py, comments/views/legal_notices.py,
comments/admin/legal_notice.py.
"""

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone

from articles.models import Record
from comments import links
from comments.complaints import legal_notices
from comments.errors import DecisionRefused, NotAllowed, ReplyRefused
from comments.intake import author_actions
from comments.models import Comment, Decision, Escalation, LegalNotice
from comments.moderation import decisions
from comments.people import privacy
from tests import factories

pytestmark = pytest.mark.django_db
SAID = {
    "kind": "defamation",
    "reasons": "He never\r\nstole <a> boat.",
    "name": "Cy Roth",
    "email": "Cy@example.org",
    "good_faith": "on",
}
LIST = "/admin/comments/legalnotice/"


@pytest.fixture(autouse=True)
def _no_haste(monkeypatch):
    """All tests of a minute come from one network."""
    monkeypatch.setattr("comments.views.legal_notices.MAX_A_MINUTE", 10_000)


@pytest.fixture
def reply(people):
    return factories.reply(factories.published("Ferry back"), "He stole a boat.", name="Bo")


@pytest.fixture
def notice(reply):
    made = factories.legal_notice(reply)
    mail.outbox.clear()
    return made


def address(reply) -> str:
    return f"{reply.edition.get_absolute_url()}replies/{reply.pk}/notice/"


def decide(
    notice,
    people,
    to="removed",
    by="senior",
    outcome="It is not true.",
    law="§ 186: not proven.",
    **more,
):
    return legal_notices.decide(notice, to=to, by=people[by], outcome=outcome, law=law, **more)


class TestTheForm:
    def test_it_is_behind_a_link_where_one_reports(self, client, reply):
        page = client.get(f"{reply.edition.get_absolute_url()}replies/{reply.pk}/report/")
        assert 'href="../notice/"' in page.content.decode()
        page = client.get(address(reply))
        assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
        assert "He stole a boat." in page.content.decode()
        assert not page.cookies

    def test_the_page_to_which_a_link_to_the_reply_leads_has_one_too(self, client, reply):
        page = client.get(reply.get_absolute_url().partition("#")[0]).content.decode()
        assert f'href="{address(reply)}"' in page
        assert "/notice/" not in client.get(reply.edition.get_absolute_url()).content.decode()

    def test_it_is_taken_and_acknowledged_on_the_page_and_by_mail(self, client, reply):
        answer = client.post(address(reply), SAID)
        notice = LegalNotice.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, links.legal_notice_status(notice))
        page = client.get(answer["Location"]).content.decode()
        assert f"<h1>{notice.reference}</h1>" in page
        assert "He never<br>stole &lt;a&gt; boat." in page
        [message] = mail.outbox
        assert (message.to, message.subject) == (
            ["cy@example.org"],
            f"Your notice {notice.reference}",
        )
        assert f"http://localhost:8000{answer['Location']}" in message.body

    def test_nothing_that_a_stranger_typed_stands_in_the_mail(self, client, reply):
        client.post(address(reply), SAID)
        for words in ("stole", "boat", "Cy Roth", "Bo", "Ferry"):
            assert words not in mail.outbox[0].body

    def test_what_is_kept(self, client, reply):
        client.post(address(reply), SAID)
        notice = LegalNotice.objects.get()
        assert re.fullmatch(r"N-\d{4}-[2-9A-Z]{7}", notice.reference)
        assert (notice.kind, notice.reasons, notice.version) == (
            "defamation",
            "He never\nstole <a> boat.",
            1,
        )
        assert notice.due_at - notice.at == dt.timedelta(days=7)
        assert notice.evidence == {
            "name": "Bo",
            "website": "",
            "text": "He stole a boat.",
            "version": 1,
            "story": "Ferry back",
            "written": reply.created_at.isoformat(),
            "address": f"http://localhost:8000{reply.get_absolute_url()}",
            "edition": reply.edition_id,
        }

    @pytest.mark.parametrize(
        "wrong",
        [
            {"kind": ""},
            {"kind": "rudeness"},
            {"reasons": " "},
            {"reasons": "x" * 5001},
            {"name": ""},
            {"email": ""},
            {"email": "cy at example"},
            {"good_faith": ""},
            {"leave_empty": "x"},
        ],
    )
    def test_what_is_wrong_is_said_and_all_that_was_typed_is_kept(self, client, reply, wrong):
        answer = client.post(address(reply), {**SAID, **wrong})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "error-summary" in page
        assert 'value="Cy@example.org"' in page or "email" in wrong
        assert "stole &lt;a&gt; boat." in page or "reasons" in wrong
        assert (LegalNotice.objects.count(), len(mail.outbox)) == (0, 0)

    def test_after_a_full_trap_it_can_be_sent_again(self, client, reply):
        page = client.post(address(reply), {**SAID, "leave_empty": "x"}).content.decode()
        assert 'name="leave_empty" value="x"' not in page

    def test_abuse_of_children_is_told_without_a_name(self, client, reply):
        answer = client.post(address(reply), {**SAID, "kind": "children", "name": "", "email": ""})
        assert answer.status_code == 303
        assert "We write to" not in client.get(answer["Location"]).content.decode()
        assert mail.outbox == []

    def test_sent_twice_it_is_one(self, client, reply):
        answers = {client.post(address(reply), SAID)["Location"] for _ in range(2)}
        assert (len(answers), LegalNotice.objects.count(), len(mail.outbox)) == (1, 1, 1)

    def test_too_many_have_to_wait_and_lose_nothing(self, client, reply, monkeypatch):
        monkeypatch.setattr("comments.views.legal_notices.MAX_A_MINUTE", 1)
        there = {"REMOTE_ADDR": "203.0.113.7"}
        assert client.post(address(reply), SAID, **there).status_code == 303
        answer = client.post(address(reply), {**SAID, "reasons": "Another reason"}, **there)
        assert answer.status_code == 429
        assert "Another reason" in answer.content.decode()
        assert LegalNotice.objects.count() == 1

    def test_one_address_is_not_written_to_without_end(self, client, reply):
        for number in range(8):
            client.post(address(reply), {**SAID, "reasons": f"Reason {number}"})
        assert (LegalNotice.objects.count(), len(mail.outbox)) == (
            8,
            legal_notices.MAX_RECEIPTS_A_DAY,
        )

    def test_what_is_not_shown_takes_none(self, client, people, reply):
        decisions.decide([reply.pk], to="held", by=people["moderator"])
        assert client.post(address(reply), SAID).status_code == 404

    def test_good_faith_is_asked_of_the_step_too(self, reply):
        with pytest.raises(ReplyRefused):
            factories.legal_notice(reply, good_faith=False)

    def test_a_wrong_link_leads_nowhere(self, client, notice):
        assert client.get(f"/replies/notice/{notice.pk}/").status_code == 404


class TestDeciding:
    def test_taken_off_by_a_decision_that_names_the_law(self, people, reply, notice):
        decide(notice, people)
        reply.refresh_from_db()
        notice.refresh_from_db()
        decision = reply.decisions.first()
        assert (reply.state, reply.for_law, notice.state, notice.decided_by) == (
            "rejected",
            True,
            "removed",
            people["senior"],
        )
        assert (decision.law, decision.trigger, decision.by) == (
            "§ 186: not proven.",
            "notice",
            people["senior"],
        )
        assert (
            Record.objects.filter(by=people["senior"], subject__startswith=notice.reference).count()
            == 1
        )

    @pytest.mark.parametrize(
        ("to", "said"), [("removed", "is not shown any more"), ("kept", "the reply stays")]
    )
    def test_its_sender_is_told_with_reasons_and_redress(self, client, people, notice, to, said):
        decide(notice, people, to=to)
        [message] = mail.outbox
        assert message.to == ["cy@example.org"]
        page = client.get(links.legal_notice_status(notice)).content.decode()
        for text in (message.body, page):
            for words in (
                said,
                "It is not true.",
                "no software took part",
                "Article 21",
                notice.reference,
            ):
                assert words in text, words
        assert "senior" not in message.body + page

    def test_kept_nothing_is_decided_about_the_reply(self, people, reply, notice):
        count = Decision.objects.count()
        decide(notice, people, to="kept", law="")
        assert (Decision.objects.count(), LegalNotice.objects.get().state) == (count, "kept")

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"outcome": " "}, "Write what"),
            ({"law": ""}, "Name the provision"),
            ({"to": "open"}, "Choose"),
            ({"law": "x" * 301}, "under 300"),
            ({"outcome": "x" * 2001}, "under 2,000"),
            ({"expected_state": "shown 2"}, "has changed"),
        ],
    )
    def test_what_is_missing(self, people, reply, notice, given, said):
        with pytest.raises(DecisionRefused, match=said):
            decide(notice, people, **given)
        assert (LegalNotice.objects.get().state, Comment.objects.get().state, mail.outbox) == (
            "open",
            "shown",
            [],
        )

    @pytest.mark.parametrize(
        ("role", "may"),
        [("writer", 0), ("moderator", 0), ("editor", 1), ("senior", 1), ("chief", 1)],
    )
    def test_who_may(self, people, notice, role, may):
        if may:
            assert decide(notice, people, by=role).state == "removed"
        else:
            with pytest.raises(NotAllowed):
                decide(notice, people, by=role)

    @pytest.mark.parametrize("gone", ["rejected", "spam", "withdrawn"])
    def test_of_what_is_gone_the_case_is_closed(self, people, reply, notice, gone):
        if gone == "withdrawn":
            author_actions.withdraw(reply)
        else:
            decisions.decide(
                [reply.pk], to=gone, by=people["moderator"], rule=factories.house_rule()
            )
        with pytest.raises(DecisionRefused, match="can’t stay"):
            decide(notice, people, to="kept")
        count = Decision.objects.count()
        assert decide(notice, people, law="").state == "removed"
        assert (Decision.objects.count(), Comment.objects.get().state) == (count, gone)

    def test_the_second_is_told(self, people, notice):
        decide(notice, people, to="kept")
        with pytest.raises(DecisionRefused, match="closed already"):
            decide(notice, people, by="chief")

    def test_undone_the_case_is_open_again(self, people, reply, notice):
        decide(notice, people)
        decisions.undo(reply.decisions.first().batch, by=people["senior"])
        notice.refresh_from_db()
        assert (notice.state, notice.outcome, notice.decided_at) == ("open", "", None)

    def test_danger_to_life_is_passed_on_to_legal_once(self, people, reply, notice):
        other = factories.legal_notice(reply, "It threatens me.", kind="threat")
        for each in (notice, other):
            decide(each, people, to="kept", danger=True)
        escalation = Escalation.objects.get()
        assert (escalation.to, escalation.comment, escalation.by) == (
            "legal",
            reply,
            people["senior"],
        )
        assert notice.reference in escalation.note
        assert Record.objects.filter(verb="passed on to legal").count() == 2

    def test_traces_are_kept_as_long_as_the_case_is_open(self, people, reply, notice):
        Comment.objects.update(network="203.0.113.0/24")
        later = timezone.now() + dt.timedelta(days=40)
        privacy.forget(later)
        assert Comment.objects.get().network == "203.0.113.0/24"
        decide(notice, people, to="kept")
        privacy.forget(later)
        assert Comment.objects.get().network == ""


class TestTheCase:
    def send(self, client, notice, **given):
        return client.post(
            f"{LIST}{notice.pk}/decide/", {"outcome": "It is not true.", "seen": "shown", **given}
        )

    def test_the_list_and_the_page_for_all_who_moderate(self, browse, reply, notice):
        client = browse("moderator")
        assert notice.reference in client.get(LIST).content.decode()
        page = client.get(f"{LIST}{notice.pk}/change/").content.decode()
        for words in (
            "Cy Roth",
            "cy@example.org",
            "It is not true, and harms me.",
            "He stole a boat.",
            "The text is the same.",
        ):
            assert words in page, words
        assert "Take the reply off" not in page

    def test_what_has_changed_since_is_marked(self, browse, reply, notice):
        Decision.objects.update(by=None)  # as in a thread that shows at once
        author_actions.edit(reply, "He borrowed a boat.")
        page = browse("senior").get(f"{LIST}{notice.pk}/change/").content.decode()
        assert "Its author has changed it since:" in page
        assert "stole</del>" in page
        assert "borrowed</ins>" in page
        assert self.send(browse("senior"), notice, to="kept").status_code == 422

    def test_it_is_decided(self, browse, reply, notice):
        answer = self.send(browse("senior"), notice, to="removed", law="§ 186: not proven.")
        assert (answer.status_code, answer["Location"]) == (302, LIST)
        assert notice.reference in browse("senior").get(f"{LIST}?tab=decided").content.decode()
        assert (
            "It is not true." in browse("senior").get(f"{LIST}{notice.pk}/change/").content.decode()
        )

    def test_what_is_missing_is_said_and_nothing_lost(self, browse, notice):
        answer = self.send(browse("senior"), notice, to="removed", outcome="<Kept>", danger="on")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Name the provision" in page
        assert "&lt;Kept&gt;" in page
        assert 'name="danger" checked' in page

    def test_late_is_told_and_what_is_due_first_stands_first(self, browse, reply):
        fresh = factories.legal_notice(reply, "One")
        late = factories.legal_notice(reply, "Two", now=timezone.now() - dt.timedelta(days=9))
        page = browse("senior").get(LIST).content.decode()
        assert page.index(late.reference) < page.index(fresh.reference)
        assert page.count("pill-late") == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_many_cost_as_much_as_one(self, browse, reply, count, django_assert_num_queries):
        for number in range(count):
            factories.legal_notice(reply, f"Reason {number}")
        client = browse("senior")
        client.get(LIST)
        with django_assert_num_queries(8):
            client.get(LIST)
