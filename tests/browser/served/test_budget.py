"""What a story with its picture and 50 replies may cost a reader, measured at the real server."""

from urllib.parse import urlsplit

import pytest

from tests.browser.served.wire import DESK, PHONE, Wire
from tests.served import REPLIES

KB = 1024
OBSERVE = """
window.__shifts = [];
window.__largest = null;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.__shifts.push([entry.value, ...entry.sources.map((s) => s.node?.outerHTML)]);
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.__largest = entry;
}).observe({ type: "largest-contentful-paint", buffered: true });
"""
SCREENS = {"phone": PHONE, "desk": DESK}
on_both = pytest.mark.parametrize("screen", SCREENS)
#: What a first visit may take, in KB over the wire: HTML, styles and scripts; pictures; and how
#: many requests.
BUDGETS = {
    "front": (16, 40, 9),
    "section": (16, 8, 7),
    "story": (36, 34, 10),
    "house rules": (14, 0, 6),
}
every_page = pytest.mark.parametrize("kind", BUDGETS)


@pytest.fixture(scope="module")
def load(browser, served):
    """A page of the served site on a screen, and the wire of its first visit by a browser that had
    seen nothing."""
    loaded = {}

    def load(kind: str, screen: str = "phone"):
        if (kind, screen) not in loaded:
            page = browser.new_context(**SCREENS[screen]).new_page()
            page.add_init_script(OBSERVE)
            with Wire(page) as wire:
                assert page.goto(served.url + served.addresses[kind]).status == 200
                wire.settle()
            loaded[kind, screen] = page, wire
        return loaded[kind, screen]

    yield load
    for page, _ in loaded.values():
        page.context.close()


def test_html_styles_and_scripts_are_small_and_compressed(load):
    page, wire = load("story")
    assert page.locator("#comments .reply").count() == REPLIES
    text = [
        request for request in wire.requests if request.kind in ("Document", "Stylesheet", "Script")
    ]
    assert {request.headers["content-encoding"] for request in text} <= {"br", "gzip"}
    assert {request.kind for request in text} == {"Document", "Stylesheet", "Script"}
    assert 0 < wire.bytes("Script") <= 10 * KB
    assert 0 < wire.bytes("Document", "Stylesheet", "Script") <= 40 * KB


@on_both
@every_page
def test_what_a_page_may_cost(load, kind, screen):
    _, wire = load(kind, screen)
    kinds = ("Document", "Stylesheet", "Script"), ("Image",)
    cost = *(wire.bytes(*each) / KB for each in kinds), len(wire.requests)
    assert [spent <= most for spent, most in zip(cost, BUDGETS[kind], strict=True)] == [True] * 3, (
        cost
    )


@every_page
def test_no_script_holds_up_the_page(load, kind):
    page, _ = load(kind)
    blocking = """() => performance.getEntriesByType("resource")
        .filter((entry) => entry.initiatorType === "script" && entry.renderBlockingStatus === "blocking")
        .map((entry) => entry.name)"""
    assert page.evaluate(blocking) == []
    assert page.locator("script[src]:not([type=module], [async], [defer])").count() == 0


@on_both
@every_page
def test_nothing_jumps(load, kind, screen):
    page, _ = load(kind, screen)
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 800):
        page.mouse.wheel(0, 800)
        page.wait_for_function(
            "(top) => window.scrollY >= Math.min(top, document.documentElement.scrollHeight -"
            " innerHeight) - 1",
            arg=top,
        )
    page.wait_for_function("[...document.images].every((image) => image.complete)")
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>"
        " setTimeout(done))))"
    )
    assert page.evaluate("window.__shifts") == []
    assert page.evaluate("document.documentElement.scrollHeight") == height


@on_both
@pytest.mark.parametrize(("kind", "lead"), [("story", ".lead img"), ("front", ".card-lead img")])
def test_the_largest_thing_is_the_lead_picture_and_is_fetched_first(load, kind, lead, screen):
    page, wire = load(kind, screen)
    assert page.evaluate(
        "(lead) => window.__largest.element === document.querySelector(lead)", lead
    )
    shown = page.locator(lead).evaluate("img => img.currentSrc")
    pictures = [
        request
        for request in wire.requests
        if request.kind == "Image" and "/pictures/" in request.url
    ]
    assert (pictures[0].url, pictures[0].preloaded) == (shown, True)
    assert [request.url for request in wire.requests].count(shown) == 1
    early, source = (
        page.locator("head link[rel=preload]"),
        page.locator(lead).locator("xpath=../source[1]"),
    )
    assert [early.get_attribute(f"image{name}") for name in ("srcset", "sizes")] == [
        source.get_attribute(name) for name in ("srcset", "sizes")
    ]
    assert early.get_attribute("type") == source.get_attribute("type") == "image/avif"


@every_page
def test_all_comes_from_here_and_leaves_no_cookie(load, served, kind):
    page, wire = load(kind)
    assert {urlsplit(request.url).netloc for request in wire.requests} == {
        urlsplit(served.url).netloc
    }
    assert [request.url for request in wire.requests if "set-cookie" in request.headers] == []
    assert page.context.cookies() == []
