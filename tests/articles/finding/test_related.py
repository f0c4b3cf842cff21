"""Series and related stories: where a story stands in its series, and what is shown under it.

Covers articles/finding/related.py, articles/finding/series.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from articles.finding import related
from articles.finding.series import part_of
from articles.models import Article, Edition, Revision
from articles.publishing import editions
from articles.writing import content, save
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def under(edition):
    return [
        each.headline
        for each in related.to(Edition.objects.get(pk=edition.pk), timezone.now()).stories
    ]


# -- series
# ---------------------------------------------------------------------------------------------------


def river(*parts, **fields):
    series = factories.series()
    return [
        factories.published(
            f"Part {number}", series=series, series_part=number, ago=(20 - number) * HOUR, **fields
        )
        for number in parts
    ]


def test_a_series_is_read_in_its_order_and_not_in_that_of_publication(client, people):
    three, one, two = river(3, 1, 2)
    page = client.get("/series/the-river/").text
    assert page.index("Part 1</a>") < page.index("Part 2</a>") < page.index("Part 3</a>")
    part = part_of(two, timezone.now())
    assert (part.number, part.total, part.before.pk, part.after.pk) == (2, 3, one.pk, three.pk)
    assert "Part 2 of 3 so far" in client.get(two.get_absolute_url()).text


def test_a_part_to_come_is_not_told(client, people):
    one, two = river(1, 2)
    story = factories.article("Not yet", series=one.series, series_part=3)
    editions.publish(story, by=people["editor"], at=timezone.now() + HOUR)
    page = client.get(two.get_absolute_url()).text
    assert "Part 2 of 2 so far" in page
    assert "Not yet" not in page


def test_a_complete_series_says_so(client, people):
    one, _ = river(1, 2)
    one.series.is_closed = True
    one.series.save()
    assert "Part 1 of 2:" in client.get(one.get_absolute_url()).text
    assert "complete" in client.get("/series/the-river/").text


def test_a_series_has_feeds_and_stands_in_the_sitemap(client, people):
    river(1)
    for form in ("", "atom/", "json/"):
        assert "Part 1" in client.get(f"/series/the-river/feed/{form}").text
    assert "/series/the-river/" in client.get("/sitemap-lists.xml").text
    assert client.get("/series/none/").status_code == 404


# -- related
# --------------------------------------------------------------------------------------------------


def test_what_an_editor_chose_comes_first_in_its_order(people):
    first, second = (
        factories.published("First", ago=9 * HOUR),
        factories.published("Second", ago=8 * HOUR),
    )
    factories.published("Newest")
    story = factories.published("Story", related=[second.article_id, first.article_id])
    assert under(story) == ["Second", "First", "Newest"]


def test_what_was_chosen_and_is_not_live_is_left_out(people):
    gone, draft = factories.published("Gone"), factories.article("Draft")
    editions.withdraw(gone.article, by=people["editor"])
    story = factories.published("Story", related=[gone.article_id, draft.pk, 999])
    assert under(story) == []
    factories.published("Other")
    assert under(story) == ["Other"]


def test_a_series_weighs_more_than_topics_and_topics_more_than_their_section(people):
    harbour, tram, other = (
        factories.topic("Harbour"),
        factories.topic("Tram"),
        factories.section("World"),
    )
    factories.published("Newest of the section")
    factories.published("One topic", topics=[harbour], section=other, ago=5 * HOUR)
    factories.published("Two topics", topics=[harbour, tram], section=other, ago=9 * HOUR)
    factories.published("Same series", series=factories.series(), section=other, ago=12 * HOUR)
    story = factories.published("Story", topics=[harbour, tram], series=factories.series())
    assert under(story)[:3] == ["Same series", "Two topics", "One topic"]


def test_similar_words_go_before_newer_ones(people):
    factories.published(
        "Council votes on harbour crane", standfirst="The crane stays.", ago=9 * HOUR
    )
    factories.published("Apples are late this year")
    story = factories.published("Harbour crane saved", standfirst="After the council decides.")
    assert under(story) == ["Council votes on harbour crane", "Apples are late this year"]


def test_of_equals_the_newest_comes_first_and_none_twice(people):
    topic = factories.topic()
    for number in range(4):
        factories.published(f"Other {number}", topics=[topic], ago=(9 - number) * HOUR)
    story = factories.published("Story", topics=[topic])
    assert under(story) == ["Other 3", "Other 2", "Other 1"]


def test_the_heading_says_what_joins_them(client, people):
    topic = factories.topic()
    story = factories.published("Story", topics=[topic])
    factories.published("Of the section")
    assert "More from City" in client.get(story.get_absolute_url()).text
    factories.published("Of the topic", topics=[topic])
    assert "More on this" in client.get(story.get_absolute_url()).text


# -- as content of a story
# ------------------------------------------------------------------------------------


def test_they_are_kept_restored_and_frozen(people):
    other, series = factories.published("Other"), factories.series()
    story = factories.article("Story", series=series, series_part=2, related=[other.article_id])
    edition = editions.publish(story, by=people["editor"])
    assert (edition.series, edition.series_part, edition.related) == (series, 2, [other.article_id])
    story = Article.objects.get(pk=story.pk)
    story.series, story.series_part, story.related = None, None, []
    save.save_article(story, by=people["editor"])
    assert not Article.objects.get(pk=story.pk).related
    save.restore(story, 1, by=people["editor"])
    story = Article.objects.get(pk=story.pk)
    assert (story.series, story.series_part, story.related) == (series, 2, [other.article_id])
    words = content.Words(content.of(story))
    assert words.of("related", story.related) == "Other"
    assert words.of("series_part", 2) == "2"


def test_a_revision_from_before_they_were_kept_collides_with_nothing(people):
    story = factories.article("Story")
    for revision in Revision.objects.filter(article=story):
        revision.content = {
            name: value for name, value in revision.content.items() if name not in content.SINCE
        }
        revision.save()
    story.series = factories.series()
    save.save_article(story, by=people["editor"])
    assert Article.objects.get(pk=story.pk).series
    save.restore(story, 1, by=people["editor"])
    assert Article.objects.get(pk=story.pk).series is None


def test_two_people_merge_them(people):
    other = factories.published("Other")
    story = factories.article("Story")
    mine, theirs = Article.objects.get(pk=story.pk), Article.objects.get(pk=story.pk)
    theirs.related = [other.article_id]
    save.save_article(theirs, by=people["chief"])
    mine.series_part, mine.series = 1, factories.series()
    save.save_article(mine, by=people["editor"])
    stored = Article.objects.get(pk=story.pk)
    assert (stored.related, stored.series_part) == ([other.article_id], 1)
