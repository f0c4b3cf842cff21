"""A senior moderator's rule, from an idea to its first bite, in a browser; and a person who is
warned."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.automod import lab
from comments.models import Comment, DeskRule, Policy, Replay
from comments.moderation import decisions
from tests import factories
from tests.browser.barriers import barriers

RULES = "/admin/comments/deskrule/"


@pytest.fixture
def edition(people):
    Policy.objects.create(mode="open")
    return factories.published("Ferry back")


def decided(edition, text: str, state: str) -> None:
    comment = factories.reply(edition, text, email=f"{state}@example.org", state="held")
    decisions.decide([comment.pk], to=state, by=factories.somebody("moderator"), now=timezone.now())


def post(page, edition, live_server, text: str) -> None:
    page.goto(live_server.url + edition.get_absolute_url())
    form = page.locator("#respond")
    form.get_by_label("Comment").fill(text)
    form.get_by_label("Name").first.fill("Ana")
    form.get_by_label("Email").first.fill("ana@example.org")
    if form.get_by_label("I have seen the house rules").count():
        form.get_by_label("I have seen the house rules").check()
    with page.expect_event("load"):
        form.get_by_role("button", name="Post Comment").click()


def test_from_the_lab_through_silence_to_work(page, live_server, quiet, log_in, edition):
    decided(edition, "Visit the саsino tonight", "spam")
    decided(edition, "The old casino is a ruin", "shown")
    log_in("senior")
    page.goto(live_server.url + RULES)
    page.get_by_role("link", name="New rule").click()
    page.get_by_role("link", name="Words and phrases").click()
    page.get_by_label("Name").fill("Casino words")
    page.get_by_label("Words and phrases").fill("casino\nfree spins")
    page.get_by_label("Refuse with a message").check()
    page.get_by_label("What the writer is told").fill("Please leave out the casino.")
    page.get_by_role("button", name="Put it in the lab").click()
    silence = page.get_by_role("button", name="Let it count in silence")
    expect(silence).to_be_disabled()
    page.get_by_role("button", name="Try it").click()
    page.get_by_text("The lab is testing this rule:").wait_for()
    lab.run(Replay.objects.get().pk)  # the worker's part
    page.get_by_text("would have held wrongly").wait_for()  # the page looks by itself
    expect(page.locator(".rule-result dd")).to_have_text(["1", "1", "0"])
    expect(page.locator(".rule-examples[open] mark")).to_have_text(["casino"])
    silence.click()
    page.get_by_text("Silent: only counts").first.wait_for()
    post(page, edition, live_server, "My casino, in silence")
    page.get_by_text("Your reply").first.wait_for()
    rule = DeskRule.objects.get()
    page.goto(f"{live_server.url}{RULES}{rule.pk}/change/")
    expect(page.locator(".rule-hits mark")).to_have_text(["casino"])
    page.get_by_role("button", name="Set it to work").click()
    page.get_by_role("button", name="Back to counting in silence").wait_for()
    count = Comment.objects.count()
    errors = len(quiet)
    post(page, edition, live_server, "My casino, once more")
    page.get_by_text("Please leave out the casino.").wait_for()
    expect(page.locator("#reply-comment")).to_have_value("My casino, once more")
    assert Comment.objects.count() == count
    assert [said for said in quiet[errors:] if "422" not in said] == quiet[:errors] == []


def test_a_warning_is_read_on_the_receipt(page, live_server, quiet, edition):
    post(page, edition, live_server, "You fools")
    page.get_by_text("Your reply").first.wait_for()
    factories.sanction("ana@example.org", "warn", message="Please leave people out of it.")
    page.reload()
    page.get_by_text("Please leave people out of it.").wait_for()
    page.get_by_role("button", name="I have read it").click()
    page.get_by_text("You have said that you read it.").wait_for()
    assert quiet == []


def test_the_pages_are_accessible(page, live_server, log_in, edition):
    decided(edition, "Visit the casino tonight", "spam")
    rule = factories.desk_rule(stage="silent")
    lab.run(lab.begin(rule, days=30, by=factories.somebody("senior")).pk)
    factories.reply(edition, "To the casino", email="ana@example.org")
    factories.sanction("ana@example.org", "suspend")
    log_in("senior")
    person = "/admin/comments/sanction/person/?email=ana@example.org"
    for address in (
        RULES,
        f"{RULES}add/",
        f"{RULES}add/?kind=rate",
        f"{RULES}{rule.pk}/change/",
        person,
    ):
        page.goto(live_server.url + address)
        assert barriers(page) == [], address
