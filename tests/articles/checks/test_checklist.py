"""The rule set: levels that are chosen, and the moments at which it is asked.

Covers articles/checks/checklist.py, articles/checks/finding.py, articles/checks/levels.py,
articles/models/check_level.py.
"""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.checks import checklist, levels
from articles.checks.rules import RULES
from articles.errors import NotAllowed, StepRefused
from articles.models import CheckLevel, Record
from articles.publishing import editions
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def rules_found(story) -> list[tuple[str, str]]:
    return [(finding.rule, finding.level) for finding in checklist.run(story)]


def test_names_and_titles_are_told_apart():
    assert len({rule.name for rule in RULES}) == len({rule.title for rule in RULES}) == len(RULES)
    assert max(len(rule.name) for rule in RULES) <= CheckLevel._meta.get_field("rule").max_length


def test_levels_are_chosen_and_put_on_record(people):
    story = factories.article()
    lacks = [("lead-picture", "should"), ("topic", "should")]
    assert rules_found(story) == [("standfirst", "should"), ("byline", "should"), *lacks]
    levels.choose({"byline": "must", "standfirst": "off", "headline": "off"}, by=people["chief"])
    assert rules_found(story) == [("byline", "must"), *lacks]
    record = Record.objects.get(verb="checks changed")
    assert record.note == "A standfirst: Should → Off\nA byline: Should → Must"
    assert levels.choose({"byline": "must"}, by=people["chief"]) == []
    levels.choose({"byline": "should", "standfirst": "should"}, by=people["chief"])
    assert not CheckLevel.objects.exists()
    assert Record.objects.filter(verb="checks changed").count() == 2


@pytest.mark.parametrize("role", ["writer", "editor", "moderator"])
def test_only_the_chief_chooses(role, people):
    with pytest.raises(NotAllowed):
        levels.choose({"byline": "must"}, by=people[role])


def test_the_database_knows_the_levels():
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckLevel.objects.create(rule="byline", level="maybe")


def test_a_level_of_a_rule_that_is_gone_does_no_harm():
    CheckLevel.objects.create(rule="long-forgotten", level="must")
    assert rules_found(factories.article())[:2] == [("standfirst", "should"), ("byline", "should")]


@pytest.mark.parametrize("later", [None, HOUR])
def test_a_must_keeps_a_story_from_being_published_and_says_why(later, people):
    story, now = factories.article(body="<p>It was TK metres long. TKTK</p>"), timezone.now()
    with pytest.raises(
        StepRefused, match="“TK” stands for something still to come. “TKTK” stands for"
    ):
        editions.publish(story, by=people["editor"], at=now + later if later else None, now=now)
    levels.choose({"placeholders": "should"}, by=people["chief"])
    assert editions.publish(
        story, by=people["editor"], at=now + later if later else None, now=now
    ).pk


def test_a_scheduled_edition_is_looked_at_again(people):
    editor, now = people["editor"], timezone.now()
    linked = factories.published("Linked to", slug="linked-to")
    body = f'<p>See <a href="{linked.get_absolute_url()}">it</a>.</p>'
    sound = editions.publish(
        factories.article("Sound", by=editor), by=editor, at=now + HOUR, now=now
    )
    fails = editions.publish(
        factories.article("Fails", by=editor, body=body), by=editor, at=now + 2 * HOUR, now=now
    )
    assert checklist.failing_scheduled(now) == []
    editions.withdraw(linked.article, by=editor)
    found = checklist.failing_scheduled(timezone.now())
    assert [(edition, [finding.rule for finding in findings]) for edition, findings in found] == [
        (fails, ["dead-links"])
    ]
    levels.choose({"byline": "must"}, by=people["chief"])
    assert [edition for edition, _ in checklist.failing_scheduled(timezone.now())] == [sound, fails]
    assert [finding.rule for finding in checklist.failing(sound)] == ["byline"]


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_checked_in_as_many_queries_as_one(count, django_assert_num_queries):
    body = '<p><a href="/2026/01/x/">x</a> <a href="/section/x/">y</a> TK</p>'
    stories = [
        factories.article(f"Story {n}", body=body, authors=[factories.author()])
        for n in range(count)
    ]
    stories = list(type(stories[0]).objects.all())
    # credits and their authors, topics, remarks, levels, stories linked to, sections, old addresses
    with django_assert_num_queries(8):
        found = checklist.run_many(stories)
    assert [[finding.rule for finding in each] for each in found] == [
        ["placeholders", "standfirst", "lead-picture", "topic", "dead-links", "dead-links"]
    ] * count
