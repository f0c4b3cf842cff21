"""Replies of an export file: states, pings, dates; and that ours come back as they went.

Covers newsroom/moving/wordpress/replies.py, newsroom/moving/wordpress/reply_states.py,
newsroom/moving/wordpress/dates.py.
"""

import datetime as dt
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from comments.intake.import_archive import Arrived, ArrivedPing
from comments.models import Comment, State
from newsroom.moving.wordpress import replies
from newsroom.moving.wordpress.dates import format_moment, parse_moment
from newsroom.moving.wordpress.items import Reply

NOW = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def arrived(**facts):
    return replies.convert_reply(Reply(7, content="Words", **facts), users={}, without_date=NOW)


@pytest.mark.parametrize(
    ("approved", "state"),
    [
        ("1", "shown"),
        ("0", "held"),
        ("", "held"),
        ("spam", "spam"),
        ("trash", "rejected"),
        ("post-trashed", "rejected"),
        ("what a plugin says", "held"),
    ],
)
def test_states(approved, state):
    assert arrived(approved=approved).state == state


def test_pings_are_apart_and_those_not_shown_stay_behind():
    assert isinstance(arrived(approved="1", kind="pingback", url="https://a.example/"), ArrivedPing)
    assert arrived(approved="0", kind="trackback") == "a trackback that was not shown there"
    assert (
        arrived(approved="1", kind="order_note") == "a “order_note”, which is no reply of a reader"
    )


def test_dates(settings):
    settings.TIME_ZONE = "Europe/Paris"
    assert parse_moment("2010-08-08 12:00:00", "2010-08-08 14:00:00") == dt.datetime(
        2010, 8, 8, 12, tzinfo=dt.UTC
    )
    assert parse_moment("0000-00-00 00:00:00", "2010-08-08 14:00:00") == dt.datetime(
        2010, 8, 8, 12, tzinfo=dt.UTC
    )
    assert parse_moment("", "0000-00-00 00:00:00") is parse_moment("nonsense", "9999-99-99") is None
    assert arrived(date_gmt="").created_at == NOW
    assert format_moment(None) == "0000-00-00 00:00:00"


@pytest.mark.parametrize("state", list(State))
def test_there_and_back(state):
    comment = Comment(
        pk=12,
        parent_id=11,
        name="Ana",
        email="ana@example.org",
        website="https://ana.example/",
        state=state,
        text="1 < 2\n\n> *Quoted*\n\n    indented",
        created_at=NOW,
        edited_at=NOW,
        picked_at=None,
        user_id=3,
    )
    (there,) = replies.export_replies([comment], count(100), ZoneInfo("Asia/Tokyo"))
    back = replies.convert_reply(there, users={3: "u"}, without_date=NOW)
    assert back == Arrived(
        12,
        11,
        "Ana",
        "ana@example.org",
        "https://ana.example/",
        comment.text,
        state,
        NOW,
        user="u",
        edited_at=NOW,
    )


def test_a_state_of_ours_does_not_show_what_was_not_shown_there():
    reply = Reply(1, approved="0", meta=[("_newsroom_state", "shown")])
    assert replies.state_of(reply) == State.HELD


def there_and_back(*comments):
    there = list(replies.export_replies(comments, count(1000), ZoneInfo("UTC")))
    return there, [replies.convert_reply(reply, users={}, without_date=NOW) for reply in there]


def test_what_does_not_fit_there_is_cut_there_alone():
    name, email = "Ж" * 200, f"{'a' * 60}@{'b' * 60}.example"
    (there,), (back,) = there_and_back(
        Comment(pk=1, name=name, email=email, text="Ж" * 60_000, state=State.SHOWN, created_at=NOW)
    )
    assert len(there.author.encode()) <= 255
    assert len(there.email) <= 100
    assert len(there.content.encode()) < 2**16
    assert (back.name, back.email, back.text) == (name, email, "Ж" * 60_000)


def test_a_name_that_is_cut_at_a_space_comes_back_whole():
    name = "م" * 122 + " " + "ن" * 77
    (there,), _ = there_and_back(
        Comment(pk=1, name=name, text="x", state=State.SHOWN, created_at=NOW)
    )
    there.author = there.author.strip()  # as it is read
    assert replies.convert_reply(there, users={}, without_date=NOW).name == name


def test_an_answer_has_a_higher_number_than_what_it_answers():
    made = [(9, None), (5, 9), (3, 5), (12, 3), (10, None)]
    there, back = there_and_back(
        *(
            Comment(pk=pk, parent_id=up, name="Ana", text="x", state=State.SHOWN, created_at=NOW)
            for pk, up in made
        )
    )
    assert [(reply.number, reply.parent) for reply in there] == [
        (9, 0),
        (1000, 9),
        (1001, 1000),
        (1002, 1001),
        (10, 0),
    ]
    assert [(reply.number, reply.parent or None) for reply in back] == made
    assert [replies.number_of(reply) for reply in there] == [number for number, _ in made]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("One\ntwo\n\nThree", "One\ntwo\n\nThree"),
        (
            "*a* **b** `c` <i>d</i>",
            "<em>a</em> <strong>b</strong> <code>c</code> &lt;i&gt;d&lt;/i&gt;",
        ),
        ("- a\n- b", "- a\n- b"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("> So\n> it\n>\n> is", "<blockquote>So\nit\n\nis</blockquote>"),
        ("```\na < b\n\n  c\n```", "<code>a &lt; b\n\n  c</code>"),
        ("[here](https://a.example/?b=1&c=2)", '<a href="https://a.example/?b=1&amp;c=2">here</a>'),
    ],
)
def test_texts_are_in_the_form_of_wordpress(text, there):
    assert replies.as_theirs(text) == there


def test_what_changed_there_is_not_taken_back():
    (there,), _ = there_and_back(
        Comment(pk=1, name="Ж" * 200, text="*One* & two", state=State.SHOWN, created_at=NOW)
    )
    there.content = "<em rel='x'>One</em>\n&#038; two"
    same = replies.convert_reply(there, users={}, without_date=NOW)
    assert (same.text, same.name) == ("*One* & two", "Ж" * 200)
    there.content, there.author = "One & three", "Ana"
    changed = replies.convert_reply(there, users={}, without_date=NOW)
    assert (changed.text, changed.name) == ("One & three", "Ana")


def test_numbers_given_there_are_the_true_ones():
    child = Comment(pk=5, parent_id=9, name="Ana", text="x", state=State.SHOWN, created_at=NOW)
    grandchild = Comment(pk=12, parent_id=5, name="Bo", text="x", state=State.SHOWN, created_at=NOW)
    there, _ = there_and_back(child, grandchild)
    there[0].number, there[1].number, there[1].parent = 70, 71, 70
    assert [replies.number_of(reply) for reply in there] == [70, 71]
    assert [replies.convert_reply(reply, users={}, without_date=NOW).parent for reply in there] == [
        9,
        70,
    ]
