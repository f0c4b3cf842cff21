"""No story goes out with a picture whose licence has ended by then."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.checks import checklist
from articles.errors import StepRefused
from articles.models import Article, Picture
from articles.publishing import editions
from newsroom.desk.today import read_lines
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def picture(until: dt.date | None, alt: str = "A boat") -> Picture:
    fields = {"original": "x", "digest": alt, "width": 900, "height": 600, "format": "jpeg"}
    return Picture.objects.create(alt=alt, credit="Ana Lima", licence_until=until, **fields)


def in_text(*pictures: Picture) -> Article:
    story = factories.article()
    figures = "".join(f'<figure data-picture="{each.pk}"></figure>' for each in pictures)
    Article.objects.filter(pk=story.pk).update(body=f"<p>The text of the story.</p>{figures}")
    story.refresh_from_db()
    return story


def found(story, at: dt.datetime | None = None) -> list[tuple[str, bool]]:
    return [
        (each.field, each.is_must)
        for each in checklist.run(story, at=at)
        if each.rule == "picture-licence"
    ]


def test_it_may_be_shown_through_its_last_day(today):
    for until, expected in ((None, []), (today, []), (today - DAY, [("lead_picture", True)])):
        assert found(factories.article(lead_picture=picture(until, str(until)))) == expected


def test_pictures_in_the_text_count_each_once(today):
    ended, fine = picture(today - DAY), picture(today, "Fine")
    assert found(in_text(fine, ended, ended)) == [("body", True)]


def test_publishing_is_refused_and_says_which(today):
    story = factories.article(lead_picture=picture(today))
    by, tomorrow = factories.somebody("editor"), timezone.now() + DAY
    with pytest.raises(StepRefused, match="The licence of the picture “A boat” ends on"):
        editions.publish(story, by=by, at=tomorrow)
    editions.publish(story, by=by)


def test_of_a_scheduled_story_it_is_told(today, django_assert_num_queries):
    story = factories.article(lead_picture=picture(today + 2 * DAY))
    edition = editions.publish(story, by=factories.somebody("editor"), at=timezone.now() + DAY)
    assert checklist.failing(edition) == []
    Picture.objects.update(licence_until=today)
    [(failing, findings)] = checklist.failing_scheduled(timezone.now())
    assert (failing, [finding.rule for finding in findings]) == (edition, ["picture-licence"])


def test_one_query_for_all_stories(today, django_assert_num_queries):
    stories = [
        in_text(picture(today - DAY, "One")),
        in_text(picture(None, "Two")),
        factories.article(),
    ]
    for some in (stories[:1], stories):
        with django_assert_num_queries(
            6
        ):  # levels, credits, topics, remarks, pictures, their words
            checklist.run_many(some)


def test_the_desk_tells_what_ends_this_week(today, browse):
    for days in (-1, 0, 6, 7):
        picture(today + days * DAY, f"In {days} days")
    [line] = [
        line
        for line in read_lines(factories.somebody("writer"), timezone.now())
        if line.name == "licences"
    ]
    assert [row.alt for row in line.rows] == ["In 0 days", "In 6 days"]
    assert "may be shown until" in browse("editor").get("/admin/").text


@pytest.mark.parametrize(
    ("kind", "label", "schema"),
    [
        (
            "trainedAlgorithmicMedia",
            "AI-generated",
            "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
        ),
        (
            "compositeSynthetic",
            "Altered with AI",
            "https://schema.org/CompositeSyntheticDigitalSource",
        ),
        ("digitalCapture", "", ""),
    ],
)
def test_readers_are_told_of_ai(kind, label, schema, client):
    made = picture(None)
    Picture.objects.update(source_type=kind)
    made.refresh_from_db()
    page = client.get(factories.published(lead_picture=made).get_absolute_url()).text
    assert (f'<span class="origin">{label}</span>' in page) is bool(label)
    assert (f'"digitalSourceType": "{schema}"' in page) is bool(label)
    assert ('class="origin"' in page) is bool(label)
