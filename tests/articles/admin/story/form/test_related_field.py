"""Series and related stories on the form of a story."""

import pytest

from articles.models import Article
from tests import factories

pytestmark = pytest.mark.django_db


def save(client, story, **changes):
    """Send the form of a story as it stands, with these changes."""
    form = client.get(f"/admin/articles/article/{story.pk}/change/").context["adminform"].form
    given = {
        "headline": story.headline,
        "body": story.body,
        "section": story.section_id,
        "seen_version": form.initial["seen_version"],
        "credits-TOTAL_FORMS": 0,
        "credits-INITIAL_FORMS": 0,
        "tab": "00000000-0000-0000-0000-000000000001",
    }
    given |= {"reply_policy-TOTAL_FORMS": 0, "reply_policy-INITIAL_FORMS": 0}
    return client.post(f"/admin/articles/article/{story.pk}/change/", {**given, **changes})


def test_related_stories_keep_the_order_in_which_they_were_chosen(browse):
    client, story = browse("editor"), factories.article("Story")
    one, two = factories.article("One"), factories.article("Two")
    assert save(client, story, related=[two.pk, one.pk]).status_code == 302
    assert Article.objects.get(pk=story.pk).related == [two.pk, one.pk]
    page = client.get(f"/admin/articles/article/{story.pk}/change/").text
    assert page.index(">Two</option>") < page.index(">One</option>")


def test_a_story_is_not_related_to_itself(browse):
    client, story = browse("editor"), factories.article("Story")
    assert "not related to itself" in save(client, story, related=[story.pk]).text


def test_a_part_needs_its_series(browse):
    client, story = browse("editor"), factories.article("Story")
    assert "Choose the series" in save(client, story, series_part=2).text
    assert save(client, story, series_part=2, series=factories.series().pk).status_code == 302
    assert Article.objects.get(pk=story.pk).series_part == 2


def test_stories_are_found_by_words(browse):
    factories.article("Harbour crane")
    asked = (
        "/admin/autocomplete/?app_label=articles&model_name=revision&field_name=article&term=crane"
    )
    assert [row["text"] for row in browse("writer").get(asked).json()["results"]] == [
        "Harbour crane"
    ]
