"""What an answer says beside its content: one table, by kind of answer.

Covers newsroom/middleware.py, newsroom/serving/gate/refusals.py.
"""

import pytest

from newsroom.serving.gate import refusals
from tests import factories

pytestmark = pytest.mark.django_db

ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
PAGES = ALL | {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Content-Security-Policy": "default-src 'none'",
}
#: Others may take these into their own pages.
FOR_OTHERS = ALL | {"Cross-Origin-Resource-Policy": None, "Permissions-Policy": None}
KEPT = {"Cache-Control": "public, max-age=0, must-revalidate"}
PRIVATE = {"Cache-Control": "no-store"}

TABLE = {
    "/": (200, PAGES | KEPT),
    "{story}": (200, PAGES | KEPT),
    "{story}reply/": (405, ALL),
    "/search/?q=a": (200, PAGES),
    "/no/such/page/": (404, PAGES),
    "/feed/": (200, FOR_OTHERS | KEPT),
    "/feed/json/": (200, FOR_OTHERS | KEPT),
    "/robots.txt": (200, FOR_OTHERS),
    "/sitemap.xml": (200, FOR_OTHERS),
    "{story}replies/count/": (200, FOR_OTHERS),
    "/healthz": (200, FOR_OTHERS | PRIVATE),
    "/admin/login/": (200, PAGES | PRIVATE),
    "/admin/": (302, ALL | PRIVATE),
}


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
