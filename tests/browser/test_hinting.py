"""A reader's hint, from the form to the edition that mends it; and that the house rules are asked
about once."""

import pytest
from playwright.sync_api import expect

from articles.models import Edition
from articles.writing import save
from comments.models import Comment, Feedback, HouseRule, Policy
from comments.policies import changes
from tests import factories
from tests.browser.barriers import barriers


@pytest.fixture
def edition(people):
    HouseRule.objects.all().delete()
    changes.save(HouseRule(number=1, title="Stay on the subject", text="…"), by=people["chief"])
    edition = factories.published("Ferry back", authors=[factories.author()])
    changes.save(
        Policy(article=edition.article, mode="open", banner="Be kind to the pilot."),
        by=people["editor"],
    )
    return edition


def write(page, text: str) -> None:
    for name, value in {"comment": text, "name": "Ana Ruiz", "email": "ana@example.org"}.items():
        page.fill(f"[data-respond-form] [name={name}]", value)


def test_from_the_form_to_the_edition_that_mends_it(
    page, live_server, quiet, log_in, people, edition
):
    page.goto(live_server.url + edition.get_absolute_url())
    expect(page.get_by_text("Be kind to the pilot.")).to_be_visible()
    write(page, "It was the other pier.")
    page.get_by_text("This is for the newsroom").click()
    page.get_by_label("What is it?").select_option("correction")
    page.get_by_label("Name me if the story is changed because of it").check()
    page.get_by_label("I have seen the house rules").check()
    assert barriers(page) == []
    page.get_by_role("button", name="Post Comment").click()
    page.locator(".reply-text", has_text="It was the other pier.").wait_for()
    assert Comment.objects.get().state == "shown"

    article = edition.article
    article.refresh_from_db()
    article.standfirst = "At pier 4."
    save.save_article(article, by=people["editor"])
    log_in("editor")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    page.get_by_role("tab", name="Remarks").click()
    expect(page.locator("#story-replies").get_by_text("It was the other pier.")).to_be_visible()
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/publish/")
    page.get_by_label("Correction: something was wrong").check()
    page.get_by_label("Note to readers").fill("The pier was wrong.")
    page.get_by_label("This edition mends it").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("Published.").wait_for()
    assert Feedback.objects.get().edition == Edition.objects.latest("number")
    page.context.clear_cookies()
    page.goto(live_server.url + edition.get_absolute_url())
    expect(page.get_by_text("The newsroom has mended this.")).to_be_visible()
    expect(page.get_by_text("The pier was wrong. Thanks to Ana Ruiz.").first).to_be_visible()
    assert quiet == []


def test_who_has_seen_the_rules_is_not_asked_again_until_they_change(
    page, live_server, people, edition
):
    address, tick = live_server.url + edition.get_absolute_url(), page.locator("[data-rules-seen]")
    page.goto(address)
    write(page, "Well said.")
    page.get_by_label("I have seen the house rules").check()
    page.get_by_role("button", name="Post Comment").click()
    page.locator(".reply-text", has_text="Well said.").wait_for()
    page.goto(address)
    expect(tick).to_be_hidden()
    expect(tick.locator("input")).to_be_checked()
    changes.save(HouseRule(number=2, title="Be brief", text="…"), by=people["chief"])
    page.goto(address)
    expect(tick).to_be_visible()
    expect(tick.locator("input")).not_to_be_checked()


def test_the_corrections_desk_and_the_risk_are_accessible(page, live_server, log_in, edition):
    factories.hint(edition, credit=True)
    factories.risk(edition)
    log_in("editor")
    for address in ("feedback/", f"risk/story/{edition.article_id}/", "comment/?queue=shown"):
        page.goto(f"{live_server.url}/admin/comments/{address}")
        assert barriers(page) == [], address
