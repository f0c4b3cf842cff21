"""Fronts in a browser: composed, scheduled and rolled back by keys alone, by drag, and without
scripts."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Front, FrontEdition
from tests import factories
from tests.browser.barriers import barriers
from tests.browser.slow_line import held_back, until

FOCUSED = (
    "(document.activeElement.ariaLabel || document.activeElement.innerText ||"
    " document.activeElement.value || '').replace(/\\s+/g, ' ').trim()"
)


@pytest.fixture
def stories(db):
    factories.person("editor")
    return [
        factories.published(f"Story {number}", ago=dt.timedelta(hours=20 - number)).article_id
        for number in range(12)
    ]


@pytest.fixture
def at_the_front(page, live_server, log_in, stories):
    """An editor before the front page."""
    log_in("editor")
    page.goto(f"{live_server.url}/admin/articles/front/home/")
    return page


def placed(area: str) -> list[int]:
    front = Front.objects.filter(place="home").first()
    return [slot.get("story", 0) for slot in front.content.get(area, [])] if front else []


def tab_to(page, words: str) -> None:
    """Press Tab until what has these words has the focus; on a new page, once its scripts have
    run."""
    page.wait_for_load_state()
    for _ in range(250):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == words:
            return
    raise AssertionError(f"Tab does not lead to “{words}”.")


def press(page, words: str) -> None:
    tab_to(page, words)
    page.keyboard.press("Enter")


def go(page, words: str, title: str) -> None:
    """Press what leads to another page, and wait until that is there."""
    press(page, words)
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()


def test_by_keys_alone(at_the_front, stories, quiet):
    page = at_the_front
    told = page.locator("[data-told]")
    press(page, "Lead: Story 3")
    expect(told).to_have_text("Saved. Lead: Story 3")
    assert placed("lead") == [stories[3]]
    assert "slot-lead-0" in page.evaluate("document.activeElement.closest('.slot').id"), (
        "the focus is where it stands now"
    )
    page.keyboard.press("Escape")
    press(page, "Move down: Story 3")
    expect(told).to_have_text("Saved. Move down: Story 3")
    assert (placed("lead"), placed("rail")) == ([], [stories[3]])
    page.keyboard.press("Enter")  # once more, the focus went along
    expect(page.locator("#slot-rail-1")).to_contain_text("Story 3")
    press(page, "Move to lead: Story 3")
    expect(page.locator("#slot-lead-0")).to_contain_text("Story 3")
    page.goto(page.url.partition("#")[0])
    go(page, "Publish…", "Publish")
    press(page, "Publish")
    expect(page.get_by_text("Published.")).to_be_visible()

    press(page, "Lead: Story 5")
    expect(told).to_have_text("Saved. Lead: Story 5")
    page.goto(page.url.partition("#")[0])
    go(page, "Publish…", "Publish")
    for _ in range(250):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "when":
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    year = timezone.localtime().year + 1
    page.keyboard.type(f"0102{year}")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("0600PM")
    press(page, f"Schedule for 2 January {year}, 18:00")
    expect(page.get_by_text(f"Scheduled for 2 January {year}, 18:00.")).to_be_visible()
    assert FrontEdition.objects.scheduled(timezone.now()).get().content["lead"] == [
        {"story": stories[5]}
    ]

    press(page, "Lead: Story 7")
    expect(told).to_have_text("Saved. Lead: Story 7")
    page.goto(page.url.partition("#")[0])
    go(page, "Publish…", "Publish")
    press(page, "Publish")
    expect(page.get_by_text("Published.")).to_be_visible()
    go(page, "History", "History")
    go(page, "Roll back to this: edition 1", "Roll back to edition 1")
    press(page, "Roll back to edition 1")
    expect(page.get_by_text("Edition 1 is what readers see again.")).to_be_visible()
    assert FrontEdition.objects.live(timezone.now()).get().content == {
        "lead": [{"story": stories[3]}]
    }
    assert FrontEdition.objects.scheduled(timezone.now()).count() == 1
    assert quiet == []


def test_what_is_typed_about_a_place_is_not_left_without_a_question(
    at_the_front, live_server, quiet
):
    page = at_the_front
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{live_server.url}/admin/articles/front/home/?slot=lead-0#panel")
    page.get_by_role("button", name="Lead: Story 3").click()
    expect(page.locator("[data-told]")).to_have_text("Saved. Lead: Story 3")
    page.goto(f"{live_server.url}/admin/articles/front/home/?slot=lead-0")  # nothing was typed
    assert asked == []
    page.get_by_label("Headline", exact=True).fill("Another one")
    page.goto(f"{live_server.url}/admin/articles/front/home/")
    assert asked == ["beforeunload"]


@pytest.mark.journey
def test_by_drag(at_the_front, stories, quiet):
    page = at_the_front
    page.locator(f"[data-story='{stories[10]}']").drag_to(page.locator("#slot-lead-0"))
    expect(page.locator("#slot-lead-0")).to_contain_text("By hand")
    page.locator("#slot-lead-0").drag_to(page.locator("#slot-rail-2"))
    expect(page.locator("#slot-rail-2")).to_contain_text("Story 10")
    assert (placed("lead"), placed("rail")) == ([], [0, 0, stories[10]])
    frame = page.frame_locator(".preview iframe")
    page.locator(".preview").scroll_into_view_if_needed()
    expect(frame.locator(".front-rail .card-headline").nth(2)).to_have_text("Story 10")
    assert quiet == []


def test_whoever_is_second_is_told_and_can_do_it_again(at_the_front, stories, live_server, context):
    page, other = at_the_front, context.new_page()
    other.goto(page.url)
    other.locator(f"[data-story='{stories[1]}']").get_by_role("button", name="Rail").click()
    expect(other.locator("#slot-rail-0")).to_contain_text("Story 1")
    page.locator(f"[data-story='{stories[2]}']").get_by_role("button", name="Lead").click()
    expect(page.get_by_role("alert")).to_contain_text("has saved this front since you opened it")
    expect(page.locator("#slot-rail-0")).to_contain_text("Story 1")
    page.get_by_role("button", name="Do it all the same").click()
    expect(page.locator("#slot-lead-0")).to_contain_text("Story 2")
    assert (placed("lead"), placed("rail")) == ([stories[2]], [stories[1]])


def test_what_is_pressed_in_haste_is_done_one_after_the_other(at_the_front, stories, quiet):
    page = at_the_front
    with held_back(page, "**/front/home/**") as first:
        page.get_by_role("button", name="Lead: Story 3").click()
        until(page, lambda: first)
        page.get_by_role("button", name="Rail: Story 5").click()
        page.get_by_role("button", name="Rail: Story 6").click()
    expect(page.locator("[data-told]")).to_have_text("Saved. Rail: Story 6")
    assert (placed("lead"), placed("rail")) == ([stories[3]], [stories[6], stories[5]])
    assert quiet == []


def test_stories_are_searched_without_leaving_the_page(at_the_front, stories, quiet):
    page = at_the_front
    page.get_by_label("Search headlines").fill("Story 7")
    page.keyboard.press("Enter")
    expect(page.locator("[data-story]")).to_have_count(1)
    page.get_by_role("button", name="Lead: Story 7").click()
    expect(page.locator("#slot-lead-0")).to_contain_text("By hand")
    expect(page.locator("[data-story]")).to_have_count(1)
    assert quiet == []


def test_without_scripts(new_context, live_server, log_in, stories):
    plain = new_context(java_script_enabled=False).new_page()
    log_in("editor", plain.context)
    plain.goto(f"{live_server.url}/admin/articles/front/home/")
    plain.get_by_role("button", name="Lead: Story 3").click()
    expect(plain.locator("#slot-lead-0")).to_contain_text("By hand")
    plain.get_by_role("button", name="Move down: Story 3").click()
    expect(plain.locator("#slot-rail-0")).to_contain_text("By hand")
    plain.locator("#slot-rail-0").get_by_role("link", name="Set…").click()
    plain.get_by_label("Headline", exact=True).fill("In other words")
    plain.get_by_role("button", name="Save this place").click()
    expect(plain.locator("#slot-rail-0")).to_contain_text("In other words")
    plain.get_by_role("link", name="Publish…").click()
    plain.get_by_role("button", name="Publish").click()
    expect(plain.get_by_text("Published.")).to_be_visible()


def test_accessibility(at_the_front, stories, live_server):
    page = at_the_front
    page.locator(f"[data-story='{stories[4]}']").get_by_role("button", name="Lead").click()
    expect(page.locator("#slot-lead-0")).to_contain_text("By hand")
    for address in (
        "",
        "home/",
        "home/?slot=lead-0",
        "home/publish/",
        "home/history/",
        "home/compare/",
        "at/",
    ):
        page.goto(f"{live_server.url}/admin/articles/front/{address}")
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert barriers(page) == [], (address, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                address,
                width,
            )


def test_buttons_show_where_the_pointer_or_the_focus_is(at_the_front, stories):
    page = at_the_front
    acts = page.locator("#slot-lead-0 .slot-acts")
    page.mouse.move(2, 2)
    expect(acts).to_have_css("opacity", "0")
    page.locator("#slot-lead-0").hover()
    expect(acts).to_have_css("opacity", "1")
    page.mouse.move(2, 2)
    acts.get_by_role("link", name="Set…").focus()
    expect(acts).to_have_css("opacity", "1")


def test_a_place_is_set_in_a_drawer_whose_button_is_in_view(at_the_front, stories):
    page = at_the_front
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 700})
        page.locator("#slot-lead-0").get_by_role("link", name="Set…").click()
        drawer = page.get_by_role("region", name="What stands here: Lead")
        box = drawer.get_by_role("button", name="Save this place").bounding_box()
        assert box["y"] + box["height"] <= 700
        expect(drawer.get_by_role("button", name="Choose or send a picture…")).to_be_visible()
        assert barriers(page, ".panel") == []
        drawer.get_by_label("Kicker").focus()
        page.keyboard.press("Escape")
        page.wait_for_url("**/home/#slot-lead-0")
        expect(drawer).to_have_count(0)


def test_stories_are_moved_by_shift_and_the_arrows(at_the_front, stories):
    page = at_the_front
    told = page.locator("[data-told]")
    press(page, "Rail: Story 3")
    expect(told).to_have_text("Saved. Rail: Story 3")
    page.keyboard.press("Shift+ArrowUp")
    expect(told).to_have_text("Saved. Move up: Story 3")
    assert (placed("lead"), placed("rail")) == ([stories[3]], [])
