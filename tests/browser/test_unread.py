"""What a browser knows of a thread by itself: new replies, answers to one's own, muted readers; and what is folded
without scripts."""

import pytest
from playwright.sync_api import expect

from tests import factories


@pytest.fixture
def story():
    return factories.published("The ferry is back")


@pytest.fixture
def address(live_server, story):
    return live_server.url + story.get_absolute_url()


def test_what_is_new_since_the_last_visit_is_marked_and_n_leads_to_it(page, story, address):
    old = factories.reply(story, "An old one", name="Ada")
    page.goto(address)
    expect(page.locator(".thread-unread")).to_have_count(0)
    new = [
        factories.reply(story, f"New {n}", name=f"Bo {n}", email=f"{n}@example.org") for n in (1, 2)
    ]
    page.goto(address)
    expect(page.locator(".thread-unread")).to_contain_text("2 new replies.")
    for reply in new:
        page.keyboard.press("n")
        expect(page.locator(f"#comment-{reply.pk} .reply-time")).to_be_focused()
    assert page.locator(f"#comment-{old.pk} .mark-new").count() == 0
    page.get_by_role("button", name="Key n is on").click()
    page.locator("body").press("n")
    expect(page.get_by_role("button", name="Key n is off")).to_be_focused()


def test_answers_to_ones_own_are_told(page, story, address):
    mine = factories.reply(story, "Mine", name="Ada")
    page.goto(address)
    page.evaluate(
        "n => localStorage['newsroom.reply.mine'] = JSON.stringify({[n]: '/x/'})", mine.pk
    )
    answer = factories.reply(story, "Yours", name="Bo", email="bo@example.org", parent=mine)
    page.goto(address)
    expect(page.locator(".thread-unread")).to_contain_text("One new reply, one answers you.")
    expect(page.locator(f"#comment-{answer.pk} .reply-head")).to_contain_text("Answers you")


def test_a_muted_reader_is_hidden_in_this_browser_until_shown_again(page, story, address):
    reply = factories.reply(story, "Loud", name="Ada")
    page.goto(address)
    page.get_by_role("button", name="Mute Ada").click()
    text = page.locator(f"#comment-{reply.pk} .reply-text")
    expect(text).to_be_hidden()
    page.reload()
    expect(text).to_be_hidden()
    page.get_by_role("button", name="Show again what Ada writes").click()
    expect(text).to_be_visible()
    expect(page.get_by_role("button", name="Mute Ada")).to_be_focused()


def test_long_ones_are_folded_without_scripts_and_opened_by_a_link_to_them(
    new_context, story, address
):
    page = new_context(java_script_enabled=False).new_page()
    reply = factories.reply(story, "line\n" * 300)
    page.goto(address)
    text = page.locator(f"#comment-{reply.pk} .reply-text")
    assert text.bounding_box()["height"] < 500
    page.get_by_text("Read on").click()
    assert text.bounding_box()["height"] > 5000
    page.goto(f"{address}#comment-{reply.pk}")
    assert text.bounding_box()["height"] > 5000


def test_marks_stay_over_their_own_reply(page, story, address):
    reply = factories.reply(story, "Z" + "\u0300" * 60)
    page.goto(address)
    height = page.locator(f"#comment-{reply.pk} .reply-text").bounding_box()["height"]
    assert height < 60


def test_back_after_preview_and_post_comes_to_what_was_typed(page, address):
    page.goto(address)
    page.fill("[name=comment]", "Well said.")
    page.fill("[name=name]", "Ana")
    page.fill("[name=email]", "ana@example.org")
    with page.expect_navigation():
        page.get_by_role("button", name="Preview").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Post Comment").click()
    page.go_back()
    expect(page.locator("[name=comment]")).to_have_value("Well said.")
