"""The moderator's day, in a browser: find, decide, undo, and see it on the page."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests import factories
from tests.browser.barriers import barriers


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


@pytest.mark.journey
def test_approve_reject_spam_undo(page, live_server, quiet, log_in, edition):
    good = factories.reply(edition, "A good word", name="Ana", state="held")
    bad = factories.reply(edition, "A bad word", name="Bo", state="held")
    sell = factories.reply(edition, "Buy now", name="Cy", state="held")
    log_in("moderator")
    page.goto(f"{live_server.url}/admin/comments/comment/")
    page.get_by_role("button", name="Approve the reply of Ana").click()
    page.locator(f"[data-row='{good.pk}']").get_by_text("Shown by you").wait_for()
    card = page.locator(f"#reply-{bad.pk}")
    card.get_by_text("Reject…").click()
    card.get_by_label("A note to its author").fill("Off the subject")
    card.get_by_role("button", name="Stay on the subject").click()
    page.locator(f"[data-row='{bad.pk}']").get_by_text("Rejected by you").wait_for()
    page.get_by_role("button", name="Spam: the reply of Cy").click()
    page.locator(f"[data-row='{sell.pk}']").get_by_text("Spam by you").wait_for()
    page.keyboard.press("z")
    page.get_by_text("Undone: 1 reply as before.").wait_for()
    states = {c.pk: c.state for c in Comment.objects.all()}
    assert states == {good.pk: "shown", bad.pk: "rejected", sell.pk: "held"}
    page.goto(live_server.url + edition.get_absolute_url())
    expect(page.locator(f"#comment-{good.pk}").get_by_text("A good word")).to_be_visible()
    expect(page.get_by_text("A bad word")).to_have_count(0)
    assert quiet == []


def test_without_scripts(new_context, live_server, edition):
    """A plain list with buttons: decide, undo, reject with a rule, many at once."""
    good = factories.reply(edition, "A good word", name="Ana", email="a@example.org", state="held")
    bad = factories.reply(edition, "A bad word", name="Bo", email="b@example.org", state="held")
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/comments/comment/")
    page.fill("[name=username]", "moderator")
    page.fill("[name=password]", "password")
    page.click("[type=submit]")
    page.get_by_role("button", name="Approve the reply of Ana").click()
    page.get_by_text("1 reply shown to readers.").wait_for()
    page.wait_for_url(lambda url: url.endswith(f"#reply-{bad.pk}"))
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_text("Undone: 1 reply as before.").wait_for()
    card = page.locator(f"#reply-{bad.pk}")
    card.get_by_text("Reject…").click()
    card.get_by_role("button", name="Stay on the subject").click()
    page.get_by_text("1 reply rejected.").wait_for()
    page.get_by_role("checkbox", name="Tick the reply of Ana").check()
    page.get_by_role("group", name="With all that are ticked").get_by_role(
        "button", name="Spam"
    ).click()
    page.get_by_text("1 reply marked as spam.").wait_for()
    assert {c.pk: c.state for c in Comment.objects.all()} == {good.pk: "spam", bad.pk: "rejected"}


def test_enter_in_a_note_without_scripts_decides_nothing(new_context, live_server, log_in, edition):
    comment = factories.reply(edition, state="held")
    page = new_context(java_script_enabled=False).new_page()
    log_in("moderator", page.context)
    page.goto(f"{live_server.url}/admin/comments/comment/")
    page.locator(f"#reply-{comment.pk}").get_by_text("Reject…").click()
    page.locator(f"#note-{comment.pk}").fill("hm")
    page.keyboard.press("Enter")
    expect(page.locator(f"#note-{comment.pk}")).to_be_focused()
    comment.refresh_from_db()
    assert comment.state == "held"


def test_the_desk_is_accessible(page, live_server, log_in, edition):
    parent = factories.reply(edition, "A question")
    factories.reply(edition, "Held https://a.example", parent=parent, state="held")
    log_in("moderator")
    for query in ("", "?queue=shown", "?queue=spam", "mine/", "many/?queue=held", "watched/"):
        page.goto(f"{live_server.url}/admin/comments/comment/{query}")
        assert barriers(page) == [], query
