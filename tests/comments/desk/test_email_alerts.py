"""Mail from the desk: who gets it and when, and deciding from it.

Covers comments/desk/email_alerts.py, comments/views/email_alerts.py.
"""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from comments.complaints import reports
from comments.desk import email_alerts
from comments.models import Comment, DeskSettings
from comments.moderation import decisions
from tests import factories

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


@pytest.fixture
def moderator(people):
    people["moderator"].email = "mo@example.org"
    people["moderator"].save()
    return people["moderator"]


def wants(person, how="now", at=None, sections=()):
    own = DeskSettings(person=person, mail=how)
    email_alerts.begin(own, at or timezone.now() - dt.timedelta(hours=1))
    own.save()
    own.sections.set(sections)
    return own


def link() -> str:
    return re.search(r"https?://[^/\s]+(/replies/desk/\S+)", mail.outbox[-1].body)[1]


class TestWhoGetsIt:
    def test_at_once_one_mail_of_all_that_came_since_the_last(self, moderator, edition):
        factories.reply(edition, "Before", state="held")
        wants(moderator)
        factories.reply(
            edition, "See https://a.example and https://b.example", name="Ana", state="held"
        )
        factories.reply(edition, "Second", name="Bo", state="held")
        now = timezone.now()
        email_alerts.tidy(now)
        email_alerts.tidy(now)
        [message] = mail.outbox
        assert (message.to, message.subject) == (
            ["mo@example.org"],
            "2 replies wait for a moderator",
        )
        assert "Before" not in message.body
        assert message.body.count("/replies/desk/") == 2
        assert "Two links" in message.body
        factories.reply(edition, "Third", state="held")
        email_alerts.tidy(now + dt.timedelta(minutes=1))
        assert len(mail.outbox) == 1
        email_alerts.tidy(now + dt.timedelta(minutes=3))
        assert mail.outbox[1].subject == "1 reply waits for a moderator"

    def test_once_a_day_in_the_morning(self, moderator, edition):
        with time_machine.travel(NOON, tick=False):
            wants(moderator, "digest", at=NOON)
            story = factories.published("Fresh")
            factories.reply(story, "Words", state="held")
        for hours, count in ((1, 0), (19, 0), (20, 1), (21, 1)):
            email_alerts.tidy(NOON + dt.timedelta(hours=hours))
            assert len(mail.outbox) == count, hours

    def test_nobody_who_does_not_want_may_not_decide_or_has_no_address(
        self, moderator, people, edition
    ):
        wants(moderator, "never")
        wants(people["writer"])
        wants(people["editor"])  # has no address
        factories.reply(edition, state="held")
        email_alerts.tidy()
        assert mail.outbox == []

    def test_of_ones_sections_alone(self, moderator, edition):
        sport = factories.section("Sport")
        other = factories.published("Match", section=sport)
        wants(moderator, sections=[sport])
        factories.reply(edition, "In the city", state="held")
        email_alerts.tidy()
        assert mail.outbox == []
        factories.reply(other, "At the match", state="held")
        email_alerts.tidy()
        assert "At the match" in mail.outbox[0].body

    def test_of_what_is_reported(self, moderator, edition):
        reply = factories.reply(edition, "Hm")
        wants(moderator)
        reports.report(article_id=edition.article_id, number=reply.pk, who="x", reason="abuse")
        email_alerts.tidy()
        assert "Reported: It attacks or insults somebody." in mail.outbox[0].body

    def test_many_are_counted(self, moderator, edition):
        wants(moderator)
        for number in range(12):
            factories.reply(edition, f"Word {number}", email=f"r{number}@example.org", state="held")
        email_alerts.tidy()
        assert "And 2 more." in mail.outbox[0].body


class TestDeciding:
    @pytest.fixture
    def held(self, moderator, edition):
        wants(moderator)
        made = factories.reply(edition, "A held word", name="Ana", state="held")
        email_alerts.tidy()
        return made

    def test_opening_changes_nothing_a_button_decides_once(self, client, held, moderator):
        address = link()
        page = client.get(address)
        assert page.status_code == 200
        assert "A held word" in page.content.decode()
        assert (page["Cache-Control"], bool(page.cookies)) == ("private, no-store", False)
        held.refresh_from_db()
        assert held.state == "held"
        assert client.post(address, {"act": "shown"}).status_code == 303
        held.refresh_from_db()
        assert (held.state, held.decisions.first().by) == ("shown", moderator)
        assert "You have decided" in client.get(address).content.decode()
        assert client.post(address, {"act": "spam"}).status_code == 409
        held.refresh_from_db()
        assert held.state == "shown"

    def test_a_rejection_names_its_rule_and_keeps_the_note(self, client, held):
        answer = client.post(link(), {"act": "rejected", "note": "Off the subject"})
        assert answer.status_code == 422
        assert "Off the subject" in answer.content.decode()
        rule = factories.house_rule()
        client.post(link(), {"act": f"rejected:{rule.pk}", "note": "Off the subject"})
        assert held.decisions.first().rule == rule

    def test_somebody_else_was_first(self, client, held, people):
        decisions.decide([held.pk], to="spam", by=people["editor"])
        assert "This is decided already" in client.get(link()).content.decode()
        assert client.post(link(), {"act": "shown"}).status_code == 409

    def test_it_is_not_good_again_after_an_undo(self, client, held, people):
        outcome = decisions.decide([held.pk], to="spam", by=people["editor"])
        decisions.undo(outcome.batch, by=people["editor"])
        assert client.post(link(), {"act": "shown"}).status_code == 409

    @pytest.mark.parametrize("how", ["old", "changed", "another role", "left"])
    def test_it_is_good_no_more(self, client, held, moderator, how):
        address, days = link(), 0
        if how == "old":
            days = 4
        elif how == "changed":
            address = address.replace("replies/desk/", "replies/desk/x")
        elif how == "another role":
            moderator.groups.clear()
        else:
            moderator.is_active = False
            moderator.save()
        with time_machine.travel(timezone.now() + dt.timedelta(days=days)):
            assert client.get(address).status_code == 410
            assert client.post(address, {"act": "shown"}).status_code == 410
        assert Comment.objects.get().state == "held"
