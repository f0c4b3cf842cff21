"""Readers: an address is confirmed by a link, a proof stays in the browser, and nobody else is
taken for them.

Covers comments/people/readers.py, comments/checks/protected_names.py,
comments/checks/sender/claimed_address.py, comments/checks/sender/claimed_name.py.
"""

import datetime as dt
import logging
import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.checks import protected_names
from comments.checks.checklist import examine
from comments.findings import Draft
from comments.models import Comment, MailLink, Policy, Reader
from comments.people import readers
from comments.policies import changes
from tests import factories

pytestmark = pytest.mark.django_db
ANA = "ana@example.org"


@pytest.fixture
def is_open(edition, people):
    changes.save(Policy(article=edition.article, mode="open"), by=people["editor"])


def proof_on(page) -> str:
    return re.search(r'data-proof="([^"]+)"', page.content.decode())[1]


def reasons() -> list[str]:
    """What the checks found, but for what the model makes of the text."""
    findings = Comment.objects.latest("pk").decisions.get(from_state="").findings
    return [finding["words"] for finding in findings if finding["code"] != "model"]


class TestConfirming:
    def test_a_tick_sends_one_link_that_confirms(self, client, post, links, edition):
        post(wants_mail="on")
        [message] = mail.outbox
        assert (message.to, message.subject) == ([ANA], "Please confirm your address")
        assert "Well said." not in message.body
        assert "Ana" not in message.body.replace(ANA, "")
        [link] = links()
        token = link.split("/")[-2]
        assert not MailLink.objects.filter(digest__contains=token).exists()
        asked = client.get(link)
        assert (asked.status_code, asked["Cache-Control"]) == (200, "private, no-store")
        assert "Well said." in asked.content.decode()
        assert not Reader.objects.exists()  # to look at it does nothing
        done = client.post(link)
        assert (done.status_code, done["Cache-Control"], done.cookies) == (
            200,
            "private, no-store",
            {},
        )
        reader = Reader.objects.get()
        assert (reader.email, reader.name, reader.folded_name) == (ANA, "Ana", "ana")
        assert Comment.objects.get().reader == reader
        assert readers.is_proof(proof_on(done), reader)
        for again in (client.get(link), client.post(link)):
            assert again.status_code == 410
            assert "This link was used already" in again.content.decode()
            assert "data-proof" not in again.content.decode()

    def test_the_receipt_says_to_look_into_the_mail(self, client, post, links):
        receipt = post(wants_mail="on")["Location"]
        assert "look into yours for a link" in client.get(receipt).content.decode()
        client.post(links()[0])
        assert "look into yours for a link" not in client.get(receipt).content.decode()

    def test_without_a_tick_nothing_is_mailed(self, post):
        assert post().status_code == 303
        assert mail.outbox == []
        assert Comment.objects.get().wants_mail is False

    def test_the_same_reply_twice_is_one_mail(self, post):
        post(wants_mail="on")
        post(wants_mail="on")
        assert len(mail.outbox) == 1

    def test_spam_mails_nobody(self, post):
        post(wants_mail="on", leave_empty="x")
        assert Comment.objects.get().state == "spam"
        assert mail.outbox == []

    def test_one_link_in_an_hour_and_five_in_a_day(self, post):
        now = (timezone.now() + dt.timedelta(days=1)).replace(hour=6, minute=0)
        for hour, count in enumerate([1, 2, 3, 4, 5, 5, 5]):
            for minute in (0, 30):
                with time_machine.travel(
                    now + dt.timedelta(hours=hour, minutes=minute), tick=False
                ):
                    assert post(comment=f"At {hour}.{minute}", wants_mail="on").status_code == 303
            assert len(mail.outbox) == count

    def test_it_is_good_for_seven_days(self, client, post, links):
        post(wants_mail="on")
        [link] = links()
        with time_machine.travel(timezone.now() + dt.timedelta(days=6, hours=23)):
            assert client.get(link).status_code == 200
        with time_machine.travel(timezone.now() + dt.timedelta(days=7, hours=1)):
            assert client.get(link).status_code == client.post(link).status_code == 410
        assert not Reader.objects.exists()

    def test_an_unknown_link_is_a_404_with_a_way_on(self, client):
        page = client.get("/replies/confirm/nothing/")
        assert page.status_code == 404
        assert "This link is not known here." in page.content.decode()

    def test_the_mark_appears_on_a_reply_that_is_shown_already(
        self, client, post, links, edition, is_open
    ):
        post(wants_mail="on")
        assert "mark-confirmed" not in client.get(edition.get_absolute_url()).content.decode()
        client.post(links()[0])
        page = client.get(edition.get_absolute_url()).content.decode()
        assert '<span class="visually-hidden"> confirmed</span>' in page
        assert ANA not in page


class TestProof:
    def test_with_it_the_next_reply_is_the_readers_at_once(self, post, is_open):
        reader = factories.reader(ANA, "Ana")
        post(proof=readers.proof_for(reader), wants_mail="on")
        comment = Comment.objects.get()
        assert (comment.reader, comment.state, comment.wants_mail) == (reader, "shown", True)
        assert reasons() == ["First reply of this confirmed reader"]
        assert mail.outbox == []

    def test_the_first_name_given_stays(self, post):
        reader = factories.reader(ANA, name="")
        for name in ("Ana", "Bo"):
            post(name=name, proof=readers.proof_for(reader))
        reader.refresh_from_db()
        assert (reader.name, reader.folded_name) == ("Ana", "ana")

    @pytest.mark.parametrize("proof", ["", "nonsense", "a:b:c", "é:é", "x" * 10_000])
    def test_what_is_none_counts_for_nothing(self, post, proof, is_open):
        factories.reader(ANA, "Ana")
        assert post(proof=proof).status_code == 303
        assert Comment.objects.get().reader is None

    def test_one_for_another_address_counts_for_nothing(self, post, is_open):
        factories.reader(ANA, "Ana")
        post(proof=readers.proof_for(factories.reader("bo@example.org", "Bo")))
        assert Comment.objects.get().reader is None

    def test_a_new_key_makes_it_void(self, client, post, links, is_open):
        reader = factories.reader(ANA, "Ana")
        proof = readers.proof_for(reader)
        readers.sign_out(reader)
        post(proof=proof)
        assert Comment.objects.get().reader is None

    def test_trust_is_the_readers(self, edition):
        reader = factories.reader(ANA, "Ana")
        factories.reply(edition, email=ANA, name="Ana")
        draft = readers.recognised(
            Draft("Ana", ANA, "", "Again", proof=readers.proof_for(reader), rules_seen=1)
        )
        assert [finding.code for finding in examine(draft)] == ["first", "model"]
        Comment.objects.update(reader=reader)
        assert [finding.code for finding in examine(draft)] == ["model"]

    def test_spam_of_others_under_the_address_is_not_the_readers(self, edition):
        reader = factories.reader(ANA, "Ana")
        factories.reply(edition, email=ANA, name="Ana", state="spam")
        draft = Draft("Ana", ANA, "", "Not me", proof=readers.proof_for(reader), rules_seen=1)
        assert [finding.code for finding in examine(readers.recognised(draft))] == [
            "first",
            "model",
        ]
        Comment.objects.update(reader=reader)
        assert [finding.code for finding in examine(readers.recognised(draft))] == [
            "first",
            "earlier-spam",
            "model",
        ]


class TestProtection:
    def test_somebody_elses_address_is_held_and_its_owner_asked(self, client, post, links, is_open):
        reader = factories.reader(ANA, "Ana")
        post(name="Somebody")
        assert Comment.objects.get().state == "held"
        assert reasons() == [
            "This address belongs to a confirmed reader; whoever wrote this has not shown that it"
            " is theirs"
        ]
        [message] = mail.outbox
        assert (message.to, message.subject) == ([ANA], "Was this you?")
        assert "Somebody" not in message.body
        [link] = links()
        post(name="Somebody", comment="Once more")
        assert mail.outbox == []  # within the hour
        client.post(link)
        assert Comment.objects.get(text="Well said.").reader == reader
        post(name="Somebody", comment="From another browser")
        assert len(mail.outbox) == 1  # who answers such mails is not spared them

    def test_the_answer_tells_nothing_of_whom_we_know(self, post):
        factories.reader(ANA, "Ana")
        known, unknown = post(name="X"), post(name="X", email="nobody@example.org")
        assert known.status_code == unknown.status_code == 303
        assert re.sub(r"[^/]+/#comment-\d+", "", known["Location"]) == re.sub(
            r"[^/]+/#comment-\d+", "", unknown["Location"]
        )

    def test_an_address_with_its_name_is_told_once(self, post, edition, is_open):
        ana = factories.reader(ANA, "Ana")
        factories.reply(edition, name="Ana", email=ANA)
        Comment.objects.update(reader=ana)
        post()
        assert Comment.objects.latest("pk").state == "held"
        assert [words[:12] for words in reasons()] == ["This address"]

    def test_an_address_of_the_newsroom_proves_nothing(self, post, people, is_open):
        people["editor"].first_name, people["editor"].email = "Ana", ANA
        people["editor"].save()
        post()
        assert Comment.objects.get().state == "held"

    @pytest.mark.parametrize(
        "name", ["Béla Kis", " BÉLA  kis", "Be\u0301la Kis", "Béla\u3000Kis", "Ｂéla Kis"]
    )
    def test_a_confirmed_readers_name_is_theirs(self, post, edition, is_open, name):
        bela = factories.reader("bela@example.org", "Béla Kis")
        factories.reply(edition, name="Béla Kis", email=bela.email)
        Comment.objects.update(reader=bela)
        post(name=name)
        assert Comment.objects.latest("pk").state == "held"
        assert reasons()[0].startswith("This is the name of a confirmed reader")

    def test_one_who_never_had_a_reply_shown_holds_no_name(self, post, is_open):
        factories.reader("bela@example.org", "Ana")
        post()
        assert Comment.objects.get().state == "shown"

    def test_another_confirmed_reader_can_not_take_a_name_either(self, post, edition, is_open):
        bela = factories.reader("bela@example.org", "Béla")
        factories.reply(edition, name="Béla", email=bela.email)
        Comment.objects.update(reader=bela)
        ana = factories.reader(ANA, "Ana")
        post(name="Béla", proof=readers.proof_for(ana))
        assert Comment.objects.latest("pk").state == "held"
        post(proof=readers.proof_for(ana))
        assert Comment.objects.latest("pk").state == "shown"

    def test_names_of_the_newsroom(self, post, people, is_open):
        factories.author("Ada Novak")
        people["editor"].first_name, people["editor"].last_name = "Edith", "Torr"
        people["editor"].email = "Edith@example.org"
        people["editor"].save()
        for name in ("ada novak", "EDITH TORR"):
            post(name=name)
            assert Comment.objects.latest("pk").state == "held"
            assert reasons()[0].startswith("This is the name of somebody of the newsroom")
        edith = factories.reader("edith@example.org", "Edith Torr")
        post(name="Edith Torr", email="edith@example.org", proof=readers.proof_for(edith))
        assert Comment.objects.latest("pk").state == "shown"

    def test_nobody_is_known_by_no_name(self, people):
        assert protected_names.claim(" ").bearers == []


def test_an_address_is_nowhere_to_be_read(client, post, links, edition, is_open, caplog):
    caplog.set_level(logging.DEBUG)
    post(wants_mail="on")
    client.post(links()[0])
    story = edition.get_absolute_url()
    number = Comment.objects.get().pk
    for address in (
        story,
        f"{story}?thread={number}",
        f"{story}?replytocom={number}",
        f"{story}feed/",
        f"{story}feed/json/",
        f"{story}feed/atom/",
        f"{story}replies/count/",
        "/",
        "/feed/",
    ):
        page = Client().get(address)
        assert page.status_code == 200, address
        assert "ana@example" not in page.content.decode().lower(), address
    assert "ana@example" not in caplog.text.lower()
