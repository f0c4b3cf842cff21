"""What reports weigh, and when they hide a reply."""

import pytest
from django.utils import timezone

from comments.complaints import report_weight
from comments.complaints import reports as report_steps
from comments.desk import cards
from comments.intake.post import post_reply
from comments.models import Comment, Policy, Report
from comments.moderation import decisions
from comments.people import privacy
from tests import factories

pytestmark = pytest.mark.django_db


def unread(edition, text):
    """A reply that is shown, and that nobody of the newsroom has decided about."""
    policy = Policy.objects.create(mode="open", article=edition.article)
    comment = factories.reply(edition, text)
    policy.delete()
    assert not comment.reviewed
    return comment


@pytest.fixture
def reply(edition):
    return unread(edition, "It sank in 1912")


def reported(reply, *readers):
    for who in readers:
        report_steps.report(article_id=reply.article_id, number=reply.pk, who=who, reason="abuse")
    reply.refresh_from_db()
    return reply.state


def past(edition, who, right, wrong):
    """So many of a reader's reports led to a removal, and so many to nothing."""
    for number in range(right + wrong):
        comment = factories.reply(edition, f"{who} {number}", email=f"{who}{number}@example.org")
        reported(comment, who)
        if number < right:
            to = "spam" if number % 2 else "rejected"
            decisions.decide(
                [comment.pk], to=to, by=factories.somebody("moderator"), rule=factories.house_rule()
            )
        else:
            decisions.decide([comment.pk], to="shown", by=factories.somebody("moderator"))


class TestWeight:
    @pytest.mark.parametrize(
        ("right", "wrong", "weight"),
        [(0, 0, 1.0), (1, 0, 4 / 3), (3, 0, 1.6), (0, 3, 0.4), (2, 2, 1.0), (1, 3, 2 / 3)],
    )
    def test_by_how_often_it_was_right_before(self, edition, reply, right, wrong, weight):
        past(edition, "ana", right, wrong)
        reported(reply, "ana")
        report = Report.objects.get(comment=reply)
        assert report_weight.weights([report]) == {report.pk: pytest.approx(weight)}

    def test_of_many_reports_it_costs_one_query(self, edition, reply, django_assert_num_queries):
        reported(reply, "a", "b")
        for reports in ([Report.objects.first()], list(Report.objects.all())):
            with django_assert_num_queries(1):
                assert set(report_weight.weights(reports).values()) == {1.0}

    def test_whoever_cannot_be_told_any_more_weighs_as_anybody(self, edition, reply):
        past(edition, "ana", 3, 0)
        reported(reply, "ana")
        Report.objects.update(at=timezone.now() - 2 * privacy.KEEP)
        privacy.forget()
        report = Report.objects.get(comment=reply)
        assert report_weight.weights([report]) == {report.pk: 1.0}

    def test_what_its_author_withdrew_says_nothing(self, edition, reply):
        from comments.intake import author_actions

        reported(reply, "ana")
        author_actions.withdraw(reply)
        assert report_weight.accuracy(["ana"], timezone.now()) == {"ana": 0.5}


class TestHiding:
    def test_three_who_are_not_known_hide_it_and_two_do_not(self, edition, reply):
        assert reported(reply, "a", "b") == "shown"
        assert reported(reply, "a", "b", "b") == "shown"  # the same ones again
        assert reported(reply, "c") == "held"
        decision = reply.decisions.first()
        assert (decision.by, decision.trigger) == (None, "report")
        assert decision.reasons == [
            "Reported from 3 networks, weighing as 3.0: hidden until a moderator has seen it"
        ]
        assert (reply.held_for, reply.reviewed) == ("reported", False)
        assert reply.priority > 0.2
        assert "It sank in 1912" not in reply_page(edition)

    def test_those_who_were_right_need_fewer_and_those_who_never_were_need_many(
        self, edition, reply
    ):
        past(edition, "keen", 6, 0)
        past(edition, "sure", 6, 0)
        other = unread(edition, "Another")
        assert reported(reply, "keen", "sure") == "held"
        for who in ("x", "y", "z"):
            past(edition, who, 0, 6)
        assert reported(other, "x", "y", "z") == "shown"

    def test_never_twice_for_a_text_that_a_moderator_kept(self, reply, people):
        reported(reply, "a", "b", "c")
        decisions.decide([reply.pk], to="shown", by=people["moderator"])
        assert reported(reply, "d", "e", "f", "g") == "shown"
        Comment.objects.filter(pk=reply.pk).update(version=2, text="It sank, you fools")
        assert reported(reply, "h", "i", "j") == "held"

    def test_nor_one_that_a_moderator_has_approved(self, edition, people):
        held = factories.reply(edition, "It sank in 1913", state="held")
        approval = decisions.decide([held.pk], to="shown", by=people["moderator"])
        assert reported(held, *"abcdefg") == "shown"
        decisions.undo(approval.batch, by=people["moderator"])
        Comment.objects.filter(pk=held.pk).update(state="shown")
        assert reported(held, "h") == "held"

    def test_browsers_of_one_network_count_once(self, edition, reply, client, monkeypatch):
        monkeypatch.setattr("comments.views.thread.MAX_REPORTED", 10_000)
        risk = reply.risk
        for number in range(5):
            for place in ("198.51.100.7", "2001:db8:7::1", "2001:db8:7::2:0:0:1"):
                client.post(
                    f"{edition.get_absolute_url()}replies/{reply.pk}/report/",
                    {"reason": "abuse"},
                    REMOTE_ADDR=place,
                    HTTP_USER_AGENT=f"Browser/{number}",
                    HTTP_X_FORWARDED_FOR=f"203.0.{number}.1",
                )
        reply.refresh_from_db()
        assert reply.state == "shown"
        assert Report.objects.count() == 10
        (card,) = cards.of([reply.pk], factories.somebody("moderator"))
        assert card.networks == 2
        assert reply.risk == pytest.approx(1 - (1 - risk) * (1 - 0.3) ** 2)
        assert reported(reply, "a third") == "held"

    def test_nor_after_it_was_kept_in_the_queue(self, reply, people):
        reported(reply, "a", "b")
        decisions.decide([reply.pk], to="shown", by=people["moderator"])
        assert reported(reply, "c", "d", "e", "f") == "shown"

    def test_never_the_newsrooms_own(self, edition, people):
        from comments.findings import Draft

        answer = post_reply(
            edition=edition, draft=Draft("The newsroom", "", "", "No."), by=people["moderator"]
        ).comment
        assert reported(answer, *"abcdefgh") == "shown"

    @pytest.mark.parametrize(
        ("site", "section", "story", "hidden"),
        [
            (None, None, None, 3),
            (4, None, None, 4),
            (4, 5, None, 5),
            (4, 5, 2, 2),
            (0, None, None, 0),
            (None, None, 0, 0),
        ],
    )
    def test_from_how_much_on_is_the_nearest_policys_to_say(
        self, edition, reply, site, section, story, hidden
    ):
        Policy.objects.create(mode="open", reports_hide=site)
        Policy.objects.create(mode="open", reports_hide=section, section=edition.section)
        Policy.objects.create(mode="open", reports_hide=story, article=edition.article)
        states = [reported(reply, who) for who in "abcdef"[: hidden or 6]]
        assert states.count("held") == bool(hidden)


def reply_page(edition):
    from django.test import Client

    return Client().get(edition.get_absolute_url()).content.decode()
