"""Who did what for a story: one source for the page, search engines, feeds and the history.

Covers articles/finding/bylines.py, articles/templatetags/bylines.py,
articles/models/stories/genre_and_role.py.
"""

import re

import pytest

from articles.finding import bylines
from articles.models import Credit, EditionCredit, Genre, Role
from articles.publishing import editions
from articles.writing import content, save
from tests import factories, page_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(people):
    return [factories.author(name) for name in ("Ada Novak", "Ben Okri", "Cy Tan")]


def credited(three, people, **fields):
    story = factories.article("Quay", **fields)
    roles = {three[1].pk: Role.PHOTO, three[2].pk: Role.TRANSLATION}
    save.save_article(story, by=people["editor"], authors=three, roles=roles)
    return story


def data_of(client, edition) -> dict:
    page = client.get(edition.get_absolute_url()).content.decode()
    return page_reader.read(page).told[0]


def test_roles_are_stored_frozen_and_kept_in_the_revision(three, people):
    story = credited(three, people)
    assert [credit.role for credit in Credit.objects.filter(article=story)] == [
        "reporting",
        "photo",
        "translation",
    ]
    edition = editions.publish(story, by=people["editor"])
    assert [credit.role for credit in EditionCredit.objects.filter(edition=edition)] == [
        "reporting",
        "photo",
        "translation",
    ]
    assert story.revisions.first().content["roles"] == {
        str(three[1].pk): "photo",
        str(three[2].pk): "translation",
    }


def test_saving_without_roles_leaves_them(three, people):
    story = credited(three, people)
    story.headline = "Other"
    save.save_article(story, by=people["editor"])
    assert Credit.objects.get(article=story, author=three[1]).role == "photo"


def test_an_old_version_is_restored_with_its_roles(three, people):
    story = credited(three, people)
    save.save_article(story, by=people["editor"], authors=three[:1], roles={})
    save.restore(story, 2, by=people["editor"])
    assert [(credit.author, credit.role) for credit in Credit.objects.filter(article=story)] == [
        (three[0], "reporting"),
        (three[1], "photo"),
        (three[2], "translation"),
    ]


def test_the_byline_tells_the_roles_apart(client, three, people):
    edition = editions.publish(credited(three, people), by=people["editor"])
    page = client.get(edition.get_absolute_url()).content.decode()
    byline = re.sub(r"<[^>]*>", "", re.search(r'<p class="byline">(.*?)</p>', page, re.DOTALL)[1])
    assert " ".join(byline.split()) == "By Ada Novak Photos by Ben Okri Translated by Cy Tan"


def test_search_engines_are_told_who_wrote_and_who_helped(client, three, people):
    data = data_of(client, editions.publish(credited(three, people), by=people["editor"]))
    assert [person["name"] for person in data["author"]] == ["Ada Novak"]
    assert [person["name"] for person in data["contributor"]] == ["Ben Okri"]
    assert [person["name"] for person in data["translator"]] == ["Cy Tan"]


def test_feeds_name_those_who_wrote(client, three, people):
    editions.publish(credited(three, people), by=people["editor"])
    item = client.get("/feed/json/").json()["items"][0]
    assert [author["name"] for author in item["authors"]] == ["Ada Novak"]


def test_a_written_out_byline_keeps_its_links(client, three, people):
    story = credited(
        three, people, byline_text="From Ada Novak in Riga, <with> Ben Okri and Ada Novak"
    )
    page = client.get(
        editions.publish(story, by=people["editor"]).get_absolute_url()
    ).content.decode()
    byline = re.search(r'<p class="byline">(.*?)</p>', page, re.DOTALL)[1]
    assert byline.count("<a ") == 2
    assert "&lt;with&gt;" in byline
    assert "Photos by" not in byline


def test_a_name_inside_a_longer_one_is_no_link(three):
    ada, other = three[0], factories.author("Ada Novakova")
    pieces = bylines.written("Ada Novakova", [ada])
    assert [piece.author for piece in pieces] == [None]
    assert [piece.author for piece in bylines.written("Ada Novakova", [ada, other])] == [other]


def test_a_photo_story_is_by_its_photographer(three, people):
    story = factories.article("Pictures")
    save.save_article(
        story, by=people["editor"], authors=three[:1], roles={three[0].pk: Role.PHOTO}
    )
    assert bylines.writers(story) == [three[0]]


def test_the_history_says_the_roles_in_words(three, people):
    words = content.Words({"roles": {str(three[1].pk): "photo"}})
    assert words.of("roles", {str(three[1].pk): "photo"}) == "Ben Okri: Photos"


class TestKindsOfWork:
    @pytest.mark.parametrize("genre", Genre)
    def test_its_type_and_its_label_everywhere(self, client, genre, people):
        edition = factories.published(
            "Quay", genre=genre, paid_by="Harbour Ltd", authors=[factories.author()]
        )
        label = "" if genre == Genre.NEWS else genre.label
        data = data_of(client, edition)
        assert data["@type"] == genre.schema
        assert data.get("genre", "") == label
        title = client.get("/feed/json/").json()["items"][0]["title"]
        assert title == (f"{label}: Quay" if label else "Quay")
        for address in (edition.get_absolute_url(), "/", "/section/city/"):
            found = re.findall(
                r'<span class="label [^>]*>(.*?)</span>', client.get(address).content.decode()
            )
            assert set(found) == ({label} if label else set()), address

    def test_who_paid_is_said_on_the_page_and_in_the_feed(self, client):
        edition = factories.published("Quay", genre="paid", paid_by="Harbour Ltd")
        assert "Paid for by Harbour Ltd." in client.get(edition.get_absolute_url()).content.decode()
        assert (
            "paid for by Harbour Ltd"
            in client.get("/feed/json/").json()["items"][0]["content_html"]
        )
        assert data_of(client, edition)["sponsor"]["name"] == "Harbour Ltd"

    def test_words_for_other_surfaces(self, client):
        edition = factories.published(
            "A long headline",
            front_headline="Short",
            search_title="Found",
            search_description="As found",
            social_title="Shared",
            social_description="As shared",
            genre="opinion",
        )
        page = client.get(edition.get_absolute_url()).content.decode()
        assert "<title>Found |" in page
        assert '<meta name="description" content="As found">' in page
        assert '<meta property="og:title" content="Opinion: Shared">' in page
        assert '<meta property="og:description" content="As shared">' in page
        assert ">Short</a>" in client.get("/section/city/").content.decode()
