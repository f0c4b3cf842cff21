"""The page on which the chief says how much each check weighs."""

import pytest

from articles.checks.rules import RULES
from articles.models import CheckLevel

LEVELS = "/admin/articles/checklevel/"


def test_the_chief_chooses_levels(browse):
    client = browse("chief")
    text = client.get(LEVELS).text
    assert "A byline" in text
    assert 'name="headline"' not in text
    given = {rule.name: rule.level for rule in RULES if not rule.fixed} | {"byline": "off"}
    assert "It holds from now on" in client.post(LEVELS, given, follow=True).text
    assert list(CheckLevel.objects.values_list("rule", "level")) == [("byline", "off")]
    assert "Nothing was changed." in client.post(LEVELS, given, follow=True).text
    assert client.post(LEVELS, {**given, "byline": "maybe"}).status_code == 422
    assert '<option value="off" selected>Off</option>' in client.get(LEVELS).text


@pytest.mark.parametrize("role", ["writer", "editor", "moderator"])
def test_nobody_else_chooses(role, browse):
    client = browse(role)
    assert client.get(LEVELS).status_code == 403
    assert client.post(LEVELS, {"byline": "off"}).status_code == 403
    assert not CheckLevel.objects.exists()
