"""Quick edit: a few fields of a story, changed from the list."""

import pytest

from articles.models import Article, Record
from articles.writing import save
from tests import factories

PART = {"x-part": "form"}


def page(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/quick/"


def form(article: Article, **given) -> dict:
    fields = {
        "headline": article.headline,
        "slug": article.slug,
        "section": article.section_id,
        "owner": "",
        "due_at": "",
        "seen_version": article.version,
        "back": "",
    }
    return {**fields, **given}


@pytest.fixture
def editor(client, people):
    client.force_login(people["editor"])
    return client


@pytest.fixture
def story(people):
    return factories.article(
        "Ferry back", by=people["editor"], topics=[factories.topic()], authors=[factories.author()]
    )


def test_the_fields_are_saved_and_all_else_stays(editor, story, people):
    given = form(
        story,
        headline="The ferry is back",
        slug="ferry",
        owner=people["writer"].pk,
        due_at="2026-05-01T18:00",
    )
    answer = editor.post(page(story), {**given, "back": "tab=mine&q=ferry"})
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/admin/articles/article/?tab=mine&q=ferry",
    )
    now = Article.objects.get(pk=story.pk)
    assert (now.headline, now.slug, now.owner, now.version) == (
        "The ferry is back",
        "ferry",
        people["writer"],
        2,
    )
    assert f"{now.due_at:%Y-%m-%d}" == "2026-05-01"
    assert (now.body, [*now.topics.all()], now.bylines) == (
        story.body,
        [factories.topic()],
        [factories.author()],
    )
    assert Record.objects.filter(article=story).latest("pk").verb == "saved"


def test_the_way_back_is_the_list_and_nowhere_else(editor, story):
    answer = editor.post(page(story), form(story, back="https://example.org/\r\nx: y"))
    assert answer["Location"].startswith("/admin/articles/article/?https%3A%2F%2F")


def test_the_script_gets_the_form_alone(editor, story):
    whole, part = editor.get(page(story)).text, editor.get(page(story), headers=PART).text
    assert ("<html" in whole, "<html" in part) == (True, False)
    assert 'value="Ferry back"' in whole
    assert 'value="Ferry back"' in part
    assert editor.post(page(story), form(story, headline="New"), headers=PART).status_code == 204


@pytest.mark.parametrize("headers", [{}, PART])
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(editor, story, headers):
    answer = editor.post(page(story), form(story, headline="", slug="my slug"), headers=headers)
    assert answer.status_code == 422
    assert 'id="id_headline_error"' in answer.text
    assert 'value="my slug"' in answer.text
    assert Article.objects.get(pk=story.pk).version == 1


def test_a_colleagues_save_is_joined(editor, story, people):
    colleague = Article.objects.get(pk=story.pk)
    colleague.body = "<p>Another text.</p>"
    save.save_article(colleague, by=people["chief"])
    assert editor.post(page(story), form(story, headline="New")).status_code == 302
    now = Article.objects.get(pk=story.pk)
    assert (now.headline, now.body) == ("New", "<p>Another text.</p>")


def test_a_collision_leads_to_the_page_of_collisions(editor, story, people):
    colleague = Article.objects.get(pk=story.pk)
    colleague.headline = "Theirs"
    save.save_article(colleague, by=people["chief"])
    answer = editor.post(page(story), form(story, headline="Mine"))
    assert answer.status_code == 409
    assert "Two versions of this story" in answer.text
    assert Article.objects.get(pk=story.pk).headline == "Theirs"


WHO = {
    "writer": (200, 302, 403),
    "editor": (200, 302, 200),
    "chief": (200, 302, 200),
    "moderator": (403, 403, 403),
}


@pytest.mark.parametrize("role", WHO)
def test_who_may(role, client, people):
    own, other = factories.article(by=people["writer"]), factories.article(by=people["editor"])
    client.force_login(people[role])
    saved = client.post(page(own), form(own, headline="New"))
    assert (
        client.get(page(own)).status_code,
        saved.status_code,
        client.get(page(other)).status_code,
    ) == WHO[role]


@pytest.mark.parametrize(("role", "number"), [("writer", 1), ("editor", 2), ("moderator", 0)])
def test_the_list_offers_it_where_it_is_allowed(role, number, client, people):
    factories.article(by=people["writer"])
    factories.article(by=people["editor"])
    client.force_login(people[role])
    assert client.get("/admin/articles/article/").text.count("data-quick=") == number
