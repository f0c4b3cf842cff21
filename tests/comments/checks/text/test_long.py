"""Very long replies."""

import pytest

from comments.checks.text.long import LENGTH_TO_HOLD, long
from comments.findings import Draft
from comments.models import Policy, Reader
from tests import factories


def test_a_long_one_is_held_unless_its_writer_is_confirmed():
    draft = {"name": "Ana", "email": "a@example.org", "website": ""}
    assert list(long(Draft(**draft, text="x" * LENGTH_TO_HOLD))) == []
    [found] = long(Draft(**draft, text="x " * LENGTH_TO_HOLD))
    assert (found.words[:16], found.holds) == ("6,000 characters", True)
    assert list(long(Draft(**draft, text="x " * LENGTH_TO_HOLD, reader=Reader()))) == []


@pytest.mark.django_db
def test_an_open_thread_holds_it(people):
    Policy.objects.create(mode="open")
    comment = factories.post(factories.published(), "Well said. " * 1_000)
    assert (comment.state, comment.held_for) == ("held", "long")
