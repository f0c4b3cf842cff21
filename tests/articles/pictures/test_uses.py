"""Where pictures are shown: in working copies and editions, as lead picture or in the text.

Covers articles/pictures/uses.py, articles/models/pictures/use.py.
"""

import datetime as dt

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import (
    Article,
    ArticlePicture,
    EditionPicture,
    FormerAddress,
    Front,
    FrontEdition,
    Picture,
    Publication,
    Revision,
    Topic,
)
from articles.pictures import library, uses
from articles.publishing import editions
from articles.writing import save
from tests import factories

pytestmark = pytest.mark.django_db


def picture(**fields) -> Picture:
    number = Picture.objects.count()
    return Picture.objects.create(
        original="x", digest=str(number), width=900, height=600, format="jpeg", **fields
    )


def with_pictures(*pictures: Picture | int, **fields) -> Article:
    """A story with these in its text, as it is stored."""
    figures = "".join(
        f'<figure data-picture="{getattr(each, "pk", each)}" data-alt="Seen"></figure>'
        for each in pictures
    )
    story = factories.article(**fields)
    story.body = f"<p>The text of the story.</p>{figures}"
    story.save()
    revision = Revision.objects.get(article=story)
    revision.content["body"] = story.body
    revision.save()
    uses.note(story)
    return story


def published(story: Article, at: dt.datetime | None = None):
    return editions.publish(story, by=factories.somebody("editor"), at=at)


def noted(story: Article) -> list[int]:
    return sorted(ArticlePicture.objects.filter(article=story).values_list("picture", flat=True))


def test_what_a_text_shows_is_noted_and_follows_it():
    one, two = picture(), picture()
    story = with_pictures(one, two, one, 4711)
    assert noted(story) == [one.pk, two.pk]
    story.body = f'<figure data-picture="{two.pk}" data-alt="Seen"></figure>'
    uses.note(story)
    assert noted(story) == [two.pk]


def test_saving_notes_it_too():
    story = with_pictures(picture())
    story.body = "<p>No picture any more.</p>"
    save.save_article(story, by=factories.somebody("editor"))
    assert noted(story) == []


def test_an_edition_keeps_what_it_showed():
    one = picture()
    edition = published(with_pictures(one))
    assert list(EditionPicture.objects.values_list("edition", "picture")) == [(edition.pk, one.pk)]


@pytest.mark.parametrize("frozen", [True, False])
def test_a_picture_in_a_text_is_not_deleted(frozen):
    one = picture()
    story = with_pictures(one)
    if frozen:
        published(story)
        ArticlePicture.objects.all().delete()
    with pytest.raises(ProtectedError):
        library.remove_picture(by=factories.somebody("chief"), picture=one)


def test_a_picture_in_a_text_under_embargo_is_held_until_readers_have_seen_it_elsewhere():
    now, one = timezone.now(), picture()
    held = with_pictures(one, embargo_until=now + dt.timedelta(days=1))
    assert uses.with_embargo(Picture.objects.all(), now).get().is_held
    assert not uses.with_embargo(Picture.objects.all(), held.embargo_until).get().is_held
    published(with_pictures(one), at=now + dt.timedelta(hours=1))
    assert uses.with_embargo(Picture.objects.all(), now).get().is_held
    assert not uses.with_embargo(Picture.objects.all(), now + dt.timedelta(hours=1)).get().is_held


def may_readers_fetch(one: Picture, at: dt.datetime) -> bool:
    found = uses.were_seen(Picture.objects.filter(pk=one.pk), at).get()
    return found.was_seen or uses.is_on_front(found, at)


def test_readers_get_no_picture_before_it_is_in_an_edition():
    """Its address is long and at random, but it may be told on: in a mail, a log, a preview."""
    one, now = picture(), timezone.now()
    story = with_pictures(one)
    later = now + dt.timedelta(hours=1)
    edition = editions.publish(story, by=factories.somebody("editor"), at=later)
    assert not may_readers_fetch(one, now)
    assert may_readers_fetch(one, later)
    assert edition.live_until is None


def test_they_go_on_getting_one_that_they_have_seen():
    one = picture()
    edition = published(with_pictures(one))
    editions.withdraw(edition.article, by=factories.somebody("editor"))
    assert may_readers_fetch(one, timezone.now())


@pytest.mark.parametrize(
    "show",
    [
        lambda one: Topic.objects.create(name="Boats", slug="boats", picture=one),
        lambda one: Publication.objects.create(pk=1, logo=one),
        lambda one: FormerAddress.objects.create(key="wp-content/uploads/a.jpg", picture=one),
        lambda one: FrontEdition.objects.filter(pk=factories.front().pk).update(
            content={"lead": [{"picture": one.pk}]}
        ),
    ],
)
def test_nor_is_a_story_the_only_place_to_see_one(show):
    one = picture()
    assert not may_readers_fetch(one, timezone.now())
    show(one)
    assert may_readers_fetch(one, timezone.now())


def test_which_are_used_nowhere():
    lead, in_text, none = picture(alt="lead", credit="x"), picture(), picture()
    factories.published(lead_picture=lead)
    with_pictures(in_text)
    Topic.objects.create(name="Boats", slug="boats", picture=picture())
    Publication.objects.create(pk=1, logo=picture())
    assert list(uses.unused(Picture.objects.all())) == [none]


def test_its_page_tells_of_topic_and_logo(browse):
    one = picture()
    Topic.objects.create(name="Boats", slug="boats", picture=one)
    Publication.objects.create(pk=1, name="The Courier", logo=one)
    page = browse("chief").get(f"/admin/articles/picture/{one.pk}/change/").text
    assert 'Boats <span class="pill pill--off">Topic</span>' in page
    assert 'The Courier <span class="pill pill--off">Logo</span>' in page


def test_where_it_is_shown(django_assert_num_queries):
    one, now = picture(alt="A boat", credit="Ana Lima"), timezone.now()
    draft = with_pictures(one, headline="Draft")
    live = factories.published("Live", lead_picture=one).article
    former = published(with_pictures(one, headline="Former")).article
    editions.withdraw(former, by=factories.somebody("editor"))
    factories.article("Elsewhere")
    with django_assert_num_queries(2):
        found = uses.stories(one, now + dt.timedelta(minutes=1))
    assert {story: story.is_live for story in found} == {draft: False, live: True, former: False}


def test_from_the_writers_hand_to_the_edition():
    one = picture(alt="A boat", credit="Ana Lima")
    edition = factories.published(
        body=f'<p>The text of the story.</p><figure data-picture="{one.pk}"></figure>'
    )
    assert noted(edition.article) == [one.pk]
    assert list(edition.pictures_in_text.values_list("picture", flat=True)) == [one.pk]


class TestFronts:
    @pytest.fixture
    def placed(self, people) -> Picture:
        shown = picture()
        slot = {"address": "https://example.org/", "headline": "Elsewhere", "picture": shown.pk}
        Front.objects.create(
            place="home",
            content={"lead": [slot]},
            saved_at=timezone.now(),
            saved_by=people["editor"],
        )
        return shown

    def test_a_picture_that_stands_on_a_front_is_not_deleted(self, placed, people):
        with pytest.raises(ProtectedError):
            library.remove_picture(by=people["chief"], picture=placed)
        Front.objects.all().delete()
        library.remove_picture(by=people["chief"], picture=placed)
        assert not Picture.objects.exists()

    def test_its_page_and_the_library_know(self, placed, browse):
        client, other = browse("chief"), picture()
        assert "Front page" in client.get(f"/admin/articles/picture/{placed.pk}/change/").text
        page = client.get(f"/admin/articles/picture/{placed.pk}/delete/").text
        assert "Front: Front page" in page
        unused = client.get("/admin/articles/picture/?use=none").context["cl"].result_list
        assert [each.pk for each in unused] == [other.pk]
