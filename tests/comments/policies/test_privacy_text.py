"""What readers are told about their data: words of ours until the paper has its own.

Covers comments/views/privacy.py.
"""

import pytest

from articles.models import Record
from comments.models import PrivacySettings
from comments.policies import changes, privacy_text
from comments.policies.privacy_text import Part
from tests import factories

pytestmark = pytest.mark.django_db


def test_how_a_text_is_read():
    text = "One\r\nmore\r\n\r\n## Head\nUnder it\n\n\n## Alone\n\n  Two  "
    assert privacy_text.read(text) == [
        Part("One\nmore"),
        Part("Head", is_heading=True),
        Part("Under it"),
        Part("Alone", is_heading=True),
        Part("Two"),
    ]


def test_the_page_has_our_words_until_the_paper_has_its_own(client, people):
    page = client.get("/privacy/")
    assert "How long we keep it" in page.text
    assert 'href="/your-data/"' in page.text
    assert not page.cookies
    own = PrivacySettings(pk=1, text="## Ours\n\nWe keep <b>nothing</b>.")
    changes.save(own, by=people["chief"])
    page = client.get("/privacy/").text
    assert "<h2>Ours</h2>" in page
    assert "We keep &lt;b&gt;nothing&lt;/b&gt;." in page
    assert "How long we keep it" not in page
    assert Record.objects.filter(verb="readers’ data settled", by=people["chief"]).exists()


def test_every_page_and_the_form_lead_there(client, people):
    page = client.get(factories.published().get_absolute_url()).text
    assert page.count('href="/privacy/"') == 2
    assert 'href="/privacy/"' in client.get("/").text


def test_in_the_admin(browse):
    client = browse("chief")
    add = client.get("/admin/comments/privacysettings/add/")
    assert "You can read everything here" in add.text
    sent = {"text": "Ours", "erased_replies": "nameless"}
    assert client.post("/admin/comments/privacysettings/add/", sent).status_code == 302
    assert PrivacySettings.objects.get().erased_replies == "nameless"
    assert client.get("/admin/comments/privacysettings/add/").status_code == 403
    change = "/admin/comments/privacysettings/1/change/"
    assert client.post(change, {**sent, "text": ""}).status_code == 302
    assert PrivacySettings.objects.get().text == ""
    assert browse("senior").get(change).status_code == 403
