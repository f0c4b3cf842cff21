"""What other programs put on the clipboard, as a story's text: its structure, and nothing of its
look."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.models import Article
from newsroom.lib.text import html
from tests.browser.editor import TEXT, caught_up
from tests.browser.test_writing import at_the_form, paste  # noqa: F401
from tests.material.html_ways import CASES

CLIPBOARD = Path(__file__).parent / "clipboard"
CLEAN = {
    "word": (
        "<h2>The quay in numbers</h2><h2>What it costs</h2><p>The <strong>old</strong> quay has"
        ' stood for a century<small data-note="">Harbour office, <em>Annual report</em>.</small>,'
        ' says <a href="https://example.org/ann">Ann Brewer</a>.</p><blockquote><p>We never counted'
        " <em>anything</em>.</p></blockquote><ol><li><p>Piles</p><ol><li><p>Oak</p></li></ol></li><li><p>Planks</p></li></ol><table><thead><tr><th"
        ' scope="col">Year</th><th'
        ' scope="col">Cost</th></tr></thead><tbody><tr><td>2024</td><td>1,200<br>and'
        " more</td></tr><tr><td>Nothing yet for 2025</td><td></td></tr></tbody></table><p>It ends"
        ' here.<small data-note="">So far.</small></p>'
    ),
    "docs": (
        "<h2>Schools</h2><p>Plain, <strong>bold</strong> <em>slanted</em> and "
        '<a href="https://example.org/">linked</a>.</p>'
        "<ul><li><p>One</p><ul><li><p>Under one</p></li></ul></li></ul>"
        '<table><thead><tr><th scope="col">School</th><th'
        ' scope="col">Pupils</th></tr></thead><tbody>'
        "<tr><td>Ashdene</td><td>210</td></tr></tbody></table><h3>Small</h3>"
    ),
    "libreoffice": (
        '<p>One word<small data-note="">The first of <strong>many</strong>.</small> and'
        ' <em>another</em>.</p><table><thead><tr><th scope="col">A</th><th'
        ' scope="col">B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'
    ),
}


@pytest.mark.parametrize("program", CLEAN)
def test_structure_stays_and_decoration_goes(program, at_the_form, quiet):  # noqa: F811
    page = at_the_form
    paste(page, (CLIPBOARD / f"{program}.html").read_text(encoding="utf-8"), "text/html")
    page.fill("[name=headline]", "Pasted")
    page.select_option("[name=section]", label="World")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")
    story = Article.objects.get()
    assert story.body == CLEAN[program] == html.clean_body(CLEAN[program])
    assert quiet == []
    page.goto(page.url)  # what is stored comes back into the editor unchanged
    page.locator(TEXT).press("Control+End")
    caught_up(page)
    page.keyboard.type("!")
    page.keyboard.press("Backspace")
    assert html.clean_body(page.locator("#id_body").input_value()) == CLEAN[program]
    assert quiet == []


def test_what_is_pasted_is_what_comes_in_otherwise(at_the_form, subtests):  # noqa: F811
    """The same cases as every other way in: tests/newsroom/lib/text/incoming/test_meaning.py."""
    page = at_the_form
    for name, (given, kept) in CASES.items():
        with subtests.test(name):
            page.evaluate(
                "() => document.querySelector('.ProseMirror').editor.commands.clearContent(true)"
            )
            paste(page, given, "text/html")
            stored = html.clean_body(page.locator("#id_body").input_value())
            # the editor puts what stands in an item or cell into a paragraph
            assert (
                stored.replace("<li><p>", "<li>")
                .replace("</p></li>", "</li>")
                .replace("</p><ul>", "<ul>")
                == kept
            )


def test_pasting_can_be_undone(at_the_form):  # noqa: F811
    page = at_the_form
    page.click(TEXT)
    page.keyboard.type("Before.")
    paste(page, (CLIPBOARD / "word.html").read_text(encoding="utf-8"), "text/html")
    assert "Harbour office" in page.locator("#id_body").input_value()
    page.keyboard.press("Control+Z")
    expect(page.locator("#id_body")).to_have_value("<p>Before.</p>")
