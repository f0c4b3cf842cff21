"""What an answer says beside its content: one table, by kind of answer.

Covers newsroom/middleware.py, newsroom/serving/gate/refusals.py.
"""

import pytest

from newsroom.serving.gate import refusals
from tests import factories
from tests.project import headers as table
from tests.project.headers import PAGES, PRIVATE, TABLE
from tests.services import ROOT

pytestmark = pytest.mark.django_db


def wrong(headers, expected: dict[str, str | None]) -> dict[str, str | None]:
    """What is not as it should be: each header holds these words; None where there is none."""
    return {
        name: headers.get(name)
        for name, words in expected.items()
        if (headers.get(name) is not None if words is None else words not in headers.get(name, ""))
    }


@pytest.mark.parametrize("address", TABLE)
def test_each_kind_of_answer(client, people, address):
    status, expected = TABLE[address]
    path = address.replace("{story}", factories.published("Ferry back").get_absolute_url())
    answer = client.get(path)
    assert answer.status_code == status
    assert wrong(answer.headers, expected) == {}
    public = not path.startswith("/admin/")
    assert not (public and answer.cookies)


def test_pages_of_the_newsroom(client):
    client.force_login(factories.somebody("chief"))
    for path in ("/admin/", "/admin/articles/article/", "/admin/comments/comment/"):
        assert wrong(client.get(path).headers, PAGES | PRIVATE) == {}


@pytest.mark.parametrize("status", refusals.WORDS)
def test_what_the_gate_refuses(status):
    answer = refusals.refusal(status)
    headers = {name.decode().title(): value.decode() for name, value in answer.headers}
    expected = {name.title(): words for name, words in (PAGES | PRIVATE).items()}
    assert wrong(headers, expected) == {}


def test_https_is_told_to_browsers_by_all(client, settings):
    settings.SECURE_HSTS_SECONDS = 3600
    assert client.get("/", secure=True).headers["Strict-Transport-Security"] == "max-age=3600"


def test_the_table_is_printed():
    assert (ROOT / "docs/headers.md").read_text() == table.text()
