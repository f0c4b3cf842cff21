"""Leaving a reply in a real browser: without JavaScript, and with what it adds."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Policy, State
from comments.policies import changes
from tests import factories

WAITING = "Your reply is awaiting moderation."


@pytest.fixture
def story():
    return factories.published("The ferry is back")


@pytest.fixture
def address(live_server, story):
    return live_server.url + story.get_absolute_url()


@pytest.fixture
def plain(new_context):
    """A page in a browser that runs no scripts."""
    return new_context(java_script_enabled=False).new_page()


def is_open(story):
    changes.save(Policy(article=story.article, mode="open"), by=factories.somebody())


def type_reply(page, **typed):
    typed = {"comment": "Well said.", "name": "Ana", "email": "ana@example.org", **typed}
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)
    page.get_by_label("I have seen the house rules").check(force=True)  # hidden once it was said
    return page


def press(page, name: str):
    """Press what sends a form, and see the page that answers."""
    with page.expect_event("load"):
        page.get_by_role("button", name=name).click()


def send(page):
    press(page, "Post Comment")


def kept(page, text: str):
    """Wait until the browser keeps what is being written."""
    page.wait_for_function(
        "text => localStorage['newsroom.reply.drafts']?.includes(text)", arg=text
    )


def focused(page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")


class TestWithoutScripts:
    def test_a_reply_waits_and_only_its_writer_sees_it(self, plain, page, address):
        plain.goto(address)
        expect(plain.locator("[data-remember] label")).to_be_hidden()  # nothing here could remember
        send(type_reply(plain))
        mine = plain.locator(f"#comment-{Comment.objects.get().pk}")
        expect(mine).to_contain_text(WAITING)
        expect(mine).to_contain_text("Well said.")
        plain.wait_for_url(lambda url: url.endswith(f"#comment-{Comment.objects.get().pk}"))
        assert plain.context.cookies() == []
        page.goto(address)  # somebody else
        expect(page.locator(".reply")).to_have_count(0)
        assert "Well said." not in page.content()

    def test_a_reply_is_shown_at_once_where_the_thread_is_open(self, plain, story, address):
        is_open(story)
        plain.goto(address)
        send(type_reply(plain))
        expect(plain.locator(f"#comment-{Comment.objects.get().pk}")).to_contain_text(
            "Your reply is shown."
        )
        plain.get_by_role("link", name="To the story").click()
        expect(plain).to_have_url(f"{address}#comments")
        expect(plain.locator(".reply-text")).to_have_text("Well said.")

    def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(self, plain, address):
        plain.goto(address)
        typed = {
            "comment": "Two\n\nlines",
            "name": "",
            "email": "ana at example",
            "website": "not a site",
        }
        with plain.expect_response("**/reply/") as answer:
            send(type_reply(plain, **typed))
        assert answer.value.status == 422
        assert plain.title().startswith("Not sent yet: ")
        kept = {name: plain.input_value(f"[name={name}]").replace("\r", "") for name in typed}
        assert kept == typed
        wrong = plain.locator("form [aria-invalid=true]")
        assert wrong.evaluate_all("all => all.map(field => field.name)") == [
            "name",
            "email",
            "website",
        ]
        for number in range(3):
            field = wrong.nth(number)
            said = plain.locator(f"#{field.get_attribute('id')}_error")
            assert said.get_attribute("id") in field.get_attribute("aria-describedby").split()
            above, below = field.bounding_box(), said.bounding_box()
            assert 0 <= below["y"] - above["y"] - above["height"] < 16
        plain.locator(".error-summary a").first.click()
        plain.wait_for_url(lambda url: url.endswith("#reply-name"))
        assert Comment.objects.count() == 0

    def test_a_reply_is_answered_through_its_link(self, plain, story, address):
        is_open(story)
        first = factories.reply(story, "Who\nsays so?", name="Bo")
        plain.goto(address)
        plain.locator(f"#comment-{first.pk}").get_by_role("link", name="Reply to Bo").click()
        expect(plain).to_have_url(f"{address}?replytocom={first.pk}#respond")
        expect(plain.locator("#respond-title")).to_have_text("Leave a Reply to Bo")
        assert plain.locator("[data-respond-quote]").inner_text().split() == ["Who", "says", "so?"]
        send(type_reply(plain, comment="I do."))
        assert Comment.objects.get(text="I do.").parent_id == first.pk
        expect(plain.locator(".reply.level-1 .reply-text")).to_have_text("I do.")

    def test_an_answer_can_be_given_up(self, plain, story, address):
        first = factories.reply(story)
        plain.goto(f"{address}?replytocom={first.pk}#respond")
        plain.get_by_role("link", name="Cancel reply").click()
        expect(plain).to_have_url(f"{address}#respond")
        expect(plain.locator("#respond-title")).to_have_text("Leave a Reply")

    def test_a_closed_thread_gives_the_text_back(self, plain, story, address):
        plain.goto(address)
        type_reply(plain, comment="Too late?")
        changes.save(Policy(article=story.article, mode="closed"), by=factories.somebody())
        send(plain)
        expect(plain.locator("h1")).to_have_text("Your reply was not taken")
        expect(plain.locator("textarea")).to_have_value("Too late?")
        plain.goto(address)
        assert (plain.locator("form").count(), plain.locator(".thread-closed").count()) == (0, 1)


@pytest.fixture
def thread(page, quiet, story, address):
    """A story with two replies, the second of them answered by nobody yet."""
    is_open(story)
    replies = [factories.reply(story, f"Reply by {name}", name=name) for name in ("Bo", "Cy")]
    page.goto(address)
    yield replies
    assert quiet == []
    assert page.context.cookies() == []


class TestWithScripts:
    def test_the_form_moves_under_the_reply_and_back(self, page, thread):
        _, second = thread
        respond = page.locator("#respond")
        page.fill("[name=comment]", "Half a thought")
        page.get_by_role("link", name="Reply to Cy").click()
        expect(page.locator(f"#comment-{second.pk} #respond")).to_have_count(1)
        expect(page.locator("#respond-title")).to_have_text("Leave a Reply to Cy")
        expect(page.locator("[data-respond-quote]")).to_have_text("Reply by Cy")
        assert (focused(page), page.input_value("[name=comment]")) == ("comment", "Half a thought")
        page.get_by_role("link", name="Cancel reply").click()
        expect(page.locator(".reply #respond")).to_have_count(0)
        expect(respond.locator("#respond-title")).to_have_text("Leave a Reply")
        assert (focused(page), page.input_value("[name=parent]")) == ("Reply to Cy", "")
        expect(page.locator("[name=comment]")).to_have_value("Half a thought")

    @pytest.mark.journey
    def test_by_keyboard_alone(self, page, thread):
        first, _ = thread
        page.get_by_role("link", name="Reply to Bo").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#comment-{first.pk} #respond")).to_have_count(1)
        page.keyboard.press("Escape")
        assert (page.locator(".reply #respond").count(), focused(page)) == (0, "Reply to Bo")
        page.keyboard.press("Enter")
        page.keyboard.type("Quite so.")
        for word in ("Dee", "dee@example.org"):
            page.keyboard.press("Tab")
            page.keyboard.type(word)
        while "house rules" not in page.evaluate(
            "document.activeElement.labels?.[0]?.textContent ?? ''"
        ):
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".reply.level-1")
        answer = Comment.objects.get(text="Quite so.")
        assert (answer.parent_id, answer.name, answer.email) == (first.pk, "Dee", "dee@example.org")
        assert answer.state == State.SHOWN

    def test_a_page_that_was_opened_to_answer_moves_to_another_reply(self, page, thread, address):
        first, second = thread
        page.goto(f"{address}?replytocom={first.pk}#respond")
        page.get_by_role("link", name="Reply to Cy").click()
        send(type_reply(page, comment="To Cy"))
        assert Comment.objects.get(text="To Cy").parent_id == second.pk

    def test_name_email_and_website_are_remembered_only_on_wish(self, page, thread, address):
        who = {"name": "Ana", "email": "ana@example.org", "website": "https://example.org"}

        def kept():
            page.goto(address)
            return {name: page.input_value(f"[name={name}]") for name in who}

        send(type_reply(page, **who))
        assert kept() == dict.fromkeys(who, "")
        page.get_by_label("Remember my name").check()
        send(type_reply(page, comment="Once more", **who))
        assert kept() == who
        expect(page.locator("[name=comment]")).to_have_value("")
        page.get_by_label("Remember my name").uncheck()
        assert kept() == dict.fromkeys(who, "")

    def test_a_double_click_makes_one_reply(self, page, thread):
        type_reply(page)
        page.get_by_role("button", name="Post Comment").dblclick()
        page.wait_for_url("**#comment-*")
        assert Comment.objects.filter(text="Well said.").count() == 1

    def test_sending_the_form_again_from_the_page_before_makes_one_reply(self, page, thread):
        send(type_reply(page))
        page.go_back()
        button = page.get_by_role("button", name="Post Comment")
        expect(button).to_be_enabled()
        send(type_reply(page))
        assert Comment.objects.filter(text="Well said.").count() == 1

    def test_what_is_written_stays_in_the_browser_until_the_site_has_it(
        self, page, quiet, thread, address
    ):
        first, _ = thread
        page.get_by_role("link", name="Reply to Bo").click()
        page.fill("[name=comment]", "A long thought")
        kept(page, "A long thought")
        page.goto(address)
        expect(page.locator("[name=comment]")).to_have_value("A long thought")
        expect(page.locator(f"#comment-{first.pk} #respond")).to_have_count(1)
        expect(page.get_by_text("What you wrote here before is back.")).to_be_visible()
        page.context.set_offline(True)
        type_reply(page, comment="A long thought, sent into the void")
        page.get_by_role("button", name="Post Comment").click()
        page.wait_for_url("chrome-error://**")
        page.context.set_offline(False)
        assert {"ERR_INTERNET_DISCONNECTED" in said for said in quiet} == {True}
        quiet.clear()
        page.goto(address)
        expect(page.locator("[name=comment]")).to_have_value("A long thought, sent into the void")
        send(type_reply(page, comment="A long thought, sent into the void"))
        page.goto(address)
        expect(page.locator("[name=comment]")).to_have_value("")
        page.fill("[name=comment]", "Another")
        kept(page, "Another")
        page.reload()
        page.get_by_role("button", name="Discard it").click()
        page.reload()
        expect(page.locator("[name=comment]")).to_have_value("")

    def test_what_is_selected_in_a_reply_is_quoted(self, page, thread):
        first, _ = thread
        text = page.locator(f"#comment-{first.pk} .reply-text p")
        text.evaluate("text => getSelection().selectAllChildren(text)")
        page.get_by_role("button", name="Quote and reply").click()
        expect(page.locator("[name=comment]")).to_have_value("> Reply by Bo\n\n")
        assert (focused(page), page.input_value("[name=parent]")) == ("comment", str(first.pk))

    def test_a_story_leads_back_to_ones_own_reply(self, page, thread, address):
        send(type_reply(page))
        page.goto(address)
        page.get_by_role("link", name="Yours: change or withdraw").click()
        page.get_by_text("Change it", exact=True).click()
        page.fill("[name=text]", "Better said.")
        press(page, "Save the change")
        assert Comment.objects.get(text="Better said.").version == 2
        page.get_by_text("Withdraw it").click()
        press(page, "Withdraw my reply")
        expect(page.get_by_text("You have withdrawn this reply.")).to_be_visible()
        page.goto(address)
        assert "Better said." not in page.content()

    def test_where_there_is_doubt_the_browser_shows_that_a_person_has_sent_it(
        self, page, thread, monkeypatch
    ):
        monkeypatch.setattr("comments.checks.form_keys.SOONEST", dt.timedelta(hours=1))
        with page.expect_response("**/reply/key/"):
            page.focus("[name=comment]")
        send(type_reply(page))
        page.get_by_text("Your reply is shown.").wait_for()
        reply = Comment.objects.get(text="Well said.")
        assert [decision.to_state for decision in reply.decisions.all()] == ["shown", "held"]

    def test_everything_in_the_form_is_large_enough_for_a_thumb(self, page, thread):
        page.set_viewport_size({"width": 390, "height": 800})
        parts = page.locator(
            "#respond :is(button, .field input:not([type=checkbox]), textarea, .field-tick,"
            " .tick):visible"
        )
        heights = parts.evaluate_all("all => all.map(part => part.getBoundingClientRect().height)")
        assert len(heights) == 9
        assert min(heights) >= 44
        links = page.locator(".reply-acts a, .sections a, .colophon li a")
        assert (
            min(links.evaluate_all("all => all.map(part => part.getBoundingClientRect().height)"))
            >= 24
        )


def test_an_old_link_to_a_reply_leads_to_the_page_it_stands_on_by_now(
    page, quiet, story, address, monkeypatch
):
    monkeypatch.setattr("comments.thread.pages.ROOTS", 2)
    monkeypatch.setattr("comments.thread.pages.SURELY_WHOLE", 2)
    is_open(story)
    last = [factories.reply(story, f"Reply {number}") for number in range(3)][-1]
    page.goto(f"{address}#comment-{last.pk}")
    page.wait_for_url(f"{address}?thread={last.pk}#comment-{last.pk}")
    expect(page.locator(f"#comment-{last.pk}")).to_be_visible()
