"""Seeing, downloading and erasing what is held, in a real browser: on a phone, by keyboard, without
scripts; and nothing keeps anybody out."""

import json
import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from comments.models import Comment
from tests import factories
from tests.browser.barriers import barriers

ADDRESS = "ana@example.org"


@pytest.fixture
def story(live_server):
    story = factories.published("The ferry is back")
    above = factories.reply(story, "The ferry was late", name="Ana", email=ADDRESS)
    factories.reply(story, "It was not", name="Bo", email="bo@example.org", parent=above)
    factories.sanction(ADDRESS, "message", message="Mind the house rules.")
    return story


def test_from_the_foot_of_a_page_to_the_end(new_context, live_server, story, tmp_path):
    phone = {"width": 390, "height": 844}
    page = new_context(java_script_enabled=False, viewport=phone).new_page()
    page.goto(live_server.url + story.get_absolute_url())
    page.locator("footer").get_by_role("link", name="Your data").click()
    page.get_by_role("link", name="See, download or erase").click()
    page.get_by_label("Your email address").fill("ana")
    page.keyboard.press("Enter")
    expect(page.locator(".field-error")).to_contain_text("does not look like an email address")
    expect(page.get_by_label("Your email address")).to_have_value("ana")
    page.get_by_label("Your email address").fill(ADDRESS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    [message] = mail.outbox
    page.goto(live_server.url + re.search(r"/your-data/\S+", message.body)[0])
    expect(page.get_by_text("The ferry was late")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it all").click()
    download.value.save_as(tmp_path / "file")
    assert (
        json.loads((tmp_path / "file").read_bytes())["replies"][0]["text"] == "The ferry was late"
    )
    page.get_by_role("link", name="Erase it").click()
    page.get_by_role("button", name="Erase it").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".field-error")).to_have_text("Tick the box if you want it erased.")
    page.get_by_label("Yes, erase all this").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your data is erased")).to_be_visible()
    page.goto(live_server.url + story.get_absolute_url())
    expect(page.get_by_text("Removed at its author’s wish.")).to_be_visible()
    expect(page.get_by_text("It was not")).to_be_visible()
    assert not Comment.objects.filter(email=ADDRESS).exists()
    assert page.context.cookies() == []


def test_nothing_keeps_anybody_out(page, quiet, live_server, story):
    page.goto(f"{live_server.url}/privacy/")
    assert barriers(page) == []
    page.goto(f"{live_server.url}/your-data/")
    assert barriers(page) == []
    page.get_by_label("Your email address").fill(ADDRESS)
    page.get_by_role("button", name="Mail me a link").click()
    page.wait_for_url("**/sent/")
    path = re.search(r"/your-data/\S+", mail.outbox[0].body)[0]
    for end in ("", "erase/"):
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{live_server.url}{path}{end}")
            root = "document.documentElement"
            assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
        assert barriers(page) == []
    assert quiet == []
