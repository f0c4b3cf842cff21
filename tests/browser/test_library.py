"""The library: files dropped on it; what it shows, on a desk and on a phone, without a barrier."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Picture
from tests import factories
from tests.browser.barriers import barriers
from tests.browser.picture_files import jpeg
from tests.browser.test_choosing_pictures import carry, keep
from tests.newsroom.lib.pictures.test_metadata import FULL
from tests.newsroom.lib.pictures.test_metadata import jpeg as telling

LIBRARY = "/admin/articles/picture/"


@pytest.fixture
def library(page, live_server, log_in, picture_files):
    """A writer in the library, with three pictures."""
    factories.person("writer")
    keep(alt="A boat", credit="Ana Lima", place="Bergen", licence_until=timezone.localdate())
    keep(alt="The quay", credit="Bo Dahl", source_type="trainedAlgorithmicMedia")
    keep(caption="At dawn")
    log_in("writer")
    page.goto(live_server.url + LIBRARY)
    return page


def test_three_files_at_once_and_one_is_bad(library, quiet):
    page = library
    files = (
        ("one.jpg", "image/jpeg", telling(xmp=FULL)),
        ("two.jpg", "image/jpeg", jpeg("navy")),
        ("page.jpg", "image/jpeg", b"<html><script>alert(1)</script></html>"),
    )
    carry(page, page.locator("body"), "drop", *files)
    fresh = page.get_by_role("list", name="New pictures")
    expect(fresh.get_by_role("listitem").filter(has=page.locator("img"))).to_have_count(2)
    expect(fresh).to_contain_text("Taken from the file")
    expect(fresh).to_contain_text("Bergen, Norway")
    failed = page.locator(".sending--failed")
    expect(failed).to_contain_text("page.jpg")
    expect(failed).to_contain_text("This is not a picture the site can show")
    page.get_by_role("button", name="Remove: page.jpg").click()
    expect(page.locator(".sending")).to_have_count(0)
    fresh.get_by_role("link").first.click()
    expect(page.get_by_label("Text alternative")).to_be_visible()
    assert Picture.objects.count() == 5
    assert [complaint for complaint in quiet if "422" not in complaint] == []


def test_by_keyboard(library):
    page = library
    chooser = page.locator(".library-sending input")
    expect(page.locator(".library-sending")).to_be_visible()
    with page.expect_file_chooser() as chosen:
        # the page answers to this, and so has heard before the key that choosers are waited for
        chooser.focus()
        page.keyboard.press("Space")
    chosen.value.set_files(
        [{"name": "three.jpg", "mimeType": "image/jpeg", "buffer": jpeg("olive")}]
    )
    expect(page.get_by_role("list", name="New pictures").locator("img")).to_have_count(1)


def test_no_barrier_is_found(library, live_server):
    page = library
    carry(page, page.locator("body"), "drop", ("drawing.svg", "image/svg+xml", b"<svg/>"))
    expect(page.locator(".sending--failed")).to_be_visible()
    for address in (LIBRARY, f"{LIBRARY}{Picture.objects.first().pk}/change/"):
        assert barriers(page) == []
        page.goto(live_server.url + address)


def test_without_scripts(new_context, live_server, library, log_in):
    page = new_context(java_script_enabled=False).new_page()
    log_in("writer", page.context)
    page.goto(f"{live_server.url}{LIBRARY}add/")
    page.locator("[name=original]").set_input_files(
        [{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": jpeg("red")}]
    )
    page.get_by_label("Text alternative").fill("A red field")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="A red field").first).to_be_visible()
    expect(page.locator(".library-sending")).to_be_hidden()


def test_crops_follow_the_focal_point(library, live_server):
    page, picture = library, Picture.objects.get(alt="A boat")
    page.goto(f"{live_server.url}{LIBRARY}{picture.pk}/change/")
    crops = page.locator("img[data-crop]")
    expect(crops).to_have_count(3)
    expect(crops.nth(2)).to_have_css("object-position", "50% 50%")
    focal = page.get_by_label("Focal point: move it")
    focal.focus()
    for _ in range(25):
        page.keyboard.press("ArrowLeft")
    expect(crops.nth(2)).to_have_css("object-position", "0% 50%")
    box = focal.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.95)
    expect(crops.nth(0)).to_have_css("object-position", "50% 100%")
    shapes = crops.evaluate_all(
        "all => all.map((each) => (each.offsetWidth / each.offsetHeight).toFixed(2))"
    )
    assert shapes == ["1.78", "1.33", "1.00"]
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**{LIBRARY}")
    assert Picture.objects.get(pk=picture.pk).focal_y > 0.9
