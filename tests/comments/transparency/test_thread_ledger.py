"""The line under a thread: counted by hand, at the next request after each decision, and cheap."""

import pytest

from articles.pages.caching import Dependencies
from comments.complaints import appeals
from comments.models import Comment, HouseRule
from comments.moderation import decisions
from comments.transparency import thread_ledger
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


def rejected(edition, people, number: int = 0, count: int = 1, **more) -> list[Comment]:
    """So many replies, rejected by the house rule of that number."""
    rule = HouseRule.objects.get(number=number) if number else None
    made = [factories.reply(edition) for _ in range(count)]
    decisions.decide(
        [comment.pk for comment in made], to="rejected", by=people["moderator"], rule=rule, **more
    )
    return made


def line(edition) -> str:
    found = thread_ledger.of_story(
        edition.article_id, Comment.objects.shown().count(), Dependencies()
    )
    return " · ".join(found.parts) if found else ""


def test_it_is_counted_by_ground_the_most_frequent_first(people, edition):
    factories.reply(edition)
    assert line(edition) == ""
    rejected(edition, people, 2)
    assert line(edition) == "1 shown · 1 removed: 1 personal attack"
    rejected(edition, people, 2, count=4)
    rejected(edition, people, 1, count=3)
    rejected(edition, people, law="§ 185", trigger="notice")
    assert line(edition) == "1 shown · 9 removed: 5 personal attacks, 3 off the subject, 1 by law"
    for comment in rejected(edition, people, 2, count=2):
        appeals.answer(
            factories.appeal(comment), "overturn", by=people["senior"], answer="Read again."
        )
    assert (
        line(edition)
        == "3 shown · 9 removed: 5 personal attacks, 3 off the subject, 1 by law · 2 restored on"
        " appeal"
    )


def test_what_is_held_spam_or_withdrawn_is_not_told(people, edition):
    for state in ("held", "spam"):
        factories.reply(edition, state=state)
    assert line(edition) == ""


def test_what_was_restored_and_removed_again_is_not_restored(people, edition):
    [comment] = rejected(edition, people, 1)
    appeals.answer(factories.appeal(comment), "overturn", by=people["senior"], answer="Read again.")
    assert line(edition) == "1 shown · 1 restored on appeal"
    decisions.decide(
        [comment.pk], to="rejected", by=people["chief"], rule=HouseRule.objects.get(number=6)
    )
    assert line(edition) == "0 shown · 1 removed: 1 with private data of others"


def test_a_rule_without_a_short_goes_by_its_title(people, edition):
    HouseRule.objects.filter(number=1).update(short="")
    rejected(edition, people, 1)
    assert line(edition) == "0 shown · 1 removed: 1 Stay on the subject"


def test_of_another_story_nothing_is_told(people, edition):
    rejected(edition, people, 1)
    assert line(factories.published()) == ""


def test_it_asks_nothing_where_nothing_was_decided(people, edition, django_assert_num_queries):
    dependencies = Dependencies()
    dependencies.add(f"replies:{edition.article_id}")
    with django_assert_num_queries(0):
        assert thread_ledger.of_story(edition.article_id, 0, dependencies) is None


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_twice(people, edition, count, django_assert_num_queries):
    for number in range(1, 1 + count):
        rejected(edition, people, number)
    dependencies = Dependencies()
    dependencies.add(f"replies:{edition.article_id}")
    with django_assert_num_queries(2):
        assert thread_ledger.of_story(edition.article_id, 0, dependencies)


def test_it_stands_under_the_thread_and_is_right_at_the_next_request(client, people, edition):
    factories.reply(edition)
    [comment] = rejected(edition, people, 2)
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "<span>1 removed: 1 personal attack</span>" in page
    appeals.answer(factories.appeal(comment), "overturn", by=people["senior"], answer="Read again.")
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "<span>1 restored on appeal</span>" in page
    assert "removed:" not in page
