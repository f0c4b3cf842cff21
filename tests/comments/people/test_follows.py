"""Following a story by mail, and what a reader chooses to be told.

Covers comments/people/follows.py, comments/people/forms.py, comments/views/follow.py,
comments/views/reader_links.py, comments/links.py.
"""

import pytest
from django.core import mail
from django.utils import timezone

from articles.publishing import editions
from comments import links
from comments.models import Follow, Reader
from comments.people import follows, readers
from tests import factories

pytestmark = pytest.mark.django_db
ANA = "ana@example.org"


@pytest.fixture
def address(edition):
    return f"{edition.get_absolute_url()}follow/"


@pytest.fixture
def ana():
    return factories.reader(ANA, "Ana")


def choices_of(reader, about=None) -> str:
    return f"/replies/mail/{links.mail_token(reader, list(follows.KINDS) if about is None else about)}/"


class TestAsking:
    def test_a_link_makes_the_follow(self, client, edition, address, links):
        assert f'action="{address}"' in client.get(edition.get_absolute_url()).content.decode()
        answer = client.post(address, {"email": "Ana@Example.org"})
        assert (answer.status_code, answer["Location"]) == (303, f"{address}sent/")
        assert "Look into your mail" in client.get(answer["Location"]).content.decode()
        [message] = mail.outbox
        assert (message.to, message.extra_headers["References"]) == (
            [ANA],
            f"<replies-{edition.article_id}@localhost>",
        )
        assert "“Ferry back”" in message.body
        assert not Reader.objects.exists()
        [link] = links()
        assert "Follow this story?" in client.get(link).content.decode()
        page = client.post(link).content.decode()
        assert "New replies to “Ferry back” will be mailed to you." in page
        follow = Follow.objects.get()
        assert (follow.reader.email, follow.article_id) == (ANA, edition.article_id)

    def test_the_answer_is_the_same_whatever_the_address(self, client, address, ana):
        answers = {
            client.post(address, {"email": email})["Location"]
            for email in (ANA, ANA, "new@example.org")
        }
        assert len(answers) == 1
        assert [message.to for message in mail.outbox] == [[ANA], ["new@example.org"]]

    def test_a_reply_and_a_story_may_be_confirmed_in_the_same_hour(self, client, address, post):
        post(wants_mail="on")
        client.post(address, {"email": ANA})
        assert len(mail.outbox) == 2

    @pytest.mark.parametrize(
        ("email", "says"),
        [
            ("", "Please give your email address."),
            ("ana", "This does not look like an email address."),
            ("a" * 100 + "@example.org", "at most 100 characters"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, client, address, email, says):
        answer = client.post(address, {"email": email})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert says in page
        assert 'aria-describedby="follow-email_helptext follow-email_error"' in page
        assert not email or f'value="{email}"' in page

    def test_one_network_asks_for_so_many_and_no_more(self, client, address, monkeypatch):
        monkeypatch.setattr("comments.views.follow.MAX_A_MINUTE", 2)
        asked = [
            client.post(address, {"email": f"{n}@example.org"}, REMOTE_ADDR="203.0.113.9")
            for n in range(3)
        ]
        assert [answer.status_code for answer in asked] == [303, 303, 429]
        assert 'value="2@example.org"' in asked[-1].content.decode()
        assert len(mail.outbox) == 2

    def test_the_trap_mails_nobody_and_tells_nothing(self, client, address):
        assert client.post(address, {"email": ANA, "leave_empty": "x"}).status_code == 303
        assert mail.outbox == []

    def test_stories_that_are_not_there(self, client, edition, address, people):
        assert client.post("/2026/01/never/follow/", {"email": ANA}).status_code == 404
        editions.withdraw(edition.article, by=people["editor"])
        assert client.post(address, {"email": ANA}).status_code == 410
        assert client.get(f"{address}sent/").status_code == 410

    def test_twice_is_one(self, client, address, links, ana, edition):
        Follow.objects.create(reader=ana, article=edition.article, since=timezone.now())
        client.post(address, {"email": ANA})
        assert client.post(links()[0]).status_code == 200
        assert Follow.objects.count() == 1


class TestChoosing:
    def test_choices_are_saved(self, client, ana):
        page = client.get(choices_of(ana))
        assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
        answer = client.post(
            choices_of(ana),
            {
                "save": "1",
                "answers_mail": "daily",
                "decisions_mail": "never",
                "stories_mail": "now",
            },
        )
        assert answer.status_code == 303
        assert "Your choice is saved." in client.get(answer["Location"]).content.decode()
        ana.refresh_from_db()
        assert (ana.answers_mail, ana.decisions_mail, ana.stories_mail) == ("daily", "never", "now")

    def test_what_is_no_choice_is_refused(self, client, ana):
        answer = client.post(
            choices_of(ana), {"save": "1", "answers_mail": "hourly", "decisions_mail": "now"}
        )
        assert answer.status_code == 422
        ana.refresh_from_db()
        assert ana.answers_mail == "now"

    @pytest.mark.parametrize("token", ["x", "x:y:z", "é"])
    def test_a_link_that_is_none(self, client, token):
        for end in ("", "off/"):
            assert client.get(f"/replies/mail/{token}/{end}").status_code == 404
            assert client.post(f"/replies/mail/{token}/{end}").status_code == 404

    def test_a_proof_is_no_such_link_nor_the_other_way_round(self, client, ana):
        assert client.get(f"/replies/mail/{readers.proof_for(ana)}/").status_code == 404
        assert not readers.is_proof(links.mail_token(ana, []), ana)

    def test_a_story_is_unfollowed(self, client, ana, edition):
        Follow.objects.create(reader=ana, article=edition.article, since=timezone.now())
        assert "Ferry back" in client.get(choices_of(ana)).content.decode()
        client.post(choices_of(ana), {"unfollow": edition.article_id})
        assert not Follow.objects.exists()

    def test_all_browsers_are_signed_out(self, client, ana):
        proof = readers.proof_for(ana)
        client.post(choices_of(ana), {"sign_out": "1"})
        ana.refresh_from_db()
        assert not readers.is_proof(proof, ana)
        assert client.get(choices_of(ana)).status_code == 200

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_page_of_stories_costs_so_many_queries(
        self, client, ana, people, count, django_assert_num_queries
    ):
        for number in range(count):
            story = factories.published(f"Story {number}").article
            Follow.objects.create(reader=ana, article=story, since=timezone.now())
        with django_assert_num_queries(5):
            client.get(choices_of(ana))

    def test_stories_come_in_pages(self, client, ana, people, monkeypatch):
        monkeypatch.setattr(follows, "PER_PAGE", 2)
        for number in range(3):
            story = factories.published(f"Story {number}").article
            Follow.objects.create(reader=ana, article=story, since=timezone.now())
        first = client.get(choices_of(ana)).content.decode()
        second = client.get(f"{choices_of(ana)}?page=2").content.decode()
        assert ("Story 2" in first, "Story 1" in first, "Story 0" in first) == (True, True, False)
        assert "Story 0" in second


class TestOneClick:
    def test_a_story(self, client, ana, edition):
        Follow.objects.create(reader=ana, article=edition.article, since=timezone.now())
        address = f"{choices_of(ana, edition.article_id)}off/"
        page = client.get(address).content.decode()
        assert "This ends mail about new replies to “Ferry back”." in page
        assert Follow.objects.exists()
        answer = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies) == (200, {})
        assert not Follow.objects.exists()
        assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200

    def test_kinds(self, client, ana):
        client.post(
            f"{choices_of(ana, ['answers_mail', 'decisions_mail'])}off/",
            {"List-Unsubscribe": "One-Click"},
        )
        ana.refresh_from_db()
        assert (ana.answers_mail, ana.decisions_mail, ana.stories_mail) == ("never", "never", "now")
