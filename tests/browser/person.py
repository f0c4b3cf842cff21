"""A person at the page: clicks at the place where a thing is seen, and counts what that takes."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

AT = """([x, y]) => {
  const found = document.elementFromPoint(x, y)
  return found ? found.closest("a, button, label, summary, input, [contenteditable]")?.outerHTML ?? found.outerHTML : ""
}"""


class Person:
    """Counts `actions` (a click, a text that is typed, a key) and the `pages` that were loaded."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0
        self.pages = 0
        page.on("framenavigated", self._navigated)

    def _navigated(self, frame) -> None:
        self.pages += frame == self.page.main_frame

    def begin(self) -> None:
        """Count from here on."""
        self.actions = self.pages = 0

    def click(self, what: Locator) -> None:
        """Click in the middle of it. Fails where something else lies there, or nothing is seen."""
        expect(what).to_be_visible()
        what.scroll_into_view_if_needed()
        box = what.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        size = self.page.viewport_size
        assert 0 <= x < size["width"], f"{what} is outside the window"
        assert 0 <= y < size["height"], f"{what} is outside the window"
        html = what.evaluate("(element) => element.outerHTML")
        seen = self.page.evaluate(AT, [x, y])
        assert seen in html or html in seen, f"{what} lies under {seen[:200]}"
        self.page.mouse.click(x, y)
        self.actions += 1

    def type(self, text: str) -> None:
        """Type where the cursor is."""
        self.page.keyboard.type(text)
        self.actions += 1

    def write(self, field: Locator, text: str, *, anew: bool = False) -> None:
        """Put the cursor at the end of a field and type, one action; `anew`: in place of what
        stands there."""
        self.click(field)
        self.page.keyboard.press("Control+A" if anew else "End")
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.actions += 1

    def choose(self, field: Locator, option: str) -> None:
        """Choose from a list."""
        field.select_option(option)
        self.actions += 1
