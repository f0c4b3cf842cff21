"""What is held about an address is all there, as data and readable, and named by nobody's name.

Covers newsroom/mail/personal_data.py, comments/views/own_data.py, comments/templatetags/own_data.py.
"""

import datetime as dt
import json

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from articles.models import Record
from comments.errors import NotAllowed
from comments.intake import author_actions
from comments.models import Comment, Erasure, Follow, MailLink, Policy, Reader
from comments.people import held, notes, readers
from newsroom.mail import outbox
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "ana@example.org"


@pytest.fixture
def ana(people):
    """What Ana has left behind, and somebody else beside her."""
    Policy.objects.create(mode="open")
    edition = factories.published("Ferry back")
    reply = factories.post(edition, "The ferry was late.", name="Ana", email=ADDRESS)
    author_actions.edit(reply, "The ferry was very late.")
    rejected = factories.reply(edition, "Rude words", name="Ana", email=ADDRESS, state="rejected")
    factories.appeal(rejected, "They were not")
    factories.reply(edition, "Of somebody else", name="Bo", email="bo@example.org")
    reader = factories.reader(ADDRESS, "Ana")
    Follow.objects.create(reader=reader, article=edition.article, since=timezone.now())
    notes.note(email=ADDRESS, text="Knows about ferries", by=people["senior"])
    factories.sanction(ADDRESS, "warn", message="Mind your words")
    factories.legal_notice(reply, "This is about me", name="Ana", email=ADDRESS)
    outbox.write([EmailMessage("Hello", "Dear Ana\nHow are you?", "us@paper.example", [ADDRESS])])
    return edition


def link(client, links, address: str = ADDRESS) -> str:
    """Ask for the link by mail, as a reader does; the path in the mail."""
    answer = client.post("/your-data/", {"email": address})
    assert (answer.status_code, answer["Location"]) == (303, "/your-data/sent/")
    [path] = links("/your-data/")
    return path


def test_the_file_has_it_all(ana):
    data = json.loads("".join(held.as_json(ADDRESS)))
    assert data["address"] == ADDRESS
    assert [each["text"] for each in data["replies"]] == ["Rude words", "The ferry was very late."]
    assert data["replies"][1]["earlier_texts"][0]["text"] == "The ferry was late."
    assert data["replies"][0]["appeals"][0]["text"] == "They were not"
    assert data["replies"][0]["decisions"][-1]["by"] == "a moderator"
    assert data["reader"][0]["name"] == "Ana"
    assert data["follows"][0]["story"] == "Ferry back"
    assert data["notes"][0]["text"] == "Knows about ferries"
    assert data["measures"][0]["message"] == "Mind your words"
    assert data["notices_of_illegal_content"][0]["reasons"] == "This is about me"
    assert data["mails"][0]["text"].split() == ["Dear", "Ana", "How", "are", "you?"]
    assert "somebody else" not in json.dumps(data)
    assert "senior" not in json.dumps(data)


def test_the_page_has_it_all(ana, client, links):
    path = link(client, links)
    page = client.get(path).content.decode()
    for words in ("The ferry was very late.", "The ferry was late.", "They were not",
                  "Knows about ferries", "Mind your words", "This is about me", "Dear Ana"):  # fmt: skip
        assert words in page
    assert "Of somebody else" not in page
    file = client.get(f"{path}json/")
    assert file["Content-Disposition"] == 'attachment; filename="held-about-me.json"'
    assert json.loads(b"".join(file.streaming_content))["address"] == ADDRESS
    for answer in (client.get(path), file):
        assert answer["Cache-Control"] == "private, no-store"
        assert not answer.cookies


def test_an_address_typed_in_another_way_is_the_same(ana, client, links):
    assert "The ferry was very late." in client.get(link(client, links, " ANA@Example.org ")).text


def test_another_box_is_another_address(ana, client, links):
    page = client.get(link(client, links, "ana+news@example.org"))
    assert "The ferry" not in page.text


def test_nobody_learns_whether_an_address_is_known(ana, client, links):
    known = client.post("/your-data/", {"email": ADDRESS})
    unknown = client.post("/your-data/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers) == (unknown.status_code, unknown.headers)
    assert len(links("/your-data/")) == 2


def test_few_links_go_to_one_address(ana, client, links):
    for _ in range(3):
        assert client.post("/your-data/", {"email": ADDRESS}).status_code == 303
    assert len(links("/your-data/")) == 1


def test_few_are_asked_for_from_one_network(ana, client, links):
    sent = {"REMOTE_ADDR": "203.0.113.9"}
    answers = [
        client.post("/your-data/", {"email": f"n{n}@example.org"}, **sent) for n in range(11)
    ]
    assert [each.status_code for each in answers] == [303] * 10 + [429]
    assert "n10@example.org" in answers[-1].text


@pytest.mark.parametrize("typed", ["", "ana", "ana@", "a" * 300 + "@example.org", "é@example.org"])
def test_what_is_no_address(client, db, typed):
    answer = client.post("/your-data/", {"email": typed})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert not MailLink.objects.exists()


def test_software_that_fills_in_everything_gets_no_mail(client, db, links):
    client.post("/your-data/", {"email": ADDRESS, "leave_empty": "x"})
    assert links("/your-data/") == []


def test_links_that_are_not_good(ana, client, links):
    path = link(client, links)
    assert client.get("/your-data/xyz/").status_code == 404
    for end in ("", "json/", "erase/"):
        assert client.get(f"{path}{end}").status_code == 200
    MailLink.objects.update(made_at=timezone.now() - dt.timedelta(hours=25))
    for end in ("", "json/", "erase/"):
        assert client.get(f"{path}{end}").status_code == 410
    assert client.post(f"{path}erase/", {"sure": "on"}).status_code == 410


def test_a_link_for_one_thing_is_not_good_for_another(ana, client, links):
    token = link(client, links).split("/")[2]
    for method in (client.get, client.post):
        assert method(f"/replies/confirm/{token}/").status_code == 404
    readers.ask_to_follow(ana.article, "cy@example.org")
    [path] = links()
    assert client.get(f"/your-data/{path.split('/')[3]}/").status_code == 404


def test_erasing_it_asks_first(ana, client, links):
    path = link(client, links)
    page = client.get(f"{path}erase/")
    assert "Replies: <b>2</b>" in page.text
    assert "Notices of illegal content (1)" in page.text
    answer = client.post(f"{path}erase/")
    assert answer.status_code == 422
    assert "Tick the box" in answer.text
    assert Comment.objects.filter(email=ADDRESS).count() == 2
    assert not Erasure.objects.exists()


def test_erasing_it(ana, client, links):
    path = link(client, links)
    answer = client.post(f"{path}erase/", {"sure": "on"})
    assert (answer.status_code, answer["Location"]) == (303, "/your-data/erased/")
    assert "is erased" in client.get("/your-data/erased/").text
    assert "The ferry" not in client.get(ana.get_absolute_url()).text
    assert not Reader.objects.filter(email=ADDRESS).exists()
    assert client.get(path).status_code == 404
    assert client.post(f"{path}erase/", {"sure": "on"}).status_code == 404
    assert Erasure.objects.get().source == "reader"


def test_in_the_newsroom_it_is_on_record(ana, people):
    held.export(ADDRESS, by=people["senior"])
    row = Record.objects.order_by("pk").last()
    assert (row.verb, row.by, row.subject) == ("person: data downloaded", people["senior"], "")
    with pytest.raises(NotAllowed):
        held.export(ADDRESS, by=people["moderator"])


def test_how_many_queries_it_takes_does_not_depend_on_how_much_there_is(
    ana, client, links, django_assert_max_num_queries
):
    path = link(client, links)
    for number in range(30):
        factories.reply(ana, f"Reply {number}", name="Ana", email=ADDRESS)
    with django_assert_max_num_queries(40):
        client.get(path)
