"""Learning from decisions: which ones teach, when a version goes live, and who may choose
another.

Covers comments/spam_model/train.py, comments/spam_model/schedule.py,
comments/management/commands/train_model.py.
"""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Record
from comments.errors import DecisionRefused, NotAllowed
from comments.intake import author_actions
from comments.models import Decision, DeskHours, Policy, TextModel
from comments.moderation import decisions
from comments.spam_model import predict, schedule, train
from newsroom.lib.learning.features import features
from newsroom.lib.learning.linear import Linear
from tests import factories

pytestmark = pytest.mark.django_db
NIGHT = timezone.now().replace(hour=3, minute=0, second=0)


@pytest.fixture
def edition(people):
    return factories.published("Ferry late again")


def many(count: int, text: str) -> list[str]:
    """Texts of one kind, none like another."""
    words = [
        "harbour",
        "ferry",
        "council",
        "bridge",
        "school",
        "street",
        "market",
        "library",
        "station",
        "river",
        "garden",
        "theatre",
    ]
    return [
        f"{text} {words[n % 12]} {words[n // 12 % 12]} {'x' * (n // 144)}" for n in range(count)
    ]


@pytest.fixture
def decided(edition):
    """Decisions with a rule of their own: what this newsroom rejects, the seed knows nothing of."""
    now = timezone.now() - dt.timedelta(hours=1)
    factories.judged(edition, many(80, "You fools know nothing of the"), "rejected", now=now)
    factories.judged(edition, many(80, "I was glad to read of the"), "shown", now=now)


class TestLabels:
    def labels(self) -> dict[int, bool]:
        return {comment: is_one for comment, _, is_one in train.labels()}

    @pytest.mark.parametrize(
        ("state", "teaches"), [("shown", False), ("rejected", True), ("spam", True)]
    )
    def test_what_a_person_decided_teaches(self, edition, people, state, teaches):
        comment = factories.reply(edition, state="held")
        decisions.decide(
            [comment.pk], to=state, by=people["moderator"], rule=factories.house_rule()
        )
        assert self.labels() == {comment.pk: teaches}

    def test_what_software_decided_teaches_nothing(self, edition):
        factories.reply(edition)
        Decision.objects.all().update(by=None)
        train.Comment.objects.update(reviewed=False)
        assert self.labels() == {}

    def test_the_newest_decision_counts(self, edition, people):
        comment = factories.reply(edition, state="spam")
        decisions.decide([comment.pk], to="shown", by=people["senior"])
        assert self.labels() == {comment.pk: False}

    def test_what_was_undone_teaches_nothing(self, edition, people):
        comment = factories.reply(edition, state="shown")
        train.Comment.objects.update(reviewed=False)
        earlier = self.labels()
        batch = decisions.decide([comment.pk], to="spam", by=people["moderator"]).batch
        decisions.undo(batch, by=people["moderator"])
        train.Comment.objects.update(reviewed=False)
        assert self.labels() == earlier

    def test_what_was_put_off_teaches_nothing(self, edition, people):
        comment = factories.reply(edition, state="spam")
        decisions.decide([comment.pk], to="held", by=people["moderator"])
        assert self.labels() == {}

    def test_a_measure_against_a_person_is_not_about_the_text(self, edition, people):
        comment = factories.reply(edition)
        decisions.decide([comment.pk], to="spam", by=people["senior"], trigger="sanction")
        assert self.labels() == {}

    def test_what_was_looked_at_and_kept_teaches(self, edition):
        comment = factories.reply(edition)
        Decision.objects.all().update(by=None)
        train.Comment.objects.update(reviewed=True)
        assert self.labels() == {comment.pk: False}

    def test_answers_of_the_newsroom_teach_nothing(self, edition, people):
        comment = factories.reply(edition)
        train.Comment.objects.filter(pk=comment.pk).update(user=people["editor"], reviewed=True)
        assert self.labels() == {}

    def test_the_text_that_was_decided_about_is_learned(self, edition, people):
        comment = factories.reply(edition, "The first text")
        Decision.objects.all().update(by=None)
        Policy.objects.create(mode="open")
        author_actions.edit(comment, "The second text")
        Decision.objects.update(by=people["moderator"])  # about the first
        [example] = train.examples()
        assert example.features.words == features("The first text").words

    def test_the_same_text_teaches_three_times(self, edition):
        factories.judged(edition, ["Buy now"] * 9, "spam")
        assert len(list(train.examples())) == 3

    def test_no_more_than_so_many_and_in_so_many_queries(self, edition, django_assert_num_queries):
        for count in (3, 40):
            factories.judged(edition, many(count, f"Text {count}"), "shown")
            with django_assert_num_queries(2):
                assert len(list(train.examples(3))) == 3


class TestVersions:
    def test_it_learns_what_this_newsroom_rejects(self, decided):
        version = train.retrain()
        assert (version.number, version.is_live) == (2, True)
        assert version.learned_from + version.figures["count"] == 160
        assert version.figures["brier"] < version.figures["live_then"]["brier"]
        model = predict.live()
        assert model.number == 2
        assert model.linear.score(features("You fools know nothing of the theatre")) > 0.8
        assert model.linear.score(features("I was glad to read of the theatre")) < 0.2

    def test_the_same_decisions_give_the_same_numbers(self, decided):
        one, other = train.retrain(), train.retrain()
        assert (one.number, other.number) == (2, 3)
        assert bytes(one.numbers) == bytes(other.numbers)
        assert other.is_live  # it is not worse

    def test_one_that_is_worse_is_kept_aside(self, decided, monkeypatch):
        train.retrain()
        # finds everything doubtful
        monkeypatch.setattr(train, "trained", lambda *args: Linear(shift=3.0))
        version = train.retrain()
        assert (version.number, version.is_live) == (3, False)
        assert predict.live().number == 2

    def test_too_few_decisions_make_none(self, edition):
        factories.judged(edition, many(5, "Some"), "shown")
        assert train.retrain() is None
        assert TextModel.objects.count() == 1

    def test_no_version_has_learned_from_what_it_is_measured_by(self, decided, monkeypatch):
        given = []
        trained = train.trained
        monkeypatch.setattr(
            train,
            "trained",
            lambda learned, *more: given.extend(learned) or trained(learned, *more),
        )
        train.retrain()
        assert given
        assert all(example.group % train.HELD_OUT for example in given)

    def test_a_number_that_another_worker_has_taken_is_left_to_it(self, decided, monkeypatch):
        trained = train.trained

        def slow(*args):
            if TextModel.objects.count() == 1:
                TextModel.objects.create(
                    number=2,
                    trained_at=timezone.now(),
                    learned_from=1,
                    numbers=b"x",
                    clear_to=0,
                    doubt_from=1,
                )
            return trained(*args)

        monkeypatch.setattr(train, "trained", slow)
        assert train.retrain() is None
        assert TextModel.objects.count() == 2

    def test_old_ones_give_back_their_room(self, decided, monkeypatch):
        monkeypatch.setattr(train, "VERSIONS_KEPT", 1)
        train.retrain()
        train.retrain()
        assert [bool(row.numbers) for row in TextModel.objects.order_by("number")] == [
            False,
            False,
            True,
        ]

    def test_the_command_trains_at_once(self, decided, capsys):
        call_command("train_model")
        assert "Version 2: it is live" in capsys.readouterr().out


class TestSteps:
    def test_a_senior_moderator_goes_back_to_an_earlier_one(self, decided, people):
        train.retrain()
        version = train.choose_model(1, by=people["senior"])
        assert (version.is_live, version.by) == (True, people["senior"])
        assert TextModel.objects.get(is_live=True).number == predict.live().number == 1
        assert (
            Record.objects.filter(
                verb="model chosen", subject="Version 1", by=people["senior"]
            ).count()
            == 1
        )

    def test_the_cost_sets_the_bands_and_stays_with_later_versions(self, decided, people):
        before = predict.live().doubt_from
        train.set_cost(4, by=people["chief"])
        assert predict.live().doubt_from > before
        assert Record.objects.get(verb="cost of a wrong hold set").subject == "4"
        assert train.retrain().cost == 4
        assert train.choose_model(1, by=people["chief"]).cost == 4

    @pytest.mark.parametrize("cost", [0, 0.1, 21, -1, float("nan"), float("inf")])
    def test_no_other_cost(self, people, cost):
        with pytest.raises(DecisionRefused):
            train.set_cost(cost, by=people["senior"])

    @pytest.mark.parametrize("role", ["writer", "editor", "moderator"])
    def test_others_may_not(self, people, role):
        with pytest.raises(NotAllowed):
            train.choose_model(1, by=people[role])
        with pytest.raises(NotAllowed):
            train.set_cost(2, by=people[role])

    def test_no_version_that_is_gone(self, people):
        with pytest.raises(DecisionRefused):
            train.choose_model(9, by=people["senior"])


class TestNight:
    def waiting(self) -> int:
        return DBTaskResult.objects.filter(task_path=schedule.train_model.module_path).count()

    def test_it_trains_once_a_night(self, decided):
        with time_machine.travel(NIGHT + dt.timedelta(days=1)):
            assert schedule.tidy()
            assert not schedule.tidy()  # it waits already
            assert self.waiting() == 1
            assert schedule.train_model.call() == 2
            assert schedule.train_model.call() is None  # a task may run twice
            DBTaskResult.objects.all().delete()
            assert not schedule.tidy()

    def test_not_by_day(self, decided):
        assert not schedule.tidy(NIGHT.replace(hour=12))

    def test_not_while_somebody_is_at_the_desk(self, decided):
        for day in range(7):
            DeskHours.objects.create(day=day, opens="01:00", closes="06:00")
        assert not schedule.tidy(NIGHT)

    def test_not_for_a_few_decisions(self, edition):
        factories.judged(edition, many(schedule.MIN_NEW_DECISIONS - 1, "Some"), "shown")
        assert not schedule.tidy(NIGHT)

    def test_only_new_decisions_count(self, decided):
        train.retrain()
        assert not schedule.is_due(timezone.now() + dt.timedelta(days=2))
