"""My account: what a person is told by mail is the person's own choice."""

import pytest

from newsroom.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/account/"


@pytest.fixture
def log_in(client, people):
    """Log in as somebody of that role: log_in("editor")."""

    def log_in(role: str) -> User:
        client.force_login(people[role])
        return people[role]

    return log_in


def choices(user: User) -> tuple[str, str]:
    user.refresh_from_db()
    return user.story_mail, user.review_mail


def test_it_shows_who_one_is(client, log_in):
    user = log_in("editor")
    User.objects.filter(pk=user.pk).update(
        first_name="Ines", last_name="Marchetti", email="ines@example.org"
    )
    text = client.get(ADDRESS).text
    for words in ("Ines Marchetti", "ines@example.org", "editor"):
        assert words in text
    assert f'<a href="{ADDRESS}">My account</a>' in text


@pytest.mark.parametrize("email", ["", "at home"])
def test_it_says_when_no_mail_can_reach_one(client, log_in, email):
    User.objects.filter(pk=log_in("writer").pk).update(email=email)
    assert "ask the editor-in-chief to" in client.get(ADDRESS).text


def test_everything_is_told_until_one_says_otherwise(client, log_in):
    user = log_in("editor")
    assert choices(user) == ("now", "now")
    answer = client.post(ADDRESS, {"story_mail": "never", "review_mail": "now"}, follow=True)
    assert "Saved." in answer.text
    assert choices(user) == ("never", "now")


@pytest.mark.parametrize(
    ("role", "asked"), [("writer", False), ("moderator", False), ("editor", True), ("chief", True)]
)
def test_only_those_who_review_are_asked_about_it(client, log_in, role, asked):
    user = log_in(role)
    assert ('name="review_mail"' in client.get(ADDRESS).text) is asked
    client.post(ADDRESS, {"story_mail": "now", "review_mail": "never"})
    assert choices(user) == ("now", "never" if asked else "now")


def test_nothing_else_of_a_person_can_be_changed(client, log_in):
    user = log_in("writer")
    client.post(
        ADDRESS,
        {"story_mail": "never", "is_superuser": "on", "email": "x@example.org", "username": "root"},
    )
    user.refresh_from_db()
    assert (user.story_mail, user.is_superuser, user.email, user.username) == (
        "never",
        False,
        "",
        "writer",
    )


def test_a_choice_that_there_is_not_is_refused(client, log_in):
    user = log_in("writer")
    answer = client.post(ADDRESS, {"story_mail": "weekly"})
    assert answer.status_code == 422
    assert "weekly is not one of the available choices" in answer.text
    assert choices(user) == ("now", "now")


def test_it_needs_a_login(client):
    assert client.get(ADDRESS)["Location"] == f"/admin/login/?next={ADDRESS}"
