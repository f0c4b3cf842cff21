"""One's own name, address, password and sessions; and the password again where it matters.

Covers newsroom/accounts/views/profile.py, newsroom/accounts/sign_ins.py,
newsroom/accounts/proof.py, newsroom/accounts/guard.py, newsroom/accounts/views/pages.py.
"""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.models import Record
from newsroom.accounts import sign_ins
from newsroom.models import User
from newsroom.serving.outage import typed_fields

pytestmark = pytest.mark.django_db
ACCOUNT = "/admin/account/"
EMAIL = f"{ACCOUNT}email/"
LATER = timezone.timedelta(minutes=16)


@pytest.fixture
def editor(client, people):
    client.force_login(people["editor"])
    return people["editor"]


def verbs() -> list[str]:
    by_hand = Record.objects.exclude(verb="new browser").order_by("pk")
    return list(by_hand.values_list("verb", flat=True))


def test_the_name(client, editor):
    client.post(ACCOUNT, {"first_name": "Ines", "last_name": "Marchetti"})
    editor.refresh_from_db()
    assert str(editor) == "Ines Marchetti"
    client.post(ACCOUNT, {"story_mail": "never", "review_mail": "now"})
    editor.refresh_from_db()
    assert (str(editor), editor.story_mail) == ("Ines Marchetti", "never")
    assert verbs() == ["name changed"]


def test_an_address_is_ones_own_once_it_is_confirmed(client, editor, people):
    User.objects.filter(pk=editor.pk).update(email="old@example.org")
    client.post(EMAIL, {"email": "new@example.org"})
    editor.refresh_from_db()
    assert (editor.email, mail.outbox[-1].to) == ("old@example.org", ["new@example.org"])
    link = re.search(r"/admin/account/email/\S+", mail.outbox[-1].body)[0]
    other = Client()
    assert other.get(link).status_code == 302
    other.force_login(people["chief"])
    assert other.post(link).status_code == 410
    assert client.get(link).status_code == 200
    editor.refresh_from_db()
    assert editor.email == "old@example.org"
    client.post(link)
    editor.refresh_from_db()
    assert editor.email == "new@example.org"
    assert mail.outbox[-1].to == ["old@example.org"]
    assert client.post(link).status_code == 410
    assert verbs() == ["email changed"]


def test_an_address_that_is_none_is_refused(client, editor):
    assert "does not look like an email" in client.post(EMAIL, {"email": "at home"}).text
    assert not mail.outbox


def test_a_new_password_ends_other_sessions(client, editor):
    other = Client()
    other.force_login(editor)
    data = {"old_password": "password", "new_password1": "teacup river lantern"}
    data["new_password2"] = data["new_password1"]
    assert client.post("/admin/password_change/", data)["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    assert other.get(ACCOUNT).status_code == 302
    assert "Nowhere." in client.get(ACCOUNT).text
    assert verbs() == ["password changed"]


def test_the_old_password_is_not_guessed_there(client, editor):
    data = {"new_password1": "teacup river lantern", "new_password2": "teacup river lantern"}
    answers = [
        client.post("/admin/password_change/", {**data, "old_password": f"{number}"}).status_code
        for number in range(7)
    ]
    assert answers == [200] * 5 + [429] * 2


def test_sessions_elsewhere_are_told_and_ended(client, editor):
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Firefox/150.0")
    data = {"username": "editor", "password": "password"}
    other.post("/admin/login/", data, REMOTE_ADDR="203.0.113.9")
    text = client.get(ACCOUNT).text
    assert "Firefox on Linux" in text
    assert "203.0.113.0/24" in text
    client.post(f"{ACCOUNT}sessions/")
    assert other.get(ACCOUNT).status_code == 302
    assert client.get(ACCOUNT).status_code == 200
    assert verbs() == ["sessions ended"]


def test_a_session_is_told_and_ended_however_many_there_are(client, editor):
    """Nobody hides one behind others."""
    first, another = Client(), Client()
    first.force_login(editor)
    for _ in range(sign_ins.MAX_OF_USER):
        another.force_login(editor)
    assert first.get(ACCOUNT).status_code == 302


def test_the_password_is_asked_again_after_a_while(client, people):
    """And what was typed is done then."""
    client.force_login(people["chief"])
    writer, role = people["writer"], people["editor"].groups.get()
    address = f"/admin/newsroom/user/{writer.pk}/change/"
    data = {"username": "writer", "first_name": "Wo", "is_staff": "on", "is_active": "on"}
    data["groups"] = [role.pk]
    with time_machine.travel(timezone.now() + LATER):
        assert client.get(address).status_code == 200
        answer = client.post(address, data)
        assert answer.status_code == 403
        typed = dict(re.findall(r'<textarea name="(\w+)" hidden>\s([^<]*)<', answer.text))
        assert typed == {**data, "groups": str(role.pk)}
        answer = client.post(address, {**typed, "proof_of_person": "wrong"})
        assert "not your password" in answer.text
        assert client.post(address, {**typed, "proof_of_person": "password"}).status_code == 302
        writer.refresh_from_db()
        assert (writer.first_name, list(writer.groups.all())) == ("Wo", [role])
        assert client.post(address, data).status_code == 302, "for another 15 minutes"


def test_a_proof_from_a_clock_that_was_wrong_is_none(client, people):
    with time_machine.travel(timezone.now() + timezone.timedelta(days=365)):
        client.force_login(people["chief"])
    assert client.post(EMAIL, {"x": "1"}).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/admin/newsroom/user/add/",
        "/admin/newsroom/user/roles/",
        EMAIL,
        f"{ACCOUNT}second-factor/",
        f"{ACCOUNT}second-factor/app/",
    ],
)
def test_what_asks_for_it(client, people, address):
    client.force_login(people["chief"])
    with time_machine.travel(timezone.now() + LATER):
        answer = client.post(address, {"x": "1"})
        assert answer.status_code == 403
        assert "once more" in answer.text


def test_the_proof_is_given_back_to_nobody(client, people):
    """Where the form comes too late, for the login or for the page that it was on, or the database
    is away."""
    data = {"email": "new@example.org", "proof_of_person": "teacup", "proof_by_key": "{teacup}"}
    strict = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    strict.force_login(people["editor"])
    answers = [client.post(EMAIL, data), strict.post(EMAIL, data)]
    assert [answer.status_code for answer in answers] == [401, 403]
    for answer in answers:
        assert "new@example.org" in answer.text
        assert "teacup" not in answer.text
    assert [field.name for field in typed_fields(answers[0].wsgi_request)] == ["email"]


def test_it_is_not_guessed_there(client, people):
    client.force_login(people["chief"])
    with time_machine.travel(timezone.now() + LATER, tick=False):
        for _ in range(5):
            client.post(EMAIL, {"proof_of_person": "wrong"})
        answer = client.post(EMAIL, {"proof_of_person": "password"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "5"
