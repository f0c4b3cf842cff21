"""What axe says keeps people from using a page, by day and by night."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

#: Editors and fields with a search of their own are made by scripts; names.js names their parts in
#: the next frame.
DRESSED = """() => {
  const all = (css) => document.querySelectorAll(css).length
  return all("textarea[data-django-prose-editor-configurable]") === all("[role=toolbar]")
    && all("select.admin-autocomplete:not([name*=__prefix__])") === all("select.select2-hidden-accessible")
}"""
#: Colours on their way to others are of neither scheme.
ARRIVED = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  for (const each of document.getAnimations())
    if (each.effect.getComputedTiming().endTime !== Infinity) each.finish()
}"""
RUN = """async ([part, rules]) => {
  const options = { resultTypes: ["violations"], iframes: false, ...(rules && { runOnly: rules }) }
  const { violations } = await axe.run(part, options)
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}"""
# the dark theme changes colours alone
SCHEMES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}


def barriers(page: Page, part: str = "html") -> list:
    """What is wrong in that part of the page, once its scripts have made all of it: scheme, rule,
    HTML."""
    page.wait_for_load_state()
    page.wait_for_function(DRESSED)
    if page.evaluate("window.axe === undefined"):
        page.evaluate(AXE_SCRIPT)
    found = []
    for scheme, rules in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        page.evaluate(ARRIVED)
        found += [(scheme, *each) for each in page.evaluate(RUN, [part, rules])]
    page.emulate_media(color_scheme="light")
    return found
