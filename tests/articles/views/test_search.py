"""The page on which readers search."""

import datetime as dt

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_page_of_stories_with_the_words_marked(client):
    edition = factories.published("Bridges & more", standfirst="The old bridge.")
    page = client.get("/search/", {"q": "bridge"})
    assert (
        f'<a href="{edition.get_absolute_url()}"><mark>Bridges</mark> &amp; more</a>' in page.text
    )
    assert "The old <mark>bridge</mark>." in page.text
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex")


def test_the_words_asked_are_text(client):
    page = client.get("/search/", {"q": '<b>"x'}).text
    assert "<b>" not in page
    assert "No story holds all of" in page


def test_pages_keep_the_question_and_end(client):
    for number in range(11):
        factories.published(f"Bridge {number}")
    section = factories.section().slug
    first = client.get("/search/", {"q": "bridge", "section": section})
    assert f'href="?q=bridge&amp;section={section}&amp;page=2"' in first.text
    second = client.get("/search/", {"q": "bridge", "section": section, "page": 2}).text
    assert second.count("search-found") == 1
    for none in ("3", "0", "x", "999999999999"):
        assert client.get("/search/", {"q": "bridge", "page": none}).status_code == 404


def test_narrowed_by_the_names_of_topic_and_author_and_by_days(client):
    factories.published(
        "Bridge one", topics=[factories.topic("Ferries")], authors=[factories.author("Ada Novak")]
    )
    factories.published("Bridge two", ago=dt.timedelta(days=40))

    def found(**given):
        page = client.get("/search/", {"q": "bridge", **given}).text
        return [each for each in ("one", "two") if f"</mark> {each}</a>" in page]

    assert found(topic="ferries") == found(topic="FERRIES") == found(author="Ada Novak") == ["one"]
    day = dt.date.today() - dt.timedelta(days=20)
    assert (found(since=day), found(until=day)) == (["one"], ["two"])
    assert found(topic="nonsense") == []
    assert (
        found(since="9999-12-31", until="9999-12-31") == found(since="0001-01-01") == ["one", "two"]
    )
    wrong = client.get("/search/", {"q": "bridge", "since": "yesterday"})
    assert (wrong.status_code, "Enter a valid date" in wrong.text) == (200, True)
    assert "<details open>" in wrong.text  # where it was typed, and so that it is seen
    assert 'value="yesterday"' not in wrong.text


def test_did_you_mean_leads_to_the_question_put_right(client):
    factories.published("Harbour closed")
    page = client.get("/search/", {"q": "harbuor closed"}).text
    assert "No story holds “harbuor”: these are for “harbour”." in page
    assert "<mark>Harbour</mark> <mark>closed</mark></a>" in page or "<mark>Harbour" in page
    assert "Did you mean" not in client.get("/search/", {"q": "harbour"}).text


def test_nothing_asked_and_signs_alone(client):
    assert "Stories that hold all your words are found" in client.get("/search/").text
    assert "Write a word or two" in client.get("/search/", {"q": "🚢"}).text


def test_a_narrowed_question_without_an_answer_leads_on(client):
    factories.section("World")
    page = client.get("/search/", {"q": "bridge", "section": "world"}).text
    assert '<a href="?q=bridge">Look everywhere</a>' in page


def test_every_page_leads_to_search(client):
    factories.section()
    assert 'href="/search/"' in client.get("/").text


def test_a_page_costs_the_same_queries_whatever_it_finds(client, django_assert_num_queries):
    for rows in (3, 5):
        while factories.Edition.objects.count() < rows:
            factories.published("Bridges everywhere")
        with django_assert_num_queries(6):
            client.get("/search/", {"q": "bridge"})
