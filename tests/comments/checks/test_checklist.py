"""Examining: the checks as a whole, and what becomes of one that fails.

Covers comments/checks/checklist.py, comments/findings.py.
"""

from pathlib import Path

import pytest
from django.db import connection, transaction

from comments.checks import checklist
from comments.checks.checklist import examine
from comments.findings import Draft, Finding, risk_of
from tests import factories

pytestmark = pytest.mark.django_db
DRAFT = Draft(
    "Ana", "ana@example.org", "", "See https://a.example and https://b.example", rules_seen=1
)


def broken(draft):
    raise ValueError("A fault")
    yield


def broken_query(draft):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    yield


@pytest.mark.parametrize("check", [broken, broken_query])
def test_a_check_that_fails_is_a_finding_that_holds_and_takes_down_no_other(
    monkeypatch, check, caplog
):
    others = [finding.code for finding in examine(DRAFT)]
    monkeypatch.setattr(checklist, "CHECKS", (check, *checklist.CHECKS))
    with transaction.atomic():
        first, *found = examine(DRAFT)
        assert factories.house_rule().pk  # the transaction still works
    assert (first.code, first.holds) == ("unchecked", True)
    assert first.words == f"Could not be checked: {check.__name__.replace('_', ' ')}"
    assert [finding.code for finding in found] == others
    assert "failed" in caplog.text


def test_findings_add_up():
    none, links = risk_of([]), risk_of([Finding("links", "Two links", weight=1.0)])
    assert (
        0
        < none
        < links
        < risk_of([Finding("a", "…", weight=1.0), Finding("b", "…", weight=2.0)])
        < 1
    )
    assert risk_of([Finding("a", "…", weight=1e9)]) == pytest.approx(1)


def test_what_the_desk_sorts_by_is_stored_with_a_reply():
    edition = factories.published("Ferry back")
    factories.somebody("moderator")
    comment = factories.reply(edition, "See https://a.example and https://b.example", state="held")
    assert comment.has_link
    assert comment.held_for in {"links", "mode"}
    assert comment.risk == pytest.approx(comment.priority)
    assert comment.risk > 0.05


@pytest.mark.parametrize(
    ("text", "language"), [("Das ist doch kein Grund, und wer bezahlt es?", "de"), ("Hmm.", "")]
)
def test_the_language_is_stored_where_it_can_be_told(people, text, language):
    assert factories.reply(factories.published(), text).language == language


def test_every_check_is_listed_and_the_desks_rules_come_last():
    """The desk's rules may ask what the others have found."""
    rooms = Path(checklist.__file__).parent
    listed = {each.__module__ for each in checklist.CHECKS}
    written = {
        f"comments.checks.{path.parent.name}.{path.stem}"
        for room in ("form", "sender", "text")
        for path in (rooms / room).glob("*.py")
        if "Iterator[Finding]" in path.read_text() or "Iterable[Finding]" in path.read_text()
    }
    assert len(written) > 10
    assert written - listed == set()
    assert checklist.CHECKS[-1].__name__ == "desk_rules"
