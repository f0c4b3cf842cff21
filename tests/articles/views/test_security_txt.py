"""Where to tell of a security hole, for whoever finds one; icons that browsers ask for.

Covers articles/views/robots.py.
"""

import datetime as dt
import io

import pytest
import time_machine
from django.core.exceptions import ValidationError
from PIL import Image

from articles.models import Publication

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def test_there_is_none_until_the_paper_names_somebody(client):
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("security@paper.example", "mailto:security@paper.example"),
        ("https://paper.example/tell-us/", "https://paper.example/tell-us/"),
    ],
)
def test_what_it_says(client, settings, contact, told):
    settings.SITE_URL = "https://paper.example"
    Publication.objects.create(pk=1, security_contact=contact)
    with time_machine.travel("2026-11-27 14:30:00+00:00", tick=False):
        answer = client.get(ADDRESS)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields == {
        "Contact": told,
        "Expires": "2027-05-26T00:00:00+00:00",
        "Preferred-Languages": "en",
        "Canonical": f"https://paper.example{ADDRESS}",
    }
    assert dt.datetime.fromisoformat(fields["Expires"])


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ("http://paper.example/", "https://"),
        ("javascript:alert(1)", "This is not a web address"),
        ("security@", "does not look like an email address"),
        ("Security@Paper.example", "write it like this: security@paper.example"),
        ("security@paper.example\nContact: mailto:evil@example.org", "email address"),
    ],
)
def test_what_is_no_contact(contact, words):
    with pytest.raises(ValidationError) as refused:
        Publication(pk=1, security_contact=contact).full_clean()
    assert words in str(refused.value.message_dict["security_contact"])


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/favicon.ico", "image/"),
        ("/apple-touch-icon.png", "image/png"),
        ("/apple-touch-icon-precomposed.png", "image/png"),
    ],
)
def test_icons_that_browsers_ask_for(client, address, kind):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(kind)
    with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as icon:
        assert icon.width == icon.height
