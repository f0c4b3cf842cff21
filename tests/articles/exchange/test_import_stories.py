"""Arriving: what comes in stands as if it had always been here, and on record as having come."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import permissions
from articles.errors import NotAllowed, StepRefused
from articles.exchange import import_stories
from articles.exchange.import_stories import Story
from articles.finding import stories
from articles.models import (
    Address,
    Article,
    ArticlePicture,
    ArticleText,
    Edition,
    EditionPicture,
    EditionText,
    Record,
    Revision,
)
from articles.pages import versions
from articles.publishing import editions
from articles.publishing.editions import FROZEN
from articles.search import find
from articles.search.question import Question, terms
from articles.writing import save
from tests import factories

pytestmark = pytest.mark.django_db
THEN = dt.datetime(2011, 5, 31, 22, 30, tzinfo=dt.UTC)
LATER = THEN + dt.timedelta(days=3)
NOW = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)


@pytest.fixture
def editor(people):
    return people["editor"]


def story(headline: str = "The ferry returns", **fields) -> Story:
    given = {
        "body": "<p>It came at noon.</p>",
        "created_at": THEN,
        "origin": "an archive",
        "section": factories.section(),
    }
    return Story(headline, **given | fields)


def live(headline: str = "The ferry returns", **fields) -> Story:
    return story(headline, **{"live_from": THEN} | fields)


def test_a_published_story_has_been_live_since_its_own_day(editor, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        taken = import_stories.take_in(live(slug="ferry", changed_at=LATER), by=editor, now=NOW)
    edition = Edition.objects.get()
    assert edition == taken.edition
    assert (edition.live_from, edition.live_until, edition.first_published_at) == (THEN, None, THEN)
    assert (edition.updated_at, edition.kind, edition.number, edition.words) == (
        LATER,
        "first",
        1,
        4,
    )
    assert edition.get_absolute_url() == "/2011/06/ferry/"  # in Berlin it was June already
    article = edition.article
    assert (article.created_at, article.saved_at, article.state, article.version) == (
        THEN,
        LATER,
        "ready",
        1,
    )
    assert stories.find(2011, 6, "ferry", NOW).edition == edition


def test_it_is_what_the_steps_would_have_made(editor):
    """The same story, once come in and once written and published here, differs in nothing but its
    place and record."""
    facts = {
        "section": factories.section(),
        "body": f"<p>One</p>{_figure()}",
        "standfirst": "In short",
        "lead_picture": factories.picture(credit="Ada"),
        "search_title": "Ferry",
        "note": "Ours",
        "kicker": "Harbour",
    }
    topics, authors = (
        [factories.topic("B"), factories.topic("A")],
        [factories.author("Z"), factories.author("Y")],
    )
    came = import_stories.take_in(
        live("Same", topics=topics, authors=authors, **facts), by=editor, now=NOW
    ).edition
    written = Article(headline="Same", **facts)
    save.save_article(written, by=editor, topics=topics, authors=authors, now=THEN)
    here = editions.publish(written, by=editor, now=THEN)
    for name in FROZEN:
        assert getattr(came, name) == getattr(here, name), name
    assert [a.pk for a in came.bylines] == [a.pk for a in here.bylines]
    assert set(came.topics.all()) == set(here.topics.all())
    assert (came.address.slug, here.address.slug) == ("same", "same-2")
    assert _texts(EditionText, came.pk) == _texts(EditionText, here.pk)
    one, other = _texts(ArticleText, came.article_id), _texts(ArticleText, here.article_id)
    assert one | {"more": ""} == other | {"more": ""}
    contents = [Revision.objects.get(article=each.article).content for each in (came, here)]
    assert {**contents[0], "slug": "", "owner": None} == {**contents[1], "slug": "", "owner": None}
    pictures = [
        set(EditionPicture.objects.filter(edition=each).values_list("picture", flat=True))
        for each in (came, here)
    ]
    assert pictures[0] == pictures[1] != set()
    assert ArticlePicture.objects.filter(article=came.article).count() == 1
    places = [
        list(each.topic_places.values_list("first_published_at", flat=True))
        for each in (came, here)
    ]
    assert places[0] == places[1] == [THEN, THEN]


def _figure() -> str:
    return f'<figure data-block="picture" data-picture="{factories.picture().pk}"></figure>'


def _texts(model, pk: int) -> dict:
    return model.objects.values("headline", "standfirst", "more", "body", "filed").get(pk=pk)


def test_it_is_on_record_and_nobody_is_told(editor, mailoutbox):
    article = import_stories.take_in(live(), by=editor, now=NOW).article
    record = Record.objects.get()
    assert (record.verb, record.by, record.at, record.note) == (
        "came in",
        editor,
        NOW,
        "From an archive",
    )
    assert (record.article, record.edition, record.version) == (article, Edition.objects.get(), 1)
    assert mailoutbox == []


def test_readers_find_it(editor):
    import_stories.take_in(live("Zeppelin over the harbour"), by=editor, now=NOW)
    assert [found.edition.headline for found in find.stories(Question(terms("zeppelin")), NOW)] == [
        "Zeppelin over the harbour"
    ]


def test_pages_that_show_it_are_new(editor):
    topic, author = factories.topic(), factories.author()
    keys = [
        "stories",
        f"section:{factories.section().pk}",
        f"topic:{topic.pk}",
        f"author:{author.pk}",
    ]
    before = versions.numbers(keys)
    import_stories.take_in(live(topics=[topic], authors=[author]), by=editor, now=NOW)
    after = versions.numbers(keys)
    assert all(after[key] == before[key] + 1 for key in keys)


def test_a_draft_is_seen_by_nobody(editor):
    before = versions.numbers(["stories"])
    taken = import_stories.take_in(story(state="review", slug="wip"), by=editor, now=NOW)
    assert (taken.edition, taken.article.state, taken.article.slug) == (None, "review", "wip")
    assert not Address.objects.exists()
    assert versions.numbers(["stories"]) == before


def test_a_scheduled_one_goes_live_by_itself(editor):
    tomorrow = NOW + dt.timedelta(days=1)
    edition = import_stories.take_in(story(live_from=tomorrow), by=editor, now=NOW).edition
    assert not Edition.objects.live(NOW).exists()
    assert Edition.objects.live(tomorrow).get() == edition
    assert EditionText.objects.filter(pk=edition.pk).exists()


def test_a_withdrawn_one_is_gone(editor):
    edition = import_stories.take_in(
        live(slug="gone", live_until=LATER), by=editor, now=NOW
    ).edition
    assert stories.find(2011, 5, "gone", NOW).gone
    assert not EditionText.objects.filter(pk=edition.pk).exists()


def test_an_address_that_is_taken_gets_a_number(editor):
    taken = [import_stories.take_in(live(slug="ferry"), by=editor, now=NOW) for _ in range(3)]
    assert [each.edition.address.slug for each in taken] == ["ferry", "ferry-2", "ferry-3"]
    assert [each.slug for each in taken] == ["", "ferry-2", "ferry-3"]
    assert [each.article.slug for each in taken] == ["ferry", "ferry-2", "ferry-3"]


def test_work_goes_on_where_it_came_in(editor):
    article = import_stories.take_in(live(), by=editor, now=NOW).article
    article = Article.objects.get(pk=article.pk)
    article.headline = "The ferry is late"
    assert save.save_article(article, by=editor, now=NOW).number == 2
    edition = editions.publish(article, by=editor, kind="minor", now=NOW)
    assert (edition.number, edition.first_published_at) == (2, THEN)


def test_several_come_in_together_or_not_at_all(editor, django_assert_num_queries):
    with pytest.raises(StepRefused, match="headline"):
        import_stories.take_in_all([live("One"), live("")], by=editor, now=NOW)
    with pytest.raises(StepRefused, match="200 letters"):
        import_stories.take_in_all([live("One"), live("x" * 201)], by=editor, now=NOW)
    assert not Article.objects.exists()
    taken = import_stories.take_in_all(
        [
            live("One", slug="a"),
            story("Draft", slug="a"),
            live("Two", slug="a"),
            live("Three", slug="a", live_until=LATER),
        ],
        by=editor,
        now=NOW,
    )
    assert [each.article.headline for each in taken] == ["One", "Draft", "Two", "Three"]
    assert [each.edition and each.edition.address.slug for each in taken] == [
        "a",
        None,
        "a-2",
        "a-3",
    ]
    assert [each.slug for each in taken] == ["", "", "a-2", "a-3"]
    assert EditionText.objects.count() == 2
    assert ArticleText.objects.count() == Revision.objects.count() == Record.objects.count() == 4


def test_queries_do_not_depend_on_how_many(editor):
    topics, authors, figure = [factories.topic()], [factories.author()], _figure()
    permissions.can_publish(editor)  # rights are asked for once
    counted = []
    for count in (2, 20):
        several = [
            live(f"{n} of {count}", topics=topics, authors=authors, body=figure)
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            import_stories.take_in_all(several, by=editor, now=NOW)
        counted.append(len(queries))
    assert counted[0] == counted[1] < 45


def test_the_text_goes_through_the_one_policy(editor):
    edition = import_stories.take_in(
        live(body='<p onclick="x()">A<script>alert(1)</script></p>'), by=editor, now=NOW
    ).edition
    assert edition.body == edition.article.body == "<p>A</p>"


@pytest.mark.parametrize("role", ["writer", "moderator"])
def test_it_takes_the_right_to_publish(people, role):
    with pytest.raises(NotAllowed):
        import_stories.take_in(live(), by=people[role])


def test_replies_of_a_draft_hang_on_an_edition_that_nobody_sees(editor):
    article = import_stories.take_in(story("Never published"), by=editor, now=NOW).article
    edition = import_stories.standing_edition(article, by=editor, now=NOW)
    assert edition.live_from == edition.live_until == THEN
    assert import_stories.standing_edition(article, by=editor) == edition
    assert not Edition.objects.begun(NOW).exists()
    assert not Edition.objects.live(THEN).exists()
    published = editions.publish(Article.objects.get(), by=editor, now=NOW)
    assert (published.kind, published.first_published_at, published.number) == ("first", NOW, 2)
    assert import_stories.standing_edition(article, by=editor) == published
