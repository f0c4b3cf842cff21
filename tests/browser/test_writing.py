"""A story's way from somebody's text file through the admin to readers, in a real browser."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests import factories, material
from tests.browser.barriers import barriers
from tests.browser.editor import TEXT

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head>
<body><!--StartFragment--><h1 style='mso-line-height-rule:exactly'>Soundings<o:p></o:p></h1>
<p class=MsoNormal style='margin-bottom:8pt'>The <b style='mso-bidi-font-weight:normal'>old</b> quay<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>Stone<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>Granite<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>Wood<o:p></o:p></p>
<p class=MsoNormal><i>End</i></p><!--EndFragment--></body></html>"""

WORD_CLEAN = (
    "<h2>Soundings</h2><p>The <strong>old</strong> quay</p>"
    "<ul><li><p>Stone</p><ol><li><p>Granite</p></li></ol></li><li><p>Wood</p></li></ul><p><em>End</em></p>"
)

DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1">
<h2 dir="ltr" style="line-height:1.38"><span style="font-size:16pt;font-weight:700;">Schools</span></h2>
<p dir="ltr"><span style="font-weight:400;font-style:normal">Plain, </span><span
style="font-weight:700;">bold</span><span style="font-style:italic;"> slanted</span>
<a href="https://example.org/"><span style="color:#1155cc">link</span></a></p><br>
<ul><li dir="ltr" aria-level="1"><p role="presentation"><span style="font-weight:400">One</span></p></li></ul>
<h4><span>Small</span></h4></b>"""

DOCS_CLEAN = (
    "<h2>Schools</h2>"
    '<p>Plain, <strong>bold</strong> <em>slanted</em> <a href="https://example.org/">link</a></p>'
    "<ul><li><p>One</p></li></ul><h3>Small</h3>"
)

PASTE = """([kind, text]) => {
  const data = new DataTransfer()
  data.setData(kind, text)
  if (kind === "text/html") data.setData("text/plain", "plain")
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
  document.querySelector(".ProseMirror").dispatchEvent(event)
}"""


def paste(page, text: str, kind: str = "text/plain") -> None:
    page.click(TEXT)
    page.evaluate(PASTE, [kind, text])


@pytest.fixture
def at_the_form(page, live_server, log_in):
    """An editor before an empty story form."""
    factories.person("editor")
    factories.section("World")
    log_in("editor")
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.wait_for_selector(TEXT)
    return page


@pytest.mark.journey
def test_a_text_becomes_a_page(at_the_form, quiet, live_server):
    for lines in material.stories():
        write_and_publish(at_the_form, live_server, *lines)
        assert quiet == []


def write_and_publish(page, live_server, headline: str, *body: str) -> None:
    """As somebody does it, and see it as readers do."""
    body = list(body)
    if body[-1] == "Leave a Reply":
        body.pop()
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.fill("[name=headline]", headline)
    paste(page, "\n\n".join(body))
    page.select_option("[name=section]", label="World")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="View it on the site").click()
    expect(page.locator("h1")).to_have_text(headline)
    shown = [text.strip() for text in page.locator("article p").all_inner_texts()]
    places = [shown.index(paragraph) for paragraph in body]
    assert places == sorted(places)
    expect(page.locator("#respond").get_by_text("Leave a Reply", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("pasted", "clean"), [(WORD, WORD_CLEAN), (DOCS, DOCS_CLEAN)], ids=["word", "docs"]
)
def test_pasting_keeps_structure_and_nothing_else(pasted, clean, at_the_form, quiet):
    page = at_the_form
    paste(page, pasted, "text/html")
    page.fill("[name=headline]", "Pasted")
    page.select_option("[name=section]", label="World")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")
    assert Article.objects.get().body == clean
    assert quiet == []


def test_typing_and_the_toolbar(at_the_form, quiet):
    page = at_the_form
    surface = page.get_by_role("textbox", name="Story text")
    described = surface.get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("Paste from anywhere")
    surface.click()
    bold = page.get_by_role("button", name="Bold")
    expect(bold).to_have_attribute("aria-pressed", "false")
    bold.click()
    expect(bold).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("Two  words ")
    expect(page.locator("#id_body")).to_have_value("<p><strong>Two  words </strong></p>")
    page.get_by_role("button", name="Heading", exact=True).click()
    expect(surface.locator("h2")).to_have_count(1)
    bold.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Italic"
    assert quiet == []


def test_no_barrier_is_found(page, live_server, log_in):
    factories.person("editor")
    story = factories.published(authors=[factories.author()], topics=[factories.topic()]).article
    log_in("editor")
    for address in ("", f"{story.pk}/change/", f"{story.pk}/publish/", f"{story.pk}/withdraw/"):
        page.goto(f"{live_server.url}/admin/articles/article/{address}")
        assert barriers(page) == [], address


@pytest.mark.journey
def test_without_scripts_a_story_is_written_and_published(new_context, live_server):
    factories.person("editor")
    factories.section("World")
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/articles/article/add/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", "password")
    page.click("[type=submit]")
    page.fill("[name=headline]", "By hand")
    page.fill("[name=body]", "One.\n\nTwo.")
    page.select_option("[name=section]", label="World")
    page.click("[name=_publish]")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Published.")
    assert Article.objects.get().body == "<p>One.</p><p>Two.</p>"


def test_topics_and_bylines_are_chosen_by_typing(at_the_form, quiet):
    page = at_the_form
    factories.topic("Harbour"), factories.author("Ada Novak"), factories.author("Bo Lund")
    page.fill("[name=headline]", "Chosen")
    page.select_option("[name=section]", label="World")
    paste(page, "Text.")
    page.get_by_role("tab", name="Credits").click()
    page.get_by_role("button", name="Add another author").click()
    for row, name in enumerate(("Bo Lund", "Ada Novak")):
        page.locator(f"#credits-{row} .select2-selection").click()
        page.locator(".select2-search__field").last.fill(name[:3])
        page.locator(".select2-results__option", has_text=name).click()
    page.get_by_role("tab", name="Placement").click()
    page.locator(".field-topics .select2-search__field").fill("Har")
    page.locator(".select2-results__option", has_text="Harbour").click()
    with page.expect_popup() as opened:
        page.locator("#add_id_topics").click()
    opened.value.fill("[name=name]", "Ferries")
    opened.value.get_by_role("button", name="Save", exact=True).click()
    page.locator(".field-topics .select2-selection__choice", has_text="Ferries").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")
    story = Article.objects.get()
    assert [author.name for author in story.bylines] == ["Bo Lund", "Ada Novak"]
    assert sorted(topic.name for topic in story.topics.all()) == ["Ferries", "Harbour"]
    assert quiet == []
