"""The second factor: codes of an app, recovery codes, and the roles it is demanded of.

Covers newsroom/accounts/views/factor.py, newsroom/accounts/models.py, newsroom/accounts/apps.py,
newsroom/management/commands/remove_second_factor.py.
"""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Record
from newsroom.accounts import second_factor
from newsroom.accounts.models import AuthenticatorApp, DemandingRole, SignIn
from newsroom.models import User

pytestmark = pytest.mark.django_db
FACTOR = "/admin/account/second-factor/"
APP = f"{FACTOR}app/"
CODE = "/admin/login/code/"


def code_of_now(secret: str, ahead: int = 0) -> str:
    return second_factor.code_at(secret, int(time.time()) // 30 + ahead)


def password(client, name="editor"):
    data = {"username": name, "password": "password", "next": "/admin/articles/article/"}
    return client.post("/admin/login/", data)


@pytest.fixture
def with_app(client, people):
    """A client of the editor, who has set up an app: it, the secret and the recovery codes."""
    client.force_login(people["editor"])
    text = client.get(APP).text
    secret = re.search(r'secret-letters">([^<]+)<', text)[1].replace(" ", "")
    answer = client.post(APP, {"code": code_of_now(secret)})
    codes = re.findall(r"<li>([a-z2-7]{4}(?:-[a-z2-7]{4}){5})</li>", answer.text)
    return client, secret, codes


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(at, code):
    """The test vectors of RFC 6238, in six digits."""
    assert second_factor.code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at // 30) == code


def test_an_app_is_set_up_with_a_code(with_app, people):
    _, secret, codes = with_app
    assert AuthenticatorApp.objects.get(user=people["editor"]).secret == secret
    assert len(set(codes)) == 10
    assert Record.objects.get(verb="second factor added").by == people["editor"]


def test_a_wrong_code_sets_up_nothing(client, people):
    client.force_login(people["editor"])
    text = client.get(APP).text
    answer = client.post(APP, {"code": "000000x"})
    assert "not the code of now" in answer.text
    assert not AuthenticatorApp.objects.exists()
    letters = re.compile(r'secret-letters">([^<]+)<')
    assert letters.search(answer.text)[1] == letters.search(text)[1], "the same QR code"


def test_other_sessions_end_when_a_factor_is_added(people):
    other, own = Client(), Client()
    for each in (other, own):
        each.force_login(people["editor"])
    secret = re.search(r'secret-letters">([^<]+)<', own.get(APP).text)[1].replace(" ", "")
    own.post(APP, {"code": code_of_now(secret)})
    assert own.get("/admin/account/").status_code == 200
    assert other.get("/admin/account/").status_code == 302


def test_the_password_alone_does_not_log_in(with_app):
    new = Client()
    assert password(new)["Location"] == CODE
    assert new.get("/admin/account/").status_code == 302
    assert new.get(CODE).status_code == 200


def test_the_code_does_once(with_app):
    _, secret, _ = with_app
    new = Client()
    password(new)
    assert new.post(CODE, {"code": code_of_now(secret)}).status_code == 200, "it set the app up"
    code = code_of_now(secret, 1)
    answer = new.post(CODE, {"code": f"{code[:3]} {code[3:]}"})
    assert answer["Location"] == "/admin/articles/article/"
    assert new.get("/admin/account/").status_code == 200
    other = Client()
    password(other)
    assert "used already" in other.post(CODE, {"code": code}).text


def test_a_recovery_code_does_once(with_app):
    _, _, codes = with_app
    for number, location in ((1, "/admin/articles/article/"), (2, None)):
        new = Client()
        password(new)
        answer = new.post(CODE, {"code": codes[0].upper().replace("-", " ")})
        assert answer.headers.get("Location") == location, number
    assert Record.objects.filter(verb="recovery code used").count() == 1


def test_codes_are_not_guessed(with_app):
    new = Client()
    password(new)
    answers = [new.post(CODE, {"code": f"{number:06}"}).status_code for number in range(8)]
    assert answers == [200] * 5 + [429] * 3


def test_who_knows_the_password_keeps_nobody_out(with_app):
    """The browser that the account was logged in with waits for nobody else's guesses."""
    _, _, (first, second, *_) = with_app
    own, strange = Client(), Client()
    password(own)
    own.post(CODE, {"code": first})
    own.post("/admin/logout/")
    password(strange)
    answers = [strange.post(CODE, {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    password(own)
    assert own.post(CODE, {"code": second}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_codes_are_made_by_one_window_at_a_time(people):
    """Else each adds ten to those of the others."""
    editor, barrier = people["editor"], threading.Barrier(4)

    def make(_):
        try:
            barrier.wait()
            second_factor.renew_codes(editor)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(make, range(4)))
    assert editor.recovery_codes.count() == second_factor.CODES


def test_the_code_alone_does_nothing(with_app):
    _, secret, _ = with_app
    assert Client().post(CODE, {"code": code_of_now(secret, 1)}).status_code == 410


def test_a_password_that_was_given_long_ago_does_nothing(with_app):
    new = Client()
    password(new)
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=11)):
        assert new.get(CODE).status_code == 410


def test_it_leads_to_no_other_site(with_app):
    _, secret, _ = with_app
    new = Client()
    data = {"username": "editor", "password": "password", "next": "https://evil.example/"}
    new.post("/admin/login/", data)
    answer = new.post(CODE, {"code": code_of_now(secret, 1)})
    assert "evil" not in answer["Location"]


def test_new_codes_end_the_old_ones(with_app):
    client, _, codes = with_app
    text = client.post(FACTOR, {"codes": "1"}).text
    new = re.findall(r"<li>([a-z2-7-]{29})</li>", text)
    assert len(new) == 10
    assert not set(new) & set(codes)
    assert not second_factor.check(User.objects.get(username="editor"), codes[0])


def test_without_a_factor_there_are_no_codes(with_app):
    client, _, codes = with_app
    client.post(FACTOR, {"app": "1"})
    user = User.objects.get(username="editor")
    assert not second_factor.has_any(user)
    assert not second_factor.check(user, codes[0])
    assert password(Client())["Location"] == "/admin/articles/article/"


def demand(*roles: str) -> None:
    for group in Group.objects.filter(name__in=roles):
        DemandingRole.objects.create(group=group)


@pytest.mark.parametrize(("roles", "asked"), [((), False), (("moderator",), True)])
def test_superusers_are_asked_once_any_role_is(client, roles, asked):
    demand(*roles)
    client.force_login(User.objects.create_superuser("root", password="password"))
    answer = client.get("/admin/")
    assert (answer.status_code, "/second-factor/" in answer.get("Location", "")) == (
        (302, True) if asked else (200, False)
    )


def test_a_role_that_demands_it_leads_there(client, people):
    demand("editor")
    password(client)
    for address in ("/admin/", "/admin/articles/article/", "/admin/account/", "/admin/find/"):
        assert client.get(address).headers["Location"] == FACTOR
    assert client.post("/admin/account/", {"story_mail": "never"})["Location"] == FACTOR
    assert "Your role asks for a second factor" in client.get(FACTOR).text
    secret = re.search(r'secret-letters">([^<]+)<', client.get(APP).text)[1].replace(" ", "")
    client.post(APP, {"code": code_of_now(secret)})
    assert client.get("/admin/").status_code == 200
    client.post(FACTOR, {"app": "1"})
    assert client.get("/admin/").headers["Location"] == FACTOR


def test_who_is_logged_in_is_asked_within_ten_minutes(client, people):
    client.force_login(people["editor"])
    demand("editor")
    assert client.get("/admin/").status_code == 200
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=11)):
        assert client.get("/admin/").headers["Location"] == FACTOR


def test_other_roles_are_not_asked(client, people):
    demand("chief")
    client.force_login(people["editor"])
    assert client.get("/admin/").status_code == 200
    assert client.post("/admin/logout/").status_code == 200


def test_a_chief_says_which_roles(client, people):
    client.force_login(people["chief"])
    address = "/admin/newsroom/user/roles/"
    assert "1 without one" in client.get(address).text
    editor = Group.objects.get(name="editor")
    client.post(address, {"roles": [editor.pk, "x", "99999"]})
    assert [row.group for row in DemandingRole.objects.all()] == [editor]
    assert Record.objects.get(verb="second factor demanded").subject == "editor"
    client.post(address, {})
    assert not DemandingRole.objects.exists()


def test_a_chief_removes_it_for_who_lost_it(with_app, people):
    User.objects.update(email="x@example.org")
    chief = Client()
    chief.force_login(people["chief"])
    editor = people["editor"]
    chief.post(f"/admin/newsroom/user/{editor.pk}/login/", {"factor": "1"})
    assert not second_factor.has_any(editor)
    assert with_app[0].get("/admin/").status_code == 302, "and is logged out"
    assert "A second factor was removed" in mail.outbox[-1].body


def test_a_logout_leaves_the_network_known(client, people):
    password(client)
    client.post("/admin/logout/")
    assert SignIn.objects.get().session_key == ""


def test_a_command_helps_when_nobody_else_can(with_app, people, capsys):
    call_command("remove_second_factor", "editor")
    assert not second_factor.has_any(people["editor"])
    assert with_app[0].get("/admin/").status_code == 302
    for name in ("editor", "nobody"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", name)
