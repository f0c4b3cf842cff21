"""EMAIL_URL and NEWSROOM_MAIL_FROM: what they stand for, and what is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.lib.config.mail_server import MailServer, mail_sender, mail_server


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("", MailServer(host="")),
        ("smtp://mail.example", MailServer("mail.example", 25)),
        ("smtp://mail.example:2525/", MailServer("mail.example", 2525)),
        ("smtp://mail.example:587?tls=1", MailServer("mail.example", 587, tls=True)),
        (
            "smtp://paper%40example.org:p%40ss%3A%2F@mail.example:587?tls=1",
            MailServer("mail.example", 587, "paper@example.org", "p@ss:/", tls=True),
        ),
        (
            "smtp://paper:secret@mail.example",
            MailServer("mail.example", 25, "paper", "secret", tls=True),
        ),
        ("smtp://paper:secret@10.0.0.9?tls=0", MailServer("10.0.0.9", 25, "paper", "secret")),
        (
            "smtps://paper:secret@mail.example",
            MailServer("mail.example", 465, "paper", "secret", ssl=True),
        ),
        ("smtps://mail.example:4650?tls=1", MailServer("mail.example", 4650, ssl=True)),
    ],
)
def test_what_it_stands_for(address, server):
    assert mail_server(address) == server


@pytest.mark.parametrize(
    "address",
    [
        "mail.example:25",
        "smtp://",
        "http://mail.example",
        "smtp://mail.example:many",
        "smtp://mail.example:99999",
        "smtp://paper:secret@mail.example/inbox",
        "smtp://paper:secret@mail.example?ssl=1",
        "smtp://paper:secret@mail.example?tls=maybe",
        "smtp://paper:secret@[mail.example",
    ],
)
def test_what_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL does not name") as refusal:
        mail_server(address)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "address",
    ["desk@paper.example", "The Courier <desk@paper.example>", "Züri <desk@züri.example>"],
)
def test_senders(address):
    assert mail_sender(address) == address


@pytest.mark.parametrize(
    "address", ["desk", "The Courier desk@paper.example", "<>", "a@b.example, c@d.example"]
)
def test_what_is_no_sender_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="NEWSROOM_MAIL_FROM="):
        mail_sender(address)
