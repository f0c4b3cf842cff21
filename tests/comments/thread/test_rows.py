"""Long replies and deep branches are folded, without scripts."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(people):
    return factories.published("Ferry back")


def page(client, story, query=""):
    return client.get(story.get_absolute_url() + query).content.decode()


@pytest.mark.parametrize(
    ("text", "folds"),
    [("x" * 1_500, False), ("x " * 800, True), ("x\n" * 20, False), ("x\n" * 30, True)],
)
def test_a_long_one_is_folded_and_all_of_it_stands_there(client, story, text, folds):
    factories.reply(story, text)
    made = page(client, story)
    assert ('class="reply-fold"' in made) == folds
    assert made.count("x") >= text.count("x")


def branch(story, length: int):
    above = None
    for number in range(length):
        above = factories.reply(story, f"Level {number}", parent=above)
    return above


@pytest.mark.parametrize(("length", "folded"), [(7, 0), (8, 3), (12, 7)])
def test_answers_at_depth_are_folded_from_three_on(client, story, length, folded):
    last = branch(story, length)
    made = page(client, story)
    assert ("more answers, deeper" in made) == bool(folded)
    if folded:
        assert f"<details><summary>{folded} more answers, deeper" in made
        inside = made[made.index('class="branch"') :]
        assert f'id="comment-{last.pk}"' in inside
        assert "Level 4" not in inside


@pytest.mark.parametrize("query", ["?replytocom={}", "?thread={}"])
def test_a_branch_with_the_reply_that_is_asked_for_is_open(client, story, query):
    last = branch(story, 9)
    assert "<details open><summary>4 more answers" in page(client, story, query.format(last.pk))
