"""Which methods public addresses take. Covers newsroom/middleware.py."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(people):
    return factories.published("Ferry back")


def test_pages_are_read_and_nothing_else(client, story, subtests):
    client.handler.enforce_csrf_checks = True
    place = story.get_absolute_url()
    for path in ("/", place, f"{place}feed/", f"{place}history/", "/feed/", "/house-rules/"):
        for method in ("post", "put", "patch", "delete"):
            with subtests.test(f"{method} {path}"):
                answer = getattr(client, method)(path)
                assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert client.head(path).status_code == 200
        assert client.head(path).content == b""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("", "GET, HEAD, OPTIONS"),
        ("feed/", "GET, HEAD, OPTIONS"),
        ("reply/", "GET, HEAD, POST, OPTIONS"),
        ("replies/seen/", "POST, OPTIONS"),
        ("reply/key/", "GET, OPTIONS"),
    ],
)
def test_options_says_which_methods_there_are(client, story, path, allowed):
    answer = client.options(story.get_absolute_url() + path)
    assert (answer.status_code, answer["Allow"]) == (204, allowed)
    assert not answer.content


def test_an_address_with_nothing_at_it_stays_so(client, story):
    assert client.options("/2026/05/none/").status_code in (204, 404)
    assert client.post("/nothing/").status_code in (403, 404)
