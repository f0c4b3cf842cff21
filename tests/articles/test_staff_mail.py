"""Mail to people with a login: who gets it, and that it goes with a transaction or not at all."""

import pytest
from django.core import mail
from django.db.transaction import TransactionManagementError, atomic

from articles.staff_mail import mail_staff
from newsroom.models import User

TEXT = {
    "may": lambda person: not person.username.startswith("no-"),
    "choice": "/admin/account/",
    "subject": "Ferry\nback",
    "template": "newsroom/mail/story.txt",
    "context": {"says": "Bo said “<ferry>”.", "story": "/admin/1/"},
}


def person(name: str, **fields) -> User:
    return User(pk=hash(name), username=name, **{"email": f"{name}@example.org", **fields})


@pytest.mark.django_db
def test_each_is_mailed_once_and_alone():
    ana, bo = person("ana"), person("bo")
    assert mail_staff([ana, bo, ana], **TEXT) == [ana, bo]
    assert [message.to for message in mail.outbox] == [["ana@example.org"], ["bo@example.org"]]
    [subject] = {message.subject for message in mail.outbox}
    assert subject == "Ferry back"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        {"is_active": False},
        {"email": ""},
        {"email": "ana at home"},
        {"name": "no-ana"},
    ],
)
def test_who_left_has_no_address_or_may_not_know_is_left_alone(other):
    assert mail_staff([person(**{"name": "ana", **other})], **TEXT) == []
    assert mail.outbox == []


@pytest.mark.django_db
def test_it_names_the_page_where_one_ends_it():
    mail_staff([person("ana")], **TEXT)
    [message] = mail.outbox
    page = "http://localhost:8000/admin/account/"
    assert message.extra_headers == {"List-Unsubscribe": f"<{page}>"}
    assert message.body.startswith("Bo said “<ferry>”.\n")
    assert message.body.endswith(
        "\n-- \nNewsroom, http://localhost:8000\n"
        f"What is mailed to you, and how often, is your choice: {page}\n"
    )


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_it_is_refused():
    """What is told has to be kept with the mail, or it is told again, or never."""
    with pytest.raises(TransactionManagementError):
        mail_staff([person("ana")], **TEXT)
    with atomic():
        assert len(mail_staff([person("ana")], **TEXT)) == 1
