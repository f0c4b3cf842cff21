"""Picks of the newsroom: who makes them, and where readers find them."""

import pytest

from articles.models import Record
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment
from comments.moderation import decisions, picks
from tests import factories

pytestmark = pytest.mark.django_db
DESK = "/admin/comments/comment/"


@pytest.fixture
def story(people):
    return factories.published("Ferry back")


def page(client, story, query="") -> str:
    return client.get(story.get_absolute_url() + query).content.decode()


def test_a_pick_is_marked_and_stands_above_the_thread(client, people, story):
    replies = [
        factories.reply(story, f"Words {number}", name=f"Reader {number}") for number in range(5)
    ]
    assert 'class="picks"' not in page(client, story)
    for reply in replies[:4]:
        picks.pick(reply.pk, by=people["moderator"])
    found = page(client, story)
    strip = found[
        found.index('class="picks"') : found.index("</aside>", found.index('class="picks"'))
    ]
    assert [number for number in range(5) if f"Words {number}" in strip] == [1, 2, 3]
    assert strip.index("Words 3") < strip.index("Words 1")
    assert f'href="{story.get_absolute_url()}#comment-{replies[3].pk}"' in strip
    assert found.count('<span class="mark-picked">') == 4
    assert 'order=picks#comments">Picks</a>' in found
    only = page(client, story, "?order=picks")
    assert only.count('<li id="comment-') == 4
    assert 'class="picks"' not in only


def test_a_pick_that_is_not_shown_any_more_is_gone_from_there(client, people, story):
    reply = factories.reply(story, "Words")
    factories.reply(story)
    picks.pick(reply.pk, by=people["moderator"])
    decisions.decide([reply.pk], to="held", by=people["moderator"])
    assert "Words" not in page(client, story)
    assert "The newsroom has picked none yet." in page(client, story, "?order=picks")


@pytest.mark.parametrize(
    ("role", "may"), [("writer", False), ("editor", True), ("chief", True), ("moderator", True)]
)
def test_who_may_pick(people, story, role, may):
    reply = factories.reply(story)
    if not may:
        with pytest.raises(NotAllowed):
            picks.pick(reply.pk, by=people[role])
        return
    first = picks.pick(reply.pk, by=people[role]).picked_at
    assert picks.pick(reply.pk, by=people[role]).picked_at == first
    picks.unpick(reply.pk, by=people[role])
    picks.unpick(reply.pk, by=people[role])
    assert list(
        Record.objects.filter(verb__startswith="reply ").values_list("verb", flat=True)
    ) == [
        "reply unpicked",
        "reply picked",
    ]
    assert Comment.objects.get().picked_at is None


def test_only_what_is_shown_can_be_picked(people, story):
    with pytest.raises(DecisionRefused):
        picks.pick(factories.reply(story, state="held").pk, by=people["moderator"])
    with pytest.raises(DecisionRefused):
        picks.pick(10**9, by=people["moderator"])


def test_it_is_done_on_the_desk(client, people, story):
    reply = factories.reply(story, name="Ada")
    client.force_login(people["moderator"])
    assert f'formaction="{DESK}pick/"' in client.get(f"{DESK}?queue=shown").content.decode()
    told = client.post(
        f"{DESK}pick/", {"act": reply.pk, "queue": "shown"}, follow=True
    ).content.decode()
    assert "The reply of Ada is picked" in told
    assert f'formaction="{DESK}unpick/"' in told
    client.post(f"{DESK}unpick/", {"act": reply.pk, "queue": "shown"})
    assert Comment.objects.get().picked_at is None
    client.force_login(people["writer"])
    assert client.post(f"{DESK}pick/", {"act": reply.pk}).status_code == 403
