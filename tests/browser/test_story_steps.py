"""The steps of a story, taken as a person does: the menu, the panel over the story, a time that is
typed.

Covers articles/admin/story/form/bar.py, articles/admin/when.py.
"""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Edition
from tests import factories
from tests.browser.barriers import barriers
from tests.browser.editor import TEXT, caught_up
from tests.browser.person import Person

WIDTHS = ((390, 844), (1024, 768), (1280, 900), (1440, 900), (1920, 1080))


@pytest.fixture
def open_story(page, live_server, log_in):
    """Open a story as somebody; gives who acts."""

    def open_story(story, who="editor", width=1280, height=900):
        page.set_viewport_size({"width": width, "height": height})
        log_in(who)
        page.goto(f"{live_server.url}/admin/articles/article/{story.pk}/change/")
        page.wait_for_selector(TEXT)
        return Person(page)

    return open_story


@pytest.mark.parametrize("size", WIDTHS)
def test_the_menu_is_seen_and_used_where_it_is_seen(size, open_story, page, quiet):
    editor = factories.person("editor")
    story = factories.article("Ferry back", by=editor)
    person = open_story(story, width=size[0], height=size[1])
    button = page.get_by_role("button", name="More", exact=True)
    person.click(button)
    menu = page.locator("#more-steps")
    expect(page.locator("#more-steps[style*=inset]")).to_be_visible()  # it was put at its button
    box = menu.bounding_box()
    assert box["x"] >= 0
    at = button.bounding_box()
    ends = (box["x"] - at["x"], box["x"] + box["width"] - at["x"] - at["width"])
    assert min(map(abs, ends)) <= 1  # it begins or ends with its button
    saves = page.get_by_role("button", name="Save", exact=True).bounding_box()
    assert saves["y"] == at["y"]  # the buttons of the bar stand in one row
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= size[1]
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    person.click(button)
    page.mouse.click(8, 8)
    expect(menu).to_be_hidden()
    button.press("Enter")
    person.click(menu.get_by_role("button", name="Mark as ready"))
    page.wait_for_selector(".messagelist")
    story.refresh_from_db()
    assert story.state == "ready"
    assert quiet == []


@pytest.mark.parametrize("size", WIDTHS)
def test_publishing_is_a_panel_whose_button_is_in_view(size, open_story, page, quiet):
    factories.person("editor")
    edition = factories.published("Ferry back", body="<p>It is long.</p>" * 30)
    person = open_story(edition.article, width=size[0], height=size[1])
    person.click(page.locator("#id_headline"))
    page.keyboard.press("End")
    person.type("!")
    person.click(page.get_by_role("button", name="Publish changes…"))
    panel = page.get_by_role("dialog", name="Publish")
    expect(panel).to_contain_text("What readers will newly see")
    assert panel.bounding_box()["width"] == min(440, size[0])
    main = panel.get_by_role("button", name="Publish", exact=True)
    box = main.bounding_box()
    assert box["y"] + box["height"] <= size[1]
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name="Publish changes…")).to_be_focused()
    page.keyboard.press("Enter")
    person.click(main)
    expect(page.get_by_role("status").filter(has_text="Published.")).to_be_visible()
    expect(page.locator("[data-standing]")).to_contain_text("Live, no changes")
    expect(page.get_by_role("button", name="Publish changes…")).to_be_hidden()
    assert Edition.objects.live(timezone.now()).get().headline == "Ferry back!"
    assert quiet == []


def test_no_barrier_is_found_in_the_panel_and_the_menu(open_story, page):
    factories.person("editor")
    edition = factories.published("Ferry back")
    person = open_story(edition.article)
    more = page.get_by_role("button", name="More", exact=True)
    expect(page.get_by_role("link", name="Withdraw…")).to_have_count(1)
    expect(more).to_be_hidden()  # it would have that link alone
    person.click(page.locator("#id_headline"))
    person.type("!")
    person.click(more)
    expect(page.get_by_role("link", name="Withdraw…")).to_have_count(1)
    assert barriers(page, "#more-steps") == []
    page.keyboard.press("Escape")
    person.click(page.get_by_role("button", name="Publish changes…"))
    expect(page.get_by_role("dialog", name="Publish")).to_contain_text("Kind of change")
    assert barriers(page, "dialog.panel") == []


def test_a_time_that_is_typed_is_the_schedule(open_story, page, quiet):
    factories.person("editor")
    story = factories.article("Ferry back", standfirst="It sails.", authors=[factories.author()])
    person = open_story(story)
    person.click(page.get_by_role("button", name="Publish…"))
    panel = page.get_by_role("dialog", name="Publish")
    day = timezone.localtime() + dt.timedelta(days=1)
    panel.get_by_label("Date and time").fill(f"{day:%Y-%m-%d}T06:00")
    person.click(panel.get_by_role("button", name="Schedule for tomorrow 06:00").first)
    expect(page.locator("[data-standing]")).to_contain_text("Scheduled for")
    assert timezone.localtime(Edition.objects.get().live_from).hour == 6
    assert not Edition.objects.live(timezone.now()).exists()
    assert quiet == []


def test_one_key_publishes_what_needs_no_second_look(open_story, page, quiet):
    factories.person("editor")
    edition = factories.published(
        "Ferry back",
        standfirst="It sails.",
        body=f"<p>{'It is long. ' * 60}</p>",
        authors=[factories.author()],
    )
    person = open_story(edition.article)
    person.click(page.locator("#id_standfirst"))
    page.keyboard.press("End")
    person.type("!")
    person.press("Control+Enter")
    expect(page.get_by_role("status").filter(has_text="Published.")).to_be_visible()
    assert Edition.objects.live(timezone.now()).get().kind in ("silent", "minor")
    assert quiet == []


def test_publishing_goes_without_scripts(new_context, live_server, log_in):
    factories.person("editor")
    story = factories.article("Ferry back")
    context = new_context(keep=False, java_script_enabled=False)
    log_in("editor", context)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/articles/article/{story.pk}/publish/")
    page.get_by_label("Date and time").fill("2030-01-01T06:00")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".errorlist")).to_contain_text("You gave a time and chose “Now”.")
    page.get_by_role("radio", name="At a set time").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_selector(".messagelist")
    assert Edition.objects.get().live_from.year == 2030
    assert Article.objects.get().state == "ready"


@pytest.mark.parametrize("size", [(390, 844), (1280, 900)])
def test_where_one_types_and_what_one_inserts_is_in_view(size, open_story, page, quiet):
    factories.person("editor")
    story = factories.article("Ferry back", body="<p>It is long.</p>" * 60)
    open_story(story, width=size[0], height=size[1])
    page.locator(TEXT).click()
    page.keyboard.press("Control+End")
    caught_up(page)
    for _ in range(3):
        page.keyboard.press("Enter")
    page.keyboard.type("The last line")
    bar = page.locator(".submit-row").bounding_box()
    bottom = page.evaluate("() => getSelection().getRangeAt(0).getBoundingClientRect().bottom")
    assert bottom < bar["y"]
    page.get_by_role("button", name="Insert").click()
    page.get_by_role("menuitem", name="Pull quote").click()
    quotation = page.locator(f"{TEXT} [data-block=pull-quote]").bounding_box()
    assert quotation["y"] + quotation["height"] < bar["y"]
    page.get_by_role("button", name="Insert").click()
    page.keyboard.press("Escape")
    expect(page.locator(TEXT)).to_be_focused()
    assert quiet == []


def test_remarks_are_dealt_with_while_one_writes(open_story, page, quiet):
    editor = factories.person("editor")
    writer = factories.person("writer")
    story = factories.article("Ferry back", by=writer, body="<p>It is old.</p>")
    made = factories.remark(story, "How old?", by=editor)
    person = open_story(story, "writer")
    page.locator("#id_headline").fill("Ferry back at last")
    person.click(page.get_by_role("tab", name="Remarks 1"))
    panel = page.get_by_role("region", name="Remarks")
    person.click(panel.get_by_text("Answer", exact=True).first)
    panel.get_by_label("Answer to editor").fill("Ninety years")
    panel.get_by_role("button", name="Answer", exact=True).click()
    expect(panel).to_contain_text("Ninety years")
    person.click(panel.get_by_role("button", name="Resolve the remark of editor"))
    expect(panel).to_contain_text("Resolved (1)")
    expect(page.get_by_role("tab", name="Remarks", exact=True)).to_be_visible()
    expect(page.locator("#id_headline")).to_have_value("Ferry back at last")
    person.click(panel.get_by_text("Remark on this story"))
    panel.get_by_role("button", name="Remark", exact=True).click()
    expect(panel.get_by_role("alert")).to_have_text("Write what you would like to say.")
    person.click(page.get_by_role("button", name="Submit for review"))
    page.wait_for_selector(".messagelist")
    story.refresh_from_db()
    made.refresh_from_db()
    assert (story.headline, story.state) == ("Ferry back at last", "review")
    assert made.resolved_by == writer
    assert all("422" in complaint for complaint in quiet)
