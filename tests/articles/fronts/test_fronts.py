"""Fronts: slots, what readers see of them, and the steps by which they change.

Covers articles/fronts/contents.py, articles/fronts/editing.py, articles/fronts/lists.py,
articles/fronts/places.py, articles/fronts/slots.py, articles/models/front.py.
"""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.errors import NotAllowed, StepRefused
from articles.fronts import contents, editing, places, slots
from articles.fronts.slots import Plan, Slot
from articles.models import Article, Front, FrontEdition, Record, Section
from articles.pages import versions
from articles.publishing import editions
from tests import factories

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def home():
    return places.home(Section.objects.all())


def place(story, area="lead", number=0, by=None):
    """Place a story on the home page, in the working copy."""
    front = editing.working_copy(home())
    return editing.change(
        home(),
        lambda plan: plan.place_story(
            story.article_id if hasattr(story, "article_id") else story.pk, area, number
        ),
        by=by or factories.somebody("editor"),
        seen_version=front.version,
    )


def publish(**more):
    return editing.publish(home(), by=factories.somebody("editor"), **more)


def shown(content=None, now=None):
    return contents.show(
        home(),
        content if content is not None else editing.working_copy(home()).content,
        now or timezone.now(),
    )


def seen(client, path="/"):
    """The headlines on a page, in order."""
    import re

    return re.findall(r'class="card-headline"><a href="[^"]*">([^<]*)</a>', client.get(path).text)


# -- arranging
# ------------------------------------------------------------------------------------------------


def plan(**areas):
    return Plan(
        home(),
        {name: [{"story": n} if n else {} for n in numbers] for name, numbers in areas.items()},
    )


def numbers(made, area):
    return [slot.story or 0 for slot in made.areas[area]]


def test_what_is_inserted_pushes_down_as_far_as_there_is_room(db):
    made = plan(rail=[1, 0, 3, 4])
    made.place_story(9, "rail", 0)
    assert numbers(made, "rail") == [9, 1, 3, 4]


def test_what_is_pushed_out_of_the_lead_leads_the_rail(db):
    made = plan(lead=[1], rail=[2])
    made.place_story(9, "lead", 0)
    assert (numbers(made, "lead"), numbers(made, "rail")) == ([9], [1, 2, 0, 0])


def test_what_does_not_fit_is_refused(db):
    made = plan(lead=[1], rail=[2, 3, 4, 5], more=[6, 7, 8, 9])
    with pytest.raises(StepRefused, match="“More” is full"):
        made.place_story(10, "lead", 0)


def test_a_story_that_stands_already_moves_with_its_overrides(db):
    made = Plan(home(), {"rail": [{"story": 1, "headline": "Other words"}]})
    made.place_story(1, "lead", 0)
    assert made.content() == {"lead": [{"story": 1, "headline": "Other words"}]}


def test_a_step_exchanges_neighbours_across_areas(db):
    made = plan(lead=[1], rail=[2])
    assert made.step("rail", 0, -1) == ("lead", 0)
    assert (numbers(made, "lead"), numbers(made, "rail")[0]) == ([2], 1)
    with pytest.raises(StepRefused, match="top already"):
        made.step("lead", 0, -1)


def test_an_empty_plan_is_no_content(db):
    assert Plan(home(), {}).content() == {}
    assert Plan(home(), {"band-999": [{"story": 1}]}).content() == {}, "the section is gone"


# -- what readers see
# -----------------------------------------------------------------------------------------


def test_an_empty_front_fills_itself_with_the_newest(client, people):
    for number in range(12):
        factories.published(f"Story {number}", ago=dt.timedelta(hours=12 - number))
    assert seen(client) == [f"Story {number}" for number in range(11, -1, -1)]


def test_a_story_placed_by_hand_is_seen_once_published(client, people):
    old = factories.published("Old", ago=dt.timedelta(days=9))
    factories.published("New")
    place(old)
    assert seen(client) == ["New", "Old"]
    publish()
    assert seen(client) == ["Old", "New"]


def test_overrides_and_links(client, people):
    old = factories.published("Old", kicker="Was")
    link = Slot(address="https://example.org/far", headline="Elsewhere", kicker="Beyond")

    def arrange(made):
        made.put("lead", 0, Slot(story=old.article_id, headline="In other words", kicker="Is"))
        made.put("rail", 0, link)

    editing.change(home(), arrange, by=people["editor"], seen_version=0)
    publish()
    page = client.get("/").text
    assert seen(client) == ["In other words", "Elsewhere"]
    assert "Was" not in page
    assert "Beyond" in page
    assert seen(client, "/section/city/") == ["Old"]


def test_a_withdrawn_story_is_skipped_and_its_place_refills(client, people):
    old, new = factories.published("Old", ago=dt.timedelta(days=9)), factories.published("New")
    place(old)
    publish()
    editions.withdraw(old.article, by=people["editor"])
    assert seen(client) == ["New"]
    assert shown().places[0].why == "It is not live."
    assert shown()["lead"] == [new]


def test_a_story_to_come_is_seen_at_its_time_and_not_before(client, people, time_machine):
    at = timezone.now() + 10 * MINUTE
    time_machine.move_to(at - 10 * MINUTE, tick=False)
    factories.published("New")
    story = factories.article("To come")
    editions.publish(story, by=people["editor"], at=at)
    place(story)
    publish()
    assert seen(client) == ["New"]
    time_machine.move_to(at - dt.timedelta(seconds=1), tick=False)
    assert seen(client) == ["New"]
    time_machine.move_to(at, tick=False)
    assert seen(client) == ["To come", "New"]


def test_a_slot_ends_at_the_second(client, people, time_machine):
    now = timezone.now().replace(microsecond=0)
    time_machine.move_to(now, tick=False)
    old = factories.published("Old", ago=dt.timedelta(days=9))
    factories.published("New")
    ends = now + MINUTE
    slot = Slot(story=old.article_id, until=ends.astimezone(dt.UTC).isoformat())
    editing.change(
        home(), lambda plan: plan.put("lead", 0, slot), by=people["editor"], seen_version=0
    )
    publish()
    assert versions.next_turn(["front:home"], now) == ends
    time_machine.move_to(ends - dt.timedelta(seconds=1), tick=False)
    assert seen(client) == ["Old", "New"]
    time_machine.move_to(ends, tick=False)
    assert seen(client) == ["New", "Old"]


def test_a_rule_finds_the_newest_of_a_topic_and_falls_back_to_its_area(people):
    topic = factories.topic("Harbour")
    about = factories.published("About", topics=[topic], ago=dt.timedelta(days=2))
    new = factories.published("New")
    content = {"lead": [{"rule": f"topic:{topic.pk}"}], "rail": [{"rule": f"topic:{topic.pk}"}]}
    assert (shown(content)["lead"], shown(content)["rail"]) == ([about], [new])


def test_the_lead_is_never_empty_where_there_is_a_story(client, people):
    only = factories.published("Only")
    place(only, f"band-{only.section_id}")
    publish()
    assert 'class="front-lead"' in client.get("/").text
    assert seen(client) == ["Only"]


def test_a_section_with_a_front_has_a_lead_and_a_list_without_it(client, people):
    for number in range(25):
        edition = factories.published(f"Story {number}", ago=dt.timedelta(hours=25 - number))
    section = places.of_section(edition.section)
    assert seen(client, "/section/city/")[0] == "Story 24"
    first = Article.objects.get(headline="Story 3")
    editing.change(
        section,
        lambda plan: plan.place_story(first.pk, "lead", 0),
        by=people["editor"],
        seen_version=0,
    )
    editing.publish(section, by=people["editor"])
    one, two = seen(client, "/section/city/"), seen(client, "/section/city/?page=2")
    assert one[:3] == ["Story 3", "Story 24", "Story 23"]
    assert sorted(one + two) == sorted(f"Story {number}" for number in range(25))


def test_a_topic_has_essential_reading(client, people):
    topic = factories.topic("Harbour")
    old = factories.published("Old", topics=[topic], ago=dt.timedelta(days=9))
    factories.published("New", topics=[topic])
    front = places.of_topic(topic)
    assert "Essential" not in client.get("/topic/harbour/").text
    editing.change(
        front,
        lambda plan: plan.place_story(old.article_id, "essential", 0),
        by=people["editor"],
        seen_version=0,
    )
    editing.publish(front, by=people["editor"])
    assert "Essential reading" in client.get("/topic/harbour/").text
    assert seen(client, "/topic/harbour/") == ["Old", "New"]


SLOTS = st.fixed_dictionaries(
    {},
    optional={
        "story": st.integers(0, 14),
        "rule": st.sampled_from(["newest", "section:0", "section:1", "topic:0"]),
        "until": st.sampled_from(["2001-01-01T00:00:00+00:00", "2999-01-01T00:00:00+00:00"]),
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_story_stands_twice(people, data):
    if not Article.objects.exists():
        topic, sections = (
            factories.topic("Harbour"),
            [factories.section("City"), factories.section("World")],
        )
        for number in range(12):
            factories.published(
                section=sections[number % 2],
                topics=[topic] if number % 3 else [],
                ago=dt.timedelta(hours=number),
            )
        editions.withdraw(Article.objects.earliest("pk"), by=people["editor"])
        factories.article("Never published")
    stories = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    sections = list(Section.objects.order_by("pk"))
    names = {
        "section:0": f"section:{sections[0].pk}",
        "section:1": f"section:{sections[1].pk}",
        "topic:0": f"topic:{factories.topic('Harbour').pk}",
        "newest": "newest",
    }
    content = {}
    for area in home().areas:
        content[area.name] = [
            {
                key: stories[value % len(stories)] if key == "story" else names.get(value, value)
                for key, value in slot.items()
            }
            for slot in data.draw(st.lists(SLOTS, max_size=area.places))
        ]
    found = shown(content)
    assert len(found.stories) == len(set(found.stories))
    assert len(found.stories) == 11, "all that are live, while there is room for them"
    live = {row.article_id for row in found.editions}
    for each in found.places:
        if each.slot.story in live and not each.slot.is_over(timezone.now()):
            assert any(p.slot.story == each.slot.story and p.by_hand for p in found.places), (
                "by hand goes before by rule"
            )


# -- steps
# ----------------------------------------------------------------------------------------------------


def test_whoever_saved_first_is_not_overwritten(people):
    one, two = factories.published(), factories.published()
    place(one)
    with pytest.raises(editing.FrontMoved, match="since you opened it"):
        editing.change(
            home(),
            lambda plan: plan.place_story(two.article_id, "lead", 0),
            by=people["chief"],
            seen_version=0,
        )
    assert slots.stories(Front.objects.get().content) == [one.article_id]


@pytest.mark.parametrize("role", ["writer", "moderator"])
def test_who_may_not(people, role):
    for step in (
        lambda: editing.change(home(), lambda plan: None, by=people[role], seen_version=0),
        lambda: editing.publish(home(), by=people[role]),
        lambda: editing.unschedule(home(), 1, by=people[role]),
        lambda: editing.roll_back(home(), 1, by=people[role]),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert not Front.objects.exists()


def test_scheduled_ones_keep_their_time_when_one_is_published_now(people):
    now = timezone.now()
    place(factories.published())
    evening = publish(at=now + 60 * MINUTE, now=now)
    noon = publish(now=now + MINUTE)
    evening.refresh_from_db()
    assert (noon.live_until, evening.live_from, evening.live_until) == (
        now + 60 * MINUTE,
        now + 60 * MINUTE,
        None,
    )
    editing.unschedule(home(), evening.number, by=people["editor"], now=now + 2 * MINUTE)
    noon.refresh_from_db()
    assert noon.live_until is None
    with pytest.raises(StepRefused, match="not scheduled"):
        editing.unschedule(home(), evening.number, by=people["editor"], now=now + 2 * MINUTE)
    for step in (
        lambda: publish(),
        lambda: editing.roll_back(home(), evening.number, by=people["editor"]),
    ):
        with pytest.raises(StepRefused, match="The clock of the server says"):
            step()


def test_another_for_the_same_time_takes_its_place(people):
    at = timezone.now() + 60 * MINUTE
    first, second = publish(at=at), publish(at=at)
    first.refresh_from_db()
    assert first.was_cancelled
    assert list(FrontEdition.objects.scheduled(timezone.now())) == [second]


def test_the_past_is_refused(people):
    with pytest.raises(StepRefused, match="past"):
        publish(at=timezone.now() - 2 * MINUTE)


def test_rolling_back_publishes_the_older_one_and_makes_it_the_working_copy(client, people):
    one, two = (
        factories.published("One", ago=dt.timedelta(days=3)),
        factories.published("Two", ago=dt.timedelta(days=2)),
    )
    factories.published("New")
    place(one)
    first = publish()
    place(two)
    publish()
    assert seen(client)[0] == "Two"
    back = editing.roll_back(home(), first.number, by=people["chief"])
    assert (back.number, back.content) == (3, first.content)
    assert Front.objects.get().content == first.content
    assert seen(client)[0] == "One"
    verbs = list(
        Record.objects.filter(front__isnull=False).order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["front saved", "front published"] * 2 + ["front restored", "front published"]


def test_each_step_that_readers_see_moves_the_version_of_the_front(people):
    def number():
        return versions.numbers(["front:home"])["front:home"]

    place(factories.published())
    assert number() == 0, "a working copy is no reader's business"
    edition = publish(at=timezone.now() + 60 * MINUTE)
    assert number() == 1
    editing.unschedule(home(), edition.number, by=people["editor"])
    editing.roll_back(home(), edition.number, by=people["editor"])
    assert number() == 3


def test_the_database_refuses_two_that_are_live_at_once(people):
    edition = publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        FrontEdition.objects.create(
            front=edition.front,
            number=9,
            content={},
            live_from=edition.live_from + MINUTE,
            front_version=0,
            published_by=people["editor"],
            created_at=timezone.now(),
        )


def test_the_database_refuses_a_front_of_two_places(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        Front.objects.create(
            place="home",
            section=factories.section(),
            saved_at=timezone.now(),
            saved_by=people["editor"],
        )


@pytest.mark.django_db(transaction=True)
def test_many_who_publish_at_once_come_one_after_the_other():
    editor = factories.somebody("editor")
    failures = []

    def work():
        try:
            editing.publish(home(), by=editor)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sorted(FrontEdition.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert FrontEdition.objects.live(timezone.now()).count() == 1
