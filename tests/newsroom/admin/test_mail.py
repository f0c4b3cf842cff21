"""The outbox in the admin: seen by the chief, changed by nobody, sent again."""

import pytest
from django.contrib.auth.models import Permission
from django.core.mail import EmailMultiAlternatives, send_mail

from newsroom.models import Mail, User

pytestmark = pytest.mark.django_db
LIST = "/admin/newsroom/mail/"


@pytest.fixture(autouse=True)
def _through_the_outbox(settings):
    settings.EMAIL_BACKEND = "newsroom.mail.outbox.Outbox"


@pytest.fixture
def server(settings):
    """The site has a mail server to name; nothing is sent to it."""
    settings.EMAIL_HOST = "127.0.0.1"


@pytest.fixture
def as_chief(client, people):
    client.force_login(people["chief"])
    return client


def write(
    to: str = "ada@example.org", text: str = "See https://paper.example/x and <b>this</b>."
) -> Mail:
    send_mail("Hello", text, None, [to])
    return Mail.objects.latest("pk")


def page(mail: Mail) -> str:
    return f"{LIST}{mail.pk}/change/"


@pytest.mark.parametrize(
    ("role", "status"), [("writer", 403), ("editor", 403), ("moderator", 403), ("chief", 200)]
)
def test_who_sees_it(role, status, client, people):
    mail = write()
    client.force_login(people[role])
    assert client.get(LIST).status_code == client.get(page(mail)).status_code == status


def test_the_list_tells_what_became_of_each(as_chief):
    write()
    write("bo@example.org")
    Mail.objects.filter(to="bo@example.org").update(
        state="failed", attempts=2, error="550 No such user"
    )
    text = as_chief.get(LIST).text
    for words in ("ada@example.org", "Kept here", "bo@example.org", "Failed", "550 No such user"):
        assert words in text
    assert "bo@example.org" not in as_chief.get(f"{LIST}?state__exact=kept").text
    assert "ada@example.org" not in as_chief.get(f"{LIST}?q=bo@").text


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_queries_however_long(as_chief, count, django_assert_num_queries):
    for _ in range(count):
        write()
    as_chief.get(LIST)
    with django_assert_num_queries(10):
        as_chief.get(LIST)


def test_it_says_when_no_server_is_named(as_chief, server, settings):
    assert "No mail server is named" not in as_chief.get(LIST).text
    settings.EMAIL_HOST = ""
    assert "No mail server is named" in as_chief.get(LIST).text


def test_what_is_kept_here_can_be_read_here(as_chief):
    text = as_chief.get(page(write())).text
    assert (
        'See <a href="https://paper.example/x" rel="nofollow">https://paper.example/x</a>' in text
    )
    assert "&lt;b&gt;this&lt;/b&gt;" in text


def test_one_without_plain_text_says_so(as_chief):
    message = EmailMultiAlternatives("Hello", "", to=["ada@example.org"])
    message.content_subtype = "html"
    message.body = "<p>Rich.</p>"
    message.send()
    assert "This email has no plain text." in as_chief.get(page(Mail.objects.get())).text


@pytest.mark.parametrize("fields", [{"state": "failed"}, {"state": "kept", "content": None}])
def test_what_went_to_its_reader_or_is_deleted_can_not(as_chief, fields):
    mail = write()
    Mail.objects.update(**fields)
    text = as_chief.get(page(mail)).text
    assert "ada@example.org" in text
    assert "paper.example/x" not in text


@pytest.mark.parametrize(
    ("to", "read"), [("ROOT@xn--mnchen-3ya.example", False), ("other@example.org", True)]
)
def test_a_superusers_mail_is_his_own(to, read, as_chief, client):
    root = User.objects.create_superuser("root", "root@münchen.example", "password")
    User.objects.create_superuser("broken", "not @ an address", "password")
    mail = write(to)
    assert ("paper.example/x" in as_chief.get(page(mail)).text) is read
    client.force_login(root)
    assert "paper.example/x" in client.get(page(mail)).text


def test_failed_ones_are_sent_again(as_chief, server):
    failed, waiting = write(), write("bo@example.org")
    Mail.objects.filter(pk=failed.pk).update(state="failed", due_at=None)
    chosen = {"action": "send_again", "_selected_action": [failed.pk, waiting.pk]}
    text = as_chief.post(LIST, chosen, follow=True).text
    assert "1 email is on its way." in text
    assert "The email to bo@example.org is waiting: nothing is to be repeated." in text
    assert set(Mail.objects.values_list("state", flat=True)) == {"waiting"}


def test_the_right_to_see_is_not_the_right_to_send(client, people, server):
    people["editor"].user_permissions.add(Permission.objects.get(codename="view_mail"))
    mail = write()
    Mail.objects.update(state="failed", due_at=None)
    client.force_login(people["editor"])
    assert "Send again" not in client.get(LIST).text
    client.post(LIST, {"action": "send_again", "_selected_action": [mail.pk]})
    mail.refresh_from_db()
    assert mail.state == "failed"


def test_nobody_changes_or_deletes_one(as_chief):
    mail = write()
    assert as_chief.post(page(mail), {"to": "x@example.org"}).status_code == 403
    assert as_chief.post(f"{LIST}{mail.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Mail.objects.get().to == "ada@example.org"
