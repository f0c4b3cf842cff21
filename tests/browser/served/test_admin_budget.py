"""What the pages that are worked on all day load, measured at the real server: no more than they
use, at once.

Nothing is timed here; over slow 4G each round trip costs 150 ms and each 20 KB another 100 ms.
"""

import pytest

from tests.browser.barriers import DRESSED
from tests.browser.served.wire import DESK, Wire

KB = 1024
BLOCKING = """() => performance.getEntriesByType("resource")
    .filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name)"""


@pytest.fixture(scope="module")
def visits(browser, served):
    """An editor's first visit to each page, in a browser that has seen nothing of it, and the one
    after."""
    context = browser.new_context(**DESK)
    page = context.new_page()
    page.goto(f"{served.url}/admin/login/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", "password")
    page.click("[type=submit]")
    page.wait_for_url(f"{served.url}/admin/")
    state = context.storage_state()
    context.close()
    return {
        kind: visit_twice(browser, state, served.url + served.addresses[kind])
        for kind in ("story form", "desk")
    }


def visit_twice(browser, state, address):
    context = browser.new_context(**DESK, storage_state=state)
    page = context.new_page()
    wires = []
    for _ in range(2):
        with Wire(page) as wire:
            assert page.goto(address).status == 200
            page.wait_for_function(DRESSED)
            wire.settle()
        wire.blocking = page.evaluate(BLOCKING)
        wires.append(wire)
    context.close()
    return wires


def files(wire: Wire, *kinds: str) -> list:
    return [request for request in wire.requests if request.kind in kinds]


def test_the_story_form_loads_what_it_uses(visits):
    wire, _ = visits["story form"]
    names = [request.url.rsplit("/", 1)[1].split(".")[0] for request in files(wire, "Script")]
    assert sorted(names) == sorted(
        [
            "theme",
            "editor",
            "configurable",
            "story-editor",
            "paste",
            "paste-notes",
            "names",
            "checks",
            "change_form",
        ]
        + ["palette", "rail", "counters", "preview", "lead-picture", "menu", "menus", "panel"]
        + ["remarks", "story-steps", "when"]
        + [
            "autosave",
            "presence",
            "jquery",
            "jquery",
            "select2",
            "en",
            "core",
            "autocomplete",
            "inlines",
        ]
        + ["RelatedObjectLookups", "editor-blocks", "editor-dialogs", "editor-insert", "typography"]
    )
    assert wire.bytes("Script") <= 244 * KB
    assert wire.bytes("Stylesheet") <= 39 * KB
    assert len(wire.requests) <= 55


def test_the_story_form_is_seen_before_what_its_scripts_make_has_come(visits):
    wire, _ = visits["story form"]
    first = wire.requests[0]
    assert first.headers["content-encoding"] == "gzip"
    assert first.bytes <= 18 * KB
    names = [name.rsplit("/", 1)[1].split(".")[0] for name in wire.blocking]
    assert sorted(names) == sorted(
        [
            "base",
            "blocks",
            "checks",
            "dark_mode",
            "diff",
            "editor",
            "forms",
            "head",
            "hints",
            "newsroom",
            "panel",
            "remarks",
            "story",
            "theme",
            "widgets",
        ]
    )


def test_the_desk_does_without_jquery_and_editor(visits):
    wire, _ = visits["desk"]
    names = [request.url.rsplit("/", 1)[1].split(".")[0] for request in files(wire, "Script")]
    assert sorted(names) == [
        "desk",
        "desk-drawer",
        "desk-keys",
        "desk-live",
        "menus",
        "palette",
        "theme",
    ]
    assert wire.bytes("Script") <= 15 * KB
    assert wire.bytes("Stylesheet") <= 20 * KB
    assert len(wire.requests) <= 17


@pytest.mark.parametrize("kind", ["story form", "desk"])
def test_all_is_named_in_the_page_itself_and_kept_for_good(visits, kind):
    wire, again = visits[kind]
    page = wire.requests[0].url
    for request in files(wire, "Script", "Stylesheet"):
        assert request.named_in == page, f"{request.url} is found only in {request.named_in}"
        assert (
            request.headers["content-encoding"],
            "immutable" in request.headers["cache-control"],
        ) == ("br", True)
    assert again.bytes("Script", "Stylesheet") == 0
    # Who else is there is asked each time.
    assert [request.kind for request in again.requests if request.bytes] == ["Document", "Fetch"]
