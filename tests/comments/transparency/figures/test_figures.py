"""Figures for the chief: counted by hand, for days and a section, with a constant number of
queries.

Covers comments/transparency/figures/flow.py, comments/transparency/figures/quality.py,
comments/transparency/figures/sheet.py, comments/transparency/figures/span.py,
comments/admin/figures.py.
"""

import datetime as dt

import pytest
import time_machine

from articles.models import Section
from comments.complaints import appeals
from comments.models import Comment, Decision, DeskHours, DeskRule, HouseRule, RuleHit, SecondLook
from comments.moderation import decisions
from comments.policies.waiting_time import Hours
from comments.transparency.figures import span
from comments.transparency.figures.flow import Clock
from comments.transparency.figures.sheet import NAMES
from comments.transparency.figures.sheet import sheet as sheet_of
from comments.transparency.figures.span import span_of
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/admin/comments/decision/figures/"
NOW = dt.datetime(2026, 5, 6, 12, tzinfo=dt.UTC)  # a Wednesday


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def edition(clock, people):
    return factories.published("Ferry back", ago=dt.timedelta(days=20))


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 5, day, hour, minute, tzinfo=dt.UTC)


def held(edition, came: dt.datetime) -> Comment:
    return factories.reply(edition, state="held", now=came)


def decide(people, comment, to, when, by="moderator", rule=1):
    rule = HouseRule.objects.get(number=rule)
    return decisions.decide(
        [comment.pk], to=to, by=people[by], rule=rule if to == "rejected" else None, now=when
    )


def figure(name, **asked):
    sheet = sheet_of(span.span_of({"days": "7", **asked}, NOW))
    return sheet[NAMES.index(name)]


class TestTheDays:
    @pytest.mark.parametrize(
        ("asked", "first", "last"),
        [
            ({}, "2026-04-09", "2026-05-06"),
            ({"days": "7"}, "2026-04-30", "2026-05-06"),
            ({"days": "90"}, "2026-02-06", "2026-05-06"),
            ({"days": "1000"}, "2026-04-09", "2026-05-06"),
            ({"from": "2026-05-01"}, "2026-05-01", "2026-05-06"),
            ({"from": "2026-05-01", "to": "2026-05-02"}, "2026-05-01", "2026-05-02"),
            ({"from": "2026-05-03", "to": "2026-05-02"}, "2026-05-02", "2026-05-02"),
            ({"from": "2000-01-01", "to": "2026-05-06"}, "2025-05-06", "2026-05-06"),
            ({"from": "2026-13-01", "to": "x"}, "2026-04-09", "2026-05-06"),
        ],
    )
    def test_what_is_asked(self, asked, first, last):
        span = span_of(asked, NOW)
        assert (span.first.isoformat(), span.last.isoformat()) == (first, last)
        assert len(span.days) == len(span.labels) <= 366


class TestTheClockOfTheDesk:
    @pytest.mark.parametrize(
        ("start", "end", "minutes"),
        [
            (at(4, 10), at(4, 11), 60),
            (at(4, 6), at(4, 10), 60),
            (at(4, 16), at(5, 10), 120),
            (at(4, 20), at(4, 23), 0),
            (at(1, 16), at(4, 10), 120),
            (at(4, 9), at(11, 9), 5 * 8 * 60),
            (at(2, 9), at(3, 9), 0),
        ],
    )
    def test_time_passes_while_it_is_open(self, start, end, minutes):
        clock = Clock(Hours(tuple((day, dt.time(9), dt.time(17)) for day in range(5))))
        assert clock.minutes(start, end) == minutes

    def test_without_hours_always(self):
        assert Clock(Hours()).minutes(at(2, 9), at(3, 9)) == 1440

    def test_the_last_minute_of_a_day_is_all_of_it(self):
        assert Clock(Hours(((0, dt.time(22), dt.time(23, 59)),))).minutes(at(4, 0), at(5, 0)) == 120


class TestTheFigures:
    def test_waiting_by_day(self, people, edition):
        for minutes in (10, 20, 30, 40, 100):
            decide(
                people, held(edition, at(4, 10)), "shown", at(4, 10) + dt.timedelta(minutes=minutes)
            )
        twice = held(edition, at(5, 10))
        decide(people, twice, "shown", at(5, 11))
        decide(people, twice, "held", at(5, 12))
        decide(people, twice, "shown", at(5, 15))
        found = figure("waiting")
        assert [row[1:] for row in found.rows] == [[0, None, None]] * 4 + [
            [5, 30, 100],
            [1, 60, 60],
            [0, None, None],
        ]
        assert (
            found.answer
            == "Half of 6 wait no longer than 30 min, nine of ten no longer than 1.7 h."
        )

    def test_waiting_as_the_desk_has_it(self, people, edition):
        DeskHours.objects.create(day=0, opens="09:00", closes="17:00")
        DeskHours.objects.create(day=1, opens="09:00", closes="17:00")
        decide(people, held(edition, at(4, 16, 30)), "shown", at(5, 9, 30))
        assert [row[2] for row in figure("waiting").rows if row[1]] == [60]

    def test_volume_by_outcome_and_day(self, people, edition):
        for to, day in (("shown", 4), ("shown", 4), ("rejected", 4), ("spam", 5), ("shown", 6)):
            decide(people, held(edition, at(3, 10)), to, at(day, 11))
        undone = decide(people, held(edition, at(3, 10)), "spam", at(5, 11))
        decisions.undo(undone.batch, by=people["moderator"], now=at(5, 11, 1))
        found = figure("volume")
        assert [[str(row[0]), *row[1:]] for row in found.rows if any(row[1:])] == [
            ["2026-05-04", 2, 1, 0],
            ["2026-05-05", 0, 0, 2],
            ["2026-05-06", 1, 0, 0],
        ]
        assert found.answer == "6 decisions: 3 shown, 1 rejected, 2 spam."

    def test_arrivals_by_the_hour_of_the_week_against_the_desk(self, people, edition):
        DeskHours.objects.create(day=0, opens="09:00", closes="17:00")
        for came in (at(4, 9, 5), at(4, 9, 55), at(4, 18), at(5, 9)):
            held(edition, came)
        found = figure("arrivals")
        assert [row for row in found.rows if row[2]] == [
            ["Mon", 9, 2, "open"],
            ["Mon", 18, 1, "closed"],
            ["Tue", 9, 1, "closed"],
        ]
        assert found.answer.startswith("2 of 4 came while the desk was closed, 50 %.")

    def test_top_held_stories(self, people, edition):
        other = factories.published("Harbour closed", ago=dt.timedelta(days=20))
        for story in (edition, other, other):
            held(story, at(4, 9))
        assert figure("stories").rows == [["Harbour closed", 2], ["Ferry back", 1]]

    def test_precision_of_rules_of_the_desk(self, people, edition):
        rules = [
            DeskRule.objects.create(
                name=name, kind="words", stage_since=NOW, made_by=people["senior"], made_at=NOW
            )
            for name in ("Watches", "Quiet")
        ]
        for to in ("spam", "rejected", "shown", None):
            comment = held(edition, at(4, 9))
            RuleHit.objects.create(
                rule=rules[0], rule_version=1, comment=comment, was_silent=False, at=at(4, 9)
            )
            if to:
                decide(people, comment, to, at(4, 10))
        RuleHit.objects.create(rule=rules[1], rule_version=1, was_silent=True, at=at(4, 9))
        RuleHit.objects.create(
            rule=rules[1], rule_version=1, was_silent=True, at=at(1, 9) - dt.timedelta(days=9)
        )
        assert figure("rules").rows == [["Watches", 4, 3, 2, 67], ["Quiet (silent)", 1, 0, 0, None]]

    def test_overturned_by_house_rule(self, people, edition):
        for rule, outcome in (
            (1, "overturn"),
            (1, "uphold"),
            (1, None),
            (2, "overturn"),
            (2, None),
        ):
            comment = held(edition, at(4, 9))
            decide(people, comment, "rejected", at(4, 10), rule=rule)
            if outcome:
                appeal = factories.appeal(comment, now=at(4, 11))
                appeals.answer(appeal, outcome, by=people["senior"], answer="Read.", now=at(5, 11))
        factories.appeal(comment, now=at(4, 12))
        found = figure("overturned")
        assert found.rows == [
            ["Stay on the subject", 3, 2, 1, 50],
            ["No personal attacks", 2, 1, 1, 100],
        ]
        assert found.answer == "2 of 3 appeals were right, 67 %."

    def test_by_moderator(self, people, edition):
        for by in ("moderator", "moderator", "senior"):
            decide(people, held(edition, at(4, 9)), "rejected", at(4, 10), by=by)
        undone = decide(people, held(edition, at(4, 9)), "spam", at(4, 10))
        decisions.undo(undone.batch, by=people["moderator"], now=at(4, 10, 1))
        one, two = Decision.objects.filter(by=people["moderator"], to_state="rejected")
        appeals.answer(
            factories.appeal(one.comment, now=at(4, 11)),
            "overturn",
            by=people["chief"],
            answer="…",
            now=at(4, 12),
        )
        for decision, agrees in ((one, False), (two, True)):
            SecondLook.objects.create(
                decision=decision,
                made_at=at(5, 9),
                done_at=at(5, 10),
                by=people["senior"],
                agrees=agrees,
            )
        assert figure("people").rows == [
            ["moderator", 3, 1, 1, 2, 50],
            ["chief", 1, 0, 0, 0, None],
            ["senior", 1, 0, 0, 0, None],
        ]

    def test_of_one_section_and_of_these_days_alone(self, people, edition):
        other = factories.published(
            "Elsewhere", section=factories.section("World"), ago=dt.timedelta(days=20)
        )
        for story, day in ((edition, 4), (other, 4), (edition, 1)):
            decide(people, held(story, at(day, 9)), "spam", at(day, 10))
        section = Section.objects.get(slug="world").pk
        asked = {"from": "2026-05-03", "to": "2026-05-05"}
        assert figure("volume", **asked).answer == "2 decisions: 0 shown, 0 rejected, 2 spam."
        assert figure("volume", **asked, section=str(section)).answer.startswith("1 decisions")
        for name in NAMES:
            assert figure(name, **asked, section=str(section))


class TestThePage:
    def test_it_draws_and_tells_the_numbers(self, browse, people, edition):
        decide(people, held(edition, at(4, 9)), "rejected", at(4, 10))
        page = browse("chief").get(f"{PAGE}?days=7")
        text = page.content.decode()
        assert page.status_code == 200
        assert text.count('class="chart"') == 5
        assert "Half of 1 wait no longer than 60 min" in text
        assert " style=" not in text.split('class="figures"')[1]

    def test_without_anything_it_says_so(self, browse, edition):
        assert browse("chief").get(PAGE).content.decode().count("in these days.") == 7

    def test_as_csv(self, browse, people, clock):
        story = factories.published("=cmd()", ago=dt.timedelta(days=20))
        held(story, at(4, 9))
        answer = browse("chief").get(f"{PAGE}?csv=stories")
        assert answer["Content-Type"].startswith("text/csv")
        assert answer.content.decode() == "Story,Held\r\n'=cmd(),1\r\n"

    @pytest.mark.parametrize(
        ("role", "status"), [("moderator", 403), ("writer", 403), ("senior", 200), ("editor", 200)]
    )
    def test_who_sees_it(self, browse, edition, role, status):
        assert browse(role).get(PAGE).status_code == status

    @pytest.mark.parametrize("count", [1, 3])
    def test_many_cost_as_much_as_one(
        self, browse, people, edition, count, django_assert_num_queries
    ):
        for number in range(count):
            story = factories.published(f"Story {number}", ago=dt.timedelta(days=20))
            comment = held(story, at(4, 9))
            decide(
                people, comment, "rejected", at(4, 10), by=("moderator", "senior", "chief")[number]
            )
            appeals.answer(
                factories.appeal(comment, now=at(4, 11)),
                "uphold",
                by=people["editor"],
                answer="…",
                now=at(4, 12),
            )
        client = browse("chief")
        client.get(PAGE)
        with django_assert_num_queries(22):
            client.get(f"{PAGE}?days=90")
