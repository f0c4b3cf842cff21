"""Statements of reasons: what stands in one, for each kind of decision; and what a receipt says.

Covers comments/transparency/statements.py, comments/models/decision.py.
"""

import datetime as dt
import uuid

import pytest

from comments import links
from comments.findings import Finding
from comments.intake import author_actions
from comments.models import Comment, Decision, HouseRule, Policy, TextModel
from comments.moderation import decisions
from comments.policies import changes
from comments.transparency import statements
from tests import factories

pytestmark = pytest.mark.django_db
MODE = Finding("mode", "Every reply waits here", holds=True).as_dict()
LINKED = "https://a.example https://b.example https://c.example/"
LINKS = Finding("links", "2 links", holds=True).as_dict()


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


@pytest.fixture
def rule(people):
    rule = HouseRule.objects.get(number=2)
    rule.message = "Say what is wrong with the argument instead."
    return changes.save(rule, by=people["chief"])


def rejected(people, comment, **more):
    decisions.decide([comment.pk], to="rejected", by=people["moderator"], **more)
    return author_actions.reasons(comment)


def words(statement) -> str:
    return " | ".join(words for _, words in statement.parts)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"from_state": "held"}, "Your reply is not shown. |"),
        (
            {"from_state": "shown"},
            "Your reply is removed: it had been shown, and is not any more. |",
        ),
        (
            {"from_state": "shown", "to_state": "held"},
            "Your reply is suspended: it is taken off the page until",
        ),
        ({"version": 2}, "This is about version 2 of your text. |"),
        ({}, "Since 4 May 2026, 12:00, everywhere this site can be read, until further notice. |"),
        ({"trigger": ""}, "| The newsroom looked at it by itself: nobody had asked for it. |"),
        ({"trigger": "own"}, "| The newsroom looked at it by itself: nobody had asked for it. |"),
        ({"trigger": "report"}, "| Readers had reported it. Nobody is told who they are. |"),
        (
            {"trigger": "notice"},
            "| Somebody had told us that it is against the law. Nobody is told who that was. |",
        ),
        ({"trigger": "appeal"}, "| It was looked at again because of an appeal. |"),
        (
            {"trigger": "sanction"},
            "| It followed from a measure that concerns all replies from your address. |",
        ),
        ({"trigger": "campaign"}, "| The same text had come in many places. |"),
        ({}, "| No software took part in finding it. A person decided, not software."),
        (
            {"findings": [MODE]},
            "| No software took part in finding it. A person decided, not software.",
        ),
        (
            {"findings": [LINKS]},
            (
                "Software took part in finding it: checks that look at every new reply. A person"
                " decided"
            ),
        ),
        (
            {"findings": [{**LINKS, "rule": 7}]},
            "every new reply and rules that our moderators have written. A person",
        ),
        (
            {"model_id": 3},
            "and a model that has learned from earlier decisions, in version 3. A person decided",
        ),
        (
            {"model_id": 3, "findings": [MODE, {"code": "model", "words": "Fine", "holds": False}]},
            "| No software took part in finding it. A person decided, not software.",
        ),
        (
            {"findings": [{"code": "rules", "words": "Not seen", "holds": True}]},
            "| No software took part in finding it. A person decided, not software.",
        ),
        (
            {
                "by": None,
                "to_state": "held",
                "from_state": "shown",
                "rule": None,
                "trigger": "report",
                "findings": [{"code": "reported", "words": "Reported", "holds": True}],
            },
            "| No software took part in finding it. Software took it off, by itself, because several"
            " had reported it.",
        ),
        ({"by": None}, "| Our checks look at every new reply, and it began with them. |"),
        (
            {"by": None, "findings": [LINKS]},
            "checks that look at every new reply. Software decided, by itself.",
        ),
    ],
)
def test_what_stands_in_it_for_each_kind_of_decision(people, edition, changed, said):
    TextModel.objects.create(
        number=3,
        trained_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
        learned_from=1,
        numbers=b"",
        clear_to=0,
        doubt_from=1,
    )
    fields = {
        "comment_id": factories.reply(edition, state="shown").pk,
        "from_state": "held",
        "to_state": "rejected",
        "by": people["moderator"],
        "decided_at": dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC),
        "rule": factories.house_rule(),
        **changed,
    }
    Decision.objects.all().delete()
    made = Decision.objects.create(batch=uuid.uuid4(), **fields)
    assert said in words(statements.of_one(Decision.objects.select_related("rule").get(pk=made.pk)))


def test_a_person_who_rejects_what_a_check_had_held(people, edition):
    comment = factories.reply(
        edition, "Look: https://a.example https://b.example https://c.example", state="held"
    )
    decision = rejected(people, comment, rule=factories.house_rule())
    assert "Software took part in finding it: checks that look" in words(
        statements.of_one(decision)
    )


def test_the_ground_is_the_rule_as_it_stood_then(people, edition, rule):
    decision = rejected(
        people, factories.reply(edition), rule=rule, note="“Fool” is about the author."
    )
    version = decision.rules_version
    rule.title, rule.text = "Be kind", "Whatever happens."
    changes.save(rule, by=people["chief"])
    found = statements.of_one(Decision.objects.select_related("rule").get(pk=decision.pk))
    assert (found.rule.number, found.rule.title, found.rule.version) == (
        2,
        "No personal attacks",
        version,
    )
    assert found.rule.address == f"/house-rules/{version}/#rule-2"
    assert found.rule.text.startswith("Argue against what somebody says")
    assert found.why == (
        "Say what is wrong with the argument instead.",
        "“Fool” is about the author.",
    )


def test_a_note_that_holds_the_message_of_the_rule_is_not_told_twice(people, edition, rule):
    decision = rejected(
        people, factories.reply(edition), rule=rule, note=f"{rule.message} “Fool” is no argument."
    )
    assert statements.of_one(decision).why == (f"{rule.message} “Fool” is no argument.",)


def test_the_ground_is_the_law(people, edition):
    found = statements.of_one(
        rejected(people, factories.reply(edition), law="§ 185: an insult.", trigger="notice")
    )
    assert (found.rule, found.law) == (None, "§ 185: an insult.")


def test_software_that_decides_says_what_it_found(edition):
    comment = factories.reply(edition)
    finding = Finding("rule", "Sells watches", holds=True, rule=1)
    decision = decisions.decide_by_policy(
        comment, "rejected", [finding], now=dt.datetime.now(dt.UTC)
    )
    found = statements.of_one(decision)
    assert "Software decided, by itself." in words(found)
    assert found.why == ("What was found: Sells watches.",)


@pytest.mark.parametrize("to", ["spam", "shown", "withdrawn"])
def test_there_is_none_for_spam_and_for_what_takes_nothing_away(people, edition, to):
    comment = factories.reply(edition, state="held")
    if to == "withdrawn":
        author_actions.withdraw(comment)
    else:
        decisions.decide([comment.pk], to=to, by=people["moderator"])
    assert statements.of_one(author_actions.reasons(comment)) is None


@pytest.mark.parametrize(
    ("day", "until"),
    [
        ("2026-05-04", "2026-11-04"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-30", "2028-02-29"),
        ("2026-12-01", "2027-06-01"),
    ],
)
def test_an_appeal_is_open_for_six_months(day, until):
    at = dt.datetime.fromisoformat(f"{day}T10:00+00:00")
    assert (
        statements.appeal_until(Decision(to_state="rejected", decided_at=at)).date().isoformat()
        == until
    )
    assert statements.appeal_until(Decision(to_state="held", decided_at=at)) is None


@pytest.mark.parametrize("count", [1, 3])
def test_many_cost_as_much_as_one(people, edition, rule, count, django_assert_num_queries):
    decisions = [
        rejected(people, factories.reply(edition, f"Reply {n}"), rule=rule) for n in range(count)
    ]
    with django_assert_num_queries(2):
        assert len(statements.of(decisions)) == count


class TestTheReceipt:
    def text(self, client, comment) -> str:
        page = client.get(links.receipt(comment).partition("#")[0])
        assert page.status_code == 200
        return page.content.decode()

    def test_rejected_it_gives_the_reasons_and_the_way_to_appeal(
        self, client, people, edition, rule
    ):
        comment = factories.reply(edition)
        version = rejected(people, comment, rule=rule, note="<b>No</b> names.").rules_version
        page = self.text(client, comment)
        for words in (
            "Your reply is removed",
            "No personal attacks",
            f"/house-rules/{version}/#rule-2",
            "&lt;b&gt;No&lt;/b&gt; names.",
            "Say what is wrong",
            "A person decided",
            "Send the appeal",
            "Article 21",
        ):
            assert words in page, words

    @pytest.mark.parametrize(("to", "mode"), [("held", "open"), ("spam", "newcomers")])
    def test_who_has_not_ticked_the_house_rules_is_told(self, client, people, edition, to, mode):
        factories.house_rule()
        changes.keep_version(by=people["chief"], now=dt.datetime.now(dt.UTC))
        Policy.objects.create(mode=mode)
        comment = factories.post(edition, "Well said, all of you", rules_seen=None)
        if to == "spam":
            decisions.decide([comment.pk], to="spam", by=people["moderator"])
            comment.refresh_from_db()
        assert statements.NO_TICK in self.text(client, comment)
        Policy.objects.update(mode="held")
        assert statements.NO_TICK not in self.text(client, comment)

    def test_removed_after_it_was_shown_and_held_again_is_suspended(self, client, people, edition):
        comment = factories.reply(edition)
        decisions.decide([comment.pk], to="held", by=people["moderator"])
        page = self.text(client, comment)
        assert "Your reply is suspended" in page
        assert "Send the appeal" not in page

    @pytest.mark.parametrize(("mode", "why"), statements.READ_FIRST.items())
    def test_spam_and_what_is_held_are_told_the_same(self, client, people, edition, mode, why):
        Policy.objects.create(mode=mode)
        held, spam = (
            factories.reply(edition, text, state="held") for text in (f"{LINKED}1", f"{LINKED}2")
        )
        Comment.objects.update(created_at=held.created_at)
        decisions.decide([spam.pk], to="spam", by=people["moderator"])
        pages = [self.text(client, comment) for comment in (held, spam)]
        said = [
            page[page.index('<div class="reply-status"') :]
            .partition("Only you see it")[0]
            .partition("<p>")[2]
            for page in pages
        ]
        assert said[0] == said[1]
        assert why in said[0]
        assert 'class="statement"' not in pages[1]
        assert "Send the appeal" not in pages[1]
