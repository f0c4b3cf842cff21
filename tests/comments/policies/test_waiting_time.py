"""What is said of waiting: from real decisions, in the hours of the desk, and turning when it
turns."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.pages.caching import DEPENDENCIES
from comments.models import DeskHours, Policy, WaitingTime
from comments.moderation import decisions
from comments.policies import changes, waiting_time
from comments.policies.waiting_time import Desk, Hours
from tests import factories

NINE, NOON, TWO, FIVE = dt.time(9), dt.time(12), dt.time(14), dt.time(17)
WEEK = Hours(
    tuple((day, opens, closes) for day in range(5) for opens, closes in ((NINE, NOON), (TWO, FIVE)))
)
NIGHT = Hours(((0, dt.time(20), dt.time(23, 59)), (1, dt.time(0), dt.time(2))))


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """In the week of Monday 2 November 2026."""
    return timezone.make_aware(dt.datetime(2026, 11, 2 + day, hour, minute))


@pytest.mark.parametrize(
    ("now", "words", "until"),
    [
        (
            at(0, 10),
            "A moderator reads it before it is shown; you will see it here meanwhile.",
            at(0, 12),
        ),
        (at(0, 12), "The moderators are back at 14:00; your reply waits until then", at(0, 14)),
        (at(0, 7), "The moderators are back at 09:00; your", at(0, 9)),
        (at(0, 18), "The moderators are back at 09:00 tomorrow; your", at(1, 0)),
        (at(4, 18), "The moderators are back at 09:00 on Monday; your", at(5, 0)),
        (at(6, 1), "The moderators are back at 09:00 tomorrow; your", at(7, 0)),
    ],
)
def test_while_the_desk_is_closed_it_says_when_it_opens(now, words, until):
    said = waiting_time.before_writing("held", Desk(WEEK), now)
    assert words in said.words
    assert said.until == until


def test_the_last_minute_of_a_day_runs_into_the_next():
    assert NIGHT.is_open(at(0, 23, 59) + dt.timedelta(seconds=30))
    assert NIGHT.is_open(at(1, 0))
    assert not NIGHT.is_open(at(1, 2))
    assert NIGHT.opens_at(at(1, 2)) == at(7, 20)


def test_across_the_change_of_clocks(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        saturday = timezone.make_aware(dt.datetime(2026, 10, 24, 18))
        opens = Hours(((6, NINE, NOON),)).opens_at(saturday)
        assert opens.astimezone(dt.UTC) - saturday.astimezone(dt.UTC) == dt.timedelta(hours=16)


@pytest.mark.parametrize(
    ("usual", "most", "words"),
    [
        (10, 10, "shown, usually within 10 minutes; you"),
        (5, 60, "usually within 5 minutes and nearly always within an hour; you"),
        (120, 2880, "usually within 2 hours and nearly always within 2 days; you"),
        (1440, 1440, "usually within a day; you"),
    ],
)
def test_usually(usual, most, words):
    assert (
        words
        in waiting_time.before_writing("held", Desk(Hours(), usual, most), timezone.now()).words
    )


def test_other_modes():
    now = timezone.now()
    assert waiting_time.before_writing("open", Desk(WEEK, 5, 5), now) == waiting_time.Said(
        "Your comment is shown at once."
    )
    newcomers = waiting_time.before_writing("newcomers", Desk(Hours(), 5, 5), now).words
    assert newcomers.endswith(
        "A moderator reads a first one before it is shown, usually within 5 minutes."
    )
    assert (
        "A first one waits for a moderator. The moderators are back at 09:00."
        in waiting_time.before_writing("newcomers", Desk(WEEK), at(0, 7)).words
    )


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "5 minutes"),
        (5, "5 minutes"),
        (5.1, "10 minutes"),
        (61, "2 hours"),
        (1441, "2 days"),
        (1440, "a day"),
    ],
)
def test_rounded_up(minutes, words):
    assert waiting_time.in_words(waiting_time.told(minutes)) == words


@pytest.mark.django_db
class TestMeasuring:
    @pytest.fixture
    def edition(self, people):
        return factories.published("Ferry back", ago=dt.timedelta(days=10))

    def decided(self, edition, people, minutes, ago=dt.timedelta(hours=5)):
        came = timezone.now() - ago
        comment = factories.reply(edition, state="held", now=came)
        decisions.decide(
            [comment.pk],
            to="shown",
            by=people["moderator"],
            now=came + dt.timedelta(minutes=minutes),
        )
        return comment

    def test_the_first_decision_of_a_person_counts(self, people, edition):
        comment = self.decided(edition, people, 4)
        decisions.decide([comment.pk], to="held", by=people["moderator"])
        decisions.decide([comment.pk], to="shown", by=people["moderator"])
        self.decided(edition, people, 8, ago=dt.timedelta(days=8))
        assert waiting_time.waits(timezone.now()) == [4]

    def test_what_came_while_nobody_was_there_does_not(self, people, edition):
        today = timezone.localdate().weekday()
        DeskHours.objects.create(day=(today + 3) % 7, opens=NINE, closes=NOON)
        self.decided(edition, people, 4)
        assert waiting_time.waits(timezone.now()) == []

    def test_of_few_nothing_is_concluded(self, people, edition):
        for _ in range(waiting_time.MIN_MEASURED - 1):
            self.decided(edition, people, 4)
        waiting_time.measure.func()
        assert WaitingTime.objects.get().usual is None
        self.decided(edition, people, 50)
        waiting_time.measure.func()
        row = WaitingTime.objects.get()
        assert (row.usual, row.most) == (5, 5)

    def test_the_page_says_it_and_turns_only_when_it_changes(self, client, people, edition):
        for _ in range(5):
            self.decided(edition, people, 12)
        before = client.get(edition.get_absolute_url()).content.decode()
        assert "usually" not in before
        waiting_time.measure.func()
        answer = client.get(edition.get_absolute_url())
        assert (
            "usually within 15 minutes; you will see it here meanwhile." in answer.content.decode()
        )
        numbers = answer.wsgi_request.META[DEPENDENCIES].numbers
        self.decided(edition, people, 13)
        waiting_time.measure.func()
        again = client.get(edition.get_absolute_url()).wsgi_request.META[DEPENDENCIES].numbers
        assert numbers["replies:rules"] == again["replies:rules"]

    def test_a_decision_has_it_measured_but_not_each(self, people, edition):
        from django_tasks_db.models import DBTaskResult

        for minutes in (0, 5, 20):
            waiting_time.note_decision(at(0, 10, minutes))
        assert (
            DBTaskResult.objects.filter(task_path="comments.policies.waiting_time.measure").count()
            == 2
        )

    def test_the_receipt_says_how_many_are_before(self, client, people, edition):
        typed = {"comment": "Mine", "name": "Ana", "email": "ana@example.org"}

        def receipt():
            address = client.post(f"{edition.get_absolute_url()}reply/", typed)["Location"]
            return client.get(address).content.decode()

        assert "Yours is the next to be read." in receipt()
        factories.reply(edition, state="held", now=timezone.now() - dt.timedelta(hours=1))
        assert "One reply is before yours." in receipt()
        factories.reply(edition, state="held", now=timezone.now() - dt.timedelta(hours=2))
        assert "2 replies are before yours." in receipt()


@pytest.mark.django_db
class TestHours:
    def settle(self, by, day=0, opens=NINE, closes=NOON):
        hours = DeskHours(day=day, opens=opens, closes=closes)
        hours.full_clean()
        return changes.save(hours, by=by)

    @pytest.mark.parametrize(
        ("opens", "closes", "told"),
        [
            (NOON, NINE, "This is before the desk opens."),
            (dt.time(11), TWO, "The desk is open then already: Monday"),
            (dt.time(8), FIVE, "The desk is open then already: Monday"),
        ],
    )
    def test_what_makes_no_sense(self, people, opens, closes, told):
        self.settle(people["chief"])
        with pytest.raises(ValidationError, match=told):
            self.settle(people["chief"], opens=opens, closes=closes)

    def test_one_may_follow_the_other(self, people):
        self.settle(people["chief"])
        self.settle(people["chief"], opens=NOON, closes=TWO)
        self.settle(people["chief"], day=1)

    def test_the_page_turns_when_the_desk_does(self, client, people):
        edition = factories.published()
        changes.save(Policy(mode="held"), by=people["editor"])
        for day in range(7):
            self.settle(people["chief"], day=day, opens=dt.time(0), closes=dt.time(23, 59))
        until = client.get(edition.get_absolute_url()).wsgi_request.META[DEPENDENCIES].until
        assert until == waiting_time._at(timezone.localdate() + dt.timedelta(days=1), dt.time())
