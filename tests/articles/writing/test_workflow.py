"""Review: what was approved is a version, and a change of it waits for approval again."""

import pytest
from django.contrib.auth.models import Permission

from articles.errors import StepRefused
from articles.models import Article, Record, State
from articles.publishing import editions
from articles.writing import save, workflow
from tests import factories


@pytest.fixture
def story(people):
    story = factories.article("Ferry back", by=people["writer"])
    return workflow.move(story, to="approve", by=people["editor"])


def changed(story, by, **fields):
    story = Article.objects.get(pk=story.pk)
    for name, value in fields.items():
        setattr(story, name, value)
    save.save_article(story, by=by)
    return Article.objects.get(pk=story.pk)


def may_not_skip(person):
    """The person, whose group has lost the right to go without review."""
    person.groups.get().permissions.remove(Permission.objects.get(codename="skip_review"))
    return type(person).objects.get(pk=person.pk)


def restore(story, by, page):
    save.restore(Article.objects.get(pk=story.pk), 1, by=by)


def quick_edit(story, by, page):
    given = {"headline": "Newer", "section": story.section_id, "seen_version": story.version}
    assert page.post(f"/admin/articles/article/{story.pk}/quick/", given).status_code == 302


def bulk(story, by, page):
    other = factories.section("Elsewhere").pk
    given = {"act": "file", "story": story.pk, "section": other, "asked": 1}
    given[f"version-{story.pk}"] = story.version
    assert page.post("/admin/articles/article/bulk/", given).status_code == 200


def merge(story, by, page):
    mine = Article.objects.get(pk=story.pk)
    changed(story, factories.person("editor", "second"), note="A number to call")
    mine.headline = "Newer"
    save.save_article(mine, by=by)


@pytest.mark.parametrize("way", [restore, quick_edit, bulk, merge])
def test_whatever_way_a_change_comes_it_waits_for_approval(way, story, people, browse):
    if way is restore:
        story = changed(story, people["editor"], headline="Ferry late")
    assert story.state == State.READY
    way(story, people["writer"], browse("writer"))
    story = Article.objects.get(pk=story.pk)
    assert (story.state, story.is_approved) == (State.REVIEW, False)
    told = story.records.get(verb="submit")
    assert (told.by, told.note) == (people["writer"], "Changed after it was marked as ready.")


def test_what_readers_do_not_see_needs_no_approval(story, people):
    story = changed(story, people["writer"], note="A number to call")
    assert (story.state, story.is_approved) == (State.READY, True)


def test_who_may_skip_review_approves_by_saving(story, people):
    story = changed(story, people["editor"], headline="Newer")
    assert (story.state, story.approved_version) == (State.READY, story.version)


def test_a_change_of_a_live_story_goes_through_the_same_door(story, people):
    editor = may_not_skip(people["editor"])
    editions.publish(story, by=editor)
    story = changed(story, people["writer"], headline="Newer")
    assert story.state == State.DRAFT
    with pytest.raises(StepRefused, match="Nobody has approved this version"):
        editions.publish(story, by=editor, kind="minor")
    workflow.move(story, to="submit", by=people["writer"])
    workflow.move(story, to="approve", by=editor)
    assert editions.publish(story, by=editor, kind="minor").headline == "Newer"


def test_nobody_approves_their_own_words_without_the_right_to(people):
    editor = may_not_skip(people["editor"])
    story = factories.article(by=editor)
    with pytest.raises(StepRefused, match="Somebody else has to approve it"):
        workflow.move(story, to="approve", by=editor)
    assert not Record.objects.filter(verb="approve").exists()
