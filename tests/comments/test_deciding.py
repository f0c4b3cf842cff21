"""Decisions: who may, from where to where, on record, undone."""

import pytest

from comments import deciding
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Comment, Decision, State
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
    outcome = deciding.decide([comment.pk], to=target, by=people["moderator"], rule=factories.house_rule())
    comment.refresh_from_db()
    allowed = target in deciding.TRANSITIONS[source]
    assert allowed == (source != target)
    assert comment.state == target
    assert len(outcome.decided) == int(allowed) == Decision.objects.count() - before
    if allowed:
        row = comment.decisions.first()
        assert (row.from_state, row.to_state, row.by) == (source, target, people["moderator"])


@pytest.mark.parametrize(("role", "may"), [("writer", False), ("editor", True), ("chief", True), ("moderator", True)])
def test_who_may_decide(people, edition, role, may):
    comment = factories.reply(edition, state="held")
    if may:
        assert deciding.decide([comment.pk], to="shown", by=people[role]).decided == [comment]
    else:
        with pytest.raises(NotAllowed):
            deciding.decide([comment.pk], to="shown", by=people[role])


def test_a_rejection_needs_a_rule(people, edition):
    comment = factories.reply(edition, state="held")
    with pytest.raises(DecisionRefused):
        deciding.decide([comment.pk], to="rejected", by=people["moderator"])


def test_the_second_moderator_is_told_and_changes_nothing(people, edition):
    comment = factories.reply(edition, state="held")
    deciding.decide([comment.pk], to="shown", by=people["moderator"], seen_states={comment.pk: "held"})
    outcome = deciding.decide([comment.pk], to="spam", by=people["editor"], seen_states={comment.pk: "held"})
    assert (outcome.decided, outcome.unchanged) == ([], [comment])
    assert Comment.objects.get().state == "shown"


def test_many_at_once_and_undone_at_once(people, edition):
    comments = [factories.reply(edition, state="held", email=f"r{n}@example.org") for n in range(3)]
    outcome = deciding.decide([c.pk for c in comments] + [10**9], to="spam", by=people["moderator"])
    assert (len(outcome.decided), outcome.missing) == (3, [10**9])
    back = deciding.undo(outcome.batch, by=people["moderator"])
    assert len(back.decided) == 3
    assert set(Comment.objects.values_list("state", flat=True)) == {"held"}
    assert Decision.objects.filter(undoes__isnull=False).count() == 3
    again = deciding.undo(outcome.batch, by=people["moderator"])
    assert (again.decided, len(again.unchanged)) == ([], 3)


def test_an_act_of_somebody_else_is_not_undone(people, edition):
    comment = factories.reply(edition, state="held")
    outcome = deciding.decide([comment.pk], to="shown", by=people["moderator"])
    with pytest.raises(NotAllowed):
        deciding.undo(outcome.batch, by=people["editor"])


def test_a_later_decision_stands_against_undo(people, edition):
    comment = factories.reply(edition, state="held")
    outcome = deciding.decide([comment.pk], to="shown", by=people["moderator"])
    deciding.decide([comment.pk], to="spam", by=people["editor"])
    assert deciding.undo(outcome.batch, by=people["moderator"]).decided == []
    assert Comment.objects.get().state == "spam"


def test_a_note_with_a_letter_that_no_database_takes_is_kept_without_it(people, edition):
    comment = factories.reply(edition, state="held")
    deciding.decide([comment.pk], to="rejected", by=people["moderator"], rule=factories.house_rule(), note=" a\x00b ")
    assert comment.decisions.first().note == "ab"
