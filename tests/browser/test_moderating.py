"""The moderator's day, in a browser: find, decide, undo, and see it on the page."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from comments.models import Comment
from tests import factories


@pytest.fixture
def edition(people):
    return factories.published("Ferry back")


def test_approve_reject_spam_undo(page, live_server, quiet, log_in, edition):
    good = factories.reply(edition, "A good word", name="Ana", state="held")
    bad = factories.reply(edition, "A bad word", name="Bo", state="held")
    sell = factories.reply(edition, "Buy now", name="Cy", state="held")
    log_in("moderator")
    page.goto(f"{live_server.url}/admin/comments/comment/")
    page.get_by_role("button", name="Approve the reply of Ana").click()
    page.get_by_text("1 reply shown to readers.").wait_for()
    card = page.locator(f"#reply-{bad.pk}")
    card.get_by_text("Reject…").click()
    card.get_by_label("Which rule does it break?").select_option(index=1)
    card.get_by_label("A note for the record").fill("Off the subject")
    card.get_by_role("button", name="Reject", exact=True).click()
    page.get_by_text("1 reply rejected.").wait_for()
    page.get_by_role("button", name="Spam: the reply of Cy").click()
    page.get_by_text("1 reply marked as spam.").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone: 1 reply as before.").wait_for()
    states = {c.pk: c.state for c in Comment.objects.all()}
    assert states == {good.pk: "shown", bad.pk: "rejected", sell.pk: "held"}
    page.goto(live_server.url + edition.get_absolute_url())
    assert page.locator(f"#comment-{good.pk}").get_by_text("A good word").is_visible()
    assert page.get_by_text("A bad word").count() == 0
    assert quiet == []


def test_many_at_once_by_keyboard_alone(page, live_server, log_in, edition):
    for name in ("Ana", "Bo"):
        factories.reply(edition, f"Words of {name}", name=name, state="held")
    log_in("moderator")
    page.goto(f"{live_server.url}/admin/comments/comment/")
    for name in ("Ana", "Bo"):
        page.get_by_role("checkbox", name=f"Tick the reply of {name}").focus()
        page.keyboard.press("Space")
    page.get_by_role("group", name="With all that are ticked").get_by_role("button", name="Approve").focus()
    page.keyboard.press("Enter")
    page.get_by_text("2 replies shown to readers.").wait_for()


def test_enter_in_a_note_decides_nothing(page, live_server, log_in, edition):
    comment = factories.reply(edition, state="held")
    log_in("moderator")
    page.goto(f"{live_server.url}/admin/comments/comment/")
    page.locator(f"#reply-{comment.pk}").get_by_text("Reject…").click()
    page.locator(f"#note-{comment.pk}").fill("hm")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    comment.refresh_from_db()
    assert comment.state == "held"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_is_accessible(page, live_server, log_in, edition, scheme):
    parent = factories.reply(edition, "A question")
    factories.reply(edition, "Held https://a.example", parent=parent, state="held")
    page.emulate_media(color_scheme=scheme)
    log_in("moderator")
    for query in ("", "?queue=shown", "?queue=spam"):
        page.goto(f"{live_server.url}/admin/comments/comment/{query}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
