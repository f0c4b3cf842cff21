"""Addresses in other scripts, in a browser: made while a name is typed, taken by forms, and asked
for."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from articles.models import Topic
from newsroom.lib.text import slugs
from tests import factories


@pytest.mark.parametrize(
    "name", ["Городские новости", "हिन्दी समाचार", "חדשות", "城市新闻", "Café & Straße — 1"]
)
def test_an_address_follows_the_name(page, live_server, quiet, log_in, people, name):
    log_in("editor")
    page.goto(f"{live_server.url}/admin/articles/topic/add/")
    page.locator("#id_name").press_sequentially(name)
    page.locator("#id_name").blur()
    expect(page.locator("#id_slug")).to_have_value(slugs.made_of(name))
    page.locator("[name=_save]").click()
    page.get_by_text("added successfully").wait_for()
    assert Topic.objects.get().slug == slugs.made_of(name)


def test_a_story_in_another_script(page, live_server, quiet):
    edition = factories.published("Паром вернулся")
    page.goto(live_server.url)
    page.get_by_role("link", name="Паром вернулся").first.click()
    page.wait_for_url(lambda url: url.endswith(f"/{quote('паром-вернулся')}/"))
    expect(page.locator("h1")).to_have_text("Паром вернулся")
    answer = page.goto(
        f"{live_server.url}/{edition.address.year}/{edition.address.month:02}/паром-вернулся"
    )
    assert (answer.status, page.url.endswith(f"/{quote('паром-вернулся')}/")) == (200, True)


def test_what_is_written_from_right_to_left_begins_at_the_right(page, live_server, quiet):
    """Headline, text and reply each by their own script, on a site whose other words go from left
    to right."""
    story = factories.published(
        "המעבורת חזרה", body="<p>היא חזרה מן הערפל.</p><ul><li><p>אחת</p></li></ul>"
    )
    factories.reply(story, "ברוך הבא!")
    factories.reply(story, "Welcome back.")
    page.goto(f"{live_server.url}{story.get_absolute_url()}")

    def begins(place, words):
        """On which half of its box the words stand."""
        return (
            page.locator(place)
            .filter(has_text=words)
            .last.evaluate("""box => { const range = document.createRange();
            range.selectNodeContents(document.createTreeWalker(box, NodeFilter.SHOW_TEXT).nextNode());
            const words = range.getBoundingClientRect(), room = box.getBoundingClientRect();
            return words.left - room.left > room.right - words.right ? "right" : "left"; }""")
        )

    assert (
        begins("h1", "המעבורת")
        == begins(".story-text p", "היא חזרה")
        == begins(".reply-text p", "ברוך")
        == "right"
    )
    assert begins(".story-text li", "אחת") == "right"
    assert begins(".reply-text p", "Welcome") == "left"


def test_it_is_written_from_right_to_left(page, live_server, quiet, log_in, people):
    log_in("editor")
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.get_by_label("Headline", exact=True).fill("המעבורת חזרה")
    page.locator(".ProseMirror").click()
    page.keyboard.type("היא חזרה")
    ways = [
        page.locator(place).evaluate("it => getComputedStyle(it).direction")
        for place in ("#id_headline", ".ProseMirror", "#id_kicker")
    ]
    assert ways == ["rtl", "rtl", "ltr"]
    assert quiet == []


def test_the_desk_lists_each_reply_by_its_own_script(page, live_server, quiet, log_in, people):
    edition = factories.published()
    factories.reply(edition, "ברוך הבא!", state="held")
    factories.reply(edition, "Welcome back.", state="held")
    log_in("moderator")
    page.goto(f"{live_server.url}/admin/comments/comment/")
    for words, way in (("ברוך", "rtl"), ("Welcome", "ltr")):
        expect(page.locator(".row-text", has_text=words)).to_have_css("direction", way)
    assert quiet == []
