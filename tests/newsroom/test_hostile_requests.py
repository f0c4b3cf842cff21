"""Addresses and forms as nobody's browser sends them: an answer that says so, and never a 500.

Covers articles/converters.py, newsroom/middleware.py.
"""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db

#: What stands in the place of a number in an address.
NUMBERS = ("0", "99999999999999999999", "9" * 300, "-1", "1e9", "٣", "%00", "+1", "1_0")
ADDRESSES = (
    "/house-rules/{}/",
    "/replies/ledger/{}/",
    "/replies/ledger/{}/csv/",
    "{story}history/{}-1/",
    "{story}history/1-{}/",
    "{story}?thread={}",
    "{story}?page={}",
    "{story}?replytocom={}",
    "{story}replies/{}/recommend/",
    "/section/city/?page={}",
    "/search/?q=a&page={}",
    "/search/?q=a&since={}&until={}",
    "/sitemap-{}.xml",
    "/sitemap-news-{}.xml",
    "/sitemap-topic-{}.xml",
    "/pictures/{}/wide-{}.webp",
    "/preview/{}/",
    "/{}/11/story/",
    "/2026/{}/story/",
    "/?p={}",
    "/?m={}",
    "/?year=2026&monthnum={}",
    "/?year=2026&monthnum=11&day={}",
    "/?year={}",
    "/?cat={}",
    "/?paged={}",
    "/page/{}/",
    "/archives/{}",
    "/2026/11/{}/",
)


@pytest.fixture
def story(people):
    return factories.published("Ferry back").get_absolute_url()


@pytest.mark.parametrize("address", ADDRESSES)
def test_whatever_stands_for_a_number(client, story, address, subtests):
    client.raise_request_exception = False
    for number in (*NUMBERS, "0000", "9999", "10000"):
        path = address.replace("{story}", story).replace("{}", number)
        with subtests.test(path[:80]):
            assert client.get(path).status_code < 500


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data; boundary=x; charset=undefined",
        "multipart/form-data; boundary=x; charset=rot13",
        "application/x-www-form-urlencoded; charset=base64",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=no-such",
        "text/plain; charset=punycode",
    ],
)
def test_a_form_in_another_encoding_is_refused_with_a_page_of_ours(client, story, kind):
    body = b'--x\r\nContent-Disposition: form-data; name="comment"\r\n\r\nhi\r\n--x--\r\n'
    for path in (f"{story}reply/", f"{story}follow/", "/admin/login/"):
        answer = client.generic("POST", path, body, kind)
        assert answer.status_code == 400
        assert "can’t be answered" in answer.content.decode()


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_utf_8_by_any_of_its_names_is_read(client, story, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert client.generic("POST", f"{story}reply/", b"comment=hi", kind).status_code == 422


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"abc"),
        ("multipart/form-data; boundary=", b"abc"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
        ("application/json", b"{"),
        ("", b"comment=a"),
        ("application/x-www-form-urlencoded", b"comment=%ff%fe&name=%00&email=a%00@b.c"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2000))),
    ],
)
def test_a_broken_form_is_no_fault_of_ours(client, story, kind, body):
    client.raise_request_exception = False
    for path in (f"{story}reply/", f"{story}follow/", "/admin/login/"):
        assert client.generic("POST", path, body, kind).status_code < 500


def test_a_host_that_is_not_ours_gets_a_page_of_ours(client):
    answer = client.get("/search/?q=a", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "can’t be answered" in answer.content.decode()
