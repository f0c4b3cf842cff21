"""Judging: the check that asks the newsroom's own model, and what becomes of what it says.

Covers comments/spam_model/predict.py, comments/spam_model/seed.py, comments/checks/text/model.py.
"""

import pytest
from django.db import transaction

from articles.pages import versions
from comments.checks import checklist
from comments.checks.checklist import examine
from comments.findings import Draft
from comments.models import Band, Comment, Decision, Policy, TextModel
from comments.spam_model import predict, seed
from newsroom.lib.learning.features import Context
from tests import factories

pytestmark = pytest.mark.django_db
SPAM = (
    "Check out my channel and subscribe!!! Buy cheap followers at http://followers.biz or mail"
    " me@followers.biz"
)
GOOD = (
    "I disagree with the mayor. The ferry has been late every day this week, and nobody says why."
)


@pytest.fixture
def edition(people):
    return factories.published("Ferry late again")


def judged(text: str, **more):
    return next(
        found for found in examine(Draft("Ana", "", "", text, **more)) if found.code == "model"
    )


def test_the_seed_is_the_first_version(db):
    version = TextModel.objects.get()
    assert (version.number, version.is_live, version.learned_from) == (1, True, 0)
    assert version.figures["precision"] > 0.95
    assert bytes(version.numbers) == seed.packed()
    assert len(seed.packed()) < 300_000


def test_what_it_finds_doubtful_holds_in_an_open_thread_and_is_told_in_words(edition):
    Policy.objects.create(mode="open")
    comment = factories.post(edition, SPAM)
    assert (comment.state, comment.held_for, comment.band) == ("held", "model", Band.DOUBTFUL)
    assert comment.score > 0.95
    decision = Decision.objects.get(comment=comment)
    assert decision.model_id == 1
    found = next(found for found in decision.findings if found["code"] == "model")
    assert found["words"].startswith("Like spam, says the model (")
    assert found["marked"]
    assert all(phrase in SPAM and f"“{phrase}”" in found["words"] for phrase in found["marked"])


def test_what_it_finds_nothing_against_is_shown(edition):
    Policy.objects.create(mode="open")
    comment = factories.post(edition, GOOD)
    assert (comment.state, comment.band) == ("shown", Band.CLEAR)
    assert (
        Decision.objects.get().findings[-1]["words"].startswith("Not like spam, says the model (")
    )


@pytest.mark.parametrize(
    ("score", "band", "holds", "words"),
    [
        (0.06, Band.CLEAR, False, "Not like spam, says the model (6 %)"),
        (0.45, Band.UNSURE, False, "The model can’t tell whether it is spam (45 %)"),
        (0.87, Band.DOUBTFUL, True, "Like spam, says the model (87 %)"),
    ],
)
def test_each_band_in_words(score, band, holds, words):
    from newsroom.lib.learning.linear import Linear, logit

    blind = predict.Live(7, Linear(shift=logit(score)), 0.1, 0.8)
    found = predict.judge(blind, "Anything", Context())
    assert (found.band, found.holds, found.words) == (band, holds, words)
    assert (found.model, found.score) == (7, pytest.approx(score))
    assert found.weight == pytest.approx(max(0.0, logit(score)), abs=0.01)
    assert not found.is_spam


def test_it_knows_the_story_and_the_reply_before(edition):
    parent = factories.reply(edition, "Which bridge do you mean?")
    context = predict.context_of(edition, parent)
    assert (context.about.strip(), context.answered) == (
        "Ferry late again",
        "Which bridge do you mean?",
    )
    assert predict.context_of(None, None) == Context()


def test_the_live_version_is_kept_until_another_one_is(
    django_assert_num_queries, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        predict.live()
    with django_assert_num_queries(1):
        assert predict.live().number == 1
    with transaction.atomic():
        TextModel.objects.update(doubt_from=0.99)
        versions.move(predict.KEY)
    assert predict.live().doubt_from == 0.99


def test_without_any_version_the_seed_judges():
    TextModel.objects.all().delete()
    assert judged(SPAM).band == Band.DOUBTFUL
    assert judged(SPAM).model is None


def test_where_it_fails_the_reply_is_held_not_lost(edition, caplog):
    Policy.objects.create(mode="open")
    TextModel.objects.update(numbers=b"nonsense")
    comment = factories.post(edition, GOOD)
    assert (comment.state, comment.held_for) == ("held", "unchecked")
    assert "Could not be checked: model" in Decision.objects.get().reasons
    assert "failed" in caplog.text


def test_it_never_decides_more_than_to_hold(edition):
    Policy.objects.create(mode="open")
    factories.post(edition, SPAM)
    assert Comment.objects.get().state == "held"


def test_it_is_among_the_checks():
    assert [check.__name__ for check in checklist.CHECKS].count("model") == 1
