"""Replies that were written elsewhere: numbers, threads, states, and that they come in once.

Covers comments/intake/import_archive.py, comments/models/arrival.py.
"""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Record
from comments.errors import NotAllowed
from comments.intake import import_archive
from comments.intake.import_archive import Arrived, ArrivedPing
from comments.models import Comment, Decision, Ping, State
from comments.thread import pages
from tests import factories

THEN = dt.datetime(2011, 3, 4, 5, 6, tzinfo=dt.UTC)
OLD = "wordpress https://old.example"


def one(number: int, parent: int = 0, state: str = State.SHOWN, **more) -> Arrived:
    facts = {
        "name": f"Reader {number}",
        "email": f"R{number}@Example.org",
        "website": "",
        "text": f"Words {number}",
    }
    return Arrived(number=number, parent=parent, state=state, created_at=THEN, **facts | more)


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


def take_in(edition, *replies, source=OLD, by=None):
    return import_archive.take_in(
        edition, replies, source=source, by=by or factories.somebody("editor")
    )


def test_numbers_threads_states_and_times_stay(edition, client):
    outcome = take_in(
        edition,
        one(812, 811),
        one(811),
        one(900, 812),
        one(901, state=State.HELD),
        one(902, state=State.SPAM),
        one(903, state=State.REJECTED),
    )
    assert (outcome.came, outcome.renumbered, outcome.orphans) == (6, {}, [])
    stored = Comment.objects.in_bulk()
    assert [(stored[n].parent_id, stored[n].depth) for n in (811, 812, 900)] == [
        (None, 0),
        (811, 1),
        (812, 2),
    ]
    assert {n: c.state for n, c in stored.items()} == {
        811: "shown",
        812: "shown",
        900: "shown",
        901: "held",
        902: "spam",
        903: "rejected",
    }
    assert {(c.created_at, c.email) for c in stored.values()} == {
        (THEN, f"r{n}@example.org") for n in stored
    }
    assert [(row.number, row.depth) for row in pages.page(edition.article_id).rows] == [
        (811, 0),
        (812, 1),
        (900, 2),
    ]
    page = client.get(edition.get_absolute_url()).content.decode()
    assert all(f'id="comment-{n}"' in page for n in (811, 812, 900))
    assert "Words 901" not in page
    assert list(Comment.objects.filter(reviewed=False).values_list("pk", flat=True)) == [901]
    reasons = Decision.objects.get(comment=902).reasons
    assert reasons == [f"Came in from {OLD}, where it was marked as spam"]
    assert Record.objects.get(verb="replies came in").note == f"6 replies from {OLD}"
    assert not mail.outbox


def test_what_came_before_is_left_alone(edition):
    take_in(edition, one(5), one(6, 5))
    Comment.objects.filter(pk=5).update(text="Set right since")
    outcome = take_in(edition, one(5), one(6, 5), one(7, 6))
    assert (outcome.came, outcome.known) == (1, 2)
    assert Comment.objects.get(pk=5).text == "Set right since"
    assert Comment.objects.get(pk=7).path == Comment.objects.get(pk=6).path + "0000007"


def test_a_number_that_is_taken_gives_way(edition):
    mine = factories.reply(edition, "Here already")
    outcome = take_in(edition, one(mine.pk), one(mine.pk + 50, mine.pk), one(-3), one(36**7))
    assert set(outcome.renumbered) == {mine.pk, -3, 36**7}
    moved = Comment.objects.get(pk=outcome.renumbered[mine.pk])
    assert Comment.objects.get(pk=mine.pk + 50).parent == moved
    assert Comment.objects.get(pk=mine.pk).text == "Here already"
    other = take_in(edition, one(mine.pk), source="disqus paper")
    assert other.came == 1


def test_one_that_gives_way_takes_no_number_of_another(edition):
    """Nor of one that is still to come from there."""
    mine = factories.reply(edition, "Here already").pk
    outcome = take_in(
        edition, one(0), one(mine), one(mine + 1), one(mine + 2, mine), one(mine + 3, mine + 2)
    )
    assert set(outcome.renumbered) == {0, mine}
    assert min(outcome.renumbered.values()) > mine + 3
    assert Comment.objects.get(pk=mine + 1).parent is None
    (outcome,) = import_archive.take_in_all(
        [(edition, [one(mine)])],
        source="wordpress another",
        by=factories.somebody("editor"),
        above=900,
    )
    assert outcome.renumbered[mine] > 900


def test_the_threads_of_several_stories_cost_as_many_queries_as_one(edition):
    others = [factories.published(f"Story {n}") for n in range(5)]
    by = factories.somebody("editor")
    import_archive.take_in(edition, [one(1000)], source=OLD, by=by)
    counted = []
    for stories, first in ((others[:2], 2000), (others, 3000)):
        threads_of = [
            (each, [one(first + 10 * n), one(first + 10 * n + 1, first + 10 * n)])
            for n, each in enumerate(stories)
        ]
        with CaptureQueriesContext(connection) as queries:
            outcomes = import_archive.take_in_all(threads_of, source=OLD, by=by)
        assert [each.came for each in outcomes] == [2] * len(stories)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_number_under_two_stories_means_two_replies(edition):
    other = factories.published("Another story")
    by = factories.somebody("editor")
    threads = [(edition, [one(7)]), (other, [one(7), one(8, 7)])]
    outcomes = import_archive.take_in_all(threads, source=OLD, by=by)
    assert [(each.came, each.known, each.orphans) for each in outcomes] == [(1, 0, []), (2, 0, [])]
    assert Comment.objects.get(pk=8).parent.article_id == other.article_id
    again = import_archive.take_in_all(threads, source=OLD, by=by)
    assert [(each.came, each.known) for each in again] == [(0, 1), (0, 2)]


def test_replies_without_a_number_or_with_one_of_others_all_come_and_come_once(edition):
    given = [
        one(0, text="First"),
        one(0, text="Second"),
        one(0, text="Second"),
        one(5, text="Third"),
        one(5, text="Fourth"),
        one(6, 5, text="An answer"),
    ]
    assert take_in(edition, *given).came == 6
    assert take_in(edition, *given).known == 6
    texts = sorted(Comment.objects.values_list("text", flat=True))
    assert texts == ["An answer", "First", "Fourth", "Second", "Second", "Third"]
    assert Comment.objects.get(pk=6).parent.text == "Third"


def test_pings_of_one_address_or_of_none_all_come_and_come_once(edition):
    pings = [
        ArrivedPing(9, "pingback", "One", "https://elsewhere.example/1", "", THEN),
        ArrivedPing(10, "pingback", "Two", "https://elsewhere.example/1", "", THEN),
        ArrivedPing(11, "trackback", "Three", "", "", THEN),
        ArrivedPing(12, "trackback", "Four", "javascript:alert(1)", "", THEN),
    ]
    by = factories.somebody("editor")
    took = [
        import_archive.take_in_pings(edition.article, pings, source=OLD, by=by) for _ in range(2)
    ]
    assert [(each.came, each.known) for each in took] == [(4, 0), (0, 4)]
    assert list(Ping.objects.order_by("pk").values_list("address", flat=True)) == [
        "https://elsewhere.example/1", "https://elsewhere.example/1", "", "",
    ]  # fmt: skip


def test_who_comes_next_has_a_number_of_their_own(edition):
    take_in(edition, one(4000))
    assert factories.reply(edition, "Newer").pk > 4000
    take_in(edition, one(3999))
    assert factories.reply(edition, "Newer still").pk > 4001 - (connection.vendor == "postgresql")


def test_what_answers_nothing_begins_a_thread(edition):
    elsewhere = factories.published("Another story")
    take_in(elsewhere, one(1))
    outcome = take_in(edition, one(2, 1), one(3, 77), one(10, 11), one(11, 10))
    assert set(outcome.orphans) == {2, 3, 11}
    assert Comment.objects.get(pk=10).parent_id == 11


def test_a_conversation_of_any_depth_is_kept_whole(edition):
    outcome = take_in(edition, *(one(n, n - 1 if n > 1 else 0) for n in range(400, 0, -1)))
    assert outcome.came == 400
    assert max(Comment.objects.values_list("depth", flat=True)) == 150
    assert len(outcome.flattened) == 249


def test_what_does_not_fit_is_named(edition):
    outcome = take_in(
        edition,
        one(1, name="N" * 300),
        one(2, website="https://example.org/" + "x" * 200),
        one(3, name=""),
    )
    assert outcome.shortened == [1, 2]
    assert [c.name for c in Comment.objects.order_by("pk")] == ["N" * 245, "Reader 2", "Anonymous"]


@pytest.mark.parametrize(
    ("facts", "kept", "is_whole"),
    [
        ({"website": "JavaSCript:alert(1)"}, "", False),
        ({"website": "data:text/html,x"}, "", False),
        ({"website": "https://user:pw@example.org/"}, "", False),
        ({"website": "example.org"}, "https://example.org", True),
        ({"website": "http://"}, "", True),
        ({"email": "Tr\u200boll@Example.org"}, "troll@example.org", True),
        ({"email": "nobody"}, "", False),
    ],
)
def test_addresses_are_what_the_form_takes(edition, facts, kept, is_whole):
    outcome = take_in(edition, one(1, **facts))
    [field] = facts
    assert getattr(Comment.objects.get(), field) == kept
    assert (outcome.shortened == []) == is_whole


def test_networks_are_cut(edition):
    take_in(edition, one(1, network="203.0.113.77"))
    assert Comment.objects.get().network == "203.0.113.0/24"


def test_pings_come_in_once_and_apart(edition, client):
    ping = ArrivedPing(
        9, "pingback", "Ferries elsewhere", "https://elsewhere.example/1", "They wrote", THEN
    )
    for expected in (1, 0):
        outcome = import_archive.take_in_pings(
            edition.article, [ping, ping], source=OLD, by=factories.somebody("editor")
        )
        assert outcome.came == expected
    assert Ping.objects.count() == 1
    assert not Comment.objects.exists()
    assert "From other sites (1)" in client.get(edition.get_absolute_url()).content.decode()


def test_not_everybody_may(edition):
    with pytest.raises(NotAllowed):
        take_in(edition, one(1), by=factories.somebody("writer"))
