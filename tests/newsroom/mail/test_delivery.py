"""Delivery: from the outbox to a real mail server, whatever that has to say."""

import datetime as dt
import smtplib
import socket
import ssl
import subprocess

import pytest
import time_machine
from aiosmtpd.smtp import AuthResult, LoginPassword
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.mail import delivery, outbox
from newsroom.models import Mail
from tests import tasks
from tests.services import MailServer, until, worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("through_the_outbox")]
ADA, BO, CY = "ada@example.org", "bo@example.org", "cy@example.org"


def write(*to: str, subject: str = "Hello") -> Mail:
    return outbox.write([EmailMessage(subject, "A text.\n.\nWith a lone dot.", to=to)])[0]


def fate(to: str) -> tuple[str, int]:
    mail = Mail.objects.get(to=to)
    return mail.state, mail.attempts


@pytest.fixture
def clock():
    with time_machine.travel(dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


def test_it_is_sent_once(server, deliver):
    server.start()
    mail = write(ADA)
    assert deliver() == 1
    [(to, message)] = server.got
    assert (to, message["Message-ID"], message["Subject"]) == (ADA, mail.message_id, "Hello")
    assert message.get_content().split() == ["A", "text.", ".", "With", "a", "lone", "dot."]
    mail.refresh_from_db()
    assert (mail.state, mail.due_at, mail.attempts, mail.error) == ("sent", None, 1, "")
    assert mail.sent_at >= mail.written_at
    delivery.deliver.call([mail.pk])
    assert len(server.got) == 1
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_many_recipients_each_get_it(server, deliver):
    server.start()
    write(ADA, BO, CY)
    deliver()
    assert [to for to, _ in server.got] == [ADA, BO, CY]
    assert len({message["Message-ID"] for _, message in server.got}) == 1
    assert {message["To"] for _, message in server.got} == {f"{ADA}, {BO}, {CY}"}


def test_a_server_that_is_down_loses_nothing(server, deliver, clock):
    write(ADA, BO)
    assert deliver() == 1
    assert fate(ADA) == fate(BO) == ("waiting", 1)
    assert "can't be used: [Errno 111] Connection refused" in Mail.objects.get(to=ADA).error
    assert deliver() == 0
    server.start()
    clock.shift(2)
    assert deliver() == 1  # together, as before
    assert [to for to, _ in server.got] == [ADA, BO]
    assert fate(ADA) == fate(BO) == ("sent", 2)


def test_what_is_put_off_is_tried_again(server, deliver, clock):
    server.start()
    server.to_messages[ADA] = ["451 Come back later"]
    write(ADA, BO)
    deliver()
    assert fate(ADA) == ("waiting", 1)
    assert Mail.objects.get(to=ADA).error == "451 Come back later"
    assert fate(BO) == ("sent", 1)
    clock.shift(2)
    deliver()
    assert fate(ADA) == ("sent", 2)
    assert [to for to, _ in server.got] == [BO, ADA]


def test_a_refused_recipient_is_told_and_left(server, deliver):
    server.start()
    server.to_recipients[ADA] = ["550 5.1.1 No such user here"] * 2
    write(ADA, BO)
    deliver()
    mail = Mail.objects.get(to=ADA)
    assert (mail.state, mail.error, mail.due_at) == ("failed", "550 5.1.1 No such user here", None)
    assert [to for to, _ in server.got] == [BO]
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_a_refused_message_is_told_and_left(server, deliver):
    server.start()
    server.to_messages[ADA] = ["554 Looks like spam\0"]
    write(ADA)
    deliver()
    assert fate(ADA) == ("failed", 1)
    assert Mail.objects.get().error == "554 Looks like spam"


def test_a_server_that_hangs_up_is_not_asked_on(server, deliver, clock):
    server.start()
    server.to_recipients[ADA] = ["421 Too many for now"]
    write(ADA, BO)
    deliver()
    assert fate(ADA) == fate(BO) == ("waiting", 1)
    assert server.got == []
    clock.shift(2)
    deliver()
    assert [to for to, _ in server.got] == [ADA, BO]


def test_one_that_never_says_a_word_is_left(server, deliver, monkeypatch):
    monkeypatch.setattr(delivery, "CONNECT", 0.2)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", server.port))
        mute.listen()
        write(ADA)
        deliver()
    assert fate(ADA) == ("waiting", 1)
    assert "timed out" in Mail.objects.get().error


def test_pauses_double_and_end_after_three_days(server, deliver, clock):
    mail, began, waits = write(ADA), timezone.now(), []
    while deliver():
        mail.refresh_from_db()
        if mail.due_at:
            waits.append((mail.due_at - timezone.now()).total_seconds())
            clock.move_to(mail.due_at)
    assert waits[:11] == [2**n for n in range(1, 12)]
    assert set(waits[11:]) == {3600}
    assert dt.timedelta(days=3) <= timezone.now() - began < dt.timedelta(days=3, hours=2)
    assert (mail.state, mail.attempts) == ("failed", delivery.MAX_ATTEMPTS)
    assert "Connection refused" in mail.error


def test_one_in_hand_is_not_taken_twice(server, deliver, clock):
    """A task that runs a second time while the first is at it, and the first never comes back."""
    server.start()
    mail = write(ADA)
    assert delivery.claim(mail.pk).attempts == 1
    assert delivery.claim(mail.pk) is None
    deliver()
    assert server.got == []
    clock.shift(delivery.TAKEN)
    deliver()
    assert fate(ADA) == ("sent", 2)
    assert len(server.got) == 1


def test_who_was_given_up_can_not_take_it_from_its_successor(server, clock):
    mail = write(ADA)
    first = delivery.claim(mail.pk)
    clock.shift(delivery.TAKEN)
    second = delivery.claim(mail.pk)
    delivery.record_attempt(first, 550, "550 No such user")
    mail.refresh_from_db()
    assert (mail.state, mail.due_at) == ("waiting", second.due_at)
    delivery.record_attempt(second, 250, "")
    delivery.record_attempt(first, 451, "451 Later")
    assert fate(ADA) == ("sent", 2)


def test_mail_for_a_server_that_is_named_no_more_is_kept(server, deliver, settings):
    write(ADA)
    settings.EMAIL_HOST = ""
    deliver()
    assert fate(ADA) == ("kept", 0)
    assert not DBTaskResult.objects.filter(status="READY").exists()


@pytest.mark.parametrize(
    ("code", "attempts", "state"),
    [
        (250, 1, "sent"),
        (0, 1, "waiting"),
        (421, 1, "waiting"),
        (452, 1, "waiting"),
        (530, 1, "waiting"),
        (501, 1, "failed"),
        (553, 1, "failed"),
        (451, 83, "waiting"),
        (451, 84, "failed"),
        (0, 84, "failed"),
    ],
)
def test_what_each_answer_means(server, code, attempts, state):
    mail = write(ADA)
    mail.attempts = attempts
    delivery.record_attempt(mail, code, f"{code} words")
    assert fate(ADA)[0] == state


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and a certificate for 127.0.0.1 that only those trust who are told to."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    files = [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(path),
        "-out",
        str(path.with_name("cert.pem")),
    ]
    subprocess.run([*command, *files], check=True, capture_output=True)
    path.write_text(path.read_text() + path.with_name("cert.pem").read_text())
    return path


class TestEncrypted:
    @pytest.fixture
    def start(self, settings, certificate):
        """Start a server that wants TLS, and, unless that is there at once, a login on top."""
        running = []

        def start(at_once: bool) -> MailServer:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            login = {
                "tls_context": context,
                "require_starttls": True,
                "auth_required": True,
                "authenticator": known,
            }
            server = MailServer(**({"ssl_context": context} if at_once else login))
            server.start()
            running.append(server)
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = at_once, not at_once
            if not at_once:
                settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "paper", "p@ss:word"
            return server

        yield start
        for server in running:
            server.stop()

    @pytest.mark.parametrize("at_once", [True, False])
    def test_a_server_that_proves_itself_gets_the_mail(
        self, at_once, start, deliver, certificate, monkeypatch
    ):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        server = start(at_once)
        write(ADA)
        deliver()
        assert (fate(ADA), [to for to, _ in server.got]) == (("sent", 1), [ADA])

    @pytest.mark.parametrize("at_once", [True, False])
    def test_one_that_does_not_gets_nothing(self, at_once, start, deliver):
        server = start(at_once)
        write(ADA)
        deliver()
        assert (fate(ADA), server.got) == (("waiting", 1), [])
        assert "certificate verify failed" in Mail.objects.get().error

    def test_a_wrong_password_is_no_fault_of_the_mail(
        self, start, deliver, certificate, monkeypatch, settings, clock
    ):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        server = start(at_once=False)
        settings.EMAIL_HOST_PASSWORD = "typo"
        write(ADA)
        deliver()
        assert fate(ADA) == ("waiting", 1)
        assert "can't be used: 535 5.7.8" in Mail.objects.get().error
        settings.EMAIL_HOST_PASSWORD = "p@ss:word"
        clock.shift(2)
        deliver()
        assert len(server.got) == 1


def known(server, session, envelope, mechanism, given) -> AuthResult:
    return AuthResult(success=given == LoginPassword(b"paper", b"p@ss:word"), handled=False)


@pytest.mark.django_db(transaction=True)
class TestProcesses:
    def test_workers_send_what_a_dead_server_kept_waiting(self, server, tmp_path):
        """Two of them, and each mail arrives once."""
        (tmp_path / "1").mkdir()
        (tmp_path / "2").mkdir()
        workers = [
            worker(tmp_path / name, EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
            for name in ("1", "2")
        ]
        try:
            for number in range(20):
                write(f"reader-{number}@example.org")
            for process in workers:
                process.start()
            until(lambda: not Mail.objects.filter(attempts=0).exists())
            assert not Mail.objects.filter(state="sent").exists()
            server.start()
            until(lambda: Mail.objects.filter(state="sent").count() == 20)
        finally:
            for process in workers:
                process.kill()
        assert sorted(to for to, _ in server.got) == sorted(
            f"reader-{number}@example.org" for number in range(20)
        )

    def test_a_worker_that_was_killed_in_the_middle_loses_nothing(self, server, tmp_path):
        """Its mail is the next one's once the first, had it lived, would have ended."""
        server.start()
        server.pondering = True
        mail = write(ADA, BO)
        first, second = (
            worker(tmp_path, lease=2, EMAIL_URL=f"smtp://127.0.0.1:{server.port}") for _ in range(2)
        )
        try:
            first.start()
            until(lambda: server.asked)
            first.kill()
            server.stop()  # with what it was pondering
            server.pondering = False
            server.start()
            second.start()
            until(lambda: fate(BO) == ("sent", 1))
            assert fate(ADA) == ("waiting", 1)
            later = DBTaskResult.objects.filter(
                status="READY", queue_name="mail", run_after__gt=timezone.now()
            )
            until(later.exists)
            Mail.objects.filter(pk=mail.pk).update(due_at=timezone.now())
            later.update(run_after=timezone.now())
            until(lambda: fate(ADA) == ("sent", 2))
        finally:
            for process in (first, second):
                process.kill()
        assert [to for to, _ in server.got] == [BO, ADA]

    def test_a_server_that_says_nothing_delays_no_other_task(self, server, tmp_path):
        with socket.socket() as mute:
            mute.bind(("127.0.0.1", server.port))
            mute.listen()
            process = worker(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
            try:
                write(ADA)
                process.start()
                until(DBTaskResult.objects.running().exists)
                for queue in ("prompt", "default"):
                    tasks.note.using(queue_name=queue).enqueue(
                        str(tmp_path), 1 if queue == "prompt" else 2
                    )
                until(lambda: DBTaskResult.objects.successful().count() == 2)
                assert (
                    DBTaskResult.objects.running().get().task_path
                    == "newsroom.mail.delivery.deliver"
                )
            finally:
                process.kill()


def test_words_of_errors():
    assert (
        delivery.in_words(smtplib.SMTPResponseException(550, b"caf\xc3\xa9 \xff")) == "550 café �"
    )
    assert delivery.in_words(TimeoutError("timed out")) == "timed out"
