"""A story with every kind of block, from the keyboard and the clipboard to its page, with the
policy enforced."""

import re
import subprocess

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from articles.models import Article
from articles.pictures.library import keep_picture
from tests import factories, tools
from tests.browser.barriers import barriers
from tests.browser.editor import caught_up
from tests.browser.picture_files import jpeg
from tests.browser.test_pasting import CLIPBOARD
from tests.browser.test_writing import at_the_form, paste  # noqa: F401


@pytest.fixture
def library(page):
    """Pictures that can be chosen, by a chooser that asks nothing."""
    pictures = [factories.picture(alt=f"Picture {n}", caption=f"Caption {n}") for n in range(3)]
    chosen = ",".join(
        f'{{id: {picture.pk}, alt: "{picture.alt}", caption: "{picture.caption}"}}'
        for picture in pictures
    )
    script = (
        "export const choosePictures = async ({ files = [] } = {}) => { window.sent ="
        f" files.length; return [{chosen}] }}"
    )
    page.route(
        re.compile(r"picture-chooser[\w.]*\.js"),
        lambda route: route.fulfill(body=script, content_type="text/javascript"),
    )
    return pictures


def insert(page, name: str) -> None:
    """Choose from the menu by keyboard alone."""
    page.get_by_role("button", name="Insert", exact=True).focus()
    page.keyboard.press("Enter")
    item = page.get_by_role("menuitem", name=name)
    for _ in range(12):
        if item.evaluate("item => item === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def body(page) -> str:
    return page.locator("#id_body").input_value()


def select(page, key: str) -> None:
    """Press a key that the browser itself answers by selecting."""
    page.keyboard.press(key)
    page.wait_for_function("!getSelection().isCollapsed")
    caught_up(page)


def choose(page, *pictures: str) -> None:
    """Choose from the library that is open, by keyboard alone."""
    options = page.locator("dialog.chooser").get_by_role("option")
    for words in pictures:
        search = page.get_by_label("Search the library")
        search.fill(words)
        expect(options).to_have_text([re.compile(words)])
        search.press("ArrowDown")
        expect(options.first).to_be_focused()
        page.keyboard.press("Space" if len(pictures) > 1 else "Enter")
    if len(pictures) > 1:
        page.get_by_role("button", name=f"Use {len(pictures)} pictures").press("Enter")
    expect(page.locator("dialog.chooser")).to_have_count(0)


def test_every_kind_of_block_goes_to_the_page(
    picture_files,
    at_the_form,  # noqa: F811
    quiet,
    live_server,
    tmp_path,
):
    other = factories.published("The other story")
    shown = [
        keep_picture(
            by=factories.somebody("writer"),
            file=ContentFile(jpeg(colour)),
            alt=alt,
            credit="Ana Lima",
        )
        for colour, alt in (("teal", "A boat"), ("navy", "The quay"), ("olive", "At dawn"))
    ]
    page, keys = at_the_form, at_the_form.keyboard
    page.fill("[name=headline]", "Every block")
    page.select_option("[name=section]", label="World")
    paste(page, (CLIPBOARD / "word.html").read_text(encoding="utf-8"), "text/html")
    page.locator(".ProseMirror").press("Control+End")
    caught_up(page)
    keys.press("Enter")
    keys.type("## Typed")
    keys.press("Enter")
    keys.type("**bold**, *slanted* and ")
    insert(page, "Footnote")
    keys.type("A note.")
    keys.press("ArrowRight")
    keys.type(" after it")
    insert(page, "Pull quote")
    keys.type("Pulled")
    keys.press("ArrowDown")
    keys.type("Ann")
    keys.press("Enter")
    insert(page, "Quotation with source")
    keys.type("Quoted")
    keys.press("ArrowDown")
    keys.type("Bo")
    keys.press("Enter")
    insert(page, "Key points")
    keys.type("A point")
    keys.press("Alt+Enter")
    insert(page, "Embed")
    page.get_by_label("Address").last.fill("https://vimeo.com/76979871")
    page.get_by_label("Title").last.fill("A film")
    keys.press("Enter")
    expect(page.locator(".block--embed")).to_be_visible()
    keys.press("Alt+Enter")
    insert(page, "Related story")
    page.get_by_label("Story", exact=True).fill("other")
    page.get_by_role("option", name="The other story").wait_for()
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.press("Enter")
    expect(page.locator(".block--story")).to_contain_text("The other story")
    keys.press("Enter")
    insert(page, "Code")
    keys.type("a < b")
    keys.press("Alt+Enter")
    insert(page, "Picture")
    choose(page, "boat")
    keys.press("Alt+Enter")
    insert(page, "Gallery")
    choose(page, "quay", "dawn")
    expect(page.locator("[data-block=gallery] .block--picture")).to_have_count(2)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")
    story = Article.objects.get(headline="Every block")
    tail = story.body.partition("So far.</small></p>")[2]
    assert tail, story.body[-1500:]
    assert (
        tail == '<h2>Typed</h2><p><strong>bold</strong>, <em>slanted</em> and <small data-note="">A'
        " note.</small> after it</p><aside"
        ' data-block="pull-quote"><p>Pulled</p><footer>Ann</footer></aside><figure'
        ' data-block="quote"><blockquote><p>Quoted</p></blockquote><figcaption>Bo</figcaption></figure><aside'
        ' data-block="key-points"><ul><li><p>A point</p></li></ul></aside><figure'
        ' data-embed="https://vimeo.com/76979871"><figcaption>A'
        f' film</figcaption></figure><aside data-story="{other.article_id}"></aside><pre><code>a'
        f' &lt; b</code></pre><figure data-picture="{shown[0].pk}"></figure><figure'
        f' data-block="gallery"><figure data-picture="{shown[1].pk}"></figure><figure'
        f' data-picture="{shown[2].pk}"></figure></figure>'
    )
    assert quiet == []
    assert barriers(page) == []
    quiet.clear()  # axe itself sets styles
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="View it on the site").click()
    expect(page.locator(".note-mark")).to_have_count(3)
    for alt in ("A boat", "The quay", "At dawn"):
        picture = page.get_by_role("img", name=alt)
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("picture => picture.naturalWidth") > 0
    page.wait_for_load_state()
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    page.route(
        "https://player.vimeo.com/**",
        lambda route: route.fulfill(body="<title>Player</title>", content_type="text/html"),
    )
    page.get_by_role("button", name="Play here: A film").press("Enter")
    expect(page.frame_locator("iframe[title='A film']").locator("html")).to_be_attached()
    assert [url for url in asked if not url.startswith(live_server.url)] == [
        "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"
    ]
    assert quiet == []
    assert barriers(page) == []
    tools.needs("java", "vnu-jar")
    (tmp_path / "page.html").write_text(page.request.get(page.url).text(), encoding="utf-8")
    command = ["java", "-jar", tools.find("vnu-jar"), str(tmp_path / "page.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_pictures_and_galleries(library, at_the_form, quiet):  # noqa: F811
    page, keys = at_the_form, at_the_form.keyboard
    page.click(".ProseMirror")
    keys.type("Text.")
    insert(page, "Gallery")
    expect(page.locator("[data-block=gallery] .block--picture")).to_have_count(3)
    figures = "".join(
        f'<figure data-picture="{p.pk}"><figcaption></figcaption></figure>' for p in library
    )
    assert (
        f'<figure data-block="gallery" role="group" aria-label="Gallery">{figures}<figcaption'
        ' class="block-line"></figcaption></figure>' in body(page)
    )
    first = page.locator(".block--picture").first
    expect(first).to_have_attribute("aria-label", "Picture: Picture 0")
    first.get_by_role("button", name="Text alternative").press("Enter")
    page.get_by_label("Text alternative", exact=True).fill("A “boat”")
    page.get_by_label("Credit", exact=True).last.fill("Bo")
    page.get_by_role("button", name="Keep").click()
    kept = f'data-picture="{library[0].pk}" data-alt="A “boat”" data-credit="Bo"'
    expect(page.locator("#id_body")).to_have_value(re.compile(re.escape(kept)))
    page.evaluate("""() => {
      const data = new DataTransfer()
      data.items.add(new File(["x"], "a.png", { type: "image/png" }))
      document.querySelector(".ProseMirror").dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
    }""")
    expect(page.locator(".block--picture")).to_have_count(6)
    assert page.evaluate("window.sent") == 1
    assert quiet == []


def test_the_address_of_a_video_becomes_an_embed_and_undo_takes_it_back(at_the_form, quiet):  # noqa: F811
    page = at_the_form
    paste(page, "https://youtu.be/dQw4w9WgXcQ")
    assert body(page).startswith('<figure data-embed="https://youtu.be/dQw4w9WgXcQ">')
    page.keyboard.press("Control+Z")
    assert body(page) == "<p>https://youtu.be/dQw4w9WgXcQ</p>"
    page.keyboard.press("Control+Z")
    page.keyboard.type("See ")
    paste(page, "https://youtu.be/dQw4w9WgXcQ")
    assert "data-embed" not in body(page)
    assert quiet == []


def test_links_are_made_by_keyboard(at_the_form, quiet):  # noqa: F811
    other = factories.published("The other story")
    page, keys = at_the_form, at_the_form.keyboard
    page.click(".ProseMirror")
    keys.type("Words")
    select(page, "Shift+Home")
    keys.press("Control+k")
    page.get_by_label("Leads to").fill("other")
    page.get_by_role("option", name="The other story").wait_for()
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.press("Enter")
    expect(page.locator(".ProseMirror a")).to_have_attribute(
        "href", re.compile(re.escape(other.get_absolute_url()))
    )
    keys.press("Control+k")
    page.get_by_role("button", name="Remove link").press("Enter")
    expect(page.locator(".ProseMirror a")).to_have_count(0)
    keys.press("Control+k")
    page.get_by_label("Leads to").fill("nothing like it")
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("That is no address.")
    keys.press("Escape")
    assert body(page) == "<p>Words</p>"
    assert quiet == []


TYPED = """He said "so" -- and 'no', it's the '90s... 9-10 of "them". See https://a.example/"x" and 2026-11-26."""
SET = (
    'He said “so” – and ‘no’, it’s the ’90s… 9–10 of “them”. See https://a.example/"x" and'
    " 2026-11-26."
)


def test_typography_is_one_act(at_the_form, quiet):  # noqa: F811
    page = at_the_form
    paste(page, TYPED)
    page.get_by_role("button", name="Typography").click()
    expect(page.locator(".ProseMirror")).to_have_text(SET)
    page.keyboard.press("Control+Z")
    expect(page.locator(".ProseMirror")).to_have_text(TYPED)
    assert quiet == []


@pytest.mark.parametrize(
    ("language", "text", "made"),
    [
        ("de", "Er sagte: \"so\" und 'nein'.", "Er sagte: „so“ und ‚nein‘."),
        ("fr-ca", 'Il dit "oui" -- non.', "Il dit «\u00a0oui\u00a0» – non."),
        ("en-gb", '"(So)"', "“(So)”"),
        ("xx", '("a" "b")', "(“a” “b”)"),
        ("en", "5'10\" tall", "5’10″ tall"),
    ],
)
def test_signs_are_those_of_the_language(language, text, made, at_the_form):  # noqa: F811
    script = """async ([language, text]) => {
      const { corrections } = await import("newsroom/typography")
      for (const [start, end, what] of corrections(text, language).reverse()) text = text.slice(0, start) + what + text.slice(end)
      return text
    }"""
    assert at_the_form.evaluate(script, [language, text]) == made


def test_blocks_are_moved_by_keyboard(at_the_form, quiet):  # noqa: F811
    page, keys = at_the_form, at_the_form.keyboard
    page.click(".ProseMirror")
    for words in ("One", "Two", "Three"):
        keys.type(words)
        keys.press("Enter")
    keys.press("Backspace")
    keys.press("Alt+Shift+ArrowUp")
    keys.type(" and a half")
    assert body(page) == "<p>One</p><p>Three and a half</p><p>Two</p>"
    for _ in range(3):  # there is nothing above the first
        keys.press("Alt+Shift+ArrowUp")
    assert body(page) == "<p>Three and a half</p><p>One</p><p>Two</p>"
    select(page, "Shift+ArrowDown")
    keys.press("Alt+Shift+ArrowDown")
    assert body(page) == "<p>Two</p><p>Three and a half</p><p>One</p>"
    keys.press("Control+Z")
    assert body(page) == "<p>Three and a half</p><p>One</p><p>Two</p>"
    keys.press("Control+End")
    caught_up(page)
    insert(page, "Key points")
    keys.type("A point")
    keys.press("Alt+Shift+ArrowUp")
    assert body(page).index("A point") < body(page).index("<p>Two</p>")
    keys.press("Alt+Shift+ArrowDown")
    assert body(page).index("A point") > body(page).index("<p>Two</p>")
    assert quiet == []


def test_pictures_dropped_on_the_text_come_where_they_fell(library, at_the_form, quiet):  # noqa: F811
    page, keys = at_the_form, at_the_form.keyboard
    page.click(".ProseMirror")
    keys.type("One")
    keys.press("Enter")
    keys.type("Two")
    page.evaluate("""() => {
      const data = new DataTransfer()
      data.items.add(new File(["x"], "a.png", { type: "image/png" }))
      const at = document.querySelector(".ProseMirror p").getBoundingClientRect()
      document.querySelector(".ProseMirror p").dispatchEvent(new DragEvent("drop", {
        dataTransfer: data, bubbles: true, cancelable: true, clientX: at.left + 2, clientY: at.top + at.height / 2 }))
    }""")
    expect(page.locator(".block--picture")).to_have_count(3)
    assert page.evaluate("window.sent") == 1
    found = body(page)
    assert found.index("One") < found.index("data-picture") < found.index("<p>Two</p>")
    assert quiet == []
