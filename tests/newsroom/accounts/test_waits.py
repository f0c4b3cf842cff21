"""Waits: who guesses waits ever longer, and nobody else does.

Covers newsroom/accounts/devices.py, newsroom/accounts/views/login.py.
"""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Record
from newsroom.accounts import devices, waits
from newsroom.accounts.models import SignIn, Wait
from newsroom.accounts.waits import PACES, Counter, TooManyAttempts, span, wait_after
from newsroom.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


def attempt(client, name="editor", password="wrong", network="203.0.113.7"):
    data = {"username": name, "password": password, "next": "/admin/"}
    return client.post(LOGIN, data, REMOTE_ADDR=network)


def until_it_waits(client, **who):
    for number in range(1, 200):
        answer = attempt(client, **who)
        if answer.status_code == 429:
            return number, answer
    raise AssertionError("200 attempts, and no wait")


def test_a_wait_doubles_up_to_an_hour():
    pace = PACES["account"]
    assert [wait_after(tries, pace) for tries in (1, 4, 5, 6, 7, 8, 14, 15, 10_000)] == [
        0, 0, 5, 10, 20, 40, 2560, 3600, 3600,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (40, "40 seconds"), (119, "119 seconds"), (121, "3 minutes")],
)
def test_it_is_told_in_words(seconds, words):
    assert span(seconds) == words


def test_the_page_says_how_long(client, people):
    number, answer = until_it_waits(client)
    assert number == 6
    assert answer.headers["Retry-After"] == "5"
    assert "Too many attempts. Try again in 5 seconds." in answer.text
    assert 'value="editor"' in answer.text
    assert attempt(client, password="password").status_code == 429


def test_a_clock_that_was_wrong_makes_nobody_wait(client, people):
    with time_machine.travel(timezone.now() + dt.timedelta(days=365)):
        until_it_waits(client)
    assert attempt(client, password="password").status_code == 302


def test_a_day_of_guessing_is_a_few_dozen_guesses(people):
    """It was 76 in a row, and then in."""
    looked_at = 0
    with time_machine.travel(dt.datetime(2026, 3, 1, tzinfo=dt.UTC), tick=False) as clock:
        for _ in range(60):
            try:
                waits.take(Counter("account", "editor from there"))
            except TooManyAttempts as refused:
                clock.shift(refused.seconds)
            else:
                looked_at += 1
            if timezone.now() > dt.datetime(2026, 3, 2, tzinfo=dt.UTC):
                break
    assert looked_at < 40


def test_what_is_refused_makes_no_wait_longer(client, people):
    until_it_waits(client)
    before = list(Wait.objects.order_by("key").values_list("key", "tries", "until"))
    for _ in range(5):
        assert attempt(client).status_code == 429
    assert list(Wait.objects.order_by("key").values_list("key", "tries", "until")) == before


def test_after_the_wait_the_right_password_is_let_in(client, people):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        until_it_waits(client)
        clock.shift(6)
        assert attempt(client, password="password").status_code == 302
        assert not Wait.objects.filter(tries__gt=0, until__isnull=False).exists()


def test_nobody_else_waits(client, people):
    """Neither another account in that network, nor the account in another network."""
    until_it_waits(client)
    assert attempt(Client(), name="chief", password="password").status_code == 302
    assert attempt(Client(), password="password", network="198.51.100.9").status_code == 302


def test_a_browser_that_is_known_does_not_wait(client, people):
    own = Client()
    assert attempt(own, password="password").status_code == 302
    own.cookies.pop("sessionid")
    until_it_waits(client)
    assert attempt(Client(), password="password").status_code == 429
    assert attempt(own, password="password").status_code == 302


def test_a_browser_that_is_known_to_one_account_waits_at_another(client, people):
    attempt(client, password="password")
    client.cookies.pop("sessionid")
    number, _ = until_it_waits(client, name="chief")
    assert number == 6


def test_a_forged_browser_is_none(client, people):
    client.cookies[devices.COOKIE] = "W1wieFwiLFsxXV0:1abc:forged"
    assert until_it_waits(client)[0] == 6


@pytest.mark.parametrize("name", ["editor", "nobody-of-that-name", "EDITOR", "ｅditor"])
def test_a_name_that_nobody_has_waits_alike(client, people, name):
    assert until_it_waits(client, name=name)[0] == 6


def test_a_network_waits_that_tries_many_names(client, people):
    for number in range(PACES["network"].free):
        assert attempt(client, name=f"name-{number}").status_code == 200
    assert attempt(client, name="one more").status_code == 429
    assert attempt(Client(), password="password", network="198.51.100.9").status_code == 302


def test_an_account_waits_for_strangers_alone(client, people):
    """Guesses from everywhere: a network that it was logged in from is let in at once."""
    assert attempt(Client(), password="password", network="198.51.100.9").status_code == 302
    for number in range(PACES["strangers"].free + 1):
        answer = attempt(client, network=f"203.0.{number}.1")
    assert answer.status_code == 429
    assert attempt(Client(), password="password", network="192.0.2.1").status_code == 429
    assert attempt(Client(), password="password", network="198.51.100.200").status_code == 302


def test_an_account_of_ones_own_makes_no_network_free(client, people):
    for number in range(PACES["network"].free - 1):
        attempt(client, name=f"name-{number}")
    assert attempt(Client(), name="chief", password="password").status_code == 302
    attempt(client, name="one more")
    assert attempt(client, name="two more").status_code == 429


def test_an_unnamed_proxy_does_not_stand_for_a_network(client, people):
    for number in range(PACES["network"].free + 5):
        answer = attempt(client, name=f"name-{number}", network="10.0.0.1")
    assert answer.status_code == 200


def test_what_is_old_is_forgotten(people):
    counter = Counter("account", "x")
    now = timezone.now()
    for _ in range(PACES["account"].free):
        waits.take(counter, now=now)
    with pytest.raises(TooManyAttempts):
        waits.take(counter, now=now)
    waits.take(counter, now=now + waits.FORGET * 2)
    waits.tidy(now + waits.FORGET * 4)
    assert not Wait.objects.exists()


def test_the_table_is_bounded(monkeypatch):
    monkeypatch.setattr(waits, "MAX_ROWS", 3)
    now = timezone.now()
    for number in range(5):
        waits.take(Counter("account", f"{number}"), now=now + dt.timedelta(seconds=number))
    waits.tidy(now)
    kept = {Counter("account", f"{number}").key for number in (2, 3, 4)}
    assert set(Wait.objects.values_list("key", flat=True)) == kept


def test_no_cookie_comes_before_a_login_nor_beyond_the_admin(client, people):
    assert devices.COOKIE not in client.get(LOGIN).cookies
    assert devices.COOKIE not in attempt(client).cookies
    cookie = attempt(client, password="password").cookies[devices.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")


def test_a_login_is_noted_with_its_network_alone(client, people):
    attempt(client, password="password")
    row = SignIn.objects.get()
    assert (row.user, row.network) == (people["editor"], "203.0.113.0/24")
    assert row.session_key == client.cookies["sessionid"].value


def test_a_password_beyond_all_bounds_is_not_hashed(client, people):
    answer = attempt(client, password="x" * 5000)
    assert answer.status_code == 200
    assert not Wait.objects.exists()
    assert User.objects.get(username="editor").last_login is None


def on_record(verb):
    return [
        (record.by.username, record.subject, record.note)
        for record in Record.objects.filter(verb=verb).order_by("pk")
    ]


def test_a_new_browser_is_on_record_once(client, people):
    for _ in range(2):
        assert attempt(client, password="password").status_code == 302
        client.post("/admin/logout/")
    assert on_record("new browser") == [("editor", "editor", "A browser")]
    attempt(Client(headers={"user-agent": "Firefox/1 Linux"}), password="password")
    assert on_record("new browser")[1:] == [("editor", "editor", "Firefox on Linux")]


def test_failures_that_led_to_a_wait_are_on_record_once_an_hour(client, people):
    with time_machine.travel("2026-11-27 12:00:00+00:00", tick=False) as clock:
        for number in range(5):
            assert on_record("logins failed") == []
            attempt(client, password=f"wrong {number}")
        assert on_record("logins failed") == [("editor", "editor", "")]
        until_it_waits(client, network="198.51.100.7")
        assert len(on_record("logins failed")) == 1
        clock.shift(dt.timedelta(hours=2))
        attempt(client)
        assert len(on_record("logins failed")) == 2


def test_a_name_that_nobody_has_is_not_on_record(client):
    until_it_waits(client, name="nobody")
    assert Record.objects.count() == 0
