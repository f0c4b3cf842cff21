"""Decisions: who may, from where to where, on record, undone.

Covers comments/moderation/decisions.py, comments/moderation/effects/notices.py,
comments/moderation/effects/waiting.py.
"""

import pytest
from django.utils import timezone

from articles.pages import versions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment, Decision, Notice, State
from comments.moderation import decisions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(people):
    return factories.published()


@pytest.mark.parametrize("source", [s for s in State if s != State.WITHDRAWN])
@pytest.mark.parametrize("target", [s for s in State if s != State.WITHDRAWN])
def test_from_every_state_to_every_other(people, edition, source, target):
    comment = factories.reply(edition, state=source)
    before = Decision.objects.count()
    outcome = decisions.decide(
        [comment.pk], to=target, by=people["moderator"], rule=factories.house_rule()
    )
    comment.refresh_from_db()
    allowed = source != target
    assert allowed == (
        target in decisions.TRANSITIONS[source] and not source == target == State.SHOWN
    )
    assert comment.state == target
    assert len(outcome.decided) == int(allowed) == Decision.objects.count() - before
    if allowed:
        row = comment.decisions.first()
        assert (row.from_state, row.to_state, row.by) == (source, target, people["moderator"])


@pytest.mark.parametrize(
    ("role", "may"), [("writer", False), ("editor", True), ("chief", True), ("moderator", True)]
)
def test_who_may_decide(people, edition, role, may):
    comment = factories.reply(edition, state="held")
    if may:
        assert decisions.decide([comment.pk], to="shown", by=people[role]).decided == [comment]
    else:
        with pytest.raises(NotAllowed):
            decisions.decide([comment.pk], to="shown", by=people[role])


def test_a_rejection_needs_a_rule(people, edition):
    comment = factories.reply(edition, state="held")
    with pytest.raises(DecisionRefused):
        decisions.decide([comment.pk], to="rejected", by=people["moderator"])


def test_the_second_moderator_is_told_and_changes_nothing(people, edition):
    comment = factories.reply(edition, state="held")
    decisions.decide(
        [comment.pk], to="shown", by=people["moderator"], expected_states={comment.pk: "held"}
    )
    outcome = decisions.decide(
        [comment.pk], to="spam", by=people["editor"], expected_states={comment.pk: "held"}
    )
    assert (outcome.decided, outcome.unchanged) == ([], [comment])
    assert Comment.objects.get().state == "shown"


def test_many_at_once_and_undone_at_once(people, edition):
    comments = [factories.reply(edition, state="held", email=f"r{n}@example.org") for n in range(3)]
    outcome = decisions.decide(
        [c.pk for c in comments] + [10**9], to="spam", by=people["moderator"]
    )
    assert (len(outcome.decided), outcome.missing) == (3, [10**9])
    back = decisions.undo(outcome.batch, by=people["moderator"])
    assert len(back.decided) == 3
    assert set(Comment.objects.values_list("state", flat=True)) == {"held"}
    assert Decision.objects.filter(undoes__isnull=False).count() == 3
    again = decisions.undo(outcome.batch, by=people["moderator"])
    assert (again.decided, len(again.unchanged)) == ([], 3)


def test_an_act_of_somebody_else_is_not_undone(people, edition):
    comment = factories.reply(edition, state="held")
    outcome = decisions.decide([comment.pk], to="shown", by=people["moderator"])
    with pytest.raises(NotAllowed):
        decisions.undo(outcome.batch, by=people["editor"])


def test_a_later_decision_stands_against_undo(people, edition):
    comment = factories.reply(edition, state="held")
    outcome = decisions.decide([comment.pk], to="shown", by=people["moderator"])
    decisions.decide([comment.pk], to="spam", by=people["editor"])
    assert decisions.undo(outcome.batch, by=people["moderator"]).decided == []
    assert Comment.objects.get().state == "spam"


def test_a_note_with_a_letter_that_no_database_takes_is_kept_without_it(people, edition):
    comment = factories.reply(edition, state="held")
    decisions.decide(
        [comment.pk],
        to="rejected",
        by=people["moderator"],
        rule=factories.house_rule(),
        note=" a\x00b ",
    )
    assert comment.decisions.first().note == "ab"


def test_what_is_shown_is_looked_at_and_kept_by_a_decision(people, edition):
    comment = factories.reply(edition)
    Comment.objects.update(reviewed=False)
    Decision.objects.update(by=None)  # as in an open thread
    reader = factories.reader(comment.email)
    Comment.objects.update(reader=reader, wants_mail=True)
    before = versions.numbers(["replies"])
    kept = decisions.decide([comment.pk], to="shown", by=people["moderator"])
    # nothing is new for readers
    assert (Notice.objects.count(), versions.numbers(["replies"])) == (0, before)
    comment.refresh_from_db()
    assert (comment.reviewed, comment.decisions.first().from_state) == (True, "shown")
    assert decisions.decide([comment.pk], to="shown", by=people["editor"]).unchanged == [comment]
    decisions.undo(kept.batch, by=people["moderator"])
    comment.refresh_from_db()
    assert (comment.state, comment.reviewed) == ("shown", False)


def test_the_second_one_is_told_also_where_the_state_is_the_same(people, edition):
    comment = factories.reply(edition)
    Comment.objects.update(reviewed=False)
    comment.refresh_from_db()
    seen = {comment.pk: comment.revision}
    decisions.decide([comment.pk], to="shown", by=people["moderator"], expected_states=seen)
    outcome = decisions.decide([comment.pk], to="spam", by=people["editor"], expected_states=seen)
    assert (outcome.decided, outcome.unchanged) == ([], [comment])


def test_acts_are_taken_back_one_by_one_a_bulk_as_one(people, edition):
    first, second, third = (
        factories.reply(edition, state="held", email=f"r{n}@example.org") for n in range(3)
    )
    Decision.objects.update(by=None)
    me = people["moderator"]
    states = lambda: list(Comment.objects.order_by("pk").values_list("state", flat=True))  # noqa: E731
    decisions.decide([first.pk], to="shown", by=me)
    decisions.decide([second.pk, third.pk], to="spam", by=me)
    decisions.decide([first.pk], to="rejected", by=me, rule=factories.house_rule())
    decisions.decide([third.pk], to="shown", by=people["editor"])
    seen = []
    while batch := decisions.last_act(me, timezone.now()):
        decisions.undo(batch, by=me)
        seen.append(states())
    assert seen == [
        ["shown", "spam", "shown"],
        ["shown", "held", "shown"],
        ["held", "held", "shown"],
    ]
    assert decisions.last_act(people["editor"], timezone.now())
    later = timezone.now() + decisions.SHIFT
    assert decisions.last_act(people["editor"], later) is None


def test_a_rejection_that_comes_back_has_its_reason(people, edition):
    comment, rule = factories.reply(edition, state="held"), factories.house_rule()
    decisions.decide(
        [comment.pk], to="rejected", by=people["moderator"], rule=rule, note="Off the subject"
    )
    shown = decisions.decide([comment.pk], to="shown", by=people["editor"])
    comment.refresh_from_db()
    assert comment.rule is None
    decisions.undo(shown.batch, by=people["editor"])
    comment.refresh_from_db()
    decision = comment.decisions.first()
    assert (comment.state, comment.rule, decision.rule, decision.note) == (
        "rejected",
        rule,
        rule,
        "Off the subject",
    )


def test_many_cost_as_few_queries_as_one(people, edition, django_assert_max_num_queries):
    comments = [
        factories.reply(edition, state="held", email=f"r{n}@example.org") for n in range(30)
    ]
    with django_assert_max_num_queries(24):
        outcome = decisions.decide([c.pk for c in comments], to="shown", by=people["moderator"])
    with django_assert_max_num_queries(24):
        decisions.undo(outcome.batch, by=people["moderator"])
