"""The surface on which a story's text is written."""

from playwright.sync_api import Page

TEXT = ".ProseMirror"
CAUGHT_UP = """(css) => {
  const { view, state } = document.querySelector(css).editor
  const { focusNode, focusOffset } = getSelection()
  return view.dom.contains(focusNode) && view.posAtDOM(focusNode, focusOffset) === state.selection.head
}"""


def caught_up(page: Page) -> None:
    """Wait until the editor has heard where the browser put the cursor: it is told by an event that
    comes later."""
    page.wait_for_function(CAUGHT_UP, arg=TEXT)
