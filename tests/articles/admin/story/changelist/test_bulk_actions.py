"""Several stories at once: what is shown before, what is done, and what is told after.

Covers articles/admin/story/changelist/bulk_actions.py,
articles/admin/story/changelist/bulk_pages.py.
"""

import datetime as dt
import re

import pytest
from django.utils import timezone

from articles.models import Article, Record
from articles.writing import save, workflow
from tests import factories

LIST, BULK = "/admin/articles/article/", "/admin/articles/article/bulk/"


@pytest.fixture
def editor(client, people):
    client.force_login(people["editor"])
    return client


def rows(page: str) -> list[str]:
    """The words of each row."""
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    return [
        " ".join(re.sub(r"<[^>]*>", " ", row).split())
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


def sent(stories: list[Article], act: str, **given) -> dict:
    """What the page sends that has shown these stories as they are."""
    versions = {f"version-{story.pk}": story.version for story in stories}
    return {"act": act, "asked": "1", "story": [story.pk for story in stories], **versions, **given}


def states(stories: list[Article]) -> list[str]:
    return [Article.objects.get(pk=story.pk).state for story in stories]


def test_the_list_leads_to_the_page_with_what_is_picked(editor):
    one, two = factories.article(), factories.article()
    answer = editor.post(
        LIST, {"action": "bulk_submit", "_selected_action": [one.pk, two.pk], "index": 0}
    )
    assert answer["Location"] == f"{BULK}?act=submit&story={one.pk}&story={two.pk}"


def test_what_will_happen_is_shown_and_nothing_is_done(editor):
    draft, ready = factories.article("Draft one"), factories.article("Ready one")
    workflow.move(ready, to="approve", by=factories.somebody())
    page = editor.get(BULK, {"act": "submit", "story": [draft.pk, ready.pk]}).text
    assert sorted(rows(page)) == [
        "Draft one Draft → In review",
        "Ready one Left out It is “Ready”.",
    ]
    assert "Submit for review: 1 story" in page
    assert states([draft, ready]) == ["draft", "ready"]


def test_each_story_is_moved_or_it_is_told_why_not(editor):
    one, two = factories.article("One"), factories.article("Two")
    given = sent([one, two], "submit")
    workflow.move(two, to="approve", by=factories.somebody())
    page = editor.post(BULK, given).text
    assert sorted(rows(page)) == ["One Draft → In review Done", "Two Not done It is “Ready”."]
    assert "1 of 2 done." in page
    assert states([one, two]) == ["review", "ready"]


def test_a_remark_goes_with_what_is_sent_back(editor):
    story = factories.article()
    workflow.move(story, to="submit", by=factories.somebody())
    assert editor.post(BULK, sent([story], "send_back", remark=" ")).status_code == 422
    assert states([story]) == ["review"]
    editor.post(BULK, sent([story], "send_back", remark="The figures?"))
    assert states([story]) == ["draft"]
    assert Record.objects.get(article=story, verb="send back").note == "The figures?"


def test_what_is_asked_first_is_asked(editor):
    story = factories.article("One")
    page = editor.get(BULK, {"act": "shift", "story": story.pk}).text
    assert 'name="hours"' in page
    assert rows(page) == ["One"]
    assert 'method="post"' in page
    assert ": 1 story" not in page


def test_owner_section_and_due_time_are_changed(editor, people):
    due = timezone.now().replace(microsecond=0) + dt.timedelta(days=1)
    story = factories.article("One", due_at=due)
    sport = factories.section("Sport")
    for act, given in (
        ("give", {"owner": people["writer"].pk}),
        ("file", {"section": sport.pk}),
        ("shift", {"hours": -2}),
    ):
        story.refresh_from_db()
        assert "1 of 1 done." in editor.post(BULK, sent([story], act, **given)).text
    story.refresh_from_db()
    assert (story.owner, story.section, story.due_at) == (
        people["writer"],
        sport,
        due - dt.timedelta(hours=2),
    )
    assert story.version == 4


def test_what_is_sent_twice_is_done_once(editor):
    due = timezone.now().replace(microsecond=0)
    story = factories.article("One", due_at=due)
    given = sent([story], "shift", hours=3)
    editor.post(BULK, given)
    assert rows(editor.post(BULK, given).text) == [
        "One Not done It was saved meanwhile. Look at it again."
    ]
    story.refresh_from_db()
    assert story.due_at == due + dt.timedelta(hours=3)


def test_what_a_colleague_saved_is_left_alone(editor, people):
    one, two = factories.article("One"), factories.article("Two")
    given = sent([one, two], "give", owner=people["writer"].pk)
    two.headline = "Two, anew"
    save.save_article(two, by=people["chief"])
    assert "1 of 2 done." in editor.post(BULK, given).text
    assert Article.objects.get(pk=two.pk).owner == factories.somebody()


def test_a_story_without_a_due_time_is_left_out(editor):
    story = factories.article("One")
    page = editor.get(BULK, {"act": "shift", "story": story.pk, "asked": 1, "hours": 2}).text
    assert rows(page) == ["One Left out It has no due time."]


def test_no_more_than_a_page(editor, monkeypatch):
    from django.contrib import admin

    monkeypatch.setattr(admin.site._registry[Article], "list_per_page", 2)
    stories = [factories.article() for _ in range(3)]
    editor.post(BULK, sent(stories, "submit"))
    assert states(stories).count("review") == 2


@pytest.mark.parametrize(
    "given",
    [{}, {"act": "submit"}, {"act": "nonsense", "story": 1}, {"act": "submit", "story": "x"}],
)
def test_nothing_to_do_leads_back(given, editor):
    answer = editor.get(BULK, given)
    assert (answer.status_code, answer["Location"]) == (302, LIST)


def test_a_writer_moves_only_what_is_theirs(client, people):
    own, other = (
        factories.article("Own", by=people["writer"]),
        factories.article("Other", by=people["editor"]),
    )
    client.force_login(people["writer"])
    page = client.post(BULK, sent([own, other], "submit")).text
    assert sorted(rows(page)) == [
        "Other Not done Your role does not allow this step.",
        "Own Draft → In review Done",
    ]
    assert rows(client.post(BULK, sent([own], "approve")).text) == [
        "Own Not done Your role does not allow this step."
    ]


OFFERED = {
    "writer": ["submit", "give", "file", "shift"],
    "editor": ["submit", "approve", "send_back", "give", "file", "shift"],
    "moderator": [],
}


@pytest.mark.parametrize("role", OFFERED)
def test_who_is_offered_what(role, client, people):
    factories.article()
    client.force_login(people[role])
    assert re.findall(r'name="action" value="bulk_(\w+)">', client.get(LIST).text) == OFFERED[role]


def test_the_page_is_refused_to_who_changes_nothing(client, people):
    client.force_login(people["moderator"])
    assert client.post(BULK, sent([factories.article()], "submit")).status_code == 403
