"""What readers see, in a real browser: every kind of page, light and dark, wide and narrow."""

import datetime as dt
import io
import json

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import expect

from articles.paging import PER_PAGE
from articles.pictures import library
from articles.publishing import editions
from comments.models import Policy
from comments.policies import changes
from tests import factories
from tests.browser.barriers import barriers

WORD = "Donaudampfschifffahrtsgesellschaftskapitän"
BODY = f"""<p>The ferry is back. {WORD}, said the sign.</p><h2>What it costs</h2>
<ul><li><p>One for adults</p></li><li><p>Nothing for dogs</p></li></ul>
<aside data-block="pull-quote"><p>“It came out of the fog as if nothing had happened.”</p></aside>
<p>It <a href="https://example.org/timetable">sails</a> every hour.</p>"""

PAGES = {
    "front": "/",
    "section": "/section/city/",
    "topic": "/topic/harbour/",
    "author": "/author/ada-novak/",
    "story": "{story}",
    "answering": "{story}?replytocom={reply}",
    "closed": "{closed}",
    "withdrawn": "{gone}",
    "nothing": "/1999/01/nothing/",
    "corrections": "/corrections/",
    "search": "/search/?q=ferry&section=city",
    "search without an answer": "/search/?q=zeppelin&since=x",
    "house rules": "/house-rules/",
    "style guide": "/style-guide/",
}
STATUS = {"withdrawn": 410, "nothing": 404}


def picture():
    drawn = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(drawn, "PNG")
    file = ContentFile(drawn.getvalue(), name="ferry.png")
    return library.keep_picture(
        by=factories.somebody(), file=file, alt="A ferry", caption="The ferry", credit="Us"
    )


@pytest.fixture
def site():
    """A small paper: a story with everything, some others, one closed and one withdrawn."""
    with_all = {
        "kicker": "Ferry",
        "standfirst": "It sails again.",
        "dateline": "Harbour",
        "body": BODY,
        "topics": [factories.topic()],
        "authors": [factories.author(), factories.author("Bo Lund")],
    }
    for number in range(7):
        factories.published(f"Older story {number}", ago=dt.timedelta(days=number + 2))
    factories.published(
        "Chess in the park", section=factories.section("Culture"), ago=dt.timedelta(days=20)
    )
    closed = factories.published("A closed story")
    changes.save(Policy(article=closed.article, mode="closed"), by=factories.somebody())
    gone = factories.published("A mistake")
    editions.withdraw(gone.article, by=factories.somebody("chief"))
    story = factories.published(
        "The ferry is back", lead_picture=picture(), ago=dt.timedelta(minutes=50), **with_all
    )
    article = story.article
    article.refresh_from_db()
    story = editions.publish(
        article, by=factories.somebody(), kind="correction", note="It costs one, not two."
    )
    above = factories.reply(
        story, "It was about time.", name="عبد الرحمن" * 20, website="https://example.org"
    )
    for depth in range(5):
        above = factories.reply(story, f"{WORD * 3} {depth}", name=f"Reader {depth}", parent=above)
    return {
        "story": story.get_absolute_url(),
        "closed": closed.get_absolute_url(),
        "gone": gone.get_absolute_url(),
        "reply": above.pk,
    }


@pytest.fixture
def visit(page, live_server, site):
    """Go to a page of that kind."""

    def visit(kind: str):
        response = page.goto(live_server.url + PAGES[kind].format(**site))
        assert response.status == STATUS.get(kind, 200)
        return page

    return visit


def test_axe_finds_nothing_by_day_or_night_and_the_browser_is_quiet(page, quiet, visit):
    found = {kind: barriers(visit(kind)) for kind in PAGES}
    assert {kind: wrong for kind, wrong in found.items() if wrong} == {}
    own = [f"{status} (" for status in STATUS.values()]
    assert [said for said in quiet if not any(status in said for status in own)] == []
    assert page.context.cookies() == []


def test_no_page_scrolls_sideways(page, visit):
    wrong = []
    for kind in PAGES:
        visit(kind)
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append((kind, width))
    assert wrong == []


@pytest.mark.journey
def test_from_the_front_page_to_a_section_and_a_story(page, visit):
    visit("front")
    expect(page.locator("h2.card-headline").first).to_have_text("The ferry is back")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Culture").click()
    expect(page.locator("h1")).to_have_text("Culture")
    expect(page.locator("[aria-current=page]")).to_have_text("Culture")
    page.get_by_role("link", name="Chess in the park").click()
    expect(page.locator("h1")).to_have_text("Chess in the park")
    expect(page.locator("[aria-current=true]")).to_have_text("Culture")


def test_bands_with_one_story_stand_side_by_side(page, visit, live_server):
    factories.published(
        "An opinion", section=factories.section("Opinion"), ago=dt.timedelta(days=30)
    )
    page.set_viewport_size({"width": 1280, "height": 800})
    visit("front")
    culture, opinion = (
        page.locator(f"#band-{slug}").bounding_box() for slug in ("culture", "opinion")
    )
    assert (culture["y"], culture["x"] < opinion["x"]) == (opinion["y"], True)


def test_a_story_says_all_there_is_to_say(page, visit, live_server, site):
    visit("story")
    expect(page.locator(".byline")).to_have_text("By Ada Novak and Bo Lund")
    assert page.locator(".times li").all_inner_texts()[-1] == "Changed once"
    expect(page.locator(".notice-correction p").last).to_have_text("It costs one, not two.")
    lines = "document.querySelector('.story-text').querySelectorAll('.dateline, .dateline + p')"
    starts = page.evaluate(
        f"[...{lines}].map(part => Math.round(part.getClientRects()[0].bottom / 16))"
    )
    assert starts[0] == starts[1]  # the dateline runs into the first paragraph
    assert page.locator(".lead img").evaluate("img => img.complete && img.naturalWidth > 0")
    expect(page.locator("figcaption")).to_have_text("The ferry Us")
    image = page.locator("meta[property='og:image']").get_attribute("content")
    assert image.startswith(f"{live_server.url}/pictures/")
    assert page.request.get(image).headers["content-type"] == "image/jpeg"
    told, _ = json.loads(page.locator("script[type='application/ld+json']").text_content())[
        "@graph"
    ]
    shapes = {each["url"].rpartition("/")[2] for each in told["image"]}
    assert (told["headline"], shapes) == (
        "The ferry is back",
        {"wide-1280.jpg", "standard-960.jpg", "square-640.jpg"},
    )
    for each in told["image"]:
        assert page.request.get(each["url"]).headers["content-type"] == "image/jpeg"


def test_a_pull_quote_hangs_in_the_margin_where_there_is_one(page, visit):
    for width, hangs in ((1280, True), (800, False)):
        page.set_viewport_size({"width": width, "height": 800})
        visit("story")
        quote, text = (
            page.locator(f".story-text > {part}").bounding_box() for part in (".pull-quote", "h2")
        )
        assert (quote["x"] + quote["width"] < text["x"]) is hangs


def test_lists_lead_to_their_next_page_and_back(page, live_server):
    for number in range(PER_PAGE + 1):
        factories.published(f"Story number {number}", ago=dt.timedelta(hours=number + 1))
    page.goto(f"{live_server.url}/section/city/")
    page.get_by_role("link", name="Older").click()
    expect(page.locator(".card-headline")).to_have_text([f"Story number {PER_PAGE}"])
    expect(page.locator(".pages span")).to_have_text("Page 2")
    page.get_by_role("link", name="Newer").click()
    expect(page.locator(".card-headline")).to_have_count(PER_PAGE)


def test_where_nothing_stands_there_is_a_way_on(page, visit):
    for kind, says in (("nothing", "Nothing stands here"), ("withdrawn", "This story is gone")):
        visit(kind)
        expect(page.locator("h1")).to_have_text(says)
        page.get_by_role("link", name="To the front page").click()
        expect(page.locator("body.front")).to_have_count(1)


def test_by_keyboard_the_text_is_one_step_away_and_focus_is_seen(page, visit):
    visit("front")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert (skip.inner_text(), skip.bounding_box()["y"] >= 0) == ("Skip to the text", True)
    page.keyboard.press("Enter")
    expect(page.locator("#main:focus")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("The ferry is back")
    assert (
        page.locator(":focus").evaluate("el => getComputedStyle(el).outline").endswith("solid 3px")
    )


def test_on_paper_there_is_the_story_and_where_it_stands(page, visit, live_server, site):
    visit("story")
    page.emulate_media(media="print")
    seen = {
        css: page.locator(css).first.is_visible()
        for css in (".story-text", ".lead", ".thread", ".sections")
    }
    assert seen == {".story-text": True, ".lead": True, ".thread": False, ".sections": False}
    printed = page.locator(".story-head").evaluate("el => getComputedStyle(el, '::after').content")
    assert printed == f'"{live_server.url}{site["story"]}"'
