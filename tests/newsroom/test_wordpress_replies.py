"""Replies of an export file: states, pings, dates; and that ours come back as they went."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from comments.arriving import Arrived, ArrivedPing
from comments.models import Comment, State
from newsroom.wordpress import replies
from newsroom.wordpress.items import Reply
from newsroom.wordpress.moments import moment, stamp

NOW = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def arrived(**facts):
    return replies.arrived(Reply(7, content="Words", **facts), users={}, without_date=NOW)


@pytest.mark.parametrize(
    ("approved", "state"),
    [("1", "shown"), ("0", "held"), ("", "held"), ("spam", "spam"), ("trash", "rejected"), ("post-trashed", "rejected"),
     ("what a plugin says", "held")],
)  # fmt: skip
def test_states(approved, state):
    assert arrived(approved=approved).state == state


def test_pings_are_apart_and_those_not_shown_stay_behind():
    assert isinstance(arrived(approved="1", kind="pingback", url="https://a.example/"), ArrivedPing)
    assert arrived(approved="0", kind="trackback") == "a trackback that was not shown there"
    assert arrived(approved="1", kind="order_note") == "a “order_note”, which is no reply of a reader"


def test_dates(settings):
    settings.TIME_ZONE = "Europe/Paris"
    assert moment("2010-08-08 12:00:00", "2010-08-08 14:00:00") == dt.datetime(2010, 8, 8, 12, tzinfo=dt.UTC)
    assert moment("0000-00-00 00:00:00", "2010-08-08 14:00:00") == dt.datetime(2010, 8, 8, 12, tzinfo=dt.UTC)
    assert moment("", "0000-00-00 00:00:00") is moment("nonsense", "9999-99-99") is None
    assert arrived(date_gmt="").created_at == NOW
    assert stamp(None) == "0000-00-00 00:00:00"


@pytest.mark.parametrize("state", list(State))
def test_there_and_back(state):
    comment = Comment(
        pk=12, parent_id=11, name="Ana", email="ana@example.org", website="https://ana.example/", state=state,
        text="1 < 2\n\n> *Quoted*\n\n    indented", created_at=NOW, edited_at=NOW, picked_at=None, user_id=3,
    )  # fmt: skip
    back = replies.arrived(replies.departing(comment, ZoneInfo("Asia/Tokyo")), users={3: "u"}, without_date=NOW)
    assert back == Arrived(
        12, 11, "Ana", "ana@example.org", "https://ana.example/", comment.text, state, NOW, user="u", edited_at=NOW
    )


def test_a_state_of_ours_does_not_show_what_was_not_shown_there():
    reply = Reply(1, approved="0", meta=[("_newsroom_state", "shown")])
    assert replies.state_of(reply) == State.HELD
