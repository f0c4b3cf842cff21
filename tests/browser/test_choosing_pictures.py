"""The dialogue in which pictures are chosen: by keyboard alone, with files sent to it, over a line
that breaks."""

import base64

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from articles.models import Picture, Upload
from articles.pictures import library
from tests import factories
from tests.browser.barriers import barriers
from tests.browser.picture_files import CARRY, jpeg, noise
from tests.browser.slow_line import answered_late, until
from tests.full_disk import small_disk

OPEN = """(options) => {
  document.activeElement?.blur()
  window.chosen = undefined
  import("newsroom/picture-chooser").then((module) => module.choosePictures(options)).then((found) => { window.chosen = found })
}"""


def keep(**words) -> Picture:
    return library.keep_picture(by=factories.somebody("writer"), file=ContentFile(jpeg()), **words)


def carry(page, element, kind: str, *files: tuple[str, str, bytes]) -> None:
    packed = [[name, type, base64.b64encode(data).decode()] for name, type, data in files]
    element.evaluate(CARRY, [kind, packed])


@pytest.fixture
def open_chooser(page, live_server, log_in, picture_files, quiet):
    """A writer at a new story, with three pictures in the library; opens the chooser."""
    factories.person("writer")
    factories.section()
    for words in (
        {"alt": "A boat", "credit": "Ana Lima"},
        {"alt": "The quay"},
        {"caption": "At dawn"},
    ):
        keep(**words)
    log_in("writer")
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    expect(page.locator(".ProseMirror")).to_be_visible()

    def open_chooser(**options):
        page.evaluate(OPEN, options)
        expect(page.locator("dialog").get_by_role("option")).to_have_count(Picture.objects.count())
        return page

    return open_chooser


def chosen(page) -> list:
    expect(page.locator("dialog.chooser")).to_have_count(0)
    return page.evaluate("() => window.chosen")


def test_by_keyboard(open_chooser, quiet):
    page = open_chooser()
    expect(page.get_by_label("Search the library")).to_be_focused()
    page.keyboard.type("lima")
    expect(page.locator("dialog").get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator("dialog").get_by_role("option", name="A boat")).to_be_focused()
    page.keyboard.press("Enter")
    [picture] = chosen(page)
    assert (picture["alt"], picture["credit"], picture["width"]) == ("A boat", "Ana Lima", 900)
    assert picture["thumb"].endswith("square-320.jpg")
    assert quiet == []


def test_several_in_their_order_by_keyboard(open_chooser, quiet):
    page = open_chooser(several=True)
    page.keyboard.press("ArrowDown")
    for key in (" ", "ArrowRight", "ArrowRight", " ", "ArrowLeft", " ", " "):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Use 2 pictures")).to_be_enabled()
    page.get_by_role("button", name="Use 2 pictures").press("Enter")
    assert [picture["alt"] or picture["caption"] for picture in chosen(page)] == [
        "At dawn",
        "A boat",
    ]
    assert quiet == []


def test_cancelled(open_chooser):
    page = open_chooser()
    page.keyboard.press("Escape")
    assert chosen(page) == []


def test_files_are_sent_and_chosen(open_chooser, quiet):
    page = open_chooser(several=True)
    dialog = page.locator("dialog.chooser")
    carry(
        page,
        dialog,
        "drop",
        ("one.jpg", "image/jpeg", jpeg("red")),
        ("drawing.svg", "image/svg+xml", b"<svg/>"),
    )
    carry(page, dialog, "paste", ("", "image/jpeg", jpeg("blue", 500)))
    failed = page.locator(".sending--failed")
    expect(failed).to_contain_text("drawing.svg")
    expect(failed).to_contain_text("This is not a picture the site can show")
    expect(page.locator(".sending")).to_have_count(1)
    page.get_by_role("button", name="Remove: drawing.svg").click()
    page.get_by_role("button", name="Use 2 pictures").click()
    assert sorted(picture["width"] for picture in chosen(page)) == [500, 900]
    assert Picture.objects.count() == 5
    assert [complaint for complaint in quiet if "422" not in complaint] == []


def test_what_was_sent_stays_when_the_library_answers_late(open_chooser, page):
    with answered_late(page, "**/picture/choose/**") as answers:
        page.evaluate(OPEN, {})
        until(page, lambda: answers)
        carry(page, page.locator("dialog.chooser"), "drop", ("one.jpg", "image/jpeg", jpeg("red")))
        option = page.locator("dialog").get_by_role("option")
        expect(option).to_have_count(1)
        option.focus()
    expect(option).to_have_count(4)
    expect(option.first).to_be_focused()
    page.keyboard.press("Enter")
    assert [picture["width"] for picture in chosen(page)] == [900]


def test_a_broken_connection_costs_one_part(open_chooser):
    page = open_chooser()
    data, parts = noise(), []

    def part(route):
        parts.append(int(route.request.headers["upload-offset"]))
        if len(parts) == 2:
            page.context.set_offline(True)
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route(
        "**/uploads/*/",
        lambda route: part(route) if route.request.method == "PATCH" else route.continue_(),
    )
    carry(page, page.locator("dialog.chooser"), "drop", ("large.png", "image/png", data))
    expect(page.locator(".sending")).to_contain_text("The connection is lost")
    page.context.set_offline(False)
    expect(page.locator("dialog").get_by_role("option")).to_have_count(4)
    part_size = 1 << 20
    assert len(data) > part_size
    assert parts == [0, part_size, *range(part_size, len(data), part_size)]
    assert Upload.objects.get().picture.width == 1400


def test_a_disk_without_room_is_said_at_once(open_chooser, picture_files):
    page = open_chooser()
    with small_disk(picture_files / "private/uploads") as is_real:
        if not is_real:
            (picture_files / "private/uploads").chmod(0o500)
        carry(page, page.locator("dialog.chooser"), "drop", ("large.png", "image/png", noise()))
        expect(page.locator(".sending--failed")).to_contain_text("The server has no room for this")
    (picture_files / "private/uploads").chmod(0o700)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("dialog").get_by_role("option")).to_have_count(4)


def test_no_barrier_is_found(open_chooser):
    page = open_chooser()
    carry(page, page.locator("dialog.chooser"), "drop", ("drawing.svg", "image/svg+xml", b"<svg/>"))
    expect(page.locator(".sending--failed")).to_be_visible()
    page.locator("dialog").get_by_role("option").first.click()
    assert barriers(page) == []


def test_words_are_asked_where_a_picture_is_added_and_kept_with_it(open_chooser, quiet):
    page = open_chooser()
    page.get_by_role("option", name="A boat").click()
    expect(page.get_by_role("group", name="Kept with the picture")).to_be_hidden()
    page.get_by_role("option", name="At dawn").click()
    page.get_by_label("What is to be seen").fill("Mist over the quay")
    page.get_by_role("dialog").get_by_label("Credit").fill("Ana Lima")
    page.keyboard.press("Enter")
    [picture] = chosen(page)
    assert quiet == []
    assert (picture["alt"], picture["credit"]) == ("Mist over the quay", "Ana Lima")
    kept = Picture.objects.get(caption="At dawn")
    assert (kept.alt, kept.credit) == ("Mist over the quay", "Ana Lima")
