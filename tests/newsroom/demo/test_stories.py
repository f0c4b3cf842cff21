"""The demo's stories, pictures and replies hang together.

Covers newsroom/demo/stories.py, newsroom/demo/replies.py.
"""

import re
from collections import Counter
from datetime import timedelta

import pytest
from PIL import Image

from newsroom.demo.fill import PICTURES
from newsroom.demo.replies import REPLIES
from newsroom.demo.stories import AUTHORS, SECTIONS, STORIES, TOPICS
from newsroom.lib.text import html

DRAWINGS = {path.stem: path for path in PICTURES.iterdir()}
BY_STORY = {story.key: story for story in STORIES}
BY_REPLY = {reply.key: reply for reply in REPLIES}


def depth(reply):
    return 0 if reply.parent is None else 1 + depth(BY_REPLY[reply.parent])


def test_each_drawing_is_a_small_file_and_used():
    for path in DRAWINGS.values():
        assert path.stat().st_size < 120_000, path.name
        with Image.open(path) as image:
            assert (image.format, image.size) == ("WEBP", (1920, 1280)), path.name
    named = {story.picture.drawing for story in STORIES if story.picture}
    assert named == set(DRAWINGS)


@pytest.mark.parametrize(
    "things", [SECTIONS, TOPICS, AUTHORS, STORIES], ids=["sections", "topics", "authors", "stories"]
)
def test_slugs_are_unique(things):
    slugs = [thing.slug for thing in things]
    assert sorted(set(slugs)) == sorted(slugs)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


def test_a_story_refers_to_what_exists(subtests):
    for story in STORIES:
        with subtests.test(story.key):
            assert story.section in {section.slug for section in SECTIONS}
            assert set(story.topics) <= {topic.slug for topic in TOPICS}
            assert set(story.authors) <= {author.slug for author in AUTHORS}
            assert 1 <= len(story.authors) <= 3
            assert story.picture is None or (
                story.picture.drawing in DRAWINGS and story.picture.alt
            )


def test_a_body_is_clean(subtests):
    for story in STORIES:
        with subtests.test(story.key):
            numbered = re.sub(r"\{\w+:[\w-]+\}", "7", story.body)
            assert html.clean_body(numbered) == re.sub(r">\n+<", "><", numbered.strip())
            assert not re.search(r"[\"']|--", re.sub(r"<[^>]*>", "", story.body))


def test_a_state_has_the_times_it_needs(subtests):
    for story in STORIES:
        with subtests.test(story.key):
            assert (story.age is not None) == (story.state in {"live", "withdrawn"})
            assert (story.due is not None) == (story.state == "scheduled")
            assert (story.withdrawn_after is not None) == (story.state == "withdrawn")


def test_the_states_are_all_there():
    assert Counter(story.state for story in STORIES) == {
        "live": 12,
        "scheduled": 1,
        "draft": 1,
        "review": 1,
        "withdrawn": 1,
    }


def test_each_change_changes_what_the_edition_before_said():
    for story in STORIES:
        body = story.body
        for change in story.changes:
            assert change.after < story.age
            assert [body.count(old) for old, _ in change.swaps] == [1] * len(change.swaps)
            body = change.applied_to(body)
            assert all(new in body for _, new in change.swaps)


def test_one_story_is_corrected_and_one_updated():
    assert sorted(change.kind for story in STORIES for change in story.changes) == [
        "correction",
        "update",
    ]


def test_two_authors_have_a_login():
    assert sorted(author.login for author in AUTHORS if author.login) == ["editor", "writer"]


def test_reply_keys_are_unique():
    assert len(BY_REPLY) == len(REPLIES)


def test_a_reply_stands_under_a_live_story_and_in_its_past(subtests):
    for reply in REPLIES:
        with subtests.test(reply.key):
            story = BY_STORY[reply.story]
            assert story.state == "live"
            assert timedelta(0) < timedelta(minutes=reply.minutes) < story.age


def test_a_parent_is_an_earlier_reply_shown_in_the_same_thread(subtests):
    for reply in REPLIES:
        if reply.parent:
            with subtests.test(reply.key):
                parent = BY_REPLY[reply.parent]
                assert (parent.story, parent.state) == (reply.story, "shown")
                assert parent.minutes < reply.minutes
                assert list(BY_REPLY).index(parent.key) < list(BY_REPLY).index(reply.key)


def test_replies_nest_four_deep():
    assert max(depth(reply) for reply in REPLIES) == 4


def test_the_mix_of_states():
    counts = Counter(reply.state for reply in REPLIES)
    assert (counts["held"], counts["rejected"], counts["spam"]) == (9, 3, 3)
    assert sum(counts.values()) == len(REPLIES) >= 45


def test_only_a_rejected_reply_has_a_rule_and_a_note():
    for reply in REPLIES:
        assert (reply.rule in range(1, 7), bool(reply.note)) == ((reply.state == "rejected"),) * 2


def test_addresses_are_nobodys():
    assert all(re.search(r"@example\.(org|com|net)$", reply.email) for reply in REPLIES)
