"""The register of decisions: read by the chief, and written by nobody there."""

import pytest

from comments.models import Decision
from comments.moderation import decisions
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/decision/"


def test_it_tells_who_decided(browse, people):
    reply = factories.reply(factories.published("Ferry back"), state="held")
    decisions.decide([reply.pk], to="shown", by=people["moderator"])
    page = browse("chief").get(LIST).text
    assert '<td class="field-decided_by">Policy</td>' in page
    assert f'<td class="field-decided_by">{people["moderator"]}</td>' in page


def test_nobody_changes_it(browse, people):
    factories.reply(factories.published("Ferry back"))
    row = Decision.objects.first()
    assert browse("chief").get(f"{LIST}add/").status_code == 403
    assert browse("chief").post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
