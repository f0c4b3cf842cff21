"""The calendar and the board: moved by drag, by keys, and by plain forms."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from tests import factories
from tests.browser.barriers import barriers


def at(day: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(2027, 3, day, 9, 30))


def due(story: Article) -> str:
    return f"{timezone.localtime(Article.objects.get(pk=story.pk).due_at):%d %H:%M}"


@pytest.fixture
def at_the_calendar(page, live_server, log_in):
    """An editor before March 2027, in which a story is due on the 10th; another one has no date."""
    factories.person("editor")
    story, undated = factories.article("Due then", due_at=at(10)), factories.article("Some day")
    log_in("editor")
    page.goto(f"{live_server.url}/admin/desk/calendar/?day=2027-03-01")
    return page, story, undated


def test_by_drag(at_the_calendar, quiet):
    page, story, undated = at_the_calendar
    page.locator("[data-happening]", has_text="Due then").drag_to(
        page.locator("[data-day='2027-03-17']")
    )
    page.get_by_text("is moved to 17 March 2027, 09:30").wait_for()
    page.wait_for_load_state()
    page.locator(".tray [data-happening]").drag_to(page.locator("[data-day='2027-03-05']"))
    page.get_by_text("is moved to 5 March 2027, 17:00").wait_for()
    assert (due(story), due(undated)) == ("17 09:30", "05 17:00")
    assert quiet == []


def test_by_keys(at_the_calendar, quiet):
    page, story, _ = at_the_calendar
    for key, day in (("ArrowRight", 11), ("ArrowDown", 18), ("ArrowLeft", 17), ("ArrowUp", 10)):
        page.wait_for_load_state()  # on to the next page, once its script has run
        page.locator("[data-happening]", has_text="Due then").focus()
        page.keyboard.press(f"Shift+{key}")
        page.get_by_text(f"is moved to {day} March 2027, 09:30").wait_for()
    assert due(story) == "10 09:30"
    assert quiet == []


def test_without_scripts(new_context, live_server, log_in):
    factories.person("editor")
    story = factories.article("Due then", due_at=at(10))
    page = new_context(java_script_enabled=False).new_page()
    log_in("editor", page.context)
    page.goto(f"{live_server.url}/admin/desk/calendar/?day=2027-03-01")
    thing = page.locator("[data-happening]", has_text="Due then")
    thing.hover()
    thing.locator("summary").click()
    thing.locator("[name=at]").fill("2027-03-20T12:00")
    thing.get_by_role("button", name="Move").click()
    page.get_by_text("is moved to 20 March 2027, 12:00").wait_for()
    page.goto(f"{live_server.url}/admin/desk/board/")
    page.locator(".board-card", has_text="Due then").get_by_role(
        "button", name="Mark as ready"
    ).click()
    page.get_by_text("is “Ready” now").wait_for()
    assert (due(story), Article.objects.get(pk=story.pk).state) == ("20 12:00", "ready")


def test_no_barrier_is_found(at_the_calendar, live_server):
    page = at_the_calendar[0]
    for address in (
        "",
        "desk/calendar/?day=2027-03-01",
        "desk/calendar/?span=week",
        "desk/board/",
        "desk/output/",
    ):
        page.goto(f"{live_server.url}/admin/{address}")
        assert barriers(page) == [], address


@pytest.fixture
def board(page, live_server, log_in):
    """A draft, a story in review and one that is live, as an editor sees them."""
    factories.person("editor")
    factories.article("Tram")
    factories.article("Checked", state="review")
    factories.published("Out")
    log_in("editor")
    page.goto(f"{live_server.url}/admin/desk/board/")
    return page


def column(page, name: str):
    return page.locator(f"[data-column={name}]")


def drag(page, headline: str, name: str):
    """By the mouse, from where the card is seen to where the column is."""
    source = page.locator("[data-card]", has_text=headline).bounding_box()
    target = column(page, name).bounding_box()
    page.mouse.move(source["x"] + source["width"] - 8, source["y"] + source["height"] - 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + 60, steps=5)
    page.mouse.move(target["x"] + 44, target["y"] + 64)
    page.mouse.up()


def test_a_card_is_dragged_to_another_column(board):
    page = board
    expect(column(page, "live")).to_contain_text("Out")
    drag(page, "Tram", "review")
    expect(page.get_by_text("“Tram” is “In review” now.")).to_be_visible()
    expect(column(page, "review")).to_contain_text("Tram")
    expect(page.get_by_role("link", name="Tram", exact=True)).to_be_focused()
    assert Article.objects.get(headline="Tram").state == "review"


def test_a_move_that_is_refused_says_why(board):
    drag(board, "Tram", "live")
    said = "“Tram”: It is “Draft”: only what is ready is published."
    expect(board.get_by_text(said)).to_be_visible()
    assert Article.objects.get(headline="Tram").state == "draft"


def test_a_card_is_moved_by_keys_until_it_is_published(board):
    page = board
    page.get_by_role("link", name="Checked").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(column(page, "ready")).to_contain_text("Checked")
    expect(page.get_by_role("link", name="Checked", exact=True)).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_url("**/publish/")


@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_nothing_keeps_people_from_the_board(board, width):
    board.set_viewport_size({"width": width, "height": 800})
    assert board.evaluate("document.documentElement.scrollWidth") == width
    assert barriers(board) == []


def test_on_a_phone_the_calendar_begins_today(page, live_server, log_in):
    now = timezone.localtime()
    factories.person("editor")
    factories.article("Past", due_at=now - dt.timedelta(days=1))
    factories.article("Today", due_at=now)
    log_in("editor")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}/admin/desk/calendar/?span=week&day={now:%Y-%m-%d}")
    expect(page.get_by_role("link", name="Today", exact=True).last).to_be_visible()
    days = page.locator("[data-day]:visible")
    expect(days.first).to_have_attribute("data-day", f"{now:%Y-%m-%d}")
    if now.weekday():  # on a Monday the week has no earlier day
        page.get_by_role("link", name="Earlier this week").click()
        expect(page.get_by_role("link", name="Past")).to_be_visible()
    assert barriers(page) == []
