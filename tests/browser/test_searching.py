"""Searching, as readers do it who have no mouse, with scripts and without."""

import datetime as dt
import functools

import pytest
from playwright.sync_api import expect

from tests import factories

FURTHEST = 60  # keys


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def reader(request, new_context):
    page = new_context(java_script_enabled=request.param).new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def go_on(page, thing):
    """Tab to it, once the page is there."""
    page.wait_for_load_state()
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        if thing.evaluate("thing => thing === document.activeElement"):
            return thing
    raise AssertionError("It was not reached by keyboard from here.")


@pytest.mark.journey
def test_a_question_is_asked_narrowed_and_followed_by_keys_alone(reader, live_server):
    culture = factories.section("Culture")
    for number in range(12):
        factories.published(
            f"Harbour concert {number}", section=culture, ago=dt.timedelta(days=number + 1)
        )
    factories.published("Harbour dredged")
    reader.goto(live_server.url)
    link = functools.partial(reader.get_by_role, "link")
    go_on(reader, link(name="Search").first).press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Search")
    words = reader.get_by_role("searchbox", name="Words")
    go_on(reader, words).press_sequentially("harbuor")
    words.press("Enter")
    expect(reader.locator(".search-meant")).to_contain_text("these are for “harbour”")
    expect(reader.locator("mark").first).to_have_text("Harbour")
    expect(words).to_have_value("harbuor")
    go_on(reader, reader.locator("summary")).press("Enter")
    section = reader.get_by_role("combobox", name="Section")
    go_on(reader, section).press_sequentially("Cu")
    go_on(reader, reader.get_by_role("button", name="Narrow")).press("Enter")
    expect(link(name="Harbour dredged")).to_have_count(0)
    expect(section).to_have_value("culture")
    go_on(reader, link(name="More", exact=True)).press("Enter")
    expect(reader.locator(".pages")).to_contain_text("Page 2")
    go_on(reader, link(name="Harbour concert").first).press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Harbour concert")
