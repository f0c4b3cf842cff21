"""Finding anything in the newsroom by a word or two."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def found(client, question: str = "", **more) -> list[dict]:
    answer = client.get("/admin/find/", {"q": question, **more})
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()["results"]


def labels(hits: list[dict], kind: str) -> list[str]:
    return [hit["label"] for hit in hits if hit["kind"] == kind]


def test_stories_by_words_of_the_headline_in_any_order(browse):
    factories.article("The old quay wakes")
    factories.article("The new bridge")
    assert labels(found(browse("writer"), "QUAY old"), "story") == ["The old quay wakes"]


def test_a_live_story_has_a_public_address_and_a_draft_has_none(browse):
    edition = factories.published("Out")
    factories.article("Out tomorrow")
    addresses = {
        hit["label"]: hit["address"] for hit in found(browse("editor"), "out", kind="story")
    }
    assert addresses == {"Out": edition.get_absolute_url(), "Out tomorrow": ""}


def test_without_a_question_the_stories_saved_last_and_every_page(browse):
    factories.article("Newest")
    hits = found(browse("editor"))
    assert labels(hits, "story") == ["Newest"]
    assert {"The desk", "New story", "Calendar"} <= set(labels(hits, "page"))
    assert labels(hits, "author") == []


def test_bylines_sections_and_topics(browse):
    factories.author("Ada Novak")
    factories.topic("Harbour")
    hits = found(browse("editor"), "a")
    assert "Ada Novak" in labels(hits, "author")
    assert "Harbour" in labels(hits, "topic")


def test_nobody_finds_what_he_may_not_see(browse):
    factories.article("Secret plan")
    hits = found(browse("moderator"), "e")
    assert labels(hits, "person") == []
    assert "New story" not in labels(hits, "page")
    assert labels(found(browse("writer"), "moderator"), "person") == []
    assert "moderator" in " ".join(labels(found(browse("chief"), "moderator"), "person"))


def test_one_kind(browse):
    factories.article("Harbour story")
    factories.topic("Harbour")
    assert {hit["kind"] for hit in found(browse("editor"), "harbour", kind="story")} == {"story"}


def test_a_page_for_whoever_comes_by_a_link(browse):
    factories.article("Quay & <b>stone</b>")
    page = browse("writer").get("/admin/find/?q=quay", headers={"Accept": "text/html,*/*;q=0.8"})
    assert "Quay &amp; &lt;b&gt;stone&lt;/b&gt;" in page.content.decode()
    nothing = browse("writer").get("/admin/find/?q=xyzzy", headers={"Accept": "text/html"})
    assert "Nothing found for “xyzzy”" in nothing.content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_number_of_queries_does_not_grow(count, browse, django_assert_num_queries):
    for number in range(count):
        factories.reply(factories.published(f"Quay {number}"), "The quay")
    client = browse("editor")
    client.get("/admin/find/?q=quay")
    with django_assert_num_queries(12):
        client.get("/admin/find/?q=quay")
