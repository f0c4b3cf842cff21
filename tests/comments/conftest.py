"""A story, its form, and mails with links."""

import re

import pytest
from django.core import mail

from comments.checks import form_keys
from tests import factories

TYPED = {
    "comment": "Well said.",
    "name": "Ana",
    "email": "Ana@example.org",
    "website": "",
    "rules_seen": "1",
}


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


@pytest.fixture
def post(client, edition):
    """Send the form under the story, with what is different."""

    def post(**more):
        return client.post(
            f"{edition.get_absolute_url()}reply/",
            {**TYPED, "key": form_keys.of_page(edition.article_id), **more},
        )

    return post


@pytest.fixture
def links():
    """The paths of the links in all mails so far, by a part of them; the mails are gone then."""

    def links(part: str = "/replies/confirm/") -> list[str]:
        found = [
            path
            for message in mail.outbox
            for path in re.findall(rf"https?://[^/\s]+(\S*{part}\S*)", message.body)
        ]
        mail.outbox.clear()
        return found

    return links
