"""What the newsroom finds: all text of all stories, also while a word is typed.

Covers articles/search/find.py.
"""

import pytest

from articles.search import find, question
from articles.search.question import Question
from articles.writing import save
from tests import factories

pytestmark = pytest.mark.django_db
STORIES = "/admin/articles/article/"


def found(text: str) -> list[int]:
    return find.working_copies(Question(question.terms(text), typing=True), most=9)


def test_drafts_are_found_by_any_text_and_the_beginnings_of_words():
    story = factories.article(
        "A plan", body="<p>About the new Zeppelins.</p>", topics=[factories.topic("Ferries")]
    )
    assert found("zepp") == found("plan zeppelin") == found("fe pl") == [story.pk]
    assert found("zepp -plan") == found("z") == []


def test_the_row_is_that_of_the_last_save():
    story = factories.article("Ferry")
    story.headline = "Tram"
    save.save_article(story, by=factories.somebody(), authors=[factories.author("Ada Novak")])
    assert (found("ferry"), found("tram novak")) == ([], [story.pk])


def test_a_deleted_story_is_forgotten():
    story = factories.article("Ferry")
    save.delete_article(story, by=factories.somebody("chief"))
    assert found("ferry") == []


def test_the_list_finds_by_the_text(browse):
    factories.article("Ferry", body="<p>About zeppelins.</p>")
    factories.article("Tram")
    page = browse("editor").get(STORIES, {"q": "zeppelin"}).text
    assert ">Ferry<" in page
    assert ">Tram<" not in page
    assert "anywhere in their text" in page


@pytest.mark.parametrize("text", ['"', "🚢", "a\x00b", "'a':*", "NOT (", "x" * 3000])
def test_whatever_is_asked_there_is_an_answer(browse, text):
    factories.article("Ferry")
    editor = browse("editor")
    assert editor.get(STORIES, {"q": text}).status_code == 200
    assert editor.get("/admin/find/", {"q": text}).status_code == 200
    assert editor.get("/admin/articles/front/1/", {"q": text}).status_code in (200, 302, 404)
