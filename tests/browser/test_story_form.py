"""The page on which a story is written: its rail, bar, counters, preview and palette, by keyboard,
under the policy."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests import factories
from tests.browser.barriers import barriers
from tests.browser.editor import TEXT, caught_up
from tests.browser.slow_line import held_back


@pytest.fixture
def story(page, live_server, log_in):
    factories.person("editor")
    story = factories.article(
        "Ferry back",
        standfirst="It sails.",
        body="<p>It is long.</p>",
        authors=[factories.author()],
    )
    log_in("editor")
    page.goto(f"{live_server.url}/admin/articles/article/{story.pk}/change/")
    page.wait_for_selector(TEXT)
    return story


def test_the_rail_is_gone_through_by_keys(story, page, quiet):
    status = page.get_by_role("tab", name="Status")
    expect(status).to_have_attribute("aria-selected", "true")
    status.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Credits")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Credits")).to_be_visible()
    expect(page.get_by_role("tabpanel", name="Status")).to_be_hidden()
    page.keyboard.press("End")
    expect(page.get_by_role("tabpanel", name="History")).to_be_visible()
    page.get_by_role("tab", name="Search").click()
    page.reload()
    expect(page.get_by_role("tabpanel", name="Search")).to_be_visible()
    assert quiet == []


def test_an_error_opens_the_tab_that_it_stands_in(story, page, quiet):
    page.get_by_role("tab", name="Placement").click()
    page.select_option("[name=section]", "")
    page.get_by_role("tab", name="Status").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("tabpanel", name="Placement")).to_contain_text(
        "This field is required."
    )
    assert quiet == []


def test_lengths_are_told_while_one_types(story, page, quiet):
    page.fill("[name=headline]", "x" * 103)
    expect(page.locator("#id_headline_counter")).to_have_text(
        "103 characters, 3 more than are shown everywhere"
    )
    expect(page.locator("[data-words]")).to_have_text("3 words, 1 minute")
    page.locator(TEXT).click()
    page.keyboard.press("Control+End")
    caught_up(page)
    page.keyboard.type(" Very long")
    expect(page.locator("[data-words]")).to_have_text("5 words, 1 minute")
    assert quiet == []


def test_the_preview_follows_what_is_typed(story, page, quiet):
    page.keyboard.press("Control+p")
    frame = page.frame_locator(".preview-frame iframe:not([data-next])")
    expect(frame.locator("h1")).to_have_text("Ferry back")
    page.fill("[name=headline]", "Ferry gone")
    expect(frame.locator("h1")).to_have_text("Ferry gone")
    page.get_by_role("button", name="Tablet").click()
    expect(page.locator(".preview-frame iframe")).to_have_css("width", "768px")
    page.get_by_role("button", name="Elsewhere").click()
    expect(frame.get_by_role("heading", name="In a search engine")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#preview-pane")).to_be_hidden()
    story.refresh_from_db()
    assert story.headline == "Ferry back"
    assert quiet == []


@pytest.mark.parametrize(("width", "shown"), [(1280, True), (390, False)])
def test_the_preview_is_open_again_where_it_stands_beside(width, shown, story, page, quiet):
    page.keyboard.press("Control+p")
    expect(page.locator("#preview-pane")).to_be_visible()
    page.set_viewport_size({"width": width, "height": 800})
    page.reload()
    page.wait_for_selector(TEXT)
    expect(page.locator("#preview-pane")).to_be_visible(visible=shown)
    assert quiet == []


def test_what_one_did_for_a_story(story, page, quiet):
    page.get_by_role("tab", name="Credits").click()
    page.locator("#credits-0 [name$=role]").select_option("Photos")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")
    assert [credit.role for credit in Article.objects.get().credits.all()] == ["photo"]
    assert quiet == []


def test_the_palette_leads_anywhere_and_does_what_buttons_do(story, page, quiet):
    factories.article("The old quay")
    page.locator("#id_kicker").focus()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Go to a story, a person, a page")
    expect(field).to_be_focused()
    field.fill("quay")
    expect(page.get_by_role("option", name="The old quay")).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    page.keyboard.press("Control+k")
    field.fill("history")
    expect(page.get_by_role("option", name="History On this page")).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel", name="History")).to_be_visible()
    page.keyboard.press("Control+k")
    field.fill("old quay")
    expect(page.get_by_role("option", name="The old quay")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#id_headline")).to_have_value("The old quay")
    assert quiet == []


def test_the_palette_waits_for_the_answer_to_what_was_typed(story, page, quiet):
    factories.article("The old quay")
    page.get_by_role("tab", name="Status").focus()
    with held_back(page, "**/admin/find/**", lambda request: True):
        page.keyboard.press("Control+k")
        page.keyboard.type("old quay")
        page.keyboard.press("Enter")
    expect(page.locator("#id_headline")).to_have_value("The old quay")
    assert quiet == []


def test_the_sheet_of_keys_and_its_switch(story, page, quiet):
    page.get_by_role("tab", name="Status").focus()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys while writing")
    expect(sheet).to_be_visible()
    sheet.get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Status").focus()
    page.keyboard.press("?")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="Keys").click()
    expect(sheet).to_be_visible()
    assert quiet == []


def test_no_barrier_is_found_in_any_tab(story, page):
    assert barriers(page) == []
    for tab in page.get_by_role("tab").all():
        tab.click()
        assert barriers(page, "[data-rail]") == [], tab.inner_text()
    page.keyboard.press("Control+p")
    expect(page.frame_locator(".preview-frame iframe").locator("h1")).to_be_visible()
    assert barriers(page) == []


def test_without_scripts_all_of_the_rail_is_there(new_context, live_server, log_in):
    factories.person("editor")
    factories.section()
    page = new_context(java_script_enabled=False).new_page()
    log_in("editor", page.context)
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    for field in ("owner", "dateline", "section", "genre", "search_title", "lead_alt"):
        expect(page.locator(f"[name={field}]"), field).to_be_visible()
    page.get_by_role("link", name="Find").click()
    expect(page.get_by_role("searchbox")).to_be_visible()


def test_a_long_headline_is_seen_whole_on_a_phone(story, page):
    page.set_viewport_size({"width": 390, "height": 844})
    headline = page.locator("#id_headline")
    headline.fill("The ferry returns " * 11)
    assert headline.evaluate("box => box.scrollHeight - box.clientHeight") <= 1
