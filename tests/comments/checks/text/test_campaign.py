"""The same text in many places, as it comes in."""

import pytest

from comments.models import Policy
from comments.moderation import campaigns
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = "Whoever wants to earn money from home should write to me today, it is easy and quick"


def test_the_same_text_under_another_story_is_held(people):
    Policy.objects.create(mode="open")
    first = factories.post(factories.published("One"), TEXT, email="one@example.org")
    campaigns.compare(first.pk)
    second = factories.post(factories.published("Two"), TEXT, email="two@example.org")
    again = factories.post(first.edition, TEXT, email="three@example.org")
    assert first.state == "shown"
    assert (second.state, second.held_for) == ("held", "campaign")
    assert again.state == "shown"
