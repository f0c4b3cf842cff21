"""Confirming an address in a real browser: the proof is kept, and the next reply bears the mark."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from comments.models import Comment, Follow, Policy, Reader
from comments.policies import changes
from tests import factories
from tests.browser.barriers import barriers

MARK = ".mark-confirmed"


@pytest.fixture
def story(live_server):
    story = factories.published("The ferry is back")
    changes.save(Policy(article=story.article, mode="open"), by=factories.somebody())
    return story


@pytest.fixture
def plain(new_context):
    """A page in a browser that runs no scripts."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def reply(live_server, story):
    """Leave a reply, and see it on the page."""

    def reply(page, text: str, tick: bool = False, email: str = "Ana@example.org"):
        page.goto(live_server.url + story.get_absolute_url())
        page.fill("[name=comment]", text)
        page.fill("[name=name]", "Ana")
        page.fill("#respond [name=email]", email)
        page.get_by_label("Email me when").set_checked(tick)
        # hidden once it was said
        page.get_by_label("I have seen the house rules").check(force=True)
        page.get_by_role("button", name="Post Comment").click()
        page.wait_for_url("**/receipt/**")
        return page.locator(".reply", has_text=text)

    return reply


def link(live_server) -> str:
    [message] = mail.outbox
    mail.outbox.clear()
    return live_server.url + re.search(r"/replies/confirm/\S+", message.body)[0]


def press(page, name: str):
    page.get_by_role("button", name=name).click()


def test_the_proof_is_kept_and_the_next_reply_bears_the_mark(page, quiet, live_server, reply):
    expect(reply(page, "The first.", tick=True).locator(MARK)).to_have_count(0)
    page.goto(link(live_server))
    press(page, "Yes, this is mine")
    expect(page.get_by_text("This browser knows you from now on")).to_be_visible()
    expect(page.get_by_text("another link comes by mail")).to_be_hidden()
    expect(reply(page, "The second.").locator(MARK)).to_have_count(1)
    expect(page.locator(MARK)).to_have_count(2)
    assert mail.outbox == []
    expect(reply(page, "Of somebody else.", email="bo@example.org").locator(MARK)).to_have_count(0)
    assert page.context.cookies() == []
    assert quiet == []


def test_it_is_forgotten_on_wish(page, live_server, reply):
    reply(page, "The first.", tick=True)
    page.goto(link(live_server))
    press(page, "Yes, this is mine")
    page.get_by_role("button", name="Forget me in this browser").click()
    expect(page.get_by_text("This browser has forgotten you.")).to_be_visible()
    assert page.evaluate("localStorage.getItem('newsroom.reader')") is None
    reply(page, "The second.")
    assert Comment.objects.get(text="The second.").reader is None


def test_all_browsers_are_signed_out(page, live_server, reply):
    reply(page, "The first.", tick=True)
    page.goto(link(live_server))
    press(page, "Yes, this is mine")
    page.get_by_role("link", name="Choose what is mailed to you").click()
    press(page, "Sign out all browsers")
    expect(page.get_by_text("No browser knows you any more.")).to_be_visible()
    reply(page, "The second.")
    second = Comment.objects.get(text="The second.")
    assert (second.reader, second.state) == (None, "held")
    assert "Was this you?" in mail.outbox[-1].subject


def test_without_scripts_each_reply_is_confirmed_by_a_mail(plain, live_server, reply):
    reply(plain, "The first.", tick=True)
    plain.goto(link(live_server))
    press(plain, "Yes, this is mine")
    expect(plain.get_by_text("another link comes by mail")).to_be_visible()
    expect(plain.get_by_text("This browser knows you")).to_be_hidden()
    plain.get_by_role("link", name="See your reply").click()
    expect(plain.locator(".reply", has_text="The first.").locator(MARK)).to_have_count(1)


def test_a_story_is_followed_chosen_about_and_left(plain, live_server, story):
    plain.goto(live_server.url + story.get_absolute_url())
    plain.fill("#follow-email", "Ana@example.org")
    press(plain, "Follow")
    expect(plain.locator("h1")).to_have_text("Look into your mail")
    plain.goto(link(live_server))
    press(plain, "Yes, follow it")
    plain.get_by_role("link", name="Choose what is mailed to you").click()
    plain.get_by_text("Stories you follow").wait_for()
    assert Follow.objects.count() == 1
    plain.get_by_role("group", name="Stories I follow").get_by_label("Never").check()
    press(plain, "Save")
    plain.get_by_text("Your choice is saved.").wait_for()
    assert Reader.objects.get().stories_mail == "never"
    press(plain, "Unfollow")
    plain.get_by_text("You don’t follow that story any more.").wait_for()
    assert Follow.objects.count() == 0


def test_axe_finds_nothing_by_day_or_night(page, live_server, story, reply):
    reply(page, "The first.", tick=True)
    asked, follow = link(live_server), f"{live_server.url}{story.get_absolute_url()}follow/"
    for address in (asked, follow, f"{follow}sent/"):
        page.goto(address)
        assert barriers(page) == [], address
    page.goto(asked)
    press(page, "Yes, this is mine")
    page.get_by_role("heading", name="Thank you").wait_for()
    assert barriers(page) == []
    page.get_by_role("link", name="Choose what is mailed to you").click()
    page.get_by_role("heading", name="What is mailed to you").wait_for()
    assert barriers(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
