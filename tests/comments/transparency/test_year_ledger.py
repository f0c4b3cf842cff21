"""The ledger by year: sums of months counted by hand, when they are counted, and the page.

Covers comments/transparency/year_ledger.py, comments/views/ledger.py.
"""

import datetime as dt

import pytest
import time_machine

from articles.pages import versions
from comments.complaints import appeals, legal_notices
from comments.models import HouseRule, LedgerMonth
from comments.moderation import decisions
from comments.transparency import year_ledger
from tests import factories

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 5, 6, 12, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def edition(clock, people):
    return factories.published("Ferry back", ago=dt.timedelta(days=100))


def at(month: int, day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=dt.UTC)


def removed(edition, people, when, rule: int = 0, to="rejected", **more):
    comment = factories.reply(edition, now=when)
    by_rule = HouseRule.objects.get(number=rule) if rule else None
    return comment, decisions.decide(
        [comment.pk], to=to, by=people["moderator"], rule=by_rule, now=when, **more
    )


@pytest.fixture
def busy(edition, people):
    """Something of each kind in April and May."""
    for _ in range(2):
        removed(edition, people, at(4, 2), 2)
    removed(edition, people, at(4, 3), 1)
    removed(edition, people, at(4, 3), law="§ 185", trigger="notice")
    removed(edition, people, at(4, 3), to="spam")
    automatic = factories.reply(edition, now=at(4, 4))
    decisions.decide_by_policy(automatic, "rejected", [], now=at(4, 4))
    _, undone = removed(edition, people, at(4, 5), 1)
    decisions.undo(undone.batch, by=people["moderator"], now=at(4, 5))
    for outcome, hours in (("overturn", 5), ("uphold", 10), ("uphold", 30)):
        comment, _ = removed(edition, people, at(5, 1), 1)
        appeal = factories.appeal(comment, now=at(5, 2))
        appeals.answer(
            appeal,
            outcome,
            by=people["senior"],
            answer="Read.",
            now=at(5, 2) + dt.timedelta(hours=hours, minutes=-5),
        )
    dropped, _ = removed(edition, people, at(5, 1), 1)
    factories.appeal(dropped, now=at(5, 2))
    decisions.decide([dropped.pk], to="spam", by=people["senior"], now=at(5, 3))
    reply = factories.reply(edition, now=at(5, 1))
    kept = factories.legal_notice(reply, now=at(5, 2))
    legal_notices.decide(kept, to="kept", by=people["chief"], outcome="…", now=at(5, 3))
    factories.legal_notice(reply, "Open", kind="privacy", now=at(5, 4))
    year_ledger.tidy(NOW)


def test_a_year_counted_by_hand(busy):
    year = year_ledger.of_year(2026)
    assert [(ground.words, ground.by_people, ground.by_software) for ground in year.grounds] == [
        ("House rule 1: Stay on the subject", 5, 0),
        ("House rule 2: No personal attacks", 2, 0),
        ("Spam", 2, 0),
        ("By law", 1, 0),
        ("For another reason", 0, 1),
    ]
    assert (year.removed, year.by_software) == (11, 1)
    assert {month.month: sums for month, sums in year.months if sums["removed"]} == {
        4: {"removed": 6, "by_software": 1, "by_law": 1, "restored": 0, "notices": 0},
        5: {"removed": 5, "by_software": 0, "by_law": 0, "restored": 1, "notices": 2},
    }
    assert year.appeals == {"came": 4, "overturned": 1, "upheld": 2, "dropped": 1}
    assert (year.appeal_hours, year.notice_hours) == (10, 24)
    assert year.notices == [
        ("Defamation or insult", 1, 0, 1),
        ("Privacy or personal data", 1, 0, 0),
    ]


def test_months_are_counted_once_when_they_have_ended_and_the_running_one_each_hour(
    edition, people
):
    removed(edition, people, at(4, 30), 1)
    year_ledger.tidy(at(4, 30, 13))
    removed(edition, people, at(4, 30, 14), 1)
    year_ledger.tidy(at(4, 30, 13) + dt.timedelta(minutes=30))
    assert count(4) == 1
    year_ledger.tidy(at(5, 1, 1))
    assert count(4) == 2
    removed(edition, people, at(4, 30, 15), 1)  # as an import would
    year_ledger.tidy(at(5, 1, 3))
    assert count(4) == 2


def count(month: int) -> int:
    return sum(
        n for _, _, n in LedgerMonth.objects.get(month=dt.date(2026, month, 1)).figures["removed"]
    )


def test_some_months_at_a_time_the_oldest_first(edition, people, monkeypatch):
    removed(edition, people, at(1, 30), 1)
    monkeypatch.setattr(year_ledger, "BATCH", 2)
    for counted in (2, 4, 5, 5):
        year_ledger.tidy(NOW)
        assert LedgerMonth.objects.count() == counted


def test_pages_turn_only_where_there_is_something_new(edition, people):
    removed(edition, people, at(5, 1), 1)
    year_ledger.tidy(NOW)
    before = versions.numbers([year_ledger.KEY])
    year_ledger.tidy(NOW + dt.timedelta(hours=2))
    assert versions.numbers([year_ledger.KEY]) == before
    removed(edition, people, NOW, 1)
    year_ledger.tidy(NOW + dt.timedelta(hours=4))
    assert versions.numbers([year_ledger.KEY]) != before


def test_nothing_due_costs_one_query(edition, people, django_assert_num_queries):
    removed(edition, people, at(5, 1), 1)
    year_ledger.tidy(NOW)
    with django_assert_num_queries(1):
        year_ledger.tidy(NOW)


@pytest.mark.parametrize(
    ("hours", "median"), [({}, None), ({3: 1}, 3), ({1: 1, 9: 1}, 1), ({1: 2, 5: 3}, 5)]
)
def test_half_took_no_longer(hours, median):
    from collections import Counter

    assert year_ledger.median(Counter(hours)) == median


class TestThePage:
    def test_it_tells_the_numbers(self, client, busy):
        for address in ("/replies/ledger/", "/replies/ledger/2026/"):
            page = client.get(address)
            text = page.content.decode()
            assert page.status_code == 200
            for words in (
                "11 replies were not shown or taken off, 1 of them by software alone",
                "House rule 2: No personal attacks",
                (
                    "Came: 4. Upheld: 2. Overturned, the reply restored: 1. Without object any"
                    " more: 1."
                ),
                "Median time to answer: 10 hours",
                "Median time to decide: 24 hours",
                "<svg",
            ):
                assert words in text, words

    def test_as_csv(self, client, busy):
        answer = client.get("/replies/ledger/2026/csv/")
        assert answer["Content-Type"].startswith("text/csv")
        rows = answer.content.decode().splitlines()
        assert (
            "Removed, by month,2026-04,6,1".replace("Removed, by month", '"Removed, by month"')
            in rows
        )
        assert "Appeals,overturned,1," in rows
        assert '"Notices, not followed",Defamation or insult,1,' in rows

    def test_before_anything_is_counted(self, client, edition):
        assert "Nothing is counted yet." in client.get("/replies/ledger/").content.decode()
        assert client.get("/replies/ledger/2025/").status_code == 404
        assert client.get("/replies/ledger/2025/csv/").status_code == 404
