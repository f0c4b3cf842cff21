"""Where a reply stands on the desk: what holds it, how likely it is wrong, and how much it is read."""

import pytest

from comments import triage
from comments.findings import Finding
from comments.models import Comment
from tests import factories

LINKS = Finding("links", "Two links", holds=True, weight=1.0)
FIRST = Finding("first", "First reply from this address", weight=0.5)
JUDGED = Finding("model", "Looks like spam", weight=1.0, score=0.8, band="doubt")


@pytest.fixture
def reply(people):
    return factories.reply(factories.published("Ferry back"), state="held")


def columns(reply: Comment) -> dict:
    names = ("held_for", "risk", "priority", "has_link", "language", "band", "score")
    return Comment.objects.values(*names).get(pk=reply.pk)


def test_a_thread_that_is_read_ten_times_as_much_counts_one_more():
    assert [triage.exposure(views) for views in (0, 9, 99)] == [1, 2, 3]


def test_a_new_reply_is_filed_by_its_text_and_its_findings():
    text = triage.of_text("The ferry is back: https://a.example")
    made = triage.new_reply(text, [FIRST, LINKS, JUDGED], 9)
    assert (made["held_for"], made["has_link"], made["language"]) == ("links", True, "en")
    assert (made["band"], made["score"]) == ("doubt", 0.8)
    assert made["priority"] == 2 * made["risk"]
    plain = triage.new_reply(triage.of_text("Good"), [], 0)
    assert (plain["held_for"], plain["has_link"], plain["band"]) == ("", False, "")
    assert plain["risk"] < made["risk"]


def test_an_archive_is_held_for_having_arrived():
    assert triage.imported_reply("Good", is_held=True)["held_for"] == "arrived"
    assert triage.imported_reply("Good", is_held=False)["held_for"] == ""


@pytest.mark.django_db
def test_what_held_the_former_text_goes_on_holding(reply):
    triage.held_later(reply.pk, "links")
    reply = Comment.objects.get(pk=reply.pk)
    reply.text = "Without a link"
    triage.changed_by_author(reply, [FIRST], 0)
    assert columns(reply)["held_for"] == "links"
    triage.changed_by_author(reply, [JUDGED, LINKS], 0)
    assert (columns(reply)["held_for"], columns(reply)["band"]) == ("links", "doubt")


@pytest.mark.django_db
def test_findings_that_have_changed_change_what_follows_from_them(reply):
    triage.found_anew(reply.pk, [LINKS, JUDGED], 9)
    held = columns(reply)
    assert held["held_for"] == "links"
    assert held["priority"] == pytest.approx(2 * held["risk"])
    triage.found_anew(reply.pk, [], 9)
    assert columns(reply)["held_for"] == ""
    assert columns(reply)["risk"] < held["risk"]


@pytest.mark.django_db
def test_only_what_waits_for_a_check_is_called_unchecked(reply):
    triage.held_later(reply.pk, "akismet")
    triage.could_not_be_checked(reply.pk, "other")
    assert columns(reply)["held_for"] == "akismet"
    triage.could_not_be_checked(reply.pk, "akismet")
    assert columns(reply)["held_for"] == "unchecked"


@pytest.mark.django_db
def test_a_report_goes_a_part_of_the_way_to_certainty(reply):
    reply.risk = 0.2
    triage.reported(reply, 0.5, 9)
    assert columns(reply)["risk"] == pytest.approx(0.6)
    assert columns(reply)["priority"] == pytest.approx(1.2)


@pytest.mark.django_db
def test_what_is_read_more_waits_further_ahead_unless_somebody_has_looked(reply, people):
    seen = factories.reply(reply.edition, state="shown", email="bo@example.org")
    Comment.objects.filter(pk=seen.pk).update(reviewed=True)
    before = columns(seen)["priority"]
    triage.read_by(reply.article_id, 99)
    assert columns(reply)["priority"] == pytest.approx(3 * columns(reply)["risk"])
    assert columns(seen)["priority"] == before
