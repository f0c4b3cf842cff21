"""The calendar and the board: moved by drag, by keys, and by plain forms."""

import datetime as dt

import pytest
from django.utils import timezone

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
    page.get_by_text("is moved to 17 March, 09:30").wait_for()
    page.wait_for_load_state()
    page.locator(".tray [data-happening]").drag_to(page.locator("[data-day='2027-03-05']"))
    page.get_by_text("is moved to 5 March, 17:00").wait_for()
    assert (due(story), due(undated)) == ("17 09:30", "05 17:00")
    assert quiet == []


def test_by_keys(at_the_calendar, quiet):
    page, story, _ = at_the_calendar
    for key, day in (("ArrowRight", 11), ("ArrowDown", 18), ("ArrowLeft", 17), ("ArrowUp", 10)):
        page.wait_for_load_state()  # on to the next page, once its script has run
        page.locator("[data-happening]", has_text="Due then").focus()
        page.keyboard.press(f"Shift+{key}")
        page.get_by_text(f"is moved to {day} March, 09:30").wait_for()
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
    page.get_by_text("is moved to 20 March, 12:00").wait_for()
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
