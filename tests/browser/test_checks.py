"""The checks beside a story's text, while one writes and with no scripts at all."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from articles.writing import save
from tests import factories
from tests.browser.barriers import barriers
from tests.browser.editor import TEXT, caught_up


@pytest.fixture
def story(live_server, log_in, page):
    """A sound draft, open before an editor."""
    factories.person("editor")
    shown = factories.picture(alt="A ferry", credit="A. Novak")
    story = factories.article(
        "Ferry back",
        standfirst="It sails.",
        authors=[factories.author()],
        topics=[factories.topic()],
        lead_picture=shown,
    )
    log_in("editor")
    page.goto(f"{live_server.url}/admin/articles/article/{story.pk}/change/")
    page.wait_for_selector(TEXT)
    page.get_by_role("tab", name="Checks").click()
    return story


def test_they_follow_what_is_typed_and_lead_to_it(story, page, quiet):
    panel = page.locator(".checks")
    expect(panel).to_contain_text("Nothing to mend")
    page.locator(TEXT).click()
    page.keyboard.press("Control+End")
    caught_up(page)
    page.keyboard.press("Enter")
    page.keyboard.type("It is TK metres long.")
    panel.get_by_role("link", name="“TK” stands for something still to come.").click()
    page.wait_for_function(
        "text => getSelection().toString() === text", arg="It is TK metres long."
    )
    expect(panel.get_by_role("status")).to_have_text(
        "Checks: 1 to mend before publishing, 0 to look at"
    )
    page.fill("#id_headline", "")
    panel.get_by_role("link", name="There is no headline.").click()
    expect(page.locator("#id_headline")).to_be_focused()
    story.refresh_from_db()
    assert (story.headline, story.version) == ("Ferry back", 1)
    assert quiet == []


def test_a_request_that_fails_is_told(story, page):
    page.route("**/checks/", lambda route: route.abort())
    page.fill("#id_headline", "Ferry")
    page.get_by_text("The checks couldn't be asked just now").wait_for()


def test_without_scripts_they_are_those_of_the_last_save(new_context, live_server, log_in):
    factories.person("editor")
    story = factories.article(body="<p>It is TK metres long.</p>")
    page = new_context(java_script_enabled=False).new_page()
    log_in("editor", page.context)
    page.goto(f"{live_server.url}/admin/articles/article/{story.pk}/publish/")
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    page.get_by_role("link", name="“TK” stands for something still to come.").click()
    page.wait_for_url(lambda url: url.endswith(f"/{story.pk}/change/#id_body"))
    page.fill("[name=body]", "It is 9 metres long.")
    page.click("[name=_publish]")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Published.")


def test_no_barrier_is_found(page, live_server, log_in):
    factories.person("chief")
    story = factories.published(body="<p>It carried 120 people.</p><p>Others walked.</p>").article
    story = Article.objects.get(pk=story.pk)
    story.body = (
        '<p>It carried <a href="/x/">210</a> people.</p><h2>New</h2><p>It is TK the the.</p>'
    )
    save.save_article(story, by=factories.somebody("chief"))
    log_in("chief")
    parts = {
        f"article/{story.pk}/change/": ".checks",
        f"article/{story.pk}/publish/": "body",
        "checklevel/": "body",
    }
    for address, part in parts.items():
        page.goto(f"{live_server.url}/admin/articles/{address}")
        assert barriers(page, part) == [], address
