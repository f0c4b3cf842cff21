"""Searching replies: the index follows whatever is written, in the same transaction.

Covers comments/desk/search.py, newsroom/management/commands/index_search.py.
"""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import paging
from comments.desk import search
from comments.models import Comment
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(people):
    return factories.published()


def found(query: str) -> set[int]:
    return set(search.holding(Comment.objects.all(), query).values_list("pk", flat=True))


@pytest.mark.parametrize(
    "query",
    [
        "ferry",
        "FERRIES",
        "fer",
        "sails ferry",
        '"ferry sails"',
        "ferry -tram",
        "Zoë",
        "zoe",
        "brennan",
        "ennan",
        "zoe@",
        "example",
        "zoe.brennan",
        "ample.or",
    ],
)
def test_by_words_their_beginnings_names_and_parts_of_addresses(edition, query):
    reply = factories.reply(
        edition, "The ferry sails again.", name="Zoë Brennan", email="zoe.brennan@example.org"
    )
    other = factories.reply(edition, "A tram.", name="Bo", email="bo@other.net")
    assert found(query) == {reply.pk}, other


@pytest.mark.parametrize(
    "query", ["tram ferry", "sailing boat", "-ferry", "'", '"', "* OR ferry", "x:y"]
)
def test_what_it_does_not_hold_is_not_found_and_signs_do_no_harm(edition, query):
    factories.reply(edition, "The ferry sails again.", name="Ada", email="ada@example.net")
    assert found(query) == set()


def test_the_index_follows_what_is_changed_taken_back_and_deleted(edition):
    reply = factories.reply(edition, "The ferry")
    Comment.objects.filter(pk=reply.pk).update(text="The tram", name="Cy")
    assert (found("ferry"), found("tram"), found("cy")) == (set(), {reply.pk}, {reply.pk})
    with transaction.atomic():
        Comment.objects.filter(pk=reply.pk).update(text="The bus")
        assert found("bus") == {reply.pk}
        transaction.set_rollback(True)
    assert (found("bus"), found("tram")) == (set(), {reply.pk})
    Comment.objects.filter(pk=reply.pk).update(reviewed=True)
    assert found("tram") == {reply.pk}
    reply.decisions.all().delete()
    Comment.objects.filter(pk=reply.pk).delete()
    assert (found("tram"), search.newest("tram", 9)) == (set(), [])


def test_words_are_found_however_old_and_parts_of_names_among_the_newest(edition, monkeypatch):
    now = timezone.now()
    numbers = [
        factories.reply(
            edition,
            f"xylophone {n}" if n < 2 else "drum",
            name=name,
            now=now - dt.timedelta(minutes=9 - n),
        ).pk
        for n, name in enumerate(["Annabel", "Bo", "Cy", "Hannah"])
    ]
    monkeypatch.setattr(paging, "SEARCHED", 2)
    assert found("xylophone") == set(numbers[:2])
    assert found("nna") == {numbers[3]}
    assert found("annabel") == {numbers[0]}
    assert search.newest("xylo", 1) == [numbers[1]]


def test_what_was_there_before_is_indexed_in_batches(edition, monkeypatch, capsys):
    replies = [factories.reply(edition, f"The ferry {number}").pk for number in range(3)]
    if connection.vendor != "postgresql":
        assert list(search.everything()) == []  # the migration has done it
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM comments_replywords")
    assert found("ferry") == set()
    monkeypatch.setattr(search, "BATCH", 2)
    call_command("index_search")
    assert "3 replies" in capsys.readouterr().out
    assert found("ferry") == set(replies)


def test_the_newsroom_finds_them_by_what_they_say(edition, browse):
    reply = factories.reply(edition, "The ferry sails", name="Zoë")
    held = factories.reply(edition, "No ferry sails", name="Bo", state="held")
    hits = (
        browse("moderator")
        .get("/admin/find/", {"q": "sail fer", "kind": "reply"})
        .json()["results"]
    )
    assert [(hit["label"], hit["hint"], hit["address"]) for hit in hits] == [
        ("Bo: No ferry sails", "Reply, held", ""),
        ("Zoë: The ferry sails", "Reply, shown", reply.get_absolute_url()),
    ]
    assert hits[0]["href"] == f"/admin/comments/comment/{held.pk}/change/"
    assert (
        browse("writer").get("/admin/find/", {"q": "sail", "kind": "reply"}).json()["results"] == []
    )
