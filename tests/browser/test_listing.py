"""The list of stories in a browser: its keys, and quick edit in its drawer."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from articles.writing import save
from tests import factories
from tests.browser.barriers import barriers
from tests.browser.slow_line import held_back, until


@pytest.fixture
def listed(page, live_server, log_in):
    """The list with three stories, the newest first."""
    factories.person("editor")
    for headline in ("Third", "Second", "First"):
        factories.article(headline, by=factories.somebody("editor"))
    log_in("editor")
    page.goto(f"{live_server.url}/admin/articles/article/")
    return page


def click(page, found):
    """Where it is seen, whatever lies above it there."""
    box = found.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def current(page) -> str:
    return page.locator("tr[data-current] a.headline").inner_text()


def test_moving_selecting_searching_and_opening_by_keys(listed):
    page = listed
    for key in "jjk":
        page.keyboard.press(key)
    assert current(page) == "First"
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("tr:has(.action-select:checked) a.headline")).to_have_text(["Second"])
    page.keyboard.press("/")
    page.keyboard.type("jx?")
    expect(page.locator("#searchbar")).to_have_value("jx?")
    page.locator("a.headline").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_headline")).to_have_value("Second")


def test_nothing_is_cut_off_at_any_width(listed):
    page = listed
    edition = factories.published("A headline of many a word that runs over more than one line")
    factories.reply(edition, state="held")
    Article.objects.filter(headline="Second").update(due_at=timezone.now() + dt.timedelta(days=9))
    page.reload()
    expect(page.locator("#result_list")).to_be_visible()
    for width in (1440, 1280, 1200, 1199, 1024, 1023, 820, 390):
        page.set_viewport_size({"width": width, "height": 800})
        beyond = page.evaluate(
            """[document.querySelector("#result_list").parentElement, document.documentElement]
            .map((box) => box.scrollWidth - box.clientWidth)"""
        )
        assert beyond == [0, 0], width


def test_filters_open_in_place_and_say_what_is_chosen(listed):
    page = listed
    chips = page.get_by_role("navigation", name="Filters")
    assert chips.locator("summary").all_inner_texts() == ["Owner", "Due", "Picture"]
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for chip in chips.locator("details").all():
            click(page, chip.locator("summary"))
            box = chip.locator(".menu-panel").bounding_box()
            assert box["x"] >= 0, width
            assert box["x"] + box["width"] <= width
            page.keyboard.press("Escape")
            expect(chip.locator(".menu-panel")).to_be_hidden()
    click(page, chips.get_by_text("Due"))
    click(page, chips.get_by_role("link", name="Late", exact=True))
    expect(chips.locator("summary", has_text="Due: Late")).to_be_visible()
    expect(page.get_by_text("Nothing is found.")).to_be_visible()
    assert barriers(page) == []
    click(page, chips.get_by_role("link", name="Clear filters"))
    expect(page.locator("a.headline")).to_have_count(3)


@pytest.mark.parametrize("width", [1280, 390])
def test_what_can_be_done_shows_once_something_is_ticked(listed, width):
    page = listed
    page.set_viewport_size({"width": width, "height": 800})
    bar = page.get_by_role("group", name="With what is ticked")
    expect(bar).to_be_hidden()
    page.locator(".action-select").nth(1).check()
    page.locator(".action-select").nth(2).check()
    expect(bar).to_contain_text("2 of 3 selected")
    assert barriers(page) == []
    click(page, bar.get_by_role("button", name="Submit for review"))
    page.wait_for_url("**/bulk/**")
    assert page.locator(".bulk a.headline").all_inner_texts() == ["Second", "Third"]


def test_rows_are_56_px_high(listed):
    heights = {row.bounding_box()["height"] for row in listed.locator("tbody tr").all()}
    assert heights <= {56, 57}, heights


def test_the_keys_are_told_and_can_be_turned_off_for_good(listed, quiet):
    page = listed
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys in this list")
    expect(sheet).to_be_visible()
    sheet.get_by_label("Turn these keys off in this browser").check()
    sheet.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("tr[data-current]")).to_have_count(0)
    page.get_by_role("button", name="Keys").click()
    sheet.get_by_label("Turn these keys off in this browser").uncheck()
    page.keyboard.press("Escape")
    page.locator("a.headline").first.focus()
    page.keyboard.press("j")
    assert current(page) == "Second"
    assert quiet == []


def test_quick_edit_saves_in_place_and_gives_the_focus_back(listed):
    page = listed
    for key in "jje":
        page.keyboard.press(key)
    drawer = page.get_by_role("dialog", name="Second")
    expect(drawer.get_by_label("Headline")).to_be_focused()
    drawer.get_by_label("Headline").fill("")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer.get_by_text("This field is required.")).to_be_visible()
    expect(drawer.get_by_label("Headline")).to_be_focused()
    drawer.get_by_label("Headline").fill("Second, anew")
    drawer.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    expect(page.locator("a.headline")).to_have_text(["First", "Second, anew", "Third"])
    expect(page.get_by_role("link", name="Quick edit: Second, anew")).to_be_focused()
    assert Article.objects.filter(headline="Second, anew").count() == 1


def test_quick_edit_opens_once(listed):
    page = listed
    with held_back(page, "**/quick/**", lambda request: True) as asked:
        for key in "jee":
            page.keyboard.press(key)
        until(page, lambda: asked)
        page.keyboard.press("e")
    expect(page.get_by_role("dialog", name="First").get_by_label("Headline")).to_be_focused()
    assert len(asked) == 1


def test_quick_edit_leads_to_the_page_of_collisions(listed):
    page = listed
    page.keyboard.press("j")
    page.keyboard.press("e")
    drawer = page.get_by_role("dialog", name="First")
    drawer.get_by_label("Headline").fill("Mine")
    story = Article.objects.get(headline="First")
    story.headline = "Theirs"
    save.save_article(story, by=factories.person("chief"))
    drawer.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Two versions of this story")).to_be_visible()
    assert Article.objects.get(pk=story.pk).headline == "Theirs"


def test_without_scripts_quick_edit_is_a_page(new_context, live_server, listed, log_in):
    page = new_context(java_script_enabled=False).new_page()
    log_in("editor", page.context)
    page.goto(f"{live_server.url}/admin/articles/article/?tab=draft")
    page.get_by_role("link", name="Quick edit: Third").click()
    page.get_by_label("Headline").fill("Third, anew")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(lambda url: url.endswith("/admin/articles/article/?tab=draft"))
    expect(page.locator("a.headline").first).to_have_text("Third, anew")
