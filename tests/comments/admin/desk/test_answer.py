"""The newsroom answers a reply under the story."""

import pytest

from comments.models import Comment
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(people):
    return factories.reply(factories.published("Ferry back", authors=[factories.author()]), "When?")


def address(reply: Comment) -> str:
    return f"/admin/comments/comment/{reply.pk}/answer/"


@pytest.mark.parametrize("role", ["writer", "editor", "moderator", "chief"])
def test_an_answer_is_shown_at_once_with_its_mark(client, people, reply, role):
    client.force_login(people[role])
    assert "When?" in client.get(address(reply)).content.decode()
    done = client.post(address(reply), {"text": "At *nine*.\r\nDaily."})
    answer = Comment.objects.latest("pk")
    assert (answer.parent, answer.user, answer.state, answer.text) == (
        reply,
        people[role],
        "shown",
        "At *nine*.\nDaily.",
    )
    assert done["Location"] == answer.get_absolute_url()
    page = client.get(reply.edition.get_absolute_url()).content.decode()
    assert "At <em>nine</em>." in page
    assert '<span class="mark-staff">Newsroom</span>' in page


def test_who_signed_the_story_is_marked_as_its_author(client, people, reply):
    author = factories.author()
    author.user = people["writer"]
    author.save()
    client.force_login(people["writer"])
    client.post(address(reply), {"text": "At nine."})
    page = client.get(reply.edition.get_absolute_url()).content.decode()
    assert '<span class="mark-staff">Author</span>' in page


def test_nothing_typed_is_asked_for(client, people, reply):
    client.force_login(people["editor"])
    answer = client.post(address(reply), {"text": " "})
    assert answer.status_code == 422
    assert "Please write the answer." in answer.content.decode()


def test_what_is_held_is_approved_with_the_answer(client, people, reply):
    Comment.objects.update(state="held")
    client.force_login(people["moderator"])
    assert "Approve and answer" in client.get(address(reply)).content.decode()
    client.post(address(reply), {"text": "At nine."})
    reply.refresh_from_db()
    assert (reply.state, reply.answers.get().state) == ("shown", "shown")
    assert reply.decisions.latest("pk").by == people["moderator"]


def test_a_held_reply_that_has_changed_is_neither_approved_nor_answered(client, people, reply):
    Comment.objects.update(state="held")
    client.force_login(people["moderator"])
    sent = {"text": "At nine.", "seen": "held 1.99"}
    answer = client.post(address(reply), sent)
    assert answer.status_code == 422
    assert "The reply has changed meanwhile" in answer.content.decode()
    reply.refresh_from_db()
    assert (reply.state, reply.answers.count()) == ("held", 0)


def test_what_nobody_may_show_is_not_answered(client, people, reply, subtests):
    for role, state in (("moderator", "spam"), ("moderator", "rejected"), ("writer", "held")):
        with subtests.test(role=role, state=state):
            client.force_login(people[role])
            Comment.objects.update(state=state)
            assert client.post(address(reply), {"text": "At nine."}).status_code == 404
