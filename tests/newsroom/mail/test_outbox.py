"""The outbox: what is written, kept, and deleted."""

import datetime as dt
import email
import email.policy

import pytest
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import (
    BadHeaderError,
    EmailMessage,
    EmailMultiAlternatives,
    get_connection,
    mail_admins,
    send_mail,
)
from django.db import transaction
from django.urls import path
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.errors import NotAllowed, StepRefused
from articles.models import Record
from newsroom.mail import outbox
from newsroom.models import Mail, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("through_the_outbox")]
NOW = dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC)


def one(to: str = "ada@example.org", **fields) -> EmailMessage:
    return EmailMessage("Hello", "A text.", to=[to], **fields)


def whole(mail: Mail):
    return email.message_from_bytes(mail.content, policy=email.policy.default)


def tasks() -> list[list[int]]:
    """The numbers of the mails that each waiting task is to deliver."""
    return [
        task.args_kwargs["args"][0]
        for task in DBTaskResult.objects.filter(status="READY", queue_name="mail")
    ]


def test_a_mail_is_a_row_and_a_task(server):
    assert send_mail("Hello", "A text.", None, ["ada@example.org"]) == 1
    mail = Mail.objects.get()
    assert (mail.state, mail.to, mail.subject, mail.attempts) == (
        "waiting",
        "ada@example.org",
        "Hello",
        0,
    )
    assert mail.sender == "newsroom@localhost"
    assert tasks() == [[mail.pk]]


def test_what_is_taken_back_mails_nobody(server):
    with transaction.atomic():
        one().send()
        assert Mail.objects.count() == len(tasks()) == 1
        transaction.set_rollback(True)
    assert (Mail.objects.count(), tasks()) == (0, [])


def test_each_recipient_has_a_row_and_all_the_same_message(server):
    message = one(
        "Ada <ada@example.org>", cc=["bo@example.org", "ada@example.org"], bcc=["cy@example.org"]
    )
    message.send()
    mails = list(Mail.objects.order_by("pk"))
    assert [mail.to for mail in mails] == ["ada@example.org", "bo@example.org", "cy@example.org"]
    assert tasks() == [[mail.pk for mail in mails]]
    assert (
        len({mail.message_id for mail in mails})
        == len({bytes(mail.content) for mail in mails})
        == 1
    )
    assert (whole(mails[0])["To"], whole(mails[0])["Cc"]) == (
        "Ada <ada@example.org>",
        "bo@example.org, ada@example.org",
    )
    assert b"cy@example.org" not in bytes(mails[0].content)


@pytest.mark.parametrize("count", [1, 3])
def test_many_messages_cost_no_more_queries(server, count, django_assert_num_queries):
    connection = get_connection()
    with django_assert_num_queries(4):  # a savepoint, the rows, the task, the savepoint's end
        connection.send_messages([one(f"reader-{number}@example.org") for number in range(count)])
    assert Mail.objects.count() == count


def test_headers_alternatives_and_attachments_are_kept(server):
    given = {"List-Unsubscribe": "<https://paper.example/stop>", "Auto-Submitted": "auto-replied"}
    message = EmailMultiAlternatives(
        "Grüße", "Text — plain.", "Paper <paper@paper.example>", ["ada@example.org"], headers=given
    )
    message.attach_alternative("<p>Text — rich.</p>", "text/html")
    message.attach("list.csv", "a,b", "text/csv")
    message.send()
    sent = whole(Mail.objects.get())
    assert {name: sent[name] for name in given} == given
    assert (sent["Subject"], sent["From"]) == ("Grüße", "Paper <paper@paper.example>")
    assert sent.get_body(("plain",)).get_content() == "Text — plain."
    assert sent.get_body(("html",)).get_content() == "<p>Text — rich.</p>"
    assert [part.get_filename() for part in sent.iter_attachments()] == ["list.csv"]


def test_what_every_mail_bears(server):
    message = one(from_email="Paper <paper@paper.example>")
    message.send()
    message.send()
    first, second = (whole(mail) for mail in Mail.objects.order_by("pk"))
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Message-ID"].endswith("@paper.example>")
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Date"]
    assert message.extra_headers == {}


@pytest.mark.parametrize(
    "message",
    [
        EmailMessage("Hello\nBcc: all@example.org", "…", to=["ada@example.org"]),
        EmailMessage("Hello", "…", to=["ada@example.org\nBcc: all@example.org"]),
        EmailMessage(
            "Hello", "…", to=["ada@example.org"], bcc=["x@example.org\r\nRCPT TO:<all@example.org>"]
        ),
        EmailMessage("Hello", "…", to=["ada@example.org"], from_email="paper@example.org\nX: y"),
        EmailMessage("Hello", "…", to=["ada@example.org"], reply_to=["x@example.org\nX: y"]),
        EmailMessage("Hello", "…", to=["ada@example.org"], headers={"X-Story": "1\nX: y"}),
        EmailMessage("Hello", "…", to=["nobody at all"]),
        EmailMessage("Hello", "…", to=["Ada ada@example.org"]),
        EmailMessage("Hello", "…", to=[f"{'x' * 320}@example.org"]),
        EmailMessage("Hello", "x" * outbox.MAX_BYTES, to=["ada@example.org"]),
    ],
)
def test_what_can_not_be_sent_as_it_is_is_refused(server, message):
    with pytest.raises(ValueError):
        get_connection().send_messages([one(), message])
    assert (Mail.objects.count(), tasks()) == (0, [])


def test_a_second_line_in_a_header_is_djangos_error():
    with pytest.raises(BadHeaderError):
        send_mail("Hello\nBcc: all@example.org", "…", None, ["ada@example.org"])


def test_nothing_to_send_is_nothing(server, settings):
    settings.ADMINS = []
    mail_admins("Hello", "…")
    assert get_connection().send_messages([]) == 0
    assert (Mail.objects.count(), tasks()) == (0, [])


def test_without_a_server_mail_is_kept():
    one().send()
    assert Mail.objects.get().state == "kept"
    assert tasks() == []


def test_djangos_password_reset_goes_through_it(server, people, settings):
    settings.ROOT_URLCONF = (
        path("reset/<uidb64>/<token>/", lambda request: None, name="password_reset_confirm"),
    )
    User.objects.filter(username="writer").update(email="tomas@example.org")
    form = PasswordResetForm({"email": "tomas@example.org"})
    assert form.is_valid()
    form.save(domain_override="paper.example", use_https=True)
    mail = Mail.objects.get()
    assert mail.to == "tomas@example.org"
    assert "https://paper.example/reset/" in whole(mail).get_content()


class TestSendAgain:
    @pytest.fixture
    def failed(self, people):
        one().send()
        Mail.objects.update(state="failed", attempts=84, error="550 No such user")
        return Mail.objects.get()

    def test_it_waits_anew(self, failed, people, server):
        outbox.send_again(failed, by=people["chief"], now=NOW)
        failed.refresh_from_db()
        assert (failed.state, failed.due_at, failed.attempts) == ("waiting", NOW, 0)
        assert tasks() == [[failed.pk]]
        record = Record.objects.get(verb="mail sent again")
        assert (record.by, record.subject) == (people["chief"], f"Mail {failed.pk}")

    @pytest.mark.parametrize("role", ["writer", "editor", "moderator"])
    def test_others_may_not(self, failed, people, server, role):
        with pytest.raises(NotAllowed):
            outbox.send_again(failed, by=people[role])

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"state": "waiting", "due_at": NOW}, "is waiting"),
            ({"state": "sent", "sent_at": NOW}, "is sent"),
            ({"content": None}, "is deleted"),
        ],
    )
    def test_it_is_refused(self, failed, people, server, fields, words):
        Mail.objects.update(**fields)
        with pytest.raises(StepRefused, match=words):
            outbox.send_again(failed, by=people["chief"])
        assert tasks() == []

    def test_it_needs_a_server(self, failed, people):
        with pytest.raises(StepRefused, match="EMAIL_URL"):
            outbox.send_again(failed, by=people["chief"])


class TestTidy:
    def test_one_that_nobody_came_for_is_sent_for_once(self, server):
        hour, less = dt.timedelta(minutes=61), dt.timedelta(minutes=59)
        lost, due = (outbox.write([one()], now=NOW - ago)[0] for ago in (hour, less))
        DBTaskResult.objects.all().delete()
        outbox.tidy(NOW)
        outbox.tidy(NOW)
        assert tasks() == [[lost.pk]]
        assert set(Mail.objects.values_list("pk", "due_at")) == {
            (lost.pk, NOW),
            (due.pk, NOW - less),
        }


def test_times_are_the_sites(server):
    before = timezone.now()
    one().send()
    mail = Mail.objects.get()
    assert before <= mail.written_at == mail.due_at <= timezone.now()


def test_one_without_a_subject_is_told_so():
    EmailMessage("", "…", to=["ada@example.org"]).send()
    assert str(Mail.objects.get()) == "(no subject)"
