"""The rule lab: what a rule would have found, counted by hand, and its figures once it counts or
works.

Covers comments/automod/lab.py, comments/automod/hits.py, comments/automod/outcomes.py.
"""

import datetime as dt

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Record
from comments.automod import lab, outcomes
from comments.errors import DecisionRefused, NotAllowed
from comments.intake import author_actions
from comments.intake.post import post_reply
from comments.models import CommentVersion, Replay, RuleHit
from comments.moderation import decisions
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def story(people):
    return factories.published("Ferry back", ago=100 * DAY)


def decided(story, text, state, *, ago=DAY, by="moderator"):
    """A reply about which somebody decided that long ago."""
    then = timezone.now() - ago
    comment = factories.reply(story, text, state="held", now=then - dt.timedelta(minutes=5))
    decisions.decide(
        [comment.pk], to=state, by=factories.somebody(by), rule=factories.house_rule(), now=then
    )
    comment.refresh_from_db()
    return comment


def replayed(rule, days=30) -> Replay:
    return lab.run(lab.begin(rule, days=days, by=factories.somebody("senior")).pk)


def counts(replay):
    return replay.looked_at, replay.caught, replay.wrong, replay.missed


class TestReplay:
    def test_counted_by_hand(self, story):
        rule = factories.desk_rule(stage="lab")
        caught = [
            decided(story, "casino one", "spam"),
            decided(story, "A CASINO two", "rejected", ago=2 * DAY),
        ]
        wrong = [decided(story, "The old casino burns", "shown")]
        missed = [
            decided(story, "pills", "spam"),
            decided(story, "rude", "rejected"),
            decided(story, "cas1nos", "spam"),
        ]
        decided(story, "Well said", "shown")
        decided(story, "casino long ago", "spam", ago=31 * DAY)
        factories.reply(story, "casino, nobody decided", state="held")
        replay = replayed(rule)
        assert counts(replay) == (7, 2, 1, 3)
        result = outcomes.result_of(replay)
        assert (result.precision, result.recall) == ("67%", "40%")
        assert {(comment.pk, *marked) for comment, marked in result.caught} == {
            (caught[0].pk, "casino"),
            (caught[1].pk, "CASINO"),
        }
        assert [(comment, marked) for comment, marked in result.wrong] == [(wrong[0], ["casino"])]
        assert {comment.pk for comment, _ in result.missed} == {comment.pk for comment in missed}

    def test_only_the_newest_decision_of_a_person_counts(self, story):
        rule, moderator = factories.desk_rule(stage="lab"), factories.somebody("moderator")
        back = decided(story, "casino A", "spam")
        decisions.decide([back.pk], to="shown", by=moderator)
        again = decided(story, "casino B", "shown")
        decisions.decide([again.pk], to="held", by=moderator)
        author_actions.withdraw(decided(story, "casino C", "spam"))
        post_reply(edition=story, draft=draft("casino, says the newsroom"), by=moderator)
        assert counts(replayed(rule)) == (2, 1, 1, 0)

    def test_the_text_that_was_decided_about_counts(self, story):
        rule = factories.desk_rule(stage="lab")
        comment = decided(story, "A casino", "shown")
        CommentVersion.objects.create(
            comment=comment, number=1, text="A casino", until=timezone.now()
        )
        comment.text, comment.version = "A theatre", 2
        comment.save()
        assert counts(replayed(rule)) == (1, 0, 1, 0)

    def test_only_in_its_section(self, story):
        rule = factories.desk_rule(stage="lab", section=factories.section("Sport"))
        decided(story, "casino", "spam")
        assert counts(replayed(rule)) == (0, 0, 0, 0)

    def test_a_rate_is_counted_as_of_then(self, story):
        rule = factories.desk_rule("rate", stage="lab", limit=2, minutes=10, terms="address")
        for minutes in (0, 3, 60):
            decided(story, f"Reply {minutes}", "spam", ago=DAY + dt.timedelta(minutes=minutes))
        assert counts(replayed(rule)) == (3, 1, 0, 2)

    def test_few_at_a_time_and_no_more_than_the_most(
        self, story, monkeypatch, django_assert_num_queries
    ):
        monkeypatch.setattr(lab, "BATCH", 2)
        monkeypatch.setattr(lab, "MAX_DECISIONS", 5)
        rule = factories.desk_rule(stage="lab")
        for number in range(7):
            decided(story, f"casino {number}", "spam", ago=DAY * (number + 1))
        replay = lab.begin(rule, days=30, by=factories.somebody("senior"))
        with django_assert_num_queries(1 + 3 * 3 + 2):
            replay = lab.run(replay.pk)
        assert counts(replay) == (5, 5, 0, 0)

    def test_it_is_the_workers_and_leaves_a_record(self, story, people):
        rule = factories.desk_rule(stage="lab")
        replay = lab.begin(rule, days=30, by=people["senior"])
        assert replay.done_at is None
        task = DBTaskResult.objects.get(task_path="comments.automod.lab.replay_rule")
        assert task.args_kwargs["args"] == [replay.pk]
        assert Record.objects.filter(verb="rule tried", by=people["senior"]).count() == 1

    def test_done_twice_it_is_done_once(self, story):
        replay = replayed(factories.desk_rule(stage="lab"))
        assert lab.run(replay.pk) is None

    def test_one_that_was_cut_short_begins_anew(self, story):
        rule = factories.desk_rule(stage="lab")
        decided(story, "casino", "spam")
        replay = lab.begin(rule, days=30, by=factories.somebody("senior"))
        Replay.objects.filter(pk=replay.pk).update(looked_at=500, caught=300)
        assert counts(lab.run(replay.pk)) == (1, 1, 0, 0)

    def test_a_rule_that_changes_meanwhile_is_not_tried_by_it(self, story, people):
        from comments.automod import lifecycle

        rule = factories.desk_rule(stage="lab")
        replay = lab.begin(rule, days=30, by=people["senior"])
        lifecycle.change(rule, by=people["senior"], terms="spins")
        assert lab.run(replay.pk) is None
        assert not Replay.objects.filter(rule_version=2).exists()

    def test_what_is_refused(self, story, people):
        rule = factories.desk_rule(stage="lab")
        with pytest.raises(NotAllowed):
            lab.begin(rule, days=30, by=people["moderator"])
        with pytest.raises(DecisionRefused, match="how far back"):
            lab.begin(rule, days=31, by=people["senior"])
        lab.begin(rule, days=30, by=people["senior"])
        with pytest.raises(DecisionRefused, match="already being tested"):
            lab.begin(rule, days=30, by=people["senior"])


def draft(text):
    from comments.findings import Draft

    return Draft("Ana", "ana@example.org", "", text, rules_seen=1)


class TestFigures:
    def test_of_its_hits_what_people_made_of_them(self, story, people, django_assert_num_queries):
        rule, other, moderator = (
            factories.desk_rule(stage="silent"),
            factories.desk_rule(),
            people["moderator"],
        )
        replies = [factories.reply(story, f"casino {number}", state="held") for number in range(7)]
        decisions.decide([c.pk for c in replies[:4]], to="spam", by=moderator)
        decisions.decide([replies[4].pk], to="rejected", by=moderator, rule=factories.house_rule())
        decisions.decide([replies[5].pk], to="shown", by=moderator)
        RuleHit.objects.filter(rule=other).delete()
        with django_assert_num_queries(1):
            figures = outcomes.of([rule, other], timezone.now())
        assert figures[rule.pk] == outcomes.Figures(hits=7, decided=6, right=5)
        assert (figures[rule.pk].words, figures[rule.pk].wrong) == ("83%", 1)
        assert figures[other.pk] == outcomes.Figures()

    def test_from_few_no_share_is_told(self, story, people):
        rule = factories.desk_rule()
        comment = factories.reply(story, "casino", state="held")
        decisions.decide([comment.pk], to="spam", by=people["moderator"])
        assert outcomes.of([rule], timezone.now())[rule.pk].words == "1 of 1"

    def test_of_the_present_version_and_of_late(self, story, people):
        rule = factories.desk_rule()
        about = {"rule": rule, "was_silent": False, "at": timezone.now()}
        RuleHit.objects.create(**about, rule_version=0)
        RuleHit.objects.create(**about, rule_version=1, matched="refused")
        RuleHit.objects.create(**{**about, "at": timezone.now() - 31 * DAY}, rule_version=1)
        assert outcomes.of([rule], timezone.now())[rule.pk] == outcomes.Figures(hits=1, refused=1)
