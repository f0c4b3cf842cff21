"""Long lists in the admin: counted a page ahead, searched a good way back, and it is said.

Covers articles/admin/lists.py, articles/admin/read_only.py, articles/admin/record.py.
"""

import pytest
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView

from articles.admin.story.admin import ArticleAdmin
from articles.models import Article, Picture, Record, Verb
from articles.models.record import SUBJECTS
from tests import factories

STORIES = "/admin/articles/article/"


@pytest.fixture
def editor(client, people):
    client.force_login(people["editor"])
    return client


def headlines(page: str) -> list[str]:
    return [
        headline
        for headline in (f"Story {number}" for number in range(10))
        if f">{headline}</a>" in page
    ]


def test_a_list_is_counted_one_page_ahead(editor, monkeypatch):
    monkeypatch.setattr(admin.site._registry[Article], "list_per_page", 2)
    for number in range(5):
        factories.article(f"Story {number}")
    first, second, third = (editor.get(f"{STORIES}?p={number}").text for number in (1, 2, 3))
    assert "more than 4 stories" in " ".join(first.split())
    assert 'href="?p=2"' in first
    assert 'href="?p=3"' not in first
    assert "more than" not in second
    assert "5 stories" in " ".join(second.split())
    assert [headlines(page) for page in (first, second, third)] == [
        ["Story 3", "Story 4"],
        ["Story 1", "Story 2"],
        ["Story 0"],
    ]


def test_what_is_found_is_counted_one_page_ahead_as_well(editor, monkeypatch):
    monkeypatch.setattr(admin.site._registry[Article], "list_per_page", 2)
    for number in range(5):
        factories.article(f"Story {number}")
    first, third = (editor.get(f"{STORIES}?q=story&p={number}").text for number in (1, 3))
    assert "more than 4 stories" in " ".join(first.split())
    assert headlines(first) == ["Story 3", "Story 4"]
    assert "5 stories" in " ".join(third.split())
    assert headlines(third) == ["Story 0"]
    assert headlines(editor.get(f"{STORIES}?q=story&o=2").text) == ["Story 0", "Story 1"]


@pytest.mark.parametrize("asked", ["0", "x", "-1", "99999999999999999999"])
def test_a_page_that_is_not_there(editor, asked):
    factories.article()
    assert editor.get(f"{STORIES}?p={asked}").status_code in (200, 302)


def test_words_are_searched_in_the_whole_archive_and_in_a_section_of_it(editor, monkeypatch):
    monkeypatch.setattr(ArticleAdmin, "found_at_most", 2)
    for number, section in enumerate(("city", "sport", "city", "sport")):
        factories.article(f"Story {number}", section=factories.section(section))
    sport = factories.section("sport").pk
    found = editor.get(f"{STORIES}?q=story").text
    assert "the newest 2 are listed at most" in found
    assert headlines(found) == ["Story 2", "Story 3"]
    assert headlines(editor.get(f"{STORIES}?q=story&section__id__exact={sport}").text) == [
        "Story 1",
        "Story 3",
    ]
    assert headlines(editor.get(f"{STORIES}?q=nothing").text) == []
    assert headlines(editor.get(f"{STORIES}?q=%F0%9F%9A%A2&section__id__exact={sport}").text) == []


def test_my_stories_are_those_that_i_began_or_signed_each_once(client, people):
    writer = people["writer"]
    me, other = factories.author("Me"), factories.author("Other")
    me.user = writer
    me.save()
    factories.article("Story 1", by=writer, authors=[me, other])
    factories.article("Story 2", by=people["editor"], authors=[other, me])
    factories.article("Story 3", by=people["editor"], authors=[other])
    client.force_login(writer)
    found = client.get(f"{STORIES}?tab=mine").text
    assert headlines(found) == ["Story 1", "Story 2"]
    assert found.count(">Story 1</a>") == 1


def test_the_record_by_verb(editor):
    factories.published("Story 1")
    assert Record.objects.filter(verb="begun").exists()
    found = editor.get("/admin/articles/record/?verb=published").text
    assert found.count('class="field-verb">published') == 1
    assert 'class="field-verb">begun' not in found


def test_the_verbs_are_offered_by_what_they_are_about(editor):
    factories.published("Story 1")
    page = editor.get("/admin/articles/record/?verb=published&q=Story&p=1").text
    assert page.count("<optgroup ") == len(SUBJECTS) == 10
    assert '<optgroup label="Stories"><option value="begun">' in page
    assert page.count("<option ") == len(Verb) + 1
    assert '<option value="published" selected>' in page
    assert '<input type="hidden" name="q" value="Story">' in page
    assert '<input type="hidden" name="p"' not in page
    chosen_none = editor.get("/admin/articles/record/?verb=").text
    assert 'class="field-verb">begun' in chosen_none


def test_what_is_to_be_chosen_from_has_all_its_pages(editor, monkeypatch):
    monkeypatch.setattr(AutocompleteJsonView, "paginate_by", 1)
    for name in "ABCD":
        Picture.objects.create(
            original="x.jpg", width=9, height=9, format="jpeg", digest="x", alt=f"Pier {name}"
        )
    asked = "/admin/autocomplete/?app_label=articles&model_name=article&field_name=lead_picture&term=pier&page="
    answers = [editor.get(f"{asked}{number}").json() for number in (1, 2, 3, 4)]
    assert [answer["results"][0]["text"] for answer in answers] == [
        "Pier D",
        "Pier C",
        "Pier B",
        "Pier A",
    ]
    assert [answer["pagination"]["more"] for answer in answers] == [True, True, True, False]
