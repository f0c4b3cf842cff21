"""What came from an address before: held against it, but not against its proven reader."""

import pytest

from comments.checks.sender import earlier_spam as module
from comments.checks.sender.earlier_spam import earlier_spam
from comments.findings import Draft
from tests import factories

pytestmark = pytest.mark.django_db
ANA = "ana@example.org"


@pytest.fixture
def spam(people):
    edition = factories.published("Ferry back")
    for _ in range(2):
        factories.reply(edition, email=ANA, state="spam")
    factories.reply(edition, email="bo@example.org")


def words(email: str, **more) -> list[str]:
    return [finding.words for finding in earlier_spam(Draft("Ana", email, "", "Hi", **more))]


def test_it_is_counted_by_address(spam, monkeypatch):
    assert words("ANA@example.org") == ["Marked as spam before (2)"]
    assert words("bo@example.org") == words("") == []
    monkeypatch.setattr(module, "MAX_COUNT", 1)
    assert words(ANA) == ["Marked as spam before (more than 1)"]


def test_what_others_sent_under_a_proven_address_is_not_held_against_its_reader(spam):
    assert words(ANA, reader=factories.reader(ANA)) == []
