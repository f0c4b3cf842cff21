"""Nothing goes from one test to the next, though they share browsers and a server."""

import urllib.error
import urllib.request

import pytest

from tests.browser.conftest import Kept


def test_a_kept_context_is_as_if_new(browser, live_server):
    kept = Kept(browser, {})
    address = f"{live_server.url}/house-rules/"
    page = kept.context.new_page()
    page.goto(address)
    page.evaluate("localStorage.a = sessionStorage.a = document.cookie = 'a=1'")
    kept.context.route("**", lambda route: route.abort())
    kept.context.set_offline(True)
    kept.clean(live_server.url)
    page = kept.context.new_page()
    assert page.goto(address).status == 200
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]
    assert kept.context.pages == [kept.blank, page]
    kept.context.close()


def test_what_a_page_of_a_test_before_still_sends_is_turned_away(live_server, requests):
    late = urllib.request.Request(f"{live_server.url}/house-rules/", headers=requests.header)
    assert urllib.request.urlopen(late).status == 200
    requests.end()
    with pytest.raises(urllib.error.HTTPError, match="410"):
        urllib.request.urlopen(late)
