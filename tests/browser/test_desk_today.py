"""The desk's first page in a browser: held replies decided where they stand."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from comments.moderation import decisions
from tests import factories
from tests.browser.barriers import barriers


@pytest.fixture
def desk(page, live_server, log_in):
    factories.person("editor")
    edition = factories.published("Ferry back")
    for number in (1, 2):
        factories.reply(
            edition,
            f"Held {number}",
            state="held",
            name=f"Ana {number}",
            email=f"{number}@a.example",
        )
    factories.house_rule()
    log_in("editor")
    page.goto(f"{live_server.url}/admin/")
    return page


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


def click(page, found):
    """Where it is seen, whatever lies above it there."""
    box = found.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_one_is_decided_and_undone_in_place(desk):
    page = desk
    first, second = page.locator("[data-held]").all()
    click(page, first.get_by_role("button", name="Approve"))
    expect(first.get_by_text("1 reply shown to readers.")).to_be_visible()
    assert states() == ["shown", "held"]
    expect(first.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(first.get_by_role("button", name="Approve")).to_be_focused()
    assert states() == ["held", "held"]
    click(page, second.locator("summary"))
    click(page, second.get_by_role("button", name="Stay on the subject"))
    expect(second.get_by_text("1 reply rejected.")).to_be_visible()
    click(page, first.get_by_role("button", name="Spam"))
    expect(first.get_by_text("1 reply marked as spam.")).to_be_visible()
    assert states() == ["spam", "rejected"]


def test_who_was_second_is_told_so(desk):
    other = factories.person("chief")
    decisions.decide([Comment.objects.earliest("pk").pk], to="spam", by=other)
    first = desk.locator("[data-held]").first
    click(desk, first.get_by_role("button", name="Approve"))
    expect(first.get_by_text("Left as it is: Spam by chief")).to_be_visible()
    expect(first.get_by_role("button", name="Undo")).to_have_count(0)
    assert states() == ["spam", "held"]


def test_what_the_server_does_not_answer_is_said_and_can_be_sent_again(desk):
    page, first = desk, desk.locator("[data-held]").first
    page.route("**/decide/", lambda route: route.abort())
    first.get_by_role("button", name="Approve").click()
    expect(first.get_by_role("alert")).to_contain_text("Not saved")
    page.unroute("**/decide/")
    first.get_by_role("button", name="Approve").click()
    expect(first.get_by_text("1 reply shown to readers.")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_nothing_keeps_people_from_it(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    assert desk.evaluate("document.documentElement.scrollWidth") == width
    assert barriers(desk) == []


def test_without_scripts(new_context, live_server, desk, log_in):
    page = new_context(java_script_enabled=False).new_page()
    log_in("editor", page.context)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("button", name="Approve the reply of Ana 1").click()
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_visible()
    assert states() == ["shown", "held"]
