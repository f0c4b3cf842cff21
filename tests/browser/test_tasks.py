"""What an editor does each day, done as a person does it: how many actions it takes, and how many
pages are loaded after the desk's first page. `pytest -s tests/browser/test_tasks.py` prints them.
"""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Address, Article, Edition
from articles.pictures import library
from tests import factories
from tests.browser.editor import TEXT
from tests.browser.person import Person
from tests.browser.picture_files import jpeg

#: Actions (a click, a text typed into a field, a key) and pages that each task takes.
COUNTS = {
    "write, picture, publish": (10, 3),
    "typo in a live story": (3, 1),
    "schedule for tomorrow 06:00": (3, 1),
    "schedule a change of a live story": (4, 1),
    "take off the site": (3, 1),
    "correction that readers see": (6, 1),
    "outsider reads a draft": (3, 1),
    "change the slug": (4, 1),
}


@pytest.fixture
def editor(page, live_server, log_in):
    """Does a task from the list of stories on; compares what it took with COUNTS."""
    factories.person("editor")
    log_in("editor")

    class Editor(Person):
        def start(self, story: Article) -> None:
            page.goto(f"{live_server.url}/admin/articles/article/")
            self.begin()
            self.click(page.get_by_role("link", name=story.headline, exact=True))
            page.wait_for_selector(TEXT)

        def took(self, task: str) -> None:
            print(f"{task}: {self.actions} actions, {self.pages} pages")
            assert (self.actions, self.pages) == COUNTS[task]

    return Editor(page)


def live() -> Article:
    edition = factories.published(
        "Ferry back",
        standfirst="It sails.",
        body=f"<p>{'It is long. ' * 60}</p>",
        authors=[factories.author()],
    )
    return edition.article


def change(editor, page) -> None:
    editor.write(page.locator("#id_standfirst"), " Again.")


def published(page) -> None:
    expect(page.get_by_role("status").filter(has_text="Published.")).to_be_visible()


def test_write_picture_publish(editor, page, live_server, picture_files):
    factories.section("City")
    content = ContentFile(jpeg())
    words = {"alt": "A boat", "credit": "Ana Lima"}
    library.keep_picture(by=factories.somebody(), file=content, **words)
    page.goto(f"{live_server.url}/admin/articles/article/")
    editor.begin()
    editor.click(page.get_by_role("link", name="New story"))
    page.wait_for_selector(TEXT)
    editor.write(page.locator("#id_headline"), "Ferry back")
    editor.write(page.locator(TEXT), "It sails again.")
    editor.choose(page.locator("#id_section"), "City")
    editor.click(page.get_by_role("tab", name="Pictures"))
    editor.click(page.get_by_role("button", name="Choose or send a picture…"))
    editor.click(page.get_by_role("option", name="A boat"))
    editor.click(page.get_by_role("button", name="Use picture"))
    editor.click(page.get_by_role("button", name="Publish…"))
    editor.click(page.get_by_role("button", name="Publish", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("Published.")
    editor.took("write, picture, publish")
    assert Edition.objects.live(timezone.now()).get().lead_picture.alt == "A boat"


def test_typo_in_a_live_story(editor, page):
    editor.start(live())
    change(editor, page)
    editor.press("Control+Enter")
    published(page)
    editor.took("typo in a live story")
    assert Edition.objects.live(timezone.now()).get().standfirst == "It sails. Again."


def test_schedule_for_tomorrow(editor, page):
    story = factories.article("Ferry back", standfirst="It sails.", authors=[factories.author()])
    editor.start(story)
    editor.click(page.get_by_role("button", name="Publish…"))
    editor.click(page.get_by_role("button", name="Schedule for Tomorrow 06:00"))
    expect(page.locator("[data-standing]")).to_contain_text("Scheduled for")
    editor.took("schedule for tomorrow 06:00")
    assert timezone.localtime(Edition.objects.get().live_from).hour == 6


def test_schedule_a_change_of_a_live_story(editor, page):
    editor.start(live())
    change(editor, page)
    editor.click(page.get_by_role("button", name="Publish changes…"))
    editor.click(page.get_by_role("button", name="Schedule for Tomorrow 06:00"))
    expect(page.locator("[data-standing]")).to_contain_text("Scheduled for")
    editor.took("schedule a change of a live story")
    assert Edition.objects.scheduled(timezone.now()).get().standfirst == "It sails. Again."


def test_take_off_the_site(editor, page):
    editor.start(live())
    editor.click(page.get_by_role("link", name="Withdraw…"))
    editor.click(page.get_by_role("button", name="Withdraw the story"))
    expect(page.locator("[data-standing]")).to_contain_text("Withdrawn")
    editor.took("take off the site")
    assert not Edition.objects.live(timezone.now()).exists()


def test_correction_that_readers_see(editor, page):
    editor.start(live())
    change(editor, page)
    editor.click(page.get_by_role("button", name="Publish changes…"))
    editor.click(page.get_by_role("radio", name="Correction: something was wrong"))
    editor.write(page.get_by_role("dialog").get_by_label("Note to readers"), "It was Tuesday.")
    editor.press("Control+Enter")
    published(page)
    editor.took("correction that readers see")
    assert Edition.objects.live(timezone.now()).get().note == "It was Tuesday."


def test_an_outsider_reads_a_draft(editor, page):
    editor.start(factories.article("Ferry back"))
    editor.click(page.get_by_role("link", name="Preview links…"))
    editor.click(page.get_by_role("button", name="Make a link"))
    expect(page.get_by_label("Address for A reader outside")).to_be_visible()
    editor.took("outsider reads a draft")


def test_change_the_slug(editor, page):
    editor.start(live())
    editor.click(page.get_by_role("tab", name="Placement"))
    editor.write(page.get_by_label("Address", exact=True), "ferry-again", anew=True)
    editor.press("Control+Enter")
    published(page)
    editor.took("change the slug")
    assert Address.objects.count() == 2
