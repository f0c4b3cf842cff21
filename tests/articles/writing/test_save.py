"""Saving a working copy: nothing overwritten unseen, each save kept, any of them put back.

Covers articles/writing/save.py, articles/errors.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from articles.errors import Collision, StepRefused
from articles.models import Article, Record, Revision
from articles.publishing import editions
from articles.writing import save
from tests import factories

pytestmark = pytest.mark.django_db


def opened(story: Article, **changes) -> Article:
    """The story as somebody has it open, with what is typed there."""
    found = Article.objects.get(pk=story.pk)
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def test_each_save_is_kept_with_all_that_belongs_to_it(people):
    topic, author = factories.topic(), factories.author()
    story = factories.article("First", topics=[topic], authors=[author], by=people["writer"])
    save.save_article(opened(story, headline="Second"), by=people["editor"], topics=[])
    first, second = Revision.objects.filter(article=story).order_by("number")
    assert (first.content["headline"], first.content["topics"], first.content["authors"]) == (
        "First",
        [topic.pk],
        [author.pk],
    )
    assert (second.content["headline"], second.content["topics"], second.by) == (
        "Second",
        [],
        people["editor"],
    )
    assert list(
        Record.objects.filter(article=story).order_by("pk").values_list("verb", "version")
    ) == [
        ("begun", 1),
        ("saved", 2),
    ]


def test_saving_what_is_stored_makes_no_version(people):
    story = factories.article()
    save.save_article(opened(story), by=people["chief"])
    story.refresh_from_db()
    assert (story.version, story.saved_by, Revision.objects.count()) == (1, people["editor"], 1)


def test_a_change_of_plan_is_no_change_of_the_text(people):
    story = factories.published().article
    save.save_article(opened(story, due_at=timezone.now()), by=people["editor"])
    assert opened(story).text_version == 1
    save.save_article(opened(story, headline="Another"), by=people["editor"])
    assert (opened(story).version, opened(story).text_version) == (3, 3)


def test_two_changes_of_one_field_collide_and_change_nothing(people):
    story = factories.article("Before")
    mine = opened(story, headline="Mine")
    save.save_article(opened(story, headline="Theirs"), by=people["chief"])
    with pytest.raises(Collision) as raised:
        save.save_article(mine, by=people["editor"])
    assert raised.value.merged.collisions == ["headline"]
    assert [raised.value.base["headline"], raised.value.theirs["headline"]] == ["Before", "Theirs"]
    story.refresh_from_db()
    assert (story.headline, story.version) == ("Theirs", 2)


def test_an_address_given_at_publication_stays(people):
    story = factories.article("The ferry")
    before = opened(story, standfirst="Written meanwhile.")
    editions.publish(story, by=people["editor"])
    save.save_article(before, by=people["editor"])
    save.save_article(opened(story, slug="another"), by=people["editor"])
    story.refresh_from_db()
    assert (story.standfirst, story.slug) == ("Written meanwhile.", "another")


def test_an_old_version_comes_back_into_the_working_copy_only(people):
    author = factories.author()
    edition = factories.published("First", authors=[author])
    story = edition.article
    save.save_article(opened(story, headline="Second"), by=people["editor"], authors=[])
    save.restore(opened(story), 1, by=people["editor"])
    story.refresh_from_db()
    assert (story.headline, story.version, story.bylines) == ("First", 3, [author])
    assert Revision.objects.get(article=story, number=3).note == "As in version 1"
    assert story.editions.count() == 1


def test_what_is_deleted_meanwhile_is_left_out_of_a_restore(people):
    topic = factories.topic()
    story = factories.article("First", topics=[topic])
    save.save_article(opened(story, headline="Second"), by=people["editor"], topics=[])
    topic.delete()
    save.restore(opened(story), 1, by=people["editor"])
    story.refresh_from_db()
    assert (story.headline, list(story.topics.all())) == ("First", [])


class TestEmbargo:
    def test_nothing_goes_live_before(self, people):
        until = timezone.now() + dt.timedelta(hours=2)
        story = factories.article(embargo_until=until)
        for at in (None, until - dt.timedelta(minutes=1)):
            with pytest.raises(StepRefused, match="under embargo until"):
                editions.publish(story, by=people["editor"], at=at)
        assert editions.publish(story, by=people["editor"], at=until).live_from == until

    def test_comes_too_late_for_what_is_live_or_due_before(self, people):
        until = timezone.now() + dt.timedelta(hours=2)
        live = factories.published().article
        with pytest.raises(StepRefused, match="Readers see this story already"):
            save.save_article(opened(live, embargo_until=until), by=people["editor"])
        due = factories.article()
        editions.publish(due, by=people["editor"], at=until - dt.timedelta(hours=1))
        with pytest.raises(StepRefused, match="before this embargo ends"):
            save.save_article(opened(due, embargo_until=until), by=people["editor"])


class TestExpiry:
    def test_a_story_leaves_by_itself(self, people):
        now = timezone.now()
        story = factories.article(expires_at=now + dt.timedelta(hours=1))
        edition = editions.publish(story, by=people["editor"], now=now)
        assert edition.live_until == story.expires_at

    def test_an_edition_taken_off_the_schedule_gives_the_live_one_its_end_back(self, people):
        now = timezone.now()
        story = factories.article(expires_at=now + dt.timedelta(hours=5))
        live = editions.publish(story, by=people["editor"], now=now)
        later = now + dt.timedelta(hours=1)
        editions.publish(story, by=people["editor"], at=later, kind="silent")
        live.refresh_from_db()
        assert live.live_until == later
        editions.unschedule(story, by=people["editor"])
        live.refresh_from_db()
        assert live.live_until == story.expires_at
