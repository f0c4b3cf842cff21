"""What is typed into a story outlives closed tabs, lost logins, and colleagues."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Article, Autosave
from tests import factories
from tests.browser.editor import TEXT
from tests.browser.slow_line import held_back


@pytest.fixture
def desk(new_context, log_in):
    """A window in which somebody is logged in: desk("editor")."""

    def desk(username: str):
        factories.somebody(username)
        context = new_context()
        log_in(username, context)
        return context.new_page()

    return desk


def open_story(page, live_server, story: Article | None) -> None:
    where = f"{story.pk}/change/" if story else "add/"
    page.goto(f"{live_server.url}/admin/articles/article/{where}")
    page.wait_for_selector(TEXT)


def rewrite(page, text: str) -> None:
    page.click(TEXT)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def wait_until_kept(page, at_least: str = "Kept") -> None:
    page.locator("[data-kept]", has_text=at_least).wait_for()


def save(page) -> None:
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist, .collision")


def test_a_closed_tab_loses_nothing(desk, live_server):
    story = factories.article("Before", by=factories.somebody("editor"))
    page = desk("editor")
    open_story(page, live_server, story)
    rewrite(page, "A long afternoon of work.")
    wait_until_kept(page)
    again = page.context.new_page()
    page.close()
    open_story(again, live_server, story)
    again.get_by_role("link", name="Take it up again").click()
    again.wait_for_selector(TEXT)
    expect(again.locator(TEXT)).to_have_text("A long afternoon of work.")
    save(again)
    story.refresh_from_db()
    assert story.body == "<p>A long afternoon of work.</p>"
    assert not Autosave.objects.exists()
    expect(again.locator("[data-typing] :visible")).to_have_count(0)


def test_what_the_server_never_got_is_in_the_browser(desk, live_server):
    story = factories.article("Before", by=factories.somebody("editor"))
    page = desk("editor")
    open_story(page, live_server, story)
    page.context.route("**/autosave/", lambda route: route.abort())
    rewrite(page, "Typed on a train.")
    page.get_by_text("The server does not answer.").wait_for()
    again = page.context.new_page()
    page.close()
    again.context.unroute("**/autosave/")
    open_story(again, live_server, story)
    again.get_by_role("button", name="Take it up again").click()
    again.wait_for_url("**/?take_up=*")
    again.wait_for_selector(TEXT)
    expect(again.locator(TEXT)).to_have_text("Typed on a train.")


def test_what_is_typed_before_the_scripts_have_come_is_kept(desk, live_server):
    story = factories.article("Before", by=factories.somebody("editor"))
    page = desk("editor")
    with held_back(page, "**/autosave*.js", lambda request: True):
        page.goto(
            f"{live_server.url}/admin/articles/article/{story.pk}/change/", wait_until="commit"
        )
        page.fill("[name=headline]", "Typed at once")
    wait_until_kept(page)
    assert Autosave.objects.get().fields["headline"] == ["Typed at once"]


def test_a_login_that_ran_out_loses_nothing(desk, live_server):
    story = factories.article("Before", by=factories.somebody("editor"))
    page = desk("editor")
    open_story(page, live_server, story)
    Session.objects.all().delete()
    page.fill("[name=headline]", "After a long lunch")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Log in in a new window").click()
    login = opened.value
    login.fill("[name=username]", "editor")
    login.fill("[name=password]", "password")
    login.click("[type=submit]")
    login.wait_for_url(f"**/{story.pk}/change/")
    wait_until_kept(page)
    save(page)
    story.refresh_from_db()
    assert story.headline == "After a long lunch"


def test_a_form_sent_after_the_login_ran_out_is_sent_again(desk, live_server):
    story = factories.article("Before", by=factories.somebody("editor"))
    page = desk("editor")
    open_story(page, live_server, story)
    page.fill("[name=headline]", "After a long lunch")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Log in in a new window").click()
    login = opened.value
    login.fill("[name=username]", "editor")
    login.fill("[name=password]", "password")
    login.click("[type=submit]")
    login.wait_for_url("**/admin/")
    page.get_by_role("button", name="Send it again").click()
    page.get_by_text("The page was from before you logged in.").wait_for()
    page.get_by_role("button", name="Send it again").click()
    page.wait_for_selector(".messagelist")
    story.refresh_from_db()
    assert story.headline == "After a long lunch"


@pytest.mark.parametrize("order", [("editor", "chief"), ("chief", "editor")])
def test_two_browsers_edit_one_story(order, desk, live_server):
    """Different fields are joined by themselves; the same one is chosen; in any order of saves
    nothing is lost."""
    story = factories.article("Before", by=factories.somebody("editor"), dateline="Penang")
    pages = {name: desk(name) for name in ("editor", "chief")}
    for page in pages.values():
        open_story(page, live_server, story)
    pages["chief"].get_by_text("editor has this story open.").wait_for()
    pages["editor"].get_by_role("tab", name="Credits").click()
    pages["editor"].fill("[name=dateline]", "Ipoh")
    pages["chief"].fill("[name=kicker]", "Tides")
    for name in ("editor", "chief"):
        pages[name].fill("[name=headline]", f"By {name}")
    first, second = (pages[name] for name in order)
    save(first)
    save(second)
    expect(second.locator(".collision legend")).to_have_text(["Headline"])
    expect(second.locator(".collision-text", has_text=f"By {order[0]}")).to_be_visible()
    second.get_by_role("radio", name="As edited here").check()
    second.get_by_role("textbox", name="Headline, edited").fill("By both")
    second.get_by_role("button", name="Save what is chosen").click()
    second.wait_for_selector(".messagelist")
    story.refresh_from_db()
    assert (story.headline, story.dateline, story.kicker) == ("By both", "Ipoh", "Tides")
    held = [revision.content["headline"] for revision in story.revisions.order_by("number")]
    assert held == ["Before", f"By {order[0]}", "By both"]
