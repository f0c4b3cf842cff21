"""Publishing: editions, their intervals, addresses, and what the database refuses.

Covers articles/publishing/editions.py, articles/models/stories/edition.py,
articles/finding/stories.py.
"""

import datetime as dt
import itertools
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles.errors import Conflict, NotAllowed, StepRefused
from articles.finding import stories
from articles.models import Article, Edition, Record, Version
from articles.pages import versions
from articles.publishing import editions
from articles.writing import save, workflow
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
NOW = dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC)


@pytest.fixture
def editor(people):
    return people["editor"]


def test_publishing_freezes_the_working_copy(editor):
    article = factories.article(
        "Ferry back", by=editor, authors=[factories.author("B"), factories.author("A")]
    )
    edition = editions.publish(article, by=editor)
    article.headline, article.body = "Something else", "<p>Not yet</p>"
    save.save_article(article, by=editor)
    edition.refresh_from_db()
    assert (edition.headline, edition.body, edition.words) == (
        "Ferry back",
        "<p>The text of the story.</p>",
        5,
    )
    assert [a.name for a in edition.bylines] == ["B", "A"]
    assert (edition.kind, edition.number, edition.live_until) == ("first", 1, None)


def test_the_next_edition_ends_the_last_in_one_instant(editor):
    first = factories.published("One")
    article = first.article
    article.headline = "Two"
    save.save_article(article, by=editor)
    second = editions.publish(article, by=editor, kind="minor")
    first.refresh_from_db()
    assert first.live_until == second.live_from
    assert list(Edition.objects.live(timezone.now())) == [second]
    assert second.first_published_at == first.first_published_at


def test_a_later_time_needs_no_process(editor):
    article = factories.article("Tomorrow", by=editor)
    edition = editions.publish(article, by=editor, at=NOW + HOUR, now=NOW)
    assert not Edition.objects.live(NOW + HOUR - dt.timedelta(microseconds=1)).exists()
    assert Edition.objects.live(NOW + HOUR).get() == edition


def test_a_scheduled_change_of_a_live_story_takes_over_at_its_second(editor):
    first = editions.publish(factories.article("One", by=editor), by=editor, now=NOW)
    second = editions.publish(first.article, by=editor, at=NOW + HOUR, kind="silent", now=NOW)
    assert Edition.objects.live(NOW + HOUR - dt.timedelta(seconds=1)).get() == first
    assert Edition.objects.live(NOW + HOUR).get() == second


def test_publishing_now_replaces_what_was_scheduled(editor):
    first = editions.publish(factories.article("One", by=editor), by=editor, now=NOW)
    editions.publish(first.article, by=editor, at=NOW + HOUR, kind="silent", now=NOW)
    third = editions.publish(first.article, by=editor, kind="minor", now=NOW + HOUR / 2)
    assert Edition.objects.live(NOW + 2 * HOUR).get() == third


def test_unscheduling_leaves_the_live_edition_alone(editor):
    first = editions.publish(factories.article("One", by=editor), by=editor, now=NOW)
    editions.publish(first.article, by=editor, at=NOW + HOUR, kind="silent", now=NOW)
    editions.unschedule(first.article, by=editor, now=NOW)
    assert Edition.objects.live(NOW + 2 * HOUR).get() == first
    with pytest.raises(StepRefused):
        editions.unschedule(first.article, by=editor, now=NOW)


def test_two_live_editions_are_refused_by_the_database(editor):
    edition = factories.published("One")
    for live_from, live_until in [
        (edition.live_from - HOUR, None),
        (edition.live_from + HOUR, edition.live_from + 2 * HOUR),
        (edition.live_from - HOUR, edition.live_from + HOUR),
    ]:
        copy = Edition.objects.get(pk=edition.pk)
        copy.pk, copy.number, copy.live_from, copy.live_until = None, 2, live_from, live_until
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
    # half-open: they may touch
    copy.live_from, copy.live_until = edition.live_from - HOUR, edition.live_from
    copy.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=copy.pk).update(live_until=None)


def test_an_address_is_year_and_month_of_first_publication_in_the_sites_time_zone(editor, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        edition = editions.publish(factories.article("Clocks", by=editor), by=editor, now=NOW)
    assert edition.get_absolute_url() == "/2026/04/clocks/"


def test_the_address_is_frozen_and_an_old_one_leads_to_the_present_one(editor):
    first = editions.publish(factories.article("The old headline", by=editor), by=editor, now=NOW)
    article = Article.objects.get(pk=first.article_id)
    article.headline = "A new headline"
    save.save_article(article, by=editor)
    editions.publish(article, by=editor, kind="minor", now=NOW + HOUR)
    assert stories.find(2026, 3, "the-old-headline", NOW + 2 * HOUR).moved_to == ""
    article.refresh_from_db()
    article.slug = "new"
    save.save_article(article, by=editor)
    editions.publish(article, by=editor, kind="silent", now=NOW + 3 * HOUR)
    found = stories.find(2026, 3, "the-old-headline", NOW + 4 * HOUR)
    assert found.moved_to == "/2026/03/new/"


def test_the_same_headline_twice_gets_two_addresses(editor):
    slugs = [
        editions.publish(factories.article("Same", by=editor), by=editor, now=NOW).address.slug
        for _ in range(3)
    ]
    assert slugs == ["same", "same-2", "same-3"]


def test_an_address_of_another_story_is_refused(editor):
    editions.publish(factories.article("Same", by=editor), by=editor, now=NOW)
    with pytest.raises(Conflict):
        editions.publish(factories.article("Other", by=editor, slug="same"), by=editor, now=NOW)


def test_withdrawing_ends_everything(editor):
    first = editions.publish(factories.article("One", by=editor), by=editor, now=NOW)
    editions.publish(first.article, by=editor, at=NOW + 5 * HOUR, kind="silent", now=NOW)
    editions.withdraw(first.article, by=editor, now=NOW + HOUR)
    assert not Edition.objects.live(NOW + HOUR).exists()
    assert not Edition.objects.live(NOW + 9 * HOUR).exists()
    assert stories.find(2026, 3, "one", NOW + HOUR).gone
    with pytest.raises(StepRefused):
        editions.withdraw(first.article, by=editor, now=NOW + 2 * HOUR)


def test_a_story_that_was_only_scheduled_and_withdrawn_never_was(editor):
    first = editions.publish(factories.article("One", by=editor), by=editor, at=NOW + HOUR, now=NOW)
    editions.withdraw(first.article, by=editor, now=NOW)
    assert stories.find(2026, 3, "one", NOW + 3 * HOUR) is None


@pytest.mark.parametrize("kind", ["", "first", "nonsense"])
def test_a_story_that_readers_know_needs_a_kind_of_change(editor, kind):
    edition = factories.published("One")
    with pytest.raises(StepRefused):
        editions.publish(edition.article, by=editor, kind=kind)


@pytest.mark.parametrize("kind", ["update", "clarification", "correction", "retraction"])
def test_a_change_said_openly_needs_its_words_and_moves_the_date(editor, kind):
    edition = factories.published("One")
    with pytest.raises(StepRefused):
        editions.publish(edition.article, by=editor, kind=kind, note="  ")
    changed = editions.publish(edition.article, by=editor, kind=kind, note="It was Tuesday.")
    assert changed.updated_at == changed.live_from
    silent = editions.publish(edition.article, by=editor, kind="silent")
    assert silent.updated_at == changed.updated_at


@pytest.mark.parametrize(("headline", "body"), [(" ", "<p>Text</p>"), ("Headline", "<p></p>")])
def test_an_empty_story_is_not_published(editor, headline, body):
    article = factories.article("x", by=editor, body=body)
    Article.objects.filter(pk=article.pk).update(headline=headline)
    with pytest.raises(StepRefused):
        editions.publish(article, by=editor)


def test_a_time_in_the_past_is_refused(editor):
    with pytest.raises(StepRefused):
        editions.publish(factories.article(by=editor), by=editor, at=NOW - HOUR, now=NOW)


def test_publishing_what_somebody_saved_meanwhile_is_refused(editor):
    article = factories.article(by=editor)
    with pytest.raises(Conflict):
        editions.publish(article, by=editor, seen_version=article.version - 1)


@pytest.mark.parametrize(
    ("role", "may"), [("writer", False), ("editor", True), ("chief", True), ("moderator", False)]
)
def test_who_may_publish(people, role, may):
    article = factories.article(by=people["writer"])
    if may:
        assert editions.publish(article, by=people[role]).pk
    else:
        with pytest.raises(NotAllowed):
            editions.publish(article, by=people[role])


def test_every_step_is_on_record(editor):
    article = factories.article("Kept", by=editor)
    editions.publish(article, by=editor, now=NOW)
    editions.withdraw(article, by=editor, now=NOW + HOUR)
    verbs = Record.objects.filter(article=article).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["begun", "published", "withdrawn"]


def test_versions_move_with_the_change_and_not_without_a_transaction(editor):
    edition = factories.published("One")
    keys = {"stories", f"story:{edition.article_id}", f"section:{edition.section_id}"}
    assert keys <= set(Version.objects.values_list("key", flat=True))
    before = versions.numbers(keys)
    with transaction.atomic():
        versions.move("stories")
    assert versions.numbers(keys) == {**before, "stories": before["stories"] + 1}
    assert versions.numbers(["story:0"]) == {"story:0": 0}


@pytest.mark.django_db
def test_versions_move_in_one_query_the_new_ones_too(django_assert_num_queries):
    with transaction.atomic():
        versions.move("replies:1", "replies")
        with django_assert_num_queries(1):
            versions.move("replies:2", "replies", "replies:1", "replies")
    with django_assert_num_queries(1):
        assert versions.numbers(["replies", "replies:1", "replies:2", "replies:3"]) == {
            "replies": 2,
            "replies:1": 2,
            "replies:2": 1,
            "replies:3": 0,
        }
    with django_assert_num_queries(0):
        assert versions.numbers([]) == {}


def test_the_next_turn_is_the_next_moment_of_the_clock_under_these_keys(editor):
    section, topic = factories.section("Port"), factories.topic("Ferries")
    article = factories.article(by=editor, section=section, topics=[topic])
    first = editions.publish(article, by=editor, at=NOW + HOUR, now=NOW)
    assert versions.next_turn(["stories"], NOW + HOUR) is None
    for key in ("stories", f"story:{article.pk}", f"section:{section.pk}", f"topic:{topic.pk}"):
        assert versions.next_turn(["furniture", key, "replies"], NOW) == first.live_from
    for key in ("furniture", "replies", f"replies:{article.pk}", "section:0"):
        assert versions.next_turn([key], NOW) is None
    editions.unschedule(article, by=editor, now=NOW)


STATES = [
    # transition, from, role, allowed
    ("submit", "draft", "writer", True), ("submit", "review", "writer", False), ("submit", "draft",
    "moderator", False),
    ("approve", "review", "editor", True), ("approve", "draft", "chief", True), ("approve",
    "review", "writer", False),
    ("send_back", "review", "editor", True), ("send_back", "ready", "chief", True), ("send_back",
    "draft", "editor", False),
    ("take_back", "review", "writer", True), ("take_back", "ready", "writer", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "state", "role", "allowed"), STATES)
def test_states_and_roles(people, name, state, role, allowed):
    article = factories.article(by=people["writer"])
    Article.objects.filter(pk=article.pk).update(state=state)
    offered = {
        transition.name
        for transition in workflow.open_to(people[role], Article.objects.get(pk=article.pk))
    }
    assert (name in offered) == allowed
    if allowed:
        assert (
            workflow.move(article, to=name, by=people[role]).state == workflow.BY_NAME[name].target
        )
    else:
        with pytest.raises(StepRefused):
            workflow.move(article, to=name, by=people[role])
    assert Article.objects.get(pk=article.pk).state == (
        workflow.BY_NAME[name].target if allowed else state
    )


def test_a_writer_saves_his_own_stories_only(people):
    theirs = factories.article(by=people["editor"])
    with pytest.raises(NotAllowed):
        save.save_article(theirs, by=people["writer"])
    byline = factories.author("Writer")
    byline.user = people["writer"]
    byline.save()
    save.save_article(theirs, by=people["editor"], authors=[byline])
    theirs.headline = "By its author"
    assert save.save_article(theirs, by=people["writer"]).number == 3


@pytest.mark.django_db(transaction=True)
def test_two_people_publishing_at_once_end_in_one_live_edition(editor):
    first = factories.published("One")
    barrier, outcomes = threading.Barrier(4), []

    def step():
        barrier.wait()
        try:
            outcomes.append(editions.publish(first.article, by=editor, kind="minor").number)
        except StepRefused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=step) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [2, 3, 4, 5]
    now = timezone.now()
    assert Edition.objects.live(now).get().number == 5
    ends = [(e.live_from, e.live_until) for e in Edition.objects.order_by("number")]
    assert all(earlier[1] == later[0] for earlier, later in itertools.pairwise(ends))


def test_only_what_was_never_published_is_deleted(editor, people):
    draft, known = factories.article("Draft", by=editor), factories.published("Known").article
    with pytest.raises(StepRefused):
        save.delete_article(known, by=editor)
    with pytest.raises(NotAllowed):
        save.delete_article(draft, by=people["writer"])
    save.delete_article(draft, by=editor)
    assert list(Article.objects.all()) == [known]
    assert Record.objects.filter(verb="deleted").get().subject == "Draft"


class TestClockSetBack:
    """While editions lie in the future of the clock, nothing is published that would end them."""

    DAY = dt.timedelta(days=1)

    def first(self, editor, now: dt.datetime) -> Article:
        """A story that was published then."""
        article = factories.article("One", by=editor, now=now)
        editions.publish(article, by=editor, now=now)
        return article

    def state(self) -> list[tuple]:
        return sorted(Edition.objects.values_list("pk", "live_from", "live_until", "kind"))

    def test_of_the_story(self, editor):
        article = self.first(editor, NOW - 2 * self.DAY)
        editions.publish(article, by=editor, kind="minor", now=NOW)
        before, records = self.state(), Record.objects.count()
        with pytest.raises(StepRefused, match="The clock of the server says") as refusal:
            editions.publish(article, by=editor, kind="minor", now=NOW - self.DAY)
        assert "says 30 March 2026, 22:30:00" in str(refusal.value)
        assert "of this story was made at 31 March 2026, 22:30:00" in str(refusal.value)
        assert (self.state(), Record.objects.count()) == (before, records)

    def test_the_way_out_where_the_clock_was_ahead(self, editor):
        article, other = self.first(editor, NOW - self.DAY), factories.article("Now", by=editor)
        editions.publish(article, by=editor, kind="minor", now=timezone.now() + 400 * self.DAY)
        with pytest.raises(StepRefused, match="an edition of “One” was made at"):
            editions.publish(other, by=editor)
        editions.unschedule(article, by=editor)
        assert editions.publish(other, by=editor).number == 1
        assert editions.publish(article, by=editor, kind="minor").number == 3

    def test_by_a_moment(self, editor):
        """Two nodes whose clocks differ: what the other has just published is not ended."""
        article = self.first(editor, NOW)
        with pytest.raises(StepRefused, match="clock"):
            editions.publish(
                article, by=editor, kind="minor", now=NOW - dt.timedelta(milliseconds=50)
            )
        assert editions.publish(article, by=editor, kind="minor", now=NOW).number == 2

    def test_of_another_story(self, editor):
        self.first(editor, timezone.now() + self.DAY)
        with pytest.raises(StepRefused, match="clock"):
            editions.publish(factories.article("Now", by=editor), by=editor)
        assert Edition.objects.count() == 1

    def test_of_another_story_by_a_moment(self, editor):
        self.first(editor, timezone.now() + dt.timedelta(seconds=20))
        assert editions.publish(factories.article("Now", by=editor), by=editor).number == 1

    def test_what_is_scheduled_is_not_in_the_way(self, editor):
        editions.publish(
            factories.article("Later", by=editor), by=editor, at=timezone.now() + self.DAY
        )
        assert editions.publish(factories.article("Now", by=editor), by=editor).number == 1
