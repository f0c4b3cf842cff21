"""Forgotten passwords and invitations: by mail, once, and for a while.

Covers newsroom/accounts/mails.py, newsroom/accounts/views/password.py,
newsroom/accounts/views/entry.py, newsroom/accounts/urls.py.
"""

import re

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.core import mail as django_mail
from django.db.models.signals import pre_save
from django.utils import timezone

from articles.models import Author, Record
from newsroom.accounts import links, mails
from newsroom.accounts.views.password import NewPasswordForm, keep_password
from newsroom.models import User
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "teacup river lantern"
FORGOTTEN = "/admin/forgotten/"


def last_mail() -> tuple[str, str]:
    """To whom, and the text."""
    mail = django_mail.outbox[-1]
    return mail.to[0], mail.body


def link_in(text: str) -> str:
    return re.search(r"https?://[^/\s]+(/admin/\S+)", text)[1]


def choose(client, link, password=NEW):
    return client.post(link, {"new_password1": password, "new_password2": password})


@pytest.fixture
def writer(people):
    user = people["writer"]
    user.email = "writer@example.org"
    user.save()
    return user


@pytest.fixture
def forgot(writer):
    """The link that comes of asking."""
    mails.answer_forgotten.call("writer")
    to, text = last_mail()
    assert to == "writer@example.org"
    return link_in(text)


def test_whoever_asks_is_told_the_same(client, writer):
    answers = {
        client.post(FORGOTTEN, {"name": name}).text.replace(name, "")
        for name in ("writer", "WRITER@example.org", "nobody")
    }
    assert len({re.sub(r'value="[^"]*"|nonce-\S+', "", text) for text in answers}) == 1
    assert not django_mail.outbox  # the worker's


@pytest.mark.parametrize("typed", ["writer", "Writer@Example.org", "\u200bwriter@example.org "])
def test_a_name_or_an_address_will_do(writer, typed):
    mails.answer_forgotten.call(typed)
    assert last_mail()[0] == "writer@example.org"


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {"email": ""}])
def test_who_may_not_log_in_gets_none(writer, change):
    User.objects.filter(pk=writer.pk).update(**change)
    for typed in ("writer", "writer@example.org", "nobody", ""):
        mails.answer_forgotten.call(typed)
    assert not django_mail.outbox


def test_nobody_is_flooded(writer):
    for _ in range(20):
        mails.answer_forgotten.call("writer")
    assert len(django_mail.outbox) == 3


def test_a_network_asks_a_few_times(client, writer):
    for _ in range(5):
        assert client.post(FORGOTTEN, {"name": "x"}, REMOTE_ADDR="203.0.113.4").status_code == 200
    answer = client.post(FORGOTTEN, {"name": "x"}, REMOTE_ADDR="203.0.113.4")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "5"


def test_the_link_sets_a_password_once(client, writer, forgot):
    client.force_login(writer)
    assert client.get(forgot).status_code == 200
    answer = choose(client, forgot)
    assert answer["Location"] == "/admin/login/"
    writer.refresh_from_db()
    assert writer.check_password(NEW)
    assert client.get("/admin/account/").status_code == 302, "logged out everywhere"
    assert choose(client, forgot, "lantern teacup river").status_code == 410
    assert "A new password was chosen" in last_mail()[1]
    assert Record.objects.get(verb="password changed").by == writer


def test_a_poor_password_is_refused_there_too(client, writer, forgot):
    answer = choose(client, forgot, "Sommer2026")
    assert "easy to guess" in answer.text
    writer.refresh_from_db()
    assert writer.check_password("password")


def test_a_new_password_undoes_nothing_else(writer):
    """Such as being switched off while it was typed."""
    form = NewPasswordForm(writer, {"new_password1": NEW, "new_password2": NEW})
    assert form.is_valid()
    User.objects.filter(pk=writer.pk).update(is_active=False)
    keep_password(form)
    writer.refresh_from_db()
    assert (writer.is_active, writer.check_password(NEW)) == (False, True)


def test_after_an_hour_it_is_gone(client, forgot):
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=59)):
        assert client.get(forgot).status_code == 200
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=61)):
        assert client.get(forgot).status_code == 410


@pytest.mark.parametrize("token", ["x", "W10:1abc:2", "a" * 3000, "%F0%9F%98%80"])
def test_a_forged_link_is_gone(client, db, token):
    assert client.get(f"/admin/password/{token}/").status_code == 410


def test_a_link_for_one_thing_opens_no_other(client, writer):
    confirm = links.email_link(writer, "other@example.org")
    token = confirm.rstrip("/").rpartition("/")[2]
    assert client.get(f"/admin/password/{token}/").status_code == 410


def add(client, **more):
    data = {"username": "new", "first_name": "Noor", "last_name": "Vale"}
    return client.post(
        "/admin/newsroom/user/add/", {**data, "email": "noor@example.org", "groups": [], **more}
    )


def test_somebody_new_is_invited(browse):
    client = browse("chief")
    assert add(client).status_code == 302
    to, text = last_mail()
    assert to == "noor@example.org"
    assert "Hello Noor Vale" in text
    assert "chief has added you" in text
    link = link_in(text)
    client.logout()
    with time_machine.travel(timezone.now() + timezone.timedelta(days=4)):
        assert client.get(link).status_code == 410
    assert choose(client, link).status_code == 302
    assert client.get(link).status_code == 410
    data = {"username": "new", "password": NEW, "next": "/admin/"}
    assert client.post("/admin/login/", data).status_code == 302
    by_hand = Record.objects.exclude(verb="new browser").order_by("pk")
    verbs = list(by_hand.values_list("verb", flat=True))
    assert verbs == ["user added", "user invited", "password changed"]


def test_an_invitation_needs_an_address(browse):
    answer = add(browse("chief"), email="")
    assert answer.status_code == 200
    assert not User.objects.filter(username="new").exists()


def test_a_name_that_differs_in_case_alone_is_taken(browse):
    assert "already" in add(browse("chief"), username="EDITOR").text


def test_a_byline_is_made_or_linked(browse):
    factories.author("Bo Lind")
    client = browse("chief")
    add(client, signs_as=" Noor  Vale ")
    assert Author.objects.get(name="Noor Vale").user.username == "new"
    add(client, username="bo", email="bo@example.org", signs_as="bo lind")
    assert Author.objects.get(name="Bo Lind").user.username == "bo"
    answer = add(client, username="other", email="o@example.org", signs_as="Bo Lind")
    assert "belongs to another login" in answer.text
    assert Author.objects.count() == 2


def test_a_chief_helps_with_logging_in(browse, people, writer):
    client = browse("chief")
    address = f"/admin/newsroom/user/{writer.pk}/login/"
    assert "Mail a link" in client.get(address).text
    client.post(address, {"link": "1"})
    assert last_mail()[0] == "writer@example.org"
    assert Record.objects.get(verb="password link sent").subject == "writer"
    writer.set_unusable_password()
    writer.save()
    assert "Invite again" in client.get(address).text
    client.post(address, {"link": "1"})
    assert "three days" in last_mail()[1]


def test_what_is_changed_of_a_person_is_on_record(browse, people, writer):
    role = people["editor"].groups.get()
    data = {"username": "writer", "email": "writer@example.org", "is_staff": "on"}
    data |= {"is_active": "on", "groups": [role.pk]}
    browse("chief").post(f"/admin/newsroom/user/{writer.pk}/change/", data)
    record = Record.objects.get(verb="user changed")
    assert (record.subject, record.note) == ("writer", "groups; roles: editor")


def test_a_chief_undoes_no_new_password(browse, writer):
    """That is chosen at the moment at which the chief's form is saved."""

    def choose_now(sender, instance, **_):
        User.objects.filter(pk=instance.pk).update(password=make_password(NEW))

    data = {"username": "writer", "first_name": "Wo", "is_staff": "on", "is_active": "on"}
    data |= {"email": writer.email, "groups": [writer.groups.get().pk]}
    client = browse("chief")
    pre_save.connect(choose_now, sender=User)
    try:
        client.post(f"/admin/newsroom/user/{writer.pk}/change/", data)
    finally:
        pre_save.disconnect(choose_now, sender=User)
    writer.refresh_from_db()
    assert (writer.first_name, writer.check_password(NEW)) == ("Wo", True)


def test_who_gets_another_address_is_told_at_the_old_one(browse, writer):
    data = {"username": "writer", "email": "Other@b\u00fccher.example\u200b", "is_staff": "on"}
    data |= {"is_active": "on", "groups": [writer.groups.get().pk]}
    browse("chief").post(f"/admin/newsroom/user/{writer.pk}/change/", data)
    writer.refresh_from_db()
    assert writer.email == "other@xn--bcher-kva.example"
    to, text = last_mail()
    assert to == "writer@example.org"
    assert "is now other@xn--bcher-kva.example" in text


@pytest.mark.parametrize("number", ["9" * 30, "0", "999999"])
def test_a_person_that_there_is_not(browse, number):
    assert browse("chief").get(f"/admin/newsroom/user/{number}/login/").status_code in (302, 404)


def test_challenges_are_not_had_without_end(client, db):
    """Each writes a session."""
    address, network = "/admin/login/passkey/", {"REMOTE_ADDR": "203.0.113.4"}
    answers = [client.post(address, **network).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    assert client.post(address, REMOTE_ADDR="203.0.114.4").status_code == 200


@pytest.mark.parametrize(
    "answer", ["{}", "[]", "null", "[" * 15_000, "x" * 30_000, '{"id": 1}', "é"]
)
def test_a_passkey_that_is_none_is_refused(client, answer, db):
    address = "/admin/login/passkey/"
    assert client.post(address, {"credential": answer}).status_code == 403, "without a challenge"
    assert client.post(address).json()["challenge"]
    assert client.post(address, {"credential": answer}).status_code == 403
