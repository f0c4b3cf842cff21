"""What a reply says of changes that the story saw after it was written; and the pings of old below
the thread."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.publishing import editions
from articles.writing import save
from comments.models import Ping
from comments.thread import story_changes
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def noon():
    """A past day's noon at the place of the paper."""
    return timezone.localtime(timezone.now() - dt.timedelta(days=3)).replace(
        hour=12, minute=0, second=0, microsecond=0
    )


@pytest.fixture
def story(people, noon):
    return factories.published("Ferry back", ago=timezone.now() - noon)


def changed(edition, kind: str, at: dt.datetime):
    """The next edition of the story, with a change of that kind."""
    article = edition.article
    article.refresh_from_db()
    article.standfirst = f"{kind} at {at}"
    save.save_article(article, by=factories.somebody(), now=at)
    note = "" if kind in ("minor", "silent") else "What was wrong."
    return editions.publish(article, by=factories.somebody(), kind=kind, note=note, now=at)


def page(client, edition) -> str:
    return client.get(edition.get_absolute_url()).content.decode()


@pytest.mark.parametrize("kind", ["update", "clarification", "correction", "retraction"])
def test_a_reply_written_before_an_open_change_says_so(client, story, noon, kind):
    factories.reply(story, "Before", now=noon + HOUR)
    now = changed(story, kind, noon + 2 * HOUR)
    factories.reply(now, "After", now=noon + 3 * HOUR)
    found = page(client, now)
    words = f'Written before <a href="#notice-{now.pk}">the {noon.hour + 2}:00 {kind}</a>'
    assert found.count("Written before") == 1
    assert found.index(words) < found.index("<p>Before</p>") < found.index("<p>After</p>")
    assert f'id="notice-{now.pk}"' in found


@pytest.mark.parametrize("kind", ["minor", "silent"])
def test_small_changes_say_nothing(client, story, noon, kind):
    factories.reply(story, "Before", now=noon + HOUR)
    assert "Written before" not in page(client, changed(story, kind, noon + 2 * HOUR))


def test_a_change_of_another_day_is_told_by_its_date(client, story, noon):
    factories.reply(story, "Before", now=noon + HOUR)
    found = page(client, changed(story, "correction", noon + 24 * HOUR))
    assert f"the correction of {(noon + 24 * HOUR):%-d %B}</a>" in found


def test_the_weightiest_change_is_told_and_the_earliest_of_these(story, noon):
    editions = [story]
    for number, kind in enumerate(["update", "correction", "minor", "correction", "update"]):
        editions.append(changed(story, kind, noon + (number + 1) * HOUR))
    found = story_changes.after(editions[-1])
    told = [(found[edition.pk].kind, found[edition.pk].number) for edition in editions[:-1]]
    first, second, last = editions[2].pk, editions[4].pk, editions[5].pk
    assert told == [("correction", first)] * 2 + [("correction", second)] * 2 + [("update", last)]
    assert story_changes.after(story) == {}


@pytest.mark.parametrize("count", [1, 4])
def test_it_costs_one_query_however_often_the_story_changed(
    story, noon, count, django_assert_num_queries
):
    for number in range(count):
        now = changed(story, "update", noon + (number + 1) * HOUR)
    with django_assert_num_queries(1):
        story_changes.after(now)
    with django_assert_num_queries(0):
        story_changes.after(story)


def test_pings_of_old_stand_apart_and_are_bounded(client, story, noon, monkeypatch):
    monkeypatch.setattr("comments.templatetags.replies.MAX_PINGS", 2)
    assert "From other sites" not in page(client, story)
    for number in range(3):
        Ping.objects.create(
            article=story.article,
            kind="pingback",
            title=f"Site <{number}>",
            created_at=noon + number * HOUR,
            address=f"https://site-{number}.example/",
            excerpt=f"It <b>links</b> {number}",
        )
    Ping.objects.filter(title="Site <1>").update(address="javascript:alert(1)")
    found = page(client, story)
    assert "<summary>From other sites (3)</summary>" in found
    assert (
        'href="https://site-2.example/" rel="ugc external nofollow noopener"><bdi>Site &lt;2&gt;'
        in found
    )
    assert "It &lt;b&gt;links&lt;/b&gt; 2" in found
    assert "<bdi>Site &lt;1&gt;</bdi>" in found
    assert "javascript:" not in found
    assert "Site &lt;0&gt;" not in found
    assert "<details class" in found
