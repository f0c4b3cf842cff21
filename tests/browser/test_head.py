"""The head of the admin's pages in a browser: one row at each width, its menus used as people do."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.barriers import barriers

WIDTHS = (1440, 1280, 1024, 1023, 767, 390, 360)


@pytest.fixture
def desk(page, live_server, log_in):
    factories.person("chief")
    log_in("chief")
    page.goto(f"{live_server.url}/admin/articles/topic/")
    return page


def click(page, found):
    """Where it is seen, whatever lies above it there."""
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_it_is_one_row_and_its_menu_is_seen_at_each_width(desk):
    page = desk
    menu, panel = page.locator("#header .dropdown > summary"), page.locator("#header .menu-panel")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        head = page.locator("#header").bounding_box()
        assert (head["height"], head["width"]) == (48, width)
        for part in page.locator("#header > :visible").all():
            box = part.bounding_box()
            assert box["x"] >= 0, (width, box)
            assert box["x"] + box["width"] <= width, (width, box)
            assert box["y"] >= 0, (width, box)
            assert box["y"] + box["height"] <= 49, (width, box)
        click(page, menu)
        box = panel.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 700
        click(page, panel.get_by_text("Settings", exact=True))
        click(page, panel.get_by_role("link", name="Sections"))
        page.wait_for_url("**/admin/articles/section/")
        page.go_back()


def test_the_menu_is_closed_by_escape_and_by_a_click_elsewhere(desk):
    page = desk
    menu, panel = page.locator("#header .dropdown > summary"), page.locator("#header .menu-panel")
    click(page, menu)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(menu).to_be_focused()
    click(page, menu)
    page.mouse.click(200, 500)
    expect(panel).to_be_hidden()


def test_by_keys_alone(desk):
    page = desk
    page.locator("#header .dropdown > summary").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="My account")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="View site")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Log out")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#logout-form")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_keeps_people_from_it(desk, width):
    page = desk
    page.set_viewport_size({"width": width, "height": 800})
    assert barriers(page, "#header") == []
    page.locator("#header .dropdown > summary").click()
    page.locator("#header .menu-settings > summary").click()
    assert barriers(page, "#header") == []


def test_without_scripts(new_context, live_server, desk, log_in):
    page = new_context(java_script_enabled=False).new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    log_in("chief", page.context)
    page.goto(f"{live_server.url}/admin/")
    page.locator("#header .dropdown > summary").click()
    expect(page.locator("#header .theme-toggle")).to_be_hidden()
    page.get_by_role("link", name="Calendar").click()
    page.wait_for_url("**/admin/desk/calendar/")
    page.get_by_role("link", name="Find").click()
    expect(page.get_by_role("searchbox")).to_be_visible()
