"""What is held about somebody, in the admin: looked at, downloaded, erased, each by its right and
after the password."""

import json

import pytest

from articles.models import Record
from comments.models import Comment, Erasure
from newsroom.accounts import proof
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "ana@example.org"
PERSON, FILE, ERASE = (f"/admin/comments/erasure/person/{end}" for end in ("", "file/", "erase/"))
SURE = {"email": ADDRESS, "sure": "on"}


@pytest.fixture
def reply(people):
    return factories.reply(factories.published(), "The ferry was late", name="Ana", email=ADDRESS)


def test_the_page_counts_and_does_nothing(reply, browse):
    page = browse("senior").get(PERSON, {"email": " ANA@example.org "})
    assert "Replies: <b>1</b>" in page.text
    assert "Erase it" in page.text
    assert not Erasure.objects.exists()


def test_the_page_without_an_address_and_with_none(browse):
    client = browse("senior")
    assert client.get(PERSON).status_code == 200
    assert "does not look like an email address" in client.get(PERSON, {"email": "ana"}).text


@pytest.mark.parametrize("address", [FILE, ERASE])
def test_the_password_is_asked_for_first(reply, browse, address):
    client = browse("senior")
    session = client.session
    session[proof.PROVED] = 0
    session.save()
    asked = client.post(address, SURE)
    assert asked.status_code == 403
    assert "Is it you?" in asked.text
    assert Comment.objects.filter(email=ADDRESS).exists()
    done = client.post(address, {**SURE, proof.PASSWORD_AGAIN: "password"})
    assert done.status_code in (200, 302)


def test_the_file(reply, browse, people):
    answer = browse("senior").post(FILE, {"email": ADDRESS})
    assert json.loads(b"".join(answer.streaming_content))["replies"][0]["name"] == "Ana"
    assert Record.objects.filter(verb="person: data downloaded", by=people["senior"]).exists()


def test_erasing(reply, browse, people):
    client = browse("senior")
    answer = client.post(ERASE, SURE, follow=True)
    assert "It is erased." in answer.text
    assert ADDRESS not in answer.text
    assert not Comment.objects.filter(email=ADDRESS).exists()
    erasure = Erasure.objects.get()
    assert (erasure.by, erasure.source) == (people["senior"], "newsroom")
    assert client.get(f"/admin/comments/erasure/{erasure.pk}/change/").status_code == 200


@pytest.mark.parametrize("sent", [{"email": ADDRESS}, {"sure": "on"}, {"email": "x", "sure": "on"}])
def test_what_is_not_meant_is_not_done(reply, browse, sent):
    assert browse("senior").post(ERASE, sent).status_code == 422
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("role", ["writer", "editor", "moderator"])
def test_others_may_not(reply, browse, role):
    client = browse(role)
    assert [client.get(PERSON, {"email": ADDRESS}).status_code] == [403]
    assert [client.post(each, SURE).status_code for each in (FILE, ERASE)] == [403, 403]
    assert Comment.objects.filter(email=ADDRESS).exists()


def test_the_page_of_a_person_leads_there(reply, browse):
    person = {"email": ADDRESS}
    assert PERSON in browse("senior").get("/admin/comments/sanction/person/", person).text
    assert PERSON not in browse("moderator").get("/admin/comments/sanction/person/", person).text
