"""What a story with its picture and 50 replies may cost a reader, measured at the real server."""

from urllib.parse import urlsplit

import pytest

from tests.browser.wire import DESK, PHONE, Wire
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


@pytest.fixture
def load(browser, served):
    """Load a page of the served site on a screen, in a fresh browser: gives the page and its wire."""
    contexts = []

    def load(kind: str, screen: str = "phone"):
        context = browser.new_context(**SCREENS[screen])
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(OBSERVE)
        wire = Wire(page)
        assert page.goto(served.url + served.addresses[kind], wait_until="networkidle").status == 200
        return page, wire

    yield load
    for context in contexts:
        context.close()


def test_html_styles_and_scripts_are_small_and_compressed(load):
    page, wire = load("story")
    assert page.locator("#comments .reply").count() == REPLIES
    text = [request for request in wire.requests if request.kind in ("Document", "Stylesheet", "Script")]
    assert {request.headers["content-encoding"] for request in text} <= {"br", "gzip"}
    assert {request.kind for request in text} == {"Document", "Stylesheet", "Script"}
    assert 0 < wire.bytes("Script") <= 10 * KB
    assert 0 < wire.bytes("Document", "Stylesheet", "Script") <= 40 * KB


@pytest.mark.parametrize("kind", ["front", "section", "story", "house rules"])
def test_no_script_holds_up_the_page(load, kind):
    page, _ = load(kind)
    blocking = """() => performance.getEntriesByType("resource")
        .filter((entry) => entry.initiatorType === "script" && entry.renderBlockingStatus === "blocking")
        .map((entry) => entry.name)"""
    assert page.evaluate(blocking) == []
    assert page.locator("script[src]:not([type=module], [async], [defer])").count() == 0


@on_both
@pytest.mark.parametrize("kind", ["front", "section", "story"])
def test_nothing_jumps(load, kind, screen):
    page, _ = load(kind, screen)
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 400):
        page.mouse.wheel(0, 400)
        page.wait_for_function(
            "(top) => window.scrollY >= Math.min(top, document.documentElement.scrollHeight - innerHeight) - 1",
            arg=top,
        )
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.__shifts") == []
    assert page.evaluate("document.documentElement.scrollHeight") == height


@on_both
@pytest.mark.parametrize(("kind", "lead"), [("story", ".lead img"), ("front", ".card-lead img")])
def test_the_largest_thing_is_the_lead_picture_and_is_fetched_first(load, kind, lead, screen):
    page, wire = load(kind, screen)
    assert page.evaluate("(lead) => window.__largest.element === document.querySelector(lead)", lead)
    shown = page.locator(lead).evaluate("img => img.currentSrc")
    pictures = [request for request in wire.requests if request.kind == "Image" and "/pictures/" in request.url]
    assert (pictures[0].url, pictures[0].preloaded) == (shown, True)
    assert [request.url for request in wire.requests].count(shown) == 1
    early, source = page.locator("head link[rel=preload]"), page.locator(lead).locator("xpath=../source[1]")
    assert [early.get_attribute(f"image{name}") for name in ("srcset", "sizes")] == [
        source.get_attribute(name) for name in ("srcset", "sizes")
    ]
    assert early.get_attribute("type") == source.get_attribute("type") == "image/avif"


@pytest.mark.parametrize("kind", ["front", "section", "story", "house rules"])
def test_all_comes_from_here_and_leaves_no_cookie(load, served, kind):
    page, wire = load(kind)
    assert {urlsplit(request.url).netloc for request in wire.requests} == {urlsplit(served.url).netloc}
    assert [request.url for request in wire.requests if "set-cookie" in request.headers] == []
    assert page.context.cookies() == []
